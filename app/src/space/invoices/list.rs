//! The customer's invoices and credit notes, latest issued first.

use crate::client;
use crate::space::invoices::words;
use crate::space::listing::{Asking, Listing, Read};
use crate::text;
use crate::ui::empty::Empty;
use domain::api::PageQuery;
use domain::api::invoice::ListOwnInvoices;
use domain::invoice::InvoiceSummary;
use domain::page::Cursor;
use leptos::prelude::*;
use std::rc::Rc;

/// The list, each of them drawn by `row`.
pub fn list(row: fn(InvoiceSummary) -> AnyView) -> Listing {
    let ask = move |cursor: Option<Cursor>| -> Asking {
        Box::pin(async move {
            let page = client::call::<ListOwnInvoices>(&(), &PageQuery { cursor }, &()).await?;
            Ok(Read::of(page.items, page.next, row))
        })
    };
    Listing {
        ask: Rc::new(ask),
        class: "papers",
        more: words::MORE,
        failed: words::FAILED,
        empty: || view! { <Empty message=text::said(words::EMPTY)/> }.into_any(),
    }
}
