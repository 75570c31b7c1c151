//! Who bought, as it was when the order was placed.

use crate::admin::customer::fact::fact;
use crate::admin::customer::value::{billing, number, plain, postal};
use crate::admin::orders::words;
use crate::admin::state::verified;
use crate::admin::words as desk_words;
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::order::OrderRecord;
use domain::route;
use leptos::prelude::*;

/// The frozen details, and the way to the customer's record.
pub fn buyer(record: &OrderRecord) -> AnyView {
    let buyer = &record.order.buyer;
    if let Some(at) = record.erased_at {
        return erased(at, buyer.address.country.clone());
    }
    let name = format!("{} {}", buyer.first_name, buyer.last_name);
    let write = format!(
        "mailto:{}",
        String::from(js_sys::encode_uri_component(&buyer.email)).replace("%40", "@")
    );
    let customer = record.customer.as_ref().map(|customer| {
        view! {
            <p>
                <a href=route::admin_customer(customer)>{t(words::TO_CUSTOMER)}</a>
            </p>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="buyer-title">
            <div class="stack-tight">
                <h2 class="subheading" id="buyer-title">
                    {t(words::BUYER_TITLE)}
                </h2>
                <p class="meta">{t(words::BUYER_FROZEN)}</p>
            </div>
            <dl class="record-facts">
                {fact(desk_words::NAME, plain(Some(name.trim())))}
                {fact(
                    desk_words::EMAIL,
                    view! {
                        <a class="record-email" href=write>
                            {buyer.email.clone()}
                        </a>
                        {record.verified.then(verified)}
                    }
                        .into_any(),
                )} {fact(desk_words::FIELD_PHONE, number(buyer.phone.as_deref()))}
                {fact(desk_words::FIELD_ORGANISATION, plain(buyer.organisation.as_deref()))}
                {fact(desk_words::FIELD_ADDRESS, postal(Some(&buyer.address)))}
                {buyer
                    .billing
                    .as_ref()
                    .map(|identity| fact(desk_words::FIELD_BILLING, billing(Some(identity))))}
            </dl>
            {customer}
        </section>
    }
    .into_any()
}

/// Nobody any more: when, and why the order is still here.
fn erased(at: i64, country: String) -> AnyView {
    let when = say(move || text::fill(words::BUYER_ERASED_ON, &[("date", &text::date(at))]));
    view! {
        <section class="card stack" aria-labelledby="buyer-title">
            <h2 class="subheading" id="buyer-title">
                {t(words::BUYER_TITLE)}
            </h2>
            <p>{when}</p>
            <dl class="record-facts">
                {fact(
                    words::BUYER_COUNTRY,
                    view! { {say(move || text::country(&country))} }.into_any(),
                )}
            </dl>
        </section>
    }
    .into_any()
}
