//! The latest invoices.

use crate::space::blocks::ITEMS;
use crate::space::blocks::card::Card;
use crate::space::invoices::{list, row, words};
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    view! {
        <Card block title=words::TITLE page=route::ACCOUNT_INVOICES>
            {list(|invoice| row(invoice, None)).draw(Some(ITEMS))}
        </Card>
    }
    .into_any()
}
