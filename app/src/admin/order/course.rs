//! How far the order has come, and when.

use crate::admin::clock;
use crate::admin::customer::fact::fact;
use crate::admin::orders::words;
use crate::text;
use domain::order::{Order, OrderState};
use leptos::prelude::*;

/// The moments that have come.
pub fn course(order: &Order) -> AnyView {
    let ended = match order.state {
        OrderState::Placed | OrderState::Paid => None,
        OrderState::Completed => Some(words::COMPLETED_AT),
        OrderState::Cancelled => Some(words::CANCELLED_AT),
        OrderState::Refunded => Some(words::REFUNDED_AT),
    };
    let moment = |at: i64| clock::moment(at, text::date_time);
    view! {
        <dl class="record-facts record-facts-narrow">
            {fact(words::PLACED_AT, moment(order.placed_at))}
            {order.paid_at.map(|at| fact(words::PAID_AT, moment(at)))}
            {ended.zip(order.ended_at).map(|(word, at)| fact(word, moment(at)))}
        </dl>
    }
    .into_any()
}
