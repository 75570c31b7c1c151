//! The order on a phone, where the table's head is not shown.

use crate::admin::choice::choice;
use crate::admin::customers::listed::{List, is_search};
use crate::admin::customers::words;
use crate::admin::part::part;
use crate::admin::words as admin;
use crate::text::Key;
use domain::customer::{CustomerQuery, Sort};
use leptos::prelude::*;

/// All but the usual one, which has the empty code: it is left out of the address.
const ORDERS: [(Sort, Key); 9] = [
    (Sort::CreatedUp, admin::SORT_OLDEST),
    (Sort::NameUp, admin::SORT_NAME_UP),
    (Sort::NameDown, admin::SORT_NAME_DOWN),
    (Sort::LastOrderDown, words::SORT_LAST_DOWN),
    (Sort::LastOrderUp, words::SORT_LAST_UP),
    (Sort::OrdersDown, words::SORT_ORDERS_DOWN),
    (Sort::OrdersUp, words::SORT_ORDERS_UP),
    (Sort::TotalDown, words::SORT_TOTAL_DOWN),
    (Sort::TotalUp, words::SORT_TOTAL_UP),
];

/// Not offered while searching: results come newest first.
#[component]
pub fn Order(list: List) -> AnyView {
    let query = list.query;
    let go = list.goer();
    let searched = Memo::new(move |_| query.with(is_search));
    part(move || {
        if searched.get() {
            return None;
        }
        let go = go.clone();
        let chosen = move || {
            query.with(|query| match query.sort {
                Sort::CreatedDown => "",
                other => other.code(),
            })
        };
        let options = ORDERS.map(|(sort, word)| (sort.code(), word));
        Some(view! {
            <div class="list-order">
                {choice(
                    "sort",
                    admin::SORT_LABEL,
                    admin::SORT_NEWEST,
                    &options,
                    Signal::derive(chosen),
                    Box::new(move |code: String| {
                        let sort = Sort::parse(&code).unwrap_or_default();
                        go(CustomerQuery { sort, ..query.get_untracked() }, false);
                    }),
                )}
            </div>
        })
    })
    .into_any()
}
