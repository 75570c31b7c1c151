//! The latest invoices.

use crate::space::blocks::ITEMS;
use crate::space::blocks::card::Card;
use crate::space::invoices::{Invoices, words};
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    view! {
        <Card block title=words::TITLE page=route::ACCOUNT_INVOICES>
            <Invoices first=ITEMS/>
        </Card>
    }
    .into_any()
}
