//! `/account/documents`: what the shop shares with this customer; and one document's page.

mod one;
mod row;
mod words;

use crate::client;
use crate::reactive::{shown, words as say};
use crate::space::listing::{Asking, Listing, Read};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::document::{ListOwnDocuments, OwnQuery};
use domain::document::OwnDocument;
use domain::id::DocumentId;
use domain::page::Cursor;
use domain::route;
use leptos::prelude::*;
use std::rc::Rc;

pub use row::link;
pub use words::TITLE;

/// `/account/documents`
pub fn page() -> AnyView {
    let count = RwSignal::new(0);
    let new = shown(move || {
        let new = count.get();
        let said = say(move || text::plural(new, words::NEW_ONE, words::NEW_OTHER));
        (new > 0).then(|| view! { <p class="meta">{said}</p> }.into_any())
    });
    view! {
        <div class="stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(words::TITLE)/>
                {new}
            </div>
            {list(Some(count), |items| items).draw(None)}
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
    let chosen = |items: Vec<OwnDocument>| {
        let (mut new, seen): (Vec<_>, Vec<_>) = items.into_iter().partition(|one| one.is_new);
        new.extend(seen);
        new
    };
    list(None, chosen).draw(Some(count))
}

/// The list, in this order; `new` is told how many are new.
fn list(new: Option<RwSignal<u32>>, order: fn(Vec<OwnDocument>) -> Vec<OwnDocument>) -> Listing {
    let ask = move |cursor: Option<Cursor>| -> Asking {
        Box::pin(async move {
            let query = OwnQuery {
                product: None,
                cursor,
            };
            let page = client::call::<ListOwnDocuments>(&(), &query, &()).await?;
            if let Some(new) = new {
                new.try_set(page.new);
            }
            Ok(Read::of(order(page.items), page.next, row::row))
        })
    };
    Listing {
        ask: Rc::new(ask),
        class: "documents",
        more: words::MORE,
        failed: words::LIST_FAILED,
        empty: || view! { <Empty message=text::said(words::EMPTY)/> }.into_any(),
    }
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
