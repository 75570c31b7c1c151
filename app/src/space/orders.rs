//! The customer's own orders, newest first, more of them as asked for.

use crate::client::{self, Refusal};
use crate::order::state;
use crate::space::listing::{Listing, Read};
use crate::space::words;
use crate::text::{self, t};
use crate::ui::button::Weight;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::PageQuery;
use domain::api::account::ListOwnOrders;
use domain::order::{OrderState, OrderSummary};
use domain::page::Cursor;
use domain::route;
use leptos::prelude::*;
use std::rc::Rc;

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
    let class = match first {
        Some(_) => "orders orders-brief",
        None => "orders",
    };
    let listing = Listing {
        ask: Rc::new(|cursor| Box::pin(ask(cursor))),
        class,
        more: words::ORDERS_MORE,
        failed: words::ORDERS_FAILED,
        empty,
    };
    listing.draw(first)
}

async fn ask(cursor: Option<Cursor>) -> Result<Read, Refusal> {
    let page = client::call::<ListOwnOrders>(&(), &PageQuery { cursor }, &()).await?;
    Ok(Read::of(page.items, page.next, row))
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
