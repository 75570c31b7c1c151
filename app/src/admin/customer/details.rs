//! The card with the record's contact details and its address book. A press turns it into its form, in place.

use crate::admin::customer::book::Book;
use crate::admin::customer::details_form::DetailsForm;
use crate::admin::customer::fact::fact;
use crate::admin::customer::value::{billing, number, plain};
use crate::admin::customer::{Card, Record, words};
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::state::verified;
use crate::admin::unsaved::Unsaved;
use crate::admin::words as general;
use crate::reactive::either;
use crate::text::{self, Key, common, t};
use crate::ui::button::Button;
use domain::customer::Customer;
use domain::locale::Locale;
use domain::permission::Right;
use leptos::prelude::*;

/// The button that opens the form; focus comes back to it.
pub const EDIT: &str = "details-edit";

/// Facts, or the form that changes them.
#[component]
pub fn Details(record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let unsaved = expect_context::<Unsaved>();
    let customer = record.customer;
    let editing = Memo::new(move |_| record.card.get() == Some(Card::Details));
    let may = Memo::new(move |_| desk.may(Right::EditCustomers));
    view! {
        <section class="card stack" aria-labelledby="details-title">
            <div class="card-head">
                <h2 class="subheading" id="details-title" tabindex="-1">
                    {t(general::DETAILS_TITLE)}
                </h2>
                {part(move || {
                    (may.get() && !editing.get())
                        .then(|| {
                            view! {
                                <Button
                                    id=EDIT
                                    label=words::EDIT
                                    name=text::said(words::EDIT_DETAILS)
                                    press=move |()| record.open(unsaved, Card::Details)
                                />
                            }
                        })
                })}
            </div>
            {either(move || {
                if editing.get() {
                    return view! { <DetailsForm record/> }.into_any();
                }
                part(move || customer.value().map(facts)).into_any()
            })}
            <Book record/>
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
            {fact(general::NAME, plain(Some(name.trim())))}
            {fact(
                general::EMAIL,
                view! {
                    <a class="record-email" href=write>
                        {customer.email}
                    </a>
                    {customer.verified.then(verified)}
                }
                    .into_any(),
            )} {fact(general::FIELD_PHONE, number(customer.phone.as_deref()))}
            {fact(general::FIELD_ORGANISATION, plain(customer.organisation.as_deref()))}
            {invoiced.then(|| fact(general::FIELD_BILLING, billing(customer.billing.as_ref())))}
            {fact(general::LANGUAGE, t(language(customer.locale)).into_any())}
        </dl>
    }
    .into_any()
}

/// The language a customer is written to in.
pub fn language(locale: Option<Locale>) -> Key {
    match locale {
        Some(Locale::En) => common::LANGUAGE_EN,
        Some(Locale::Fr) => common::LANGUAGE_FR,
        None => words::LANGUAGE_SHOP,
    }
}
