//! The card of the consents: what holds, what staff can do about it, every act, and on demand what proves it.

use crate::admin::clock;
use crate::admin::customer::consent_acts::Acts;
use crate::admin::customer::fact::fact;
use crate::admin::customer::failing::Failing;
use crate::admin::customer::{Record, words};
use crate::admin::part::part;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use domain::customer::{Consent, ConsentState};
use leptos::prelude::*;

/// The card's title, which takes focus when the pressed control is gone.
pub const TITLE: &str = "consents-title";

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
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::CONSENTS_TITLE)}
            </h2>
            <Failing record/>
            {part(move || {
                let consents = consents.get();
                if consents.is_empty() {
                    return Some(view! { <p class="meta">{t(words::CONSENTS_NONE)}</p> }.into_any());
                }
                let rows = consents.into_iter().map(row).collect_view();
                Some(view! { <ul class="consents">{rows}</ul> }.into_any())
            })}
            <Acts record/>
        </section>
    }
    .into_any()
}

fn row(consent: Consent) -> AnyView {
    let at = consent.at;
    let key = match consent.state {
        ConsentState::Given => words::CONSENT_GIVEN,
        ConsentState::Pending if consent.way == "staff" => words::CONSENT_ASKED,
        ConsentState::Pending => words::CONSENT_PENDING,
        ConsentState::Withdrawn => words::CONSENT_WITHDRAWN,
    };
    let purpose = purpose(&consent.purpose);
    let sentence =
        say(move || text::fill(key, &[("purpose", t(purpose)()), ("date", &text::date(at))]));
    let version = consent.version.to_string();
    let way = said_where(&consent.way);
    let asked = consent.asked_at;
    let asked_way = consent.asked_way.as_deref().map(said_where);
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
                    {asked
                        .map(|at| fact(words::CONSENT_ASKED_WHEN, clock::moment(at, text::exact)))}
                    {asked_way.map(|way| fact(words::CONSENT_ASKED_WHERE, t(way).into_any()))}
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

fn said_where(code: &str) -> Key {
    match code {
        "checkout" => words::WAY_CHECKOUT,
        "space" => words::WAY_SPACE,
        "unsubscribe" => words::WAY_UNSUBSCRIBE,
        "confirmation" => words::WAY_CONFIRMATION,
        "staff" => words::WAY_STAFF,
        "import" => words::WAY_IMPORT,
        "complaint" => words::WAY_COMPLAINT,
        _ => words::WAY_OTHER,
    }
}
