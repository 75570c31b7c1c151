//! The latest orders.

use crate::space::blocks::ITEMS;
use crate::space::blocks::card::Card;
use crate::space::orders::Orders;
use crate::space::words;
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    view! {
        <Card block title=words::ORDERS_TITLE page=route::ACCOUNT_ORDERS>
            <Orders first=ITEMS/>
        </Card>
    }
    .into_any()
}
