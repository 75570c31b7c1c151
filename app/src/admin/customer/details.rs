//! The card with the record's contact details.

use crate::admin::customer::fact::fact;
use crate::admin::customer::value::{billing, number, plain, postal};
use crate::admin::part::part;
use crate::admin::state::verified;
use crate::admin::words;
use crate::loaded::Loaded;
use crate::text::{Key, common, t};
use domain::customer::Customer;
use domain::locale::Locale;
use leptos::prelude::*;

/// Reads only: editing comes with its own screens.
#[component]
pub fn Details(customer: Loaded<Customer>) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby="details-title">
            <h2 class="subheading" id="details-title">
                {t(words::DETAILS_TITLE)}
            </h2>
            {part(move || customer.value().map(facts))}
        </section>
    }
    .into_any()
}

fn facts(customer: Customer) -> AnyView {
    let name = format!("{} {}", customer.first_name, customer.last_name);
    let write = format!(
        "mailto:{}",
        String::from(js_sys::encode_uri_component(&customer.email)).replace("%40", "@")
    );
    let invoiced = customer.billing.is_some();
    view! {
        <dl class="record-facts">
            {fact(words::NAME, plain(Some(name.trim())))}
            {fact(
                words::EMAIL,
                view! {
                    <a class="record-email" href=write>
                        {customer.email}
                    </a>
                    {customer.verified.then(verified)}
                }
                    .into_any(),
            )} {fact(words::FIELD_PHONE, number(customer.phone.as_deref()))}
            {fact(words::FIELD_ORGANISATION, plain(customer.organisation.as_deref()))}
            {fact(words::FIELD_ADDRESS, postal(customer.address.as_ref()))}
            {invoiced.then(|| fact(words::FIELD_BILLING, billing(customer.billing.as_ref())))}
            {customer.locale.map(|locale| fact(words::LANGUAGE, t(language(locale)).into_any()))}
        </dl>
    }
    .into_any()
}

fn language(locale: Locale) -> Key {
    match locale {
        Locale::En => common::LANGUAGE_EN,
        Locale::Fr => common::LANGUAGE_FR,
    }
}
