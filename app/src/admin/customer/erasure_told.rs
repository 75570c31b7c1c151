//! What an erasure takes away and what the law keeps, in numbers; or the orders that have to be dealt with first.

use crate::admin::clock;
use crate::admin::customer::words;
use crate::admin::state::order_badge;
use crate::admin::words as general;
use crate::reactive::{either, words as say};
use crate::text::{self, Key, t};
use crate::ui::notice::{Notice, Tone};
use domain::customer::Erasure;
use domain::order::OrderSummary;
use domain::route;
use leptos::prelude::*;

/// What goes, what stays, and what has to be done first.
pub fn told(erasure: Erasure) -> AnyView {
    if !erasure.undelivered.is_empty() {
        let orders = erasure.undelivered.into_iter().map(order).collect_view();
        return view! {
            <div class="stack-tight">
                <Notice tone=Tone::Warn>
                    <p>{t(words::ERASE_UNDELIVERED)}</p>
                </Notice>
                <ul class="record-orders">{orders}</ul>
            </div>
        }
        .into_any();
    }
    either(move || {
        let counted = |n: u32, one: Key, other: Key| (n > 0).then(|| text::plural(n, one, other));
        let goes: Vec<String> = [
            Some(t(words::GOES_DETAILS)().to_owned()),
            counted(
                erasure.addresses,
                words::GOES_ADDRESS_ONE,
                words::GOES_ADDRESS_OTHER,
            ),
            erasure
                .has_account
                .then(|| t(words::GOES_ACCOUNT)().to_owned()),
            counted(erasure.notes, words::GOES_NOTE_ONE, words::GOES_NOTE_OTHER),
            counted(
                erasure.groups,
                words::GOES_GROUP_ONE,
                words::GOES_GROUP_OTHER,
            ),
            counted(
                erasure.purchases,
                words::GOES_PURCHASE_ONE,
                words::GOES_PURCHASE_OTHER,
            ),
            Some(t(words::GOES_HISTORY)().to_owned()),
            counted(
                erasure.cancelled,
                words::GOES_CANCELLED_ONE,
                words::GOES_CANCELLED_OTHER,
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        let stays: Vec<String> = [
            counted(
                erasure.orders,
                words::STAYS_ORDER_ONE,
                words::STAYS_ORDER_OTHER,
            ),
            counted(
                erasure.invoices,
                words::STAYS_INVOICE_ONE,
                words::STAYS_INVOICE_OTHER,
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        let until = erasure.kept_until.map(|year| year.to_string());
        let stays_title = match &until {
            Some(year) => text::fill(words::STAYS_UNTIL, &[("year", year)]),
            None => t(words::STAYS)().to_owned(),
        };
        view! {
            <div class="stack erasure-told">
                {list(t(words::GOES)().to_owned(), goes)}
                {erasure.keeps_books.then(|| list(stays_title, stays))}
                <p>{t(words::NO_UNDO)}</p>
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn list(title: String, items: Vec<String>) -> AnyView {
    let items = items
        .into_iter()
        .map(|item| view! { <li>{item}</li> })
        .collect_view();
    view! {
        <div>
            <h3 class="record-part">{title}</h3>
            <ul class="bullets">{items}</ul>
        </div>
    }
    .into_any()
}

fn order(order: OrderSummary) -> AnyView {
    let number = order.number.to_string();
    let amount = say(move || text::money(order.total, &order.currency));
    view! {
        <li class="record-order">
            <a href=route::admin_order(&order.id)>
                {say(move || text::fill(general::ORDER_NUMBERED, &[("number", &number)]))}
            </a>
            <span class="record-order-date">
                {clock::moment(order.placed_at, text::date)}
            </span>
            <span class="rows-badges">{order_badge(order.state)}</span>
            <span class="amount">{amount}</span>
        </li>
    }
    .into_any()
}
