//! What the buyer agreed to: the terms, the waiver, the right to withdraw.

use crate::admin::clock;
use crate::admin::customer::fact::fact;
use crate::admin::orders::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::order::Order;
use leptos::prelude::*;

/// The card.
pub fn agreement(order: &Order) -> AnyView {
    let terms = order.terms;
    let accepted = say(move || match terms {
        0 => t(words::TERMS_NONE)().to_owned(),
        version => text::fill(words::TERMS_VERSION, &[("version", &version.to_string())]),
    });
    let waiver = match order.waiver.clone() {
        Some(text) => view! { <bdi>{text}</bdi> }.into_any(),
        None => t(words::WAIVER_NONE).into_any(),
    };
    let withdrawal = match (order.withdrawal.declared_at, order.withdrawal.until) {
        (Some(at), _) => moment(words::WITHDRAWAL_DECLARED, at),
        (None, Some(until)) => moment(words::WITHDRAWAL_UNTIL, until),
        (None, None) => t(words::WITHDRAWAL_NONE).into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="agreement-title">
            <h2 class="subheading" id="agreement-title">
                {t(words::AGREEMENT_TITLE)}
            </h2>
            <dl class="record-facts">
                {fact(words::TERMS, accepted.into_any())} {fact(words::WAIVER, waiver)}
                {fact(words::WITHDRAWAL, withdrawal)}
            </dl>
        </section>
    }
    .into_any()
}

/// A moment within a sentence, with the time for machines.
fn moment(key: text::Key, at: i64) -> AnyView {
    let said = say(move || text::fill(key, &[("date", &text::date_time(at))]));
    view! { <time datetime=clock::iso(at)>{said}</time> }.into_any()
}
