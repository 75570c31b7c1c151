//! The latest purchases.

use crate::space::blocks::ITEMS;
use crate::space::blocks::card::Card;
use crate::space::purchases::{list, row, words};
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    view! {
        <Card block title=words::TITLE page=route::ACCOUNT_PURCHASES>
            {list(|purchase| row(purchase, None)).draw(Some(ITEMS))}
        </Card>
    }
    .into_any()
}
