//! Basket › Details › Payment; the finished steps are links.

use crate::text::{Key, checkout, t};
use domain::route;
use leptos::prelude::*;

pub fn steps() -> AnyView {
    view! {
        <nav aria-label=t(checkout::STEPS)>
            <ol class="steps">
                {done(checkout::STEP_BASKET, route::SHOP, "")}
                {done(checkout::STEP_DETAILS, route::CHECKOUT, "external")}
                <li class="step" aria-current="step">
                    {t(checkout::STEP_PAYMENT)}
                </li>
            </ol>
        </nav>
    }
    .into_any()
}

fn done(name: Key, href: &'static str, rel: &'static str) -> AnyView {
    view! {
        <li class="step">
            <a href=href rel=rel>
                {t(name)}
            </a>
        </li>
    }
    .into_any()
}
