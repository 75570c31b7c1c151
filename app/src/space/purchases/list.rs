//! What the customer acquired, newest first.

use crate::client;
use crate::space::listing::{Asking, Listing, Read};
use crate::space::purchases::words;
use crate::text;
use crate::ui::empty::Empty;
use domain::api::account::ListOwnPurchases;
use domain::customer::Purchase;
use leptos::prelude::*;
use std::rc::Rc;

/// The list, each of them drawn by `row`. It has one page.
pub fn list(row: fn(Purchase) -> AnyView) -> Listing {
    let ask = move |_| -> Asking {
        Box::pin(async move {
            let all = client::call::<ListOwnPurchases>(&(), &(), &()).await?;
            Ok(Read::of(all.items, None, row))
        })
    };
    Listing {
        ask: Rc::new(ask),
        class: "papers",
        more: words::TITLE,
        failed: words::FAILED,
        empty: || view! { <Empty message=text::said(words::EMPTY)/> }.into_any(),
    }
}
