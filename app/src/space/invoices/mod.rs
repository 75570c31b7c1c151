//! `/account/invoices`: the customer's invoices and credit notes, each with its file.

mod list;
mod row;
pub mod words;

pub use list::list;
pub use row::row;

use crate::order::again::AgainById;
use crate::text;
use crate::ui::heading::Heading;
use domain::invoice::{InvoiceSummary, Kind};
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

/// With everything that can be done.
fn whole(invoice: InvoiceSummary) -> AnyView {
    let (order, number) = (invoice.order.clone(), invoice.order_number);
    let again =
        (invoice.kind == Kind::Invoice).then(|| view! { <AgainById order number/> }.into_any());
    row(invoice, again)
}
