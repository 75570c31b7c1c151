//! `/admin/customers`: the list, searched as one types, with everything that shapes it in the address.

mod count;
mod filters;
pub mod found;
mod head;
pub mod listed;
mod nothing;
mod order;
mod row;

use crate::admin::customers::count::count;
use crate::admin::customers::filters::Filters;
use crate::admin::customers::head::Head;
use crate::admin::customers::listed::{List, Listed, is_search};
use crate::admin::customers::nothing::Nothing;
use crate::admin::customers::order::Order;
use crate::admin::customers::row::Row;
use crate::admin::gradually::gradually;
use crate::admin::list::Face;
use crate::admin::search::Search;
use crate::admin::words;
use crate::reactive::flag;
use crate::text::{self, t};
use crate::ui::heading::Heading;
use domain::api::customer::ListCustomers;
use domain::customer::CustomerQuery;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "customers-title";

/// `/admin/customers`
#[component]
pub fn Customers() -> AnyView {
    let list = List::new::<ListCustomers>(route::ADMIN_CUSTOMERS, ());
    let query = list.query;
    let go = list.goer();
    let search = move |(q, replace)| {
        go(
            CustomerQuery {
                q,
                ..query.get_untracked()
            },
            replace,
        );
    };
    view! {
        <div class="stack">
            <Heading text=text::said(words::CUSTOMERS_TITLE) id=TITLE/>
            <div class="list-tools">
                <Search
                    q=Signal::derive(move || query.with(|query| query.q.clone()))
                    label=words::SEARCH_LABEL
                    search
                />
                <Filters list/>
                <Order list/>
            </div>
            {list.shown(Face {
                title: TITLE,
                failed: words::LIST_FAILED,
                count,
                note: |query| is_search(query).then_some(words::SEARCH_ORDER),
                nothing: Box::new(move |listed| view! { <Nothing listed list/> }.into_any()),
                rows: Box::new(move |listed| rows(list, listed)),
            })}
        </div>
    }
    .into_any()
}

/// The rows that are here. While others are awaited they stay, dimmed after a moment.
fn rows(list: List, listed: Listed) -> AnyView {
    let waiting = list.waiting();
    let parts = domain::found::parts(&listed.query.q);
    view! {
        <table
            class="customers"
            class:rows-waiting=waiting
            role="table"
            aria-label=t(words::LIST_NAME)
            aria-busy=flag(move || waiting.get())
        >
            <Head list sort=listed.query.sort searched=is_search(&listed.query)/>
            <tbody role="rowgroup">
                {gradually(
                    listed.page.items,
                    move |row| view! { <Row row parts=parts.clone()/> }.into_any(),
                )}
            </tbody>
        </table>
    }
    .into_any()
}
