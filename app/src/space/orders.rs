//! The customer's own orders, newest first, more of them as asked for.

use crate::client::{self, Refusal};
use crate::order::state;
use crate::reactive::{either, go, shown};
use crate::session::Session;
use crate::space::words;
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::PageQuery;
use domain::api::account::ListOwnOrders;
use domain::order::{OrderState, OrderSummary};
use domain::page::Cursor;
use domain::route;
use leptos::prelude::*;

/// What is listed so far, and where it goes on.
#[derive(Clone, Default)]
struct Listed {
    orders: Vec<OrderSummary>,
    next: Option<Cursor>,
}

/// `/account/orders`
pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::ORDERS_TITLE)/>
            <Orders/>
        </div>
    }
    .into_any()
}

/// The orders, or the `first` of them.
#[component]
pub fn Orders(#[prop(optional)] first: Option<usize>) -> AnyView {
    let who = expect_context::<Session>();
    let listed = RwSignal::new(None::<Listed>);
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let ask = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let mut known = listed.get_untracked().unwrap_or_default();
        let query = PageQuery {
            cursor: known.next.take(),
        };
        go(async move {
            let answer = client::call::<ListOwnOrders>(&(), &query, &()).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    known.orders.extend(page.items);
                    known.next = page.next;
                    listed.try_set(Some(known));
                }
                Err(refused) if refused.status() == 401 => who.ended(),
                Err(refused) => drop(refusal.try_set(Some(refused))),
            }
        });
    });
    ask.run(());
    let failed = shown(move || {
        let refusal = refusal.get()?;
        let view = view! {
            <Failed message=text::said(words::ORDERS_FAILED) refusal=Some(refusal) retry=ask/>
        };
        Some(view.into_any())
    });
    let list = either(move || match listed.get() {
        None if refusal.with(Option::is_some) => ().into_any(),
        None => view! { <Loading bars=4/> }.into_any(),
        Some(Listed { orders, .. }) if orders.is_empty() => empty(),
        Some(Listed { orders, next }) => {
            let more = (next.is_some() && first.is_none()).then(|| {
                view! { <Button label=words::ORDERS_MORE busy=busy press=ask/> }
            });
            view! {
                <ul class="orders" class:orders-brief=first.is_some()>
                    {orders.into_iter().take(first.unwrap_or(usize::MAX)).map(row).collect_view()}
                </ul>
                {more}
            }
            .into_any()
        }
    });
    view! { <div class="stack">{list} {failed}</div> }.into_any()
}

/// The whole row is the link's target; the word at its end says what is done there.
fn row(order: OrderSummary) -> AnyView {
    let number = order.number.to_string();
    let act = match order.state {
        OrderState::Placed if order.total > 0 => words::PAY,
        _ => words::VIEW,
    };
    view! {
        <li class="orders-row">
            <a class="orders-number" href=route::order(&order.id)>
                {text::fill(words::ORDER, &[("number", &number)])}
            </a>
            <span class="meta orders-date">{text::date(order.placed_at)}</span>
            <span class="orders-state">{state::badge(order.state)}</span>
            <span class="amount orders-amount">{text::money(order.total, &order.currency)}</span>
            <span class="orders-act" aria-hidden="true">
                {t(act)}
            </span>
        </li>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <Empty message=text::said(words::ORDERS_EMPTY)>
            <a class=Weight::Secondary.class() href=route::SHOP>
                {t(text::common::NOT_FOUND_BACK)}
            </a>
        </Empty>
    }
    .into_any()
}
