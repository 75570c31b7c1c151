//! One of the details as people read it: a name, a number, the lines of an address or of a billing identity.

use crate::admin::words;
use crate::reactive::{either, words as say};
use crate::settings::Settings;
use crate::text::{self, Key, t};
use crate::{address, phone};
use domain::contact::{Address, Billing};
use domain::pending::{Details, DetailsField};
use leptos::prelude::*;

/// The label of a field.
pub fn label(field: DetailsField) -> Key {
    match field {
        DetailsField::FirstName => words::FIELD_FIRST_NAME,
        DetailsField::LastName => words::FIELD_LAST_NAME,
        DetailsField::Phone => words::FIELD_PHONE,
        DetailsField::Organisation => words::FIELD_ORGANISATION,
        DetailsField::Address => words::FIELD_ADDRESS,
        DetailsField::Billing => words::FIELD_BILLING,
    }
}

/// What a field holds; a dash, and the words for it, where it holds nothing.
pub fn value(details: &Details, field: DetailsField) -> AnyView {
    match field {
        DetailsField::FirstName => plain(Some(&details.first_name)),
        DetailsField::LastName => plain(Some(&details.last_name)),
        DetailsField::Phone => figures(details.phone.as_deref()),
        DetailsField::Organisation => plain(details.organisation.as_deref()),
        DetailsField::Address => postal(details.address.as_ref()),
        DetailsField::Billing => billing(details.billing.as_ref()),
    }
}

/// A text as it was typed. What runs from right to left does so by itself.
pub fn plain(text: Option<&str>) -> AnyView {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => {
            let text = text.to_owned();
            view! { <bdi>{text}</bdi> }.into_any()
        }
        None => missing(),
    }
}

/// A telephone number to read.
pub fn figures(e164: Option<&str>) -> AnyView {
    match e164 {
        Some(e164) => view! { <span class="record-phone">{readable(e164)}</span> }.into_any(),
        None => missing(),
    }
}

/// A telephone number that a press dials.
pub fn number(e164: Option<&str>) -> AnyView {
    let Some(e164) = e164 else {
        return missing();
    };
    let dial = format!("tel:{e164}");
    view! {
        <a class="record-phone" href=dial>
            {readable(e164)}
        </a>
    }
    .into_any()
}

/// The number as the shop's country reads it.
fn readable(e164: &str) -> Signal<String> {
    let settings = expect_context::<Settings>();
    let e164 = e164.to_owned();
    Signal::derive(move || settings.with(|shop| phone::readable(&e164, &shop.country)))
}

/// An address, line by line.
pub fn postal(address: Option<&Address>) -> AnyView {
    let Some(address) = address.cloned() else {
        return missing();
    };
    view! {
        <span class="record-lines">
            {either(move || {
                address::lines(&address)
                    .into_iter()
                    .map(|line| view! { <bdi class="record-line">{line}</bdi> })
                    .collect_view()
                    .into_any()
            })}
        </span>
    }
    .into_any()
}

/// A billing identity: its name, its numbers, its address.
pub fn billing(billing: Option<&Billing>) -> AnyView {
    let Some(billing) = billing.cloned() else {
        return missing();
    };
    let line = |key: Key, id: Option<String>| {
        id.map(|id| {
            view! {
                <span class="record-line">{say(move || text::fill(key, &[("id", &id)]))}</span>
            }
        })
    };
    view! {
        <span class="record-lines">
            <bdi class="record-line">{billing.organisation}</bdi>
            {line(words::VAT_ID, billing.vat_id)}
            {line(words::SIREN, billing.siren)}
            {match billing.address {
                Some(address) => postal(Some(&address)),
                None => view! { <span class="record-line meta">{t(words::SAME_ADDRESS)}</span> }.into_any(),
            }}
        </span>
    }
    .into_any()
}

fn missing() -> AnyView {
    view! {
        <span class="record-missing">
            <span aria-hidden="true">"–"</span>
            <span class="unseen">{t(words::NOT_GIVEN)}</span>
        </span>
    }
    .into_any()
}
