//! The way through a list's pages. They are links, so that a page can be opened beside and copied.

use crate::admin::desk::Desk;
use crate::admin::words;
use crate::text::t;
use leptos::prelude::*;

/// Forward to `next`; back by what this tab remembers, else to `first`. `here` is the address shown, `shown` says how many of how many;
/// `partial` where the next page is but a further look for rows.
#[component]
pub fn Pages(
    here: String,
    first: String,
    next: Option<String>,
    partial: bool,
    shown: Signal<String>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let begins = here == first;
    if begins && next.is_none() {
        return ().into_any();
    }
    let (before, back) = match desk.before(&here) {
        Some(before) => (before, words::PAGE_PREVIOUS),
        None => (first, words::PAGE_FIRST),
    };
    let onward = if partial {
        words::PAGE_FURTHER
    } else {
        words::PAGE_NEXT
    };
    view! {
        <nav class="list-pages" aria-label=t(words::PAGES)>
            <span class="list-shown">{shown}</span>
            {(!begins)
                .then(|| {
                    view! {
                        <a class="button" id="page-previous" href=before>
                            <span>
                                <span aria-hidden="true">"‹ "</span>
                                {t(back)}
                            </span>
                        </a>
                    }
                })}
            {next
                .map(|next| {
                    let to = next.clone();
                    view! {
                        <a class="button" id="page-next" href=next on:click=move |_| desk.went(&here, &to)>
                            <span>
                                {t(onward)}
                                <span aria-hidden="true">" ›"</span>
                            </span>
                        </a>
                    }
                })}
        </nav>
    }
    .into_any()
}
