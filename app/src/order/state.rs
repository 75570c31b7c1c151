//! How far an order has come, in words.

use crate::text::{Key, order, t};
use crate::ui::badge::{Badge, Hue};
use domain::order::OrderState;
use leptos::prelude::*;

/// The state as a badge.
pub fn badge(state: OrderState) -> AnyView {
    let (hue, shape, word) = match state {
        OrderState::Placed => (Hue::Brass, "◐", order::STATE_PLACED),
        OrderState::Paid => (Hue::Accent, "●", order::STATE_PAID),
        OrderState::Completed => (Hue::Accent, "✓", order::STATE_COMPLETED),
        OrderState::Cancelled => (Hue::Plain, "⊘", order::STATE_CANCELLED),
        OrderState::Refunded => (Hue::Plain, "○", order::STATE_REFUNDED),
    };
    view! {
        <Badge hue shape>
            {t(word)}
        </Badge>
    }
    .into_any()
}

/// The state of an order that its buyer withdrew from, until the money is back.
pub fn withdrawn() -> AnyView {
    view! {
        <Badge hue=Hue::Brass shape="◐">
            {t(order::STATE_WITHDRAWN)}
        </Badge>
    }
    .into_any()
}

/// What happens next.
pub fn next(state: OrderState) -> Key {
    match state {
        OrderState::Placed => order::NEXT_PLACED,
        OrderState::Paid => order::NEXT_PAID,
        OrderState::Completed => order::NEXT_COMPLETED,
        OrderState::Cancelled => order::NEXT_CANCELLED,
        OrderState::Refunded => order::NEXT_REFUNDED,
    }
}
