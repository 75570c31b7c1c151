//! "Order again": what an order had that is still sold goes into the basket and on to the checkout; what is not sold any more
//! is told before.

use crate::client::{self, Refusal};
use crate::dom;
use crate::reactive::{go, shown, words};
use crate::session::Session;
use crate::shop::basket::Basket;
use crate::text::{self, error, order};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use crate::ui::notice::Notice;
use domain::api::order::GetOrder;
use domain::api::shop::{InLocale, ListProducts};
use domain::checkout::Line;
use domain::id::OrderId;
use domain::route;
use leptos::prelude::*;

/// For an order that is here.
#[component]
pub fn Again(lines: Vec<Line>) -> AnyView {
    let lines = StoredValue::new(lines);
    let label = Signal::stored(order::AGAIN);
    again(
        Callback::new(move |()| lines.get_value()),
        None,
        label,
        None,
    )
}

/// For an order known by its id: its lines are asked for when they are wanted.
#[component]
pub fn AgainById(order: OrderId, number: u32) -> AnyView {
    let name = words(move || {
        let number = number.to_string();
        text::fill(order::AGAIN_NAME, &[("number", &number)])
    });
    again(
        Callback::new(|()| Vec::new()),
        Some(order),
        Signal::stored(order::AGAIN),
        Some(name),
    )
}

/// What became of the press.
#[derive(Clone, PartialEq)]
enum Outcome {
    Failed(Refusal),
    /// The names of what is gone, and whether anything is left.
    Gone(Vec<String>, bool),
}

fn again(
    lines: Callback<(), Vec<Line>>,
    ask: Option<OrderId>,
    label: Signal<text::Key>,
    name: Option<Signal<String>>,
) -> AnyView {
    let basket = expect_context::<Basket>();
    let who = expect_context::<Session>();
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Outcome>);
    let ask = StoredValue::new(ask);
    let press = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        outcome.set(None);
        go(async move {
            let wanted = match ask.get_value() {
                Some(id) => client::call::<GetOrder>(&id, &(), &())
                    .await
                    .map(|order| order.lines),
                None => Ok(lines.run(())),
            };
            let answer = match wanted {
                Ok(wanted) => refill(basket, &wanted).await,
                Err(refusal) => Err(refusal),
            };
            busy.try_set(false);
            match answer {
                Ok((gone, _)) if gone.is_empty() => to_checkout(),
                Ok((gone, left)) => drop(outcome.try_set(Some(Outcome::Gone(gone, left)))),
                Err(refusal) if refusal.status() == 401 => who.ended(),
                Err(refusal) => drop(outcome.try_set(Some(Outcome::Failed(refusal)))),
            }
        });
    });
    let told = move |outcome: Outcome| match outcome {
        Outcome::Failed(refusal) => {
            let message = match refusal.status() {
                0 => error::OFFLINE,
                _ => order::AGAIN_FAILED,
            };
            view! { <Failed message=text::said(message) refusal=Some(refusal) retry=press/> }
                .into_any()
        }
        Outcome::Gone(names, left) => gone(names, left),
    };
    let button = match name {
        Some(name) => view! { <Button label press busy name weight=Weight::Quiet/> }.into_any(),
        None => view! { <Button label press busy/> }.into_any(),
    };
    view! {
        <div class="again papers-acts stack-tight">
            <div>{button}</div>
            {shown(move || outcome.get().map(told))}
        </div>
    }
    .into_any()
}

/// Puts what is still sold into the basket, as often as it was ordered at least; gives the names of what is not, and
/// whether anything is.
async fn refill(basket: Basket, wanted: &[Line]) -> Result<(Vec<String>, bool), Refusal> {
    let query = InLocale {
        locale: Some(text::locale()),
    };
    let sold = client::call::<ListProducts>(&(), &query, &()).await?.items;
    let (mut gone, mut left) = (Vec::new(), false);
    for line in wanted {
        if sold.iter().any(|product| product.id == line.product) {
            basket.at_least(&line.product, line.quantity);
            left = true;
        } else {
            gone.push(line.name.clone());
        }
    }
    Ok((gone, left))
}

/// The checkout has a page of its own.
pub fn to_checkout() {
    let _ = dom::window().location().assign(route::CHECKOUT);
}

fn gone(names: Vec<String>, left: bool) -> AnyView {
    let list = names.join(", ");
    let sentence = words(move || {
        let key = if left {
            order::AGAIN_GONE
        } else {
            order::AGAIN_ALL_GONE
        };
        text::fill(key, &[("products", &list)])
    });
    let on = left.then(|| {
        view! {
            <div>
                <Button
                    label=order::AGAIN_REST
                    weight=Weight::Secondary
                    press=|()| to_checkout()
                />
            </div>
        }
    });
    view! {
        <Notice>
            <p>{sentence}</p>
            {on}
        </Notice>
    }
    .into_any()
}
