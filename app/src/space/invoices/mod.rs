//! `/account/invoices`: the customer's invoices and credit notes, each with its file.

mod list;
mod row;
pub mod words;

pub use list::Invoices;

use crate::text;
use crate::ui::heading::Heading;
use leptos::prelude::*;

pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::TITLE)/>
            <Invoices/>
        </div>
    }
    .into_any()
}
