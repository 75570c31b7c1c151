//! The space's frame: the list of its pages beside the page; on a phone a button opens the list in its place.

use crate::dom;
use crate::reactive::{either, follow, go, words as say};
use crate::session::Session;
use crate::space::arranged::Arranged;
use crate::space::{conversations, documents, words};
use crate::text::{self, Key, common, t};
use crate::ui::button::Button;
use crate::ui::toast::Toasts;
use domain::route;
use domain::space::BlockKind;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A page in the list: its path, its word, and the kinds of blocks it has all of. Where the shop gives the customer none
/// of them, the page is not listed.
type Page = (&'static str, Key, &'static [BlockKind]);

/// The pages, in the order of the list.
const PAGES: &[Page] = &[
    (route::ACCOUNT, words::NAV_HOME, &[]),
    (
        route::ACCOUNT_ORDERS,
        words::NAV_ORDERS,
        &[BlockKind::Orders],
    ),
    (
        route::ACCOUNT_INVOICES,
        words::NAV_INVOICES,
        &[BlockKind::Invoices],
    ),
    (
        route::ACCOUNT_PURCHASES,
        words::NAV_PURCHASES,
        &[BlockKind::Purchases],
    ),
    (
        route::ACCOUNT_DOCUMENTS,
        documents::TITLE,
        &[BlockKind::Documents],
    ),
    (
        route::ACCOUNT_CONVERSATIONS,
        conversations::words::NAV,
        &[BlockKind::Conversations],
    ),
    (
        route::ACCOUNT_DETAILS,
        words::NAV_DETAILS,
        &[BlockKind::Profile, BlockKind::Addresses],
    ),
    (
        route::ACCOUNT_SECURITY,
        words::NAV_SECURITY,
        &[BlockKind::Security],
    ),
    (route::ACCOUNT_DATA, words::NAV_DATA, &[]),
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
            <div
                class="space-side"
                on:keydown=move |event| {
                    if event.key() == "Escape" && open.get_untracked() {
                        open.set(false);
                        dom::focus(MENU);
                    }
                }
            >
                <button
                    type="button"
                    class="button space-menu"
                    id=MENU
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
                    {list()}
                    {leave()}
                </nav>
            </div>
            <div class="space-page">{page}</div>
        </div>
    }
    .into_any()
}

/// The button's id: where focus goes when the list closes.
const MENU: &str = "space-menu";

/// The pages of what this customer is given. Until that is known the list keeps its place; where it cannot be known, all
/// of them are there.
fn list() -> AnyView {
    let space = Arranged::space();
    let kinds = Memo::new(move |_| {
        space.with(|space| {
            let blocks = &space?.blocks;
            Some(blocks.iter().map(|block| block.kind).collect::<Vec<_>>())
        })
    });
    let unknown = Memo::new(move |_| kinds.with(Option::is_none) && space.refusal().is_none());
    let entries = either(move || {
        let kinds = kinds.get();
        let given = |page: &Page| {
            page.2.is_empty()
                || kinds
                    .as_ref()
                    .is_none_or(|kinds| page.2.iter().any(|kind| kinds.contains(kind)))
        };
        let pages = PAGES.iter().copied().filter(given);
        pages.map(entry).collect_view().into_any()
    });
    view! {
        <ul class:space-pages-unknown=move || unknown.get()>
            {entries}
        </ul>
    }
    .into_any()
}

fn entry((path, word, kinds): Page) -> AnyView {
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
                <span>{t(word)}</span>
                {new(kinds)}
            </a>
        </li>
    }
    .into_any()
}

/// How many of these kinds wait to be seen, in words.
fn new(kinds: &'static [BlockKind]) -> AnyView {
    let count = Memo::new(move |_| -> u32 {
        let counts = kinds.iter().filter_map(|kind| Arranged::count(*kind));
        counts.map(|count| count.new).sum()
    });
    either(move || {
        let count = count.get();
        let said = say(move || text::plural(count, words::COUNT_NEW_ONE, words::COUNT_NEW_OTHER));
        (count > 0)
            .then(|| view! { <span class="space-new">{said}</span> })
            .into_any()
    })
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
