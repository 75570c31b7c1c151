//! The card of the customer's orders: the latest ones, and the way to all of them. It loads apart from the record.

use crate::admin::address;
use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::state::{order_badge, withdrawn_flag};
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use domain::api::order::ListOrders;
use domain::id::CustomerId;
use domain::order::{OrderQuery, OrderRow};
use domain::route;
use leptos::prelude::*;

/// Orders shown here; the list shows the others.
const SHOWN: usize = 5;

/// Newest first.
#[component]
pub fn Orders(id: CustomerId) -> AnyView {
    let desk = expect_context::<Desk>();
    let query = OrderQuery {
        customer: Some(id),
        ..OrderQuery::default()
    };
    let all = address::of(route::ADMIN_ORDERS, &query);
    let orders = Loaded::new(move || {
        desk.follow_session();
        let query = query.clone();
        Box::pin(async move { ask::<ListOrders>(desk, &(), &query, &()).await })
    });
    let answered = Memo::new(move |_| orders.value());
    view! {
        <section class="card stack" aria-labelledby="orders-title">
            <h2 class="subheading" id="orders-title">
                {t(words::NAV_ORDERS)}
            </h2>
            {either(move || match (answered.get(), orders.refusal()) {
                (Some(page), _) if page.items.is_empty() => {
                    view! { <Empty message=text::said(words::CUSTOMER_ORDERS_NONE)/> }.into_any()
                }
                (Some(page), _) => {
                    let more = page.next.is_some() || page.items.len() > SHOWN;
                    let rows = page.items.into_iter().take(SHOWN).map(row).collect_view();
                    let all = more.then(|| all.clone());
                    view! {
                        <ul class="record-orders">{rows}</ul>
                        {all.map(|all| view! { <a href=all>{t(words::CUSTOMER_ORDERS_ALL)}</a> })}
                    }
                        .into_any()
                }
                (None, Some(refusal)) => {
                    view! {
                        <Trouble
                            message=words::CUSTOMER_ORDERS_FAILED
                            refusal
                            retry=move |()| orders.again()
                        />
                    }
                        .into_any()
                }
                (None, None) => view! { <Loading bars=2/> }.into_any(),
            })}
        </section>
    }
    .into_any()
}

fn row(order: OrderRow) -> AnyView {
    let number = order.number.to_string();
    let amount = say(move || text::money(order.total, &order.currency));
    view! {
        <li class="record-order">
            <a href=route::admin_order(&order.id)>
                {say(move || text::fill(words::ORDER_NUMBERED, &[("number", &number)]))}
            </a>
            <span class="record-order-date">{clock::moment(order.placed_at, text::date)}</span>
            <span class="rows-badges">
                {order_badge(order.state)} {order.withdrawn.then(withdrawn_flag)}
            </span>
            <span class="amount">{amount}</span>
        </li>
    }
    .into_any()
}
