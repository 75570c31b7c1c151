//! What staff can do about an order: only what its state allows, and only for who may.

use crate::admin::desk::Desk;
use crate::admin::order::act::Act;
use crate::admin::orders::words;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::state::order_word;
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::{Notice, Tone};
use domain::order::{OrderRecord, OrderState};
use domain::permission::Right;
use leptos::prelude::*;

/// The title of the card, which takes focus when something was done.
pub const CARD: &str = "course-title";

/// What an act came to, where that needs saying.
#[derive(Clone, PartialEq)]
pub enum Outcome {
    /// Somebody else was first: the order's state as it is now.
    Overtaken(OrderState),
    Refused(Refusal),
}

/// The buttons, and what the last act came to.
#[component]
pub fn Acts(record: Loaded<OrderRecord>, outcome: RwSignal<Option<Outcome>>) -> AnyView {
    let desk = expect_context::<Desk>();
    let wanted = RwSignal::new(None::<OrderState>);
    let next = Memo::new(move |_| {
        record
            .value()
            .map_or(&[] as &[OrderState], |record| record.order.state.next())
    });
    view! {
        {part(move || outcome.get().map(said))}
        {part(move || {
            let next = next.get();
            if next.is_empty() {
                return None;
            }
            if !desk.may(Right::SettleOrders) {
                return Some(view! { <p class="meta">{t(words::ACTS_MANAGER)}</p> }.into_any());
            }
            let buttons = next
                .iter()
                .enumerate()
                .map(|(place, &state)| {
                    view! {
                        <Button
                            label=button(state)
                            // giving money back is no order's next step
                            weight=if place == 0 && state != OrderState::Refunded {
                                Weight::Primary
                            } else {
                                Weight::Secondary
                            }
                            press=move |()| wanted.set(Some(state))
                        />
                    }
                })
                .collect_view();
            Some(view! { <div class="cluster desk-order-acts">{buttons}</div> }.into_any())
        })}
        <Act record wanted outcome/>
    }
    .into_any()
}

fn said(outcome: Outcome) -> AnyView {
    match outcome {
        Outcome::Refused(refusal) => refused(&refusal),
        Outcome::Overtaken(state) => {
            let sentence = say(move || {
                let state = t(order_word(state))().to_lowercase();
                text::fill(words::OVERTAKEN, &[("state", &state)])
            });
            view! {
                <Notice tone=Tone::Warn>
                    <p>{sentence}</p>
                </Notice>
            }
            .into_any()
        }
    }
}

/// The button that asks for a state.
fn button(state: OrderState) -> Key {
    match state {
        OrderState::Paid => words::MARK_PAID,
        OrderState::Completed => words::COMPLETE,
        OrderState::Cancelled => words::CANCEL,
        // an order is never put back to where it began
        OrderState::Placed | OrderState::Refunded => words::REFUND,
    }
}
