//! The steps of a purchase, as text; finished ones are links.

use crate::text::{checkout, t};
use domain::route;
use leptos::prelude::*;

/// Where the person stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Basket,
    Details,
    Payment,
}

/// Basket › Details › Payment.
#[component]
pub fn Steps(now: Step) -> AnyView {
    let steps = [
        (Step::Basket, checkout::STEP_BASKET, route::SHOP),
        (Step::Details, checkout::STEP_DETAILS, route::CHECKOUT),
        (Step::Payment, checkout::STEP_PAYMENT, ""),
    ];
    let items: Vec<AnyView> = steps
        .into_iter()
        .map(|(step, name, href)| {
            let inside = if step < now {
                view! { <a href=href>{t(name)}</a> }.into_any()
            } else {
                t(name).into_any()
            };
            view! {
                <li class="step" aria-current=(step == now).then_some("step")>
                    {inside}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav aria-label=t(checkout::STEPS)>
            <ol class="steps">{items}</ol>
        </nav>
    }
    .into_any()
}
