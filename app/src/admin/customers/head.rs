//! The table's head: the box that takes the page, what is in the columns, and buttons that sort.

use crate::admin::customers::chosen::Chosen;
use crate::admin::customers::columns::Column;
use crate::admin::customers::listed::is_search;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::words;
use crate::admin::part::part;
use crate::admin::words as admin;
use crate::reactive::{either, words as say};
use crate::text::{Key, t};
use domain::customer::{CustomerQuery, Sort};
use domain::id::CustomerId;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// It stays while rows come and go. While searching the columns do not sort.
#[component]
pub fn Head(listing: Listing, page: Memo<Vec<CustomerId>>) -> AnyView {
    let searched = Memo::new(move |_| listing.list.query.with(is_search));
    view! {
        <thead role="rowgroup">
            <tr role="row">
                {part(move || {
                    listing.may_choose.get().then(|| view! { <ThePage chosen=listing.chosen page/> })
                })}
                {column(listing, "customers-name", admin::COLUMN_CUSTOMER, order_of_name(), searched)}
                {either(move || {
                    Column::ALL
                        .into_iter()
                        .filter(|column| listing.columns.has(*column))
                        .map(|one| column(listing, one.class(), one.label(), order_of(one), searched))
                        .collect_view()
                        .into_any()
                })}
            </tr>
        </thead>
    }
    .into_any()
}

/// What a column sorts by: the button's id, the order that a first press gives, and its opposite.
type Order = (&'static str, Sort, Sort);

fn order_of_name() -> Option<Order> {
    Some(("sort-name", Sort::NameUp, Sort::NameDown))
}

/// Dates and figures begin with the highest.
fn order_of(column: Column) -> Option<Order> {
    match column {
        Column::Orders => Some(("sort-orders", Sort::OrdersDown, Sort::OrdersUp)),
        Column::Total => Some(("sort-total", Sort::TotalDown, Sort::TotalUp)),
        Column::Last => Some(("sort-last", Sort::LastOrderDown, Sort::LastOrderUp)),
        Column::Created => Some(("sort-created", Sort::CreatedDown, Sort::CreatedUp)),
        _ => None,
    }
}

fn column(
    listing: Listing,
    class: &'static str,
    word: Key,
    order: Option<Order>,
    searched: Memo<bool>,
) -> AnyView {
    let Some(order) = order else {
        return view! {
            <th class=class role="columnheader" scope="col">
                {t(word)}
            </th>
        }
        .into_any();
    };
    let query = listing.list.query;
    let (_, first, second) = order;
    let now = Memo::new(move |_| {
        let sort = query.with(|query| query.sort);
        if searched.get() {
            None
        } else if sort == first || sort == second {
            Some(is_up(sort))
        } else {
            None
        }
    });
    let said = move || {
        now.get()
            .map(|up| if up { "ascending" } else { "descending" })
    };
    view! {
        <th class=class role="columnheader" scope="col" aria-sort=said>
            {either(move || {
                if searched.get() { t(word).into_any() } else { sorting(listing, word, order, now) }
            })}
        </th>
    }
    .into_any()
}

fn is_up(sort: Sort) -> bool {
    !sort.code().starts_with('-')
}

/// The button of a column that sorts: pressed again it turns round, once more it gives the usual order back.
fn sorting(
    listing: Listing,
    word: Key,
    (id, first, second): Order,
    now: Memo<Option<bool>>,
) -> AnyView {
    let query = listing.list.query;
    let go = listing.list.goer();
    let press = move |_| {
        let asked = query.get_untracked();
        let sort = match asked.sort {
            now if now == first => second,
            now if now == second && first != Sort::default() => Sort::default(),
            _ => first,
        };
        go(CustomerQuery { sort, ..asked }, false);
    };
    let arrow = move || match now.get() {
        Some(true) => "▲",
        Some(false) => "▼",
        None => "↕",
    };
    view! {
        <button class="customers-sort" id=id type="button" on:click=press>
            {t(word)}
            <span
                class="customers-arrow"
                class:customers-arrow-on=move || now.get().is_some()
                aria-hidden="true"
            >
                {arrow}
            </span>
        </button>
    }
    .into_any()
}

/// The box that takes the page, or lets go of it.
#[component]
fn ThePage(chosen: Chosen, page: Memo<Vec<CustomerId>>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let full = Memo::new(move |_| page.with(|page| page.iter().all(|id| chosen.has(id))));
    let name = say(move || t(words::CHOOSE_PAGE)().to_owned());
    crate::reactive::follow(move || {
        let some = !chosen.is_none() && !full.get();
        if let Some(input) = node.get() {
            let input: &web_sys::HtmlInputElement = input.unchecked_ref();
            input.set_indeterminate(some);
        }
    });
    view! {
        <th class="customers-check" role="columnheader" scope="col">
            <label class="customers-pick">
                <input
                    class="checkbox-box"
                    id="choose-page"
                    type="checkbox"
                    autocomplete="off"
                    aria-label=name
                    node_ref=node
                    prop:checked=move || !chosen.is_none() && full.get()
                    on:change=move |event| {
                        if event_target_checked(&event) {
                            chosen.page(page.get_untracked());
                        } else {
                            chosen.none();
                        }
                    }
                />
            </label>
        </th>
    }
    .into_any()
}
