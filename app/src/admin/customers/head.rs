//! The table's head: what is in the columns, and buttons that sort.

use crate::admin::customers::listed::List;
use crate::admin::words;
use crate::text::{Key, t};
use domain::customer::{CustomerQuery, Sort};
use leptos::prelude::*;

/// While searching the columns do not sort.
#[component]
pub fn Head(list: List, sort: Sort, searched: bool) -> AnyView {
    let plain = |class: &'static str, word: Key| {
        view! {
            <th class=class role="columnheader" scope="col">
                {t(word)}
            </th>
        }
    };
    let by_name = match sort {
        Sort::NameUp => ("ascending", Sort::NameDown),
        Sort::NameDown => ("descending", Sort::NameUp),
        _ => ("", Sort::NameUp),
    };
    let by_age = match sort {
        Sort::CreatedUp => ("ascending", Sort::CreatedDown),
        Sort::CreatedDown => ("descending", Sort::CreatedUp),
        _ => ("", Sort::CreatedDown),
    };
    view! {
        <thead role="rowgroup">
            <tr role="row">
                {if searched {
                    plain("customers-name", words::COLUMN_CUSTOMER).into_any()
                } else {
                    sorting(list, "customers-name", "sort-name", words::COLUMN_CUSTOMER, by_name)
                }} {plain("customers-email", words::COLUMN_EMAIL)}
                {plain("customers-stage", words::COLUMN_STAGE)}
                {plain("customers-account", words::COLUMN_ACCOUNT)}
                {if searched {
                    plain("customers-created", words::COLUMN_CREATED).into_any()
                } else {
                    sorting(list, "customers-created", "sort-created", words::COLUMN_CREATED, by_age)
                }}
            </tr>
        </thead>
    }
    .into_any()
}

/// A column that sorts: how it is sorted now (empty for not), and what a press asks for.
fn sorting(
    list: List,
    class: &'static str,
    id: &'static str,
    word: Key,
    (now, then): (&'static str, Sort),
) -> AnyView {
    let query = list.query;
    let go = list.goer();
    let arrow = match now {
        "ascending" => "▲",
        "descending" => "▼",
        _ => "↕",
    };
    view! {
        <th
            class=class
            role="columnheader"
            scope="col"
            aria-sort=(!now.is_empty()).then_some(now)
        >
            <button
                class="customers-sort"
                id=id
                type="button"
                on:click=move |_| {
                    go(CustomerQuery { sort: then, ..query.get_untracked() }, false);
                    // the head is drawn anew with the rows: focus follows
                    crate::admin::answers::keep_focus(id);
                }
            >
                {t(word)}
                <span class="customers-arrow" class:customers-arrow-on=!now.is_empty() aria-hidden="true">
                    {arrow}
                </span>
            </button>
        </th>
    }
    .into_any()
}
