//! The way through the pages. They are links, so that a page can be opened beside and copied.

use crate::admin::customers::address;
use crate::admin::customers::count::shown;
use crate::admin::customers::listed::Listed;
use crate::admin::desk::Desk;
use crate::admin::words;
use crate::reactive::words as say;
use crate::text::t;
use domain::customer::CustomerQuery;
use leptos::prelude::*;

/// Forward by the answer's cursor; back by what this tab remembers, else to the first page.
#[component]
pub fn Pager(listed: Listed) -> AnyView {
    let desk = expect_context::<Desk>();
    let here = address::of(&listed.query);
    let at = |cursor| {
        address::of(&CustomerQuery {
            cursor,
            ..listed.query.clone()
        })
    };
    let next = listed.page.next.clone().map(|cursor| at(Some(cursor)));
    let (before, back) = match desk.before(&here) {
        Some(before) => (before, words::PAGE_PREVIOUS),
        None => (at(None), words::PAGE_FIRST),
    };
    let first_page = listed.query.cursor.is_none();
    if first_page && next.is_none() {
        return ().into_any();
    }
    let onward = if listed.page.partial {
        words::PAGE_FURTHER
    } else {
        words::PAGE_NEXT
    };
    let nothing = listed.page.items.is_empty();
    view! {
        <nav class="list-pages" aria-label=t(words::PAGES)>
            <span class="list-shown">
                {say(move || (!nothing).then(|| shown(&listed)).flatten().unwrap_or_default())}
            </span>
            {(!first_page)
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
