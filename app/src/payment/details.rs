//! The contact details as text, with the way back to change them.

use crate::address;
use crate::payment::Opened;
use crate::text::{Key, checkout, t};
use domain::contact::{Address, AddressForm, ContactForm};
use domain::route;
use leptos::prelude::*;

/// The card of what this browser left.
pub fn details(opened: Opened) -> AnyView {
    let contact = opened.value().flatten().and_then(|found| found.contact);
    let facts = contact.map(facts).unwrap_or_default();
    view! {
        <section class="card stack" aria-labelledby="saved-title">
            <div class="card-head">
                <h2 class="subheading" id="saved-title">
                    {t(checkout::SAVED_HEADING)}
                </h2>
                <a class="button button-small" href=route::CHECKOUT rel="external">
                    {t(checkout::SAVED_CHANGE)}
                </a>
            </div>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

fn facts(contact: ContactForm) -> Vec<AnyView> {
    let billing = contact.billing.map(|billing| {
        let vat_id = billing.vat_id.unwrap_or_default();
        let address = billing.address.as_ref().map(lines).unwrap_or_default();
        [billing.organisation, vat_id, address]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    });
    let consent = if contact.marketing_consent.unwrap_or(false) {
        checkout::SAVED_CONSENT_YES
    } else {
        checkout::SAVED_CONSENT_NO
    };
    [
        (checkout::EMAIL_LABEL, contact.email),
        (
            checkout::NAME,
            format!("{} {}", contact.first_name, contact.last_name),
        ),
        (checkout::PHONE_LABEL, contact.phone.unwrap_or_default()),
        (
            checkout::ORGANISATION_LABEL,
            contact.organisation.unwrap_or_default(),
        ),
        (checkout::SAVED_ADDRESS, lines(&contact.address)),
        (checkout::SAVED_BILLING, billing.unwrap_or_default()),
        (checkout::SAVED_CONSENT, t(consent)().to_owned()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.trim().is_empty())
    .map(|(label, value)| fact(label, value))
    .collect()
}

fn fact(label: Key, value: String) -> AnyView {
    view! {
        <dt>{t(label)}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}

/// An address as typed, in its country's order.
fn lines(typed: &AddressForm) -> String {
    let address = Address {
        line1: typed.line1.clone(),
        line2: typed.line2.clone(),
        postcode: typed.postcode.clone(),
        city: typed.city.clone(),
        region: typed.region.clone(),
        country: typed.country.clone(),
    };
    address::lines(&address).join("\n")
}
