//! `/account/purchases`: what the customer acquired, with reference, validity, orders, and a way to renew.

mod files;
mod list;
mod row;
pub mod words;

pub use list::list;
pub use row::row;

use crate::space::purchases::files::Files;
use crate::text;
use crate::ui::heading::Heading;
use domain::customer::Purchase;
use domain::product::Kind;
use leptos::prelude::*;

pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::TITLE)/>
            {list(whole).draw(None)}
        </div>
    }
    .into_any()
}

/// With the files it is.
fn whole(purchase: Purchase) -> AnyView {
    let lasts = purchase.kind == Kind::Download && purchase.ended_at.is_none();
    let product = purchase.product.clone();
    let files = lasts.then(|| view! { <Files product/> }.into_any());
    row(purchase, files)
}
