//! The list's address: search, state, customer and page.

use crate::admin::address;
use domain::order::OrderQuery;
use domain::route;
use leptos::prelude::*;

/// What the address asks for.
pub fn query() -> Memo<OrderQuery> {
    address::query(route::ADMIN_ORDERS, |_| true)
}

/// The address of what is asked for.
pub fn of(query: &OrderQuery) -> String {
    address::of(route::ADMIN_ORDERS, query)
}

/// The address of its first page.
pub fn first(query: &OrderQuery) -> String {
    of(&OrderQuery {
        cursor: None,
        ..query.clone()
    })
}

/// Goes to another list from its first page.
pub fn goer(query: Memo<OrderQuery>) -> impl Fn(OrderQuery, bool) + Clone + 'static {
    let go = address::goer();
    move |asked: OrderQuery, replace: bool| {
        if asked != query.get_untracked() {
            go(&first(&asked), replace);
        }
    }
}
