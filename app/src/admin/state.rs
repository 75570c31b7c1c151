//! States as badges, one shape and word each: how far a customer came, what their account allows, how far an order has come.

use crate::admin::words;
use crate::text::{Key, t};
use crate::ui::badge::{Badge, Hue};
use domain::customer::{AccountState, Stage};
use domain::order::OrderState;
use leptos::prelude::*;

pub fn stage_word(stage: Stage) -> Key {
    match stage {
        Stage::Contact => words::STAGE_CONTACT,
        Stage::Buyer => words::STAGE_BUYER,
    }
}

pub fn account_word(account: AccountState) -> Key {
    match account {
        AccountState::None => words::ACCOUNT_NONE,
        AccountState::Invited => words::ACCOUNT_INVITED,
        AccountState::Enabled => words::ACCOUNT_ENABLED,
        AccountState::Disabled => words::ACCOUNT_DISABLED,
    }
}

/// How far the customer has come.
pub fn stage_badge(stage: Stage) -> AnyView {
    let (hue, shape) = match stage {
        Stage::Contact => (Hue::Plain, "○"),
        Stage::Buyer => (Hue::Accent, "●"),
    };
    view! {
        <Badge hue shape>
            {t(stage_word(stage))}
        </Badge>
    }
    .into_any()
}

/// What the account allows. `alone` where no column or label says what it is about.
pub fn account_badge(account: AccountState, alone: bool) -> AnyView {
    let (hue, shape, sentence) = match account {
        AccountState::None => (Hue::Plain, "○", words::SIGN_IN_NONE),
        AccountState::Invited => (Hue::Plain, "◐", words::SIGN_IN_INVITED),
        AccountState::Enabled => (Hue::Accent, "●", words::SIGN_IN_ENABLED),
        AccountState::Disabled => (Hue::Plain, "⊘", words::SIGN_IN_DISABLED),
    };
    let word = if alone {
        sentence
    } else {
        account_word(account)
    };
    view! {
        <Badge hue shape>
            {t(word)}
        </Badge>
    }
    .into_any()
}

/// The flag of details that wait for a decision.
pub fn pending_flag() -> AnyView {
    view! {
        <Badge hue=Hue::Brass shape="⚑">
            {t(words::PENDING_FLAG)}
        </Badge>
    }
    .into_any()
}

/// The flag of a mailbox that mails to many no longer go to.
pub fn failing_flag() -> AnyView {
    view! {
        <Badge hue=Hue::Brass shape="⊘">
            {t(words::FAILING_FLAG)}
        </Badge>
    }
    .into_any()
}

/// The mark of a mailbox that somebody proved to read.
pub fn verified() -> AnyView {
    view! {
        <span class="verified" title=t(words::VERIFIED)>
            <span aria-hidden="true">"✓"</span>
            <span class="unseen">{t(words::VERIFIED)}</span>
        </span>
    }
    .into_any()
}

pub fn order_word(state: OrderState) -> Key {
    match state {
        OrderState::Placed => words::ORDER_PLACED,
        OrderState::Paid => words::ORDER_PAID,
        OrderState::Completed => words::ORDER_COMPLETED,
        OrderState::Cancelled => words::ORDER_CANCELLED,
        OrderState::Refunded => words::ORDER_REFUNDED,
    }
}

/// How far the order has come. Brass waits for money.
pub fn order_badge(state: OrderState) -> AnyView {
    let (hue, shape) = match state {
        OrderState::Placed => (Hue::Brass, "◐"),
        OrderState::Paid => (Hue::Accent, "●"),
        OrderState::Completed => (Hue::Accent, "✓"),
        OrderState::Cancelled | OrderState::Refunded => (Hue::Plain, "⊘"),
    };
    view! {
        <Badge hue shape>
            {t(order_word(state))}
        </Badge>
    }
    .into_any()
}

/// The mark of an order that its buyer withdrew from.
pub fn withdrawn_flag() -> AnyView {
    view! {
        <Badge hue=Hue::Brass shape="⚑">
            {t(words::ORDER_WITHDRAWN)}
        </Badge>
    }
    .into_any()
}
