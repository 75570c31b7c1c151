//! `/admin/orders`: the list, found by number or e-mail, with everything that shapes it in the address.

mod nothing;
mod row;
mod sales;
pub mod words;

use crate::admin::choice::choice;
use crate::admin::desk::Desk;
use crate::admin::gradually::gradually;
use crate::admin::list::Face;
use crate::admin::orders::nothing::Nothing;
use crate::admin::orders::row::Row;
use crate::admin::orders::sales::Sales;
use crate::admin::part::part;
use crate::admin::search::Search;
use crate::admin::state::order_word;
use crate::admin::table::table;
use crate::admin::{list, listed};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::heading::Heading;
use crate::ui::notice::Notice;
use domain::api::order::ListOrders;
use domain::order::{OrderQuery, OrderRow, OrderState};
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "orders-title";

type List = list::List<OrderQuery, OrderRow>;
type Listed = listed::Listed<OrderQuery, OrderRow>;

/// `/admin/orders`
#[component]
pub fn Orders() -> AnyView {
    let desk = expect_context::<Desk>();
    let list = List::new::<ListOrders>(route::ADMIN_ORDERS, ());
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                {part(move || {
                    desk.may(Right::ExportSales).then(|| view! { <Sales/> })
                })}
            </div>
            <Tools list/>
            {list.shown(Face {
                title: TITLE,
                failed: words::LIST_FAILED,
                count,
                note: |_| None,
                nothing: Box::new(move |listed| {
                    view! { <Nothing asked=listed.query list/> }.into_any()
                }),
                rows: Box::new(move |listed| rows(listed, list.waiting())),
            })}
        </div>
    }
    .into_any()
}

/// Search, state, and whose orders these are where it is one customer's.
#[component]
fn Tools(list: List) -> AnyView {
    let query = list.query;
    let go = list.goer();
    let by_state = go.clone();
    let whole = go.clone();
    let states = OrderState::ALL.map(|state| (state.code(), order_word(state)));
    view! {
        <div class="list-tools">
            <Search
                q=Signal::derive(move || query.with(|query| query.q.clone()))
                label=words::SEARCH_LABEL
                search=move |(q, replace)| go(OrderQuery { q, ..query.get_untracked() }, replace)
            />
            {choice(
                "state",
                words::FILTER_STATE,
                words::FILTER_STATE_ALL,
                &states,
                Signal::derive(move || query.with(|query| query.state.map_or("", OrderState::code))),
                Box::new(move |code: String| {
                    let state = OrderState::parse(&code);
                    by_state(OrderQuery { state, ..query.get_untracked() }, false);
                }),
            )}
        </div>
        {part(move || {
            let whole = whole.clone();
            let customer = query.with(|query| query.customer.clone())?;
            Some(
                    view! {
                        <Notice>
                            <div class="cluster">
                                <p>{t(words::OF_CUSTOMER)}</p>
                                <a href=route::admin_customer(&customer)>{t(words::TO_CUSTOMER)}</a>
                                <Button
                                    label=words::OF_ALL
                                    weight=Weight::Quiet
                                    press=move |()| whole(
                                        OrderQuery {
                                            customer: None,
                                            ..query.get_untracked()
                                        },
                                        false,
                                    )
                                />
                            </div>
                        </Notice>
                    },
                )
        })}
    }
    .into_any()
}

/// The rows that are here. While others are awaited they stay, dimmed after a moment.
fn rows(listed: Listed, waiting: Signal<bool>) -> AnyView {
    table(
        "rows desk-orders",
        words::LIST_NAME,
        [
            ("desk-orders-number", words::COLUMN_NUMBER),
            ("desk-orders-date", words::COLUMN_DATE),
            ("desk-orders-buyer", words::COLUMN_BUYER),
            ("desk-orders-state", words::COLUMN_STATE),
            ("desk-orders-amount", words::COLUMN_AMOUNT),
        ],
        waiting,
        vec![gradually(
            move || listed.page.items.clone(),
            |row| view! { <Row row/> }.into_any(),
        )],
    )
}

fn count(listed: &Listed) -> String {
    listed.count(
        (words::COUNT_ONE, words::COUNT_OTHER),
        (words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    )
}
