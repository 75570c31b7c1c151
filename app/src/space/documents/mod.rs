//! `/account/documents`: what the shop shares with this customer; and one document's page.

mod one;
mod row;
mod words;

use crate::client::{self, Refusal};
use crate::reactive::{either, go, shown, words as say};
use crate::session::Session;
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::document::{ListOwnDocuments, OwnQuery};
use domain::document::{OwnDocument, OwnDocuments};
use domain::id::DocumentId;
use domain::route;
use leptos::prelude::*;

pub use row::link;
pub use words::TITLE;

/// What is listed so far.
type Listed = RwSignal<Option<OwnDocuments>>;

/// `/account/documents`
pub fn page() -> AnyView {
    let listed: Listed = RwSignal::new(None);
    let new = shown(move || {
        let new = listed.with(|listed| listed.as_ref().map_or(0, |listed| listed.new));
        let said = say(move || text::plural(new, words::NEW_ONE, words::NEW_OTHER));
        (new > 0).then(|| view! { <p class="meta">{said}</p> }.into_any())
    });
    view! {
        <div class="stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(words::TITLE)/>
                {new}
            </div>
            <Documents listed/>
        </div>
    }
    .into_any()
}

/// `/account/documents/{id}`; none where the path is another's.
pub fn page_at(path: &str) -> Option<AnyView> {
    let id = path.strip_prefix(route::ACCOUNT_DOCUMENTS)?;
    let id = DocumentId::parse(id.strip_prefix('/')?)?;
    Some(one::page(id))
}

/// The first few on the space's first page: what is new comes first.
pub fn first(count: usize) -> AnyView {
    view! { <Documents listed=RwSignal::new(None) first=count/> }.into_any()
}

/// The documents; or the `first` of them, new ones before the others.
#[component]
fn Documents(listed: Listed, #[prop(optional)] first: Option<usize>) -> AnyView {
    let who = expect_context::<Session>();
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let ask = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let known = listed.get_untracked();
        let query = OwnQuery {
            product: None,
            cursor: known.as_ref().and_then(|known| known.next.clone()),
        };
        go(async move {
            let answer = client::call::<ListOwnDocuments>(&(), &query, &()).await;
            busy.try_set(false);
            match answer {
                Ok(mut page) => {
                    let mut items = known.map(|known| known.items).unwrap_or_default();
                    items.append(&mut page.items);
                    listed.try_set(Some(OwnDocuments { items, ..page }));
                }
                Err(refused) if refused.status() == 401 => who.ended(),
                Err(refused) => drop(refusal.try_set(Some(refused))),
            }
        });
    });
    ask.run(());
    let failed = shown(move || {
        let refusal = refusal.get()?;
        let view = view! { <Failed message=text::said(words::LIST_FAILED) refusal=Some(refusal) retry=ask/> };
        Some(view.into_any())
    });
    let list = either(move || match listed.get() {
        None if refusal.with(Option::is_some) => ().into_any(),
        None => view! { <Loading bars=4/> }.into_any(),
        Some(page) if page.items.is_empty() => {
            view! { <Empty message=text::said(words::EMPTY)/> }.into_any()
        }
        Some(page) => {
            let more = page.next.filter(|_| first.is_none()).map(|_| {
                view! { <Button label=words::MORE busy=busy press=ask/> }
            });
            let rows = chosen(page.items, first);
            view! {
                <ul class="documents">{rows.into_iter().map(row::row).collect_view()}</ul>
                {more}
            }
            .into_any()
        }
    });
    view! { <div class="stack">{list} {failed}</div> }.into_any()
}

/// All of them as they come, or the first few, new ones before the others.
fn chosen(mut items: Vec<OwnDocument>, first: Option<usize>) -> Vec<OwnDocument> {
    if let Some(first) = first {
        items.sort_by_key(|one| !one.is_new);
        items.truncate(first);
    }
    items
}

/// That a document is new, in a word.
fn new_mark(is_new: bool) -> Option<AnyView> {
    is_new.then(|| {
        view! {
            <crate::ui::badge::Badge hue=crate::ui::badge::Hue::Brass shape="●">
                {t(words::NEW)}
            </crate::ui::badge::Badge>
        }
        .into_any()
    })
}
