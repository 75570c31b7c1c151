//! The palette's look-up: what is typed, what was found for it, and which choice the arrow keys are on.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::palette::choices::{self, Choice, MOST};
use crate::client::Refusal;
use crate::reactive::{follow, go};
use domain::api::customer::ListCustomers;
use domain::api::order::ListOrders;
use domain::customer::CustomerQuery;
use domain::order::OrderQuery;
use domain::page::Page;
use domain::permission::Right;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(120);

/// What the Worker found.
#[derive(Clone, Default, PartialEq)]
struct Found {
    customers: Vec<Choice>,
    orders: Vec<Choice>,
    /// There are more customers than these.
    more: bool,
}

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Look {
    desk: Desk,
    pub typed: RwSignal<String>,
    found: RwSignal<Found>,
    /// The search that was found for, once its answers are here.
    pub answered: RwSignal<String>,
    pub refusal: RwSignal<Option<Refusal>>,
    pub choices: Memo<Vec<Choice>>,
    /// The place among the choices that Enter opens.
    pub active: RwSignal<Option<usize>>,
    turn: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Look {
    pub fn new() -> Look {
        let desk = expect_context::<Desk>();
        let path = use_location().pathname;
        let typed = RwSignal::new(String::new());
        let found = RwSignal::new(Found::default());
        let choices = Memo::new(move |_| {
            let typed = typed.with(|typed| typed.trim().to_owned());
            if typed.is_empty() {
                return choices::at_rest(desk, &path.get());
            }
            let Found {
                mut customers,
                orders,
                more,
            } = found.get();
            customers.extend(orders);
            customers.extend(choices::screens(desk, &typed));
            customers.extend(choices::actions(desk, &typed, more));
            customers
        });
        let look = Look {
            desk,
            typed,
            found,
            answered: RwSignal::new(String::new()),
            refusal: RwSignal::new(None),
            choices,
            active: RwSignal::new(None),
            turn: StoredValue::new(0),
            timer: StoredValue::new(None),
        };
        follow(move || {
            choices.track();
            look.active.set(None);
        });
        on_cleanup(move || look.stop());
        look
    }

    /// Takes what is typed now, and asks for it once typing rests.
    pub fn take(self, typed: String) {
        self.typed.set(typed);
        self.stop();
        let now = move || {
            if !self.typed.is_disposed() {
                self.ask();
            }
        };
        self.timer
            .set_value(set_timeout_with_handle(now, PAUSE).ok());
    }

    fn stop(self) {
        if let Some(waiting) = self.timer.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    }

    /// Asks for both at once; what was found before stays until both are here. Only the latest answers count.
    fn ask(self) {
        let q = self.typed.with_untracked(|typed| typed.trim().to_owned());
        let mine = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(mine);
        if q.is_empty() {
            self.found.set(Found::default());
            self.refusal.set(None);
            return self.answered.set(q);
        }
        let customers = CustomerQuery {
            q: q.clone(),
            limit: u32::try_from(MOST).ok(),
            ..CustomerQuery::default()
        };
        let orders = OrderQuery {
            q: q.clone(),
            ..OrderQuery::default()
        };
        let desk = self.desk;
        let (may_customers, may_orders) =
            untrack(|| (desk.may(Right::ReadCustomers), desk.may(Right::ReadOrders)));
        go(async move {
            let customers = async {
                match may_customers {
                    true => ask::<ListCustomers>(desk, &(), &customers, &()).await,
                    false => Ok(nothing()),
                }
            };
            let orders = async {
                match may_orders {
                    true => ask::<ListOrders>(desk, &(), &orders, &()).await,
                    false => Ok(nothing()),
                }
            };
            let answers = futures_util::future::join(customers, orders).await;
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            match answers {
                (Ok(customers), Ok(orders)) => {
                    self.refusal.set(None);
                    self.found.set(Found {
                        more: customers.next.is_some(),
                        customers: customers.items.into_iter().map(choices::customer).collect(),
                        orders: orders
                            .items
                            .into_iter()
                            .take(MOST)
                            .map(choices::order)
                            .collect(),
                    });
                }
                (Err(refusal), _) | (_, Err(refusal)) => self.refusal.set(Some(refusal)),
            }
            self.answered.set(q);
        });
    }

    /// Asks once more after a failure.
    pub fn again(self) {
        self.ask();
    }

    /// Moves to another choice; past either end it begins at the other.
    pub fn step(self, forward: bool) {
        let count = self.choices.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let last = count - 1;
        self.active.update(|active| {
            *active = Some(match (*active, forward) {
                (None, true) => 0,
                (None | Some(0), false) => last,
                (Some(place), true) if place >= last => 0,
                (Some(place), true) => place + 1,
                (Some(place), false) => place - 1,
            });
        });
    }

    /// Moves to the first choice or the last, from another one.
    pub fn jump(self, last: bool) -> bool {
        let count = self.choices.with_untracked(Vec::len);
        if self.active.get_untracked().is_none() || count == 0 {
            return false;
        }
        self.active.set(Some(if last { count - 1 } else { 0 }));
        true
    }
}

/// What who may not see them finds.
fn nothing<T>() -> Page<T> {
    crate::admin::list::whole(Vec::new())
}
