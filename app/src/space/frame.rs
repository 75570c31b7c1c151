//! The space's frame: the list of its pages beside the page; on a phone a button opens the list in its place.

use crate::reactive::{follow, go};
use crate::session::Session;
use crate::space::words;
use crate::text::{self, Key, common, t};
use crate::ui::button::Button;
use crate::ui::toast::Toasts;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The pages, in the order of the list.
const PAGES: [(&str, Key); 4] = [
    (route::ACCOUNT, words::NAV_HOME),
    (route::ACCOUNT_ORDERS, words::NAV_ORDERS),
    (route::ACCOUNT_DETAILS, words::NAV_DETAILS),
    (route::ACCOUNT_SECURITY, words::NAV_SECURITY),
];

/// A page of the space in its frame.
pub fn frame(page: AnyView) -> AnyView {
    let open = RwSignal::new(false);
    let path = use_location().pathname;
    // Another page closes the list that led to it.
    follow(move || {
        path.track();
        open.set(false);
    });
    view! {
        <div class="space">
            <div class="space-side">
                <button
                    type="button"
                    class="button space-menu"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls="space-pages"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {t(words::MENU)}
                </button>
                <nav
                    class="space-pages"
                    id="space-pages"
                    class:space-pages-open=move || open.get()
                    aria-label=t(words::PAGES)
                >
                    <ul>{PAGES.map(|(path, word)| entry(path, word)).collect_view()}</ul>
                    {leave()}
                </nav>
            </div>
            <div class="space-page">{page}</div>
        </div>
    }
    .into_any()
}

fn entry(path: &'static str, word: Key) -> AnyView {
    let here = use_location().pathname;
    let current = move || {
        here.with(|here| {
            here == path || (path != route::ACCOUNT && here.starts_with(&format!("{path}/")))
        })
    };
    let current = Signal::derive(move || current().then_some("page"));
    view! {
        <li>
            <a class="space-link" href=path aria-current=current>
                {t(word)}
            </a>
        </li>
    }
    .into_any()
}

/// The way out, last.
fn leave() -> AnyView {
    let who = expect_context::<Session>();
    let busy = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let leave = move |()| {
        busy.set(true);
        go(async move {
            if let Err(refusal) = who.sign_out().await {
                busy.try_set(false);
                let key = match refusal.status() {
                    0 => text::error::OFFLINE,
                    _ => text::error::SERVER,
                };
                toasts.say(text::word(key).to_owned(), None);
            }
        });
    };
    view! { <Button label=common::NAV_SIGN_OUT busy=busy press=leave/> }.into_any()
}
