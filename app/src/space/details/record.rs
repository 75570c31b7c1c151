//! The card of the details: as text, or as the form that changes them.

use crate::address;
use crate::dom::focus;
use crate::phone;
use crate::reactive::either;
use crate::settings::Settings;
use crate::space::details::form::DetailsForm;
use crate::space::details::words;
use crate::space::own::Own;
use crate::text::{self, Key, checkout, t};
use crate::ui::button::Button;
use domain::account::Profile;
use domain::contact::Billing;
use domain::locale::Locale;
use leptos::prelude::*;
use std::time::Duration;

/// The button that opens the form.
const EDIT: &str = "details-edit";

pub fn card() -> AnyView {
    let profile = Own::record();
    let editing = RwSignal::new(false);
    let close = UnsyncCallback::new(move |()| {
        editing.set(false);
        set_timeout(|| focus(EDIT), Duration::from_millis(20));
    });
    let body = either(move || {
        if editing.get() {
            return view! { <DetailsForm close/> }.into_any();
        }
        profile.value().map(facts).into_any()
    });
    let button = either(move || {
        (!editing.get())
            .then(|| {
                view! { <Button id=EDIT label=words::EDIT press=move |()| editing.set(true)/> }
            })
            .into_any()
    });
    view! {
        <section class="card stack" aria-labelledby="details-title">
            <div class="card-head">
                <h2 class="subheading" id="details-title">
                    {t(words::CONTACT)}
                </h2>
                {button}
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn facts(profile: Profile) -> AnyView {
    let settings = expect_context::<Settings>();
    let home = settings.with(|shop| shop.country.clone());
    let number = profile.phone.map(|number| phone::readable(&number, &home));
    let language = profile.locale.map(language);
    let facts: Vec<AnyView> = [
        (
            checkout::NAME,
            Some(format!("{} {}", profile.first_name, profile.last_name)),
        ),
        (checkout::EMAIL_LABEL, Some(profile.email)),
        (checkout::PHONE_LABEL, number),
        (checkout::ORGANISATION_LABEL, profile.organisation),
        (checkout::SAVED_BILLING, profile.billing.map(billed)),
        (
            words::LANGUAGE,
            Some(text::word(language.unwrap_or(words::LANGUAGE_SHOP)).to_owned()),
        ),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(fact(label, value?)))
    .collect();
    view! { <dl class="facts">{facts}</dl> }.into_any()
}

/// The word for a language.
pub fn language(locale: Locale) -> Key {
    match locale {
        Locale::Fr => words::LANGUAGE_FR,
        Locale::En => words::LANGUAGE_EN,
    }
}

/// A billing identity, line by line.
pub fn billed(billing: Billing) -> String {
    let address = billing.address.map(|address| address::lines(&address));
    [billing.organisation]
        .into_iter()
        .chain(billing.vat_id)
        .chain(billing.siren)
        .chain(address.unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn fact(label: Key, value: String) -> AnyView {
    view! {
        <dt>{t(label)}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}
