//! The order on a phone, where the table's head is not shown.

use crate::admin::choice::choice;
use crate::admin::customers::listed::{List, is_search};
use crate::admin::part::part;
use crate::admin::words;
use domain::customer::{CustomerQuery, Sort};
use leptos::prelude::*;

/// Not offered while searching: results come newest first.
#[component]
pub fn Order(list: List) -> AnyView {
    let query = list.query;
    let go = list.goer();
    part(move || {
        if query.with(is_search) {
            return None;
        }
        let go = go.clone();
        // the default has the empty code, as it is left out of the address
        let chosen = move || {
            query.with(|query| match query.sort {
                Sort::CreatedDown => "",
                other => other.code(),
            })
        };
        let options = [
            (Sort::CreatedUp.code(), words::SORT_OLDEST),
            (Sort::NameUp.code(), words::SORT_NAME_UP),
            (Sort::NameDown.code(), words::SORT_NAME_DOWN),
        ];
        Some(view! {
            <div class="list-order">
                {choice(
                    "sort",
                    words::SORT_LABEL,
                    words::SORT_NEWEST,
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
