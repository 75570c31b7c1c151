//! The question before an order's state is changed: which order, what happens, and the act again on the button.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::order::acts::{CARD, Outcome};
use crate::admin::orders::words;
use crate::admin::refused::current;
use crate::form::focus;
use crate::loaded::Loaded;
use crate::reactive::{either, flag, follow, go, words as say};
use crate::text::{self, Key};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::order::{SetOrderState, StateWanted};
use domain::order::{Order, OrderRecord, OrderState};
use leptos::prelude::*;
use std::time::Duration;

const DIALOG: &str = "act";
const KEEP: &str = "act-keep";

/// Open while a state is `wanted`. Focus starts on the button that changes nothing.
#[component]
pub fn Act(
    record: Loaded<OrderRecord>,
    wanted: RwSignal<Option<OrderState>>,
    outcome: RwSignal<Option<Outcome>>,
) -> AnyView {
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    follow(move || {
        if wanted.with(Option::is_some) {
            busy.set(false);
            open.set(true);
            set_timeout(|| focus(KEEP), Duration::from_millis(20));
        }
    });
    follow(move || {
        if !open.get() {
            wanted.set(None);
        }
    });
    let fill = move |key: fn(OrderState, &OrderRecord) -> Key| {
        say(move || {
            let Some((state, record)) = wanted.get().zip(record.value()) else {
                return String::new();
            };
            filled(key(state, &record), &record.order)
        })
    };
    let act = actor(record, wanted, outcome, open, busy);
    view! {
        <Dialog id=DIALOG open title=fill(title)>
            <p>{fill(effect)}</p>
            <div class="dialog-acts">
                {either(move || {
                    let keep = wanted.get().map_or(words::ACT_CANCEL, keep);
                    view! { <Button id=KEEP label=keep press=move |()| open.set(false)/> }.into_any()
                })}
                // the amount is on the button: its words are not a key alone
                <button
                    class=say(move || wanted.get().map_or(Weight::Primary, weight).class().to_owned())
                    id="act-do"
                    type="button"
                    aria-disabled=flag(move || busy.get())
                    on:click={
                        let act = act.clone();
                        move |_| act()
                    }
                >
                    {fill(deed)}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// Asks the Worker, once.
fn actor(
    record: Loaded<OrderRecord>,
    wanted: RwSignal<Option<OrderState>>,
    outcome: RwSignal<Option<Outcome>>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
) -> impl Fn() + Clone + Send + Sync + 'static {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    move || {
        let before = untrack(|| record.value());
        let Some((state, before)) = wanted.get_untracked().zip(before) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        outcome.set(None);
        go(async move {
            let request = StateWanted { state: Some(state) };
            let answer = ask::<SetOrderState>(desk, &before.order.id, &(), &request).await;
            if busy.is_disposed() {
                return;
            }
            open.set(false);
            match answer {
                Ok(after) => {
                    notices.tell(filled(done(state), &after.order), None);
                    record.set(after);
                }
                Err(refusal) => match current::<OrderRecord>(&refusal) {
                    Some(now) => {
                        outcome.set(Some(Outcome::Overtaken(now.order.state)));
                        record.set(now);
                    }
                    None => outcome.set(Some(Outcome::Refused(refusal))),
                },
            }
            // the pressed button may be gone with the state it belonged to
            set_timeout(|| focus(CARD), Duration::from_millis(20));
        });
    }
}

fn filled(key: Key, order: &Order) -> String {
    text::fill(
        key,
        &[
            ("number", &order.number.to_string()),
            ("amount", &text::money(order.total, &order.currency)),
        ],
    )
}

fn title(state: OrderState, _: &OrderRecord) -> Key {
    match state {
        OrderState::Paid => words::PAID_TITLE,
        OrderState::Completed => words::COMPLETED_TITLE,
        OrderState::Cancelled => words::CANCELLED_TITLE,
        OrderState::Placed | OrderState::Refunded => words::REFUNDED_TITLE,
    }
}

fn effect(state: OrderState, record: &OrderRecord) -> Key {
    match state {
        OrderState::Paid => words::PAID_EFFECT,
        OrderState::Completed => words::COMPLETED_EFFECT,
        OrderState::Cancelled => words::CANCELLED_EFFECT,
        _ if record.order.invoice.is_none() => words::REFUNDED_EFFECT_FREE,
        _ if record.erased_at.is_some() => words::REFUNDED_EFFECT_ERASED,
        OrderState::Placed | OrderState::Refunded => words::REFUNDED_EFFECT,
    }
}

fn deed(state: OrderState, _: &OrderRecord) -> Key {
    match state {
        OrderState::Paid => words::PAID_DO,
        OrderState::Completed => words::COMPLETED_DO,
        OrderState::Cancelled => words::CANCELLED_DO,
        OrderState::Placed | OrderState::Refunded => words::REFUNDED_DO,
    }
}

fn done(state: OrderState) -> Key {
    match state {
        OrderState::Paid => words::PAID_DONE,
        OrderState::Completed => words::COMPLETED_DONE,
        OrderState::Cancelled => words::CANCELLED_DONE,
        OrderState::Placed | OrderState::Refunded => words::REFUNDED_DONE,
    }
}

fn keep(state: OrderState) -> Key {
    match state {
        OrderState::Paid | OrderState::Completed => words::ACT_CANCEL,
        _ => words::ACT_KEEP,
    }
}

fn weight(state: OrderState) -> Weight {
    match state {
        OrderState::Paid | OrderState::Completed => Weight::Primary,
        _ => Weight::Danger,
    }
}
