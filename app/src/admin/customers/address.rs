//! The list's address: search, filters, sort and page.

use crate::admin::address;
use domain::customer::CustomerQuery;
use domain::route;
use leptos::prelude::*;

/// What the address asks for. The length of a page is not a reader's to choose.
pub fn query() -> Memo<CustomerQuery> {
    address::query(route::ADMIN_CUSTOMERS, |key| key != "limit")
}

/// The address of what is asked for.
pub fn of(query: &CustomerQuery) -> String {
    address::of(route::ADMIN_CUSTOMERS, query)
}

/// Goes to another list from its first page; the place on the screen stays.
pub fn goer(query: Memo<CustomerQuery>) -> impl Fn(CustomerQuery, bool) + Clone + 'static {
    let go = address::goer();
    move |asked: CustomerQuery, replace: bool| {
        let asked = CustomerQuery {
            cursor: None,
            ..asked
        };
        if asked != query.get_untracked() {
            go(&of(&asked), replace);
        }
    }
}
