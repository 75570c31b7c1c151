//! The card of the consents: what was agreed to, and on demand what proves it.

use crate::admin::clock;
use crate::admin::customer::fact::fact;
use crate::admin::customer::{Record, words};
use crate::admin::part::part;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use domain::customer::{Consent, ConsentState};
use leptos::prelude::*;

/// Newest first: the first one of a purpose holds.
#[component]
pub fn Consents(record: Record) -> AnyView {
    let consents = Memo::new(move |_| {
        let customer = record.customer.value();
        customer
            .map(|customer| customer.consents)
            .unwrap_or_default()
    });
    view! {
        <section class="card stack" aria-labelledby="consents-title">
            <h2 class="subheading" id="consents-title">
                {t(words::CONSENTS_TITLE)}
            </h2>
            {part(move || {
                let consents = consents.get();
                if consents.is_empty() {
                    return Some(view! { <p class="meta">{t(words::CONSENTS_NONE)}</p> }.into_any());
                }
                let rows = consents.into_iter().map(row).collect_view();
                Some(view! { <ul class="consents">{rows}</ul> }.into_any())
            })}
        </section>
    }
    .into_any()
}

fn row(consent: Consent) -> AnyView {
    let at = consent.at;
    let key = match consent.state {
        ConsentState::Given => words::CONSENT_GIVEN,
        ConsentState::Pending => words::CONSENT_PENDING,
        ConsentState::Withdrawn => words::CONSENT_WITHDRAWN,
    };
    let purpose = purpose(&consent.purpose);
    let sentence =
        say(move || text::fill(key, &[("purpose", t(purpose)()), ("date", &text::date(at))]));
    let version = consent.version.to_string();
    let way = way(&consent.way);
    view! {
        <li>
            <p>{sentence}</p>
            <details class="consent-proof">
                <summary>{t(words::CONSENT_PROOF)}</summary>
                <blockquote class="consent-text">
                    <bdi>{consent.text}</bdi>
                </blockquote>
                <dl class="record-facts record-facts-narrow">
                    {fact(words::CONSENT_VERSION, view! { {version} }.into_any())}
                    {fact(words::CONSENT_WHEN, clock::moment(at, text::exact))}
                    {fact(words::CONSENT_WHERE, t(way).into_any())}
                </dl>
            </details>
        </li>
    }
    .into_any()
}

fn purpose(code: &str) -> Key {
    match code {
        "marketing" => words::PURPOSE_MARKETING,
        _ => words::PURPOSE_OTHER,
    }
}

fn way(code: &str) -> Key {
    match code {
        "checkout" => words::WAY_CHECKOUT,
        "space" => words::WAY_SPACE,
        "unsubscribe" => words::WAY_UNSUBSCRIBE,
        "staff" => words::WAY_STAFF,
        _ => words::WAY_OTHER,
    }
}
