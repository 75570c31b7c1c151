//! `/account/purchases`: what the customer acquired, with reference, validity, orders, and a way to renew.

mod files;
mod list;
mod row;
pub mod words;

pub use list::Purchases;

use crate::text;
use crate::ui::heading::Heading;
use leptos::prelude::*;

pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::TITLE)/>
            <Purchases/>
        </div>
    }
    .into_any()
}
