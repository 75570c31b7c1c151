//! `/checkout/saved`: thank you, and the details as text. It looks the same for a mailbox the shop knows and one it does not.

use crate::client;
use crate::loaded::Loaded;
use crate::reactive::{either, words};
use crate::shop::kept;
use crate::text::{self, Key, checkout, error, t};
use crate::ui::button::Weight;
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::checkout::GetCheckout;
use domain::api::shop::InLocale;
use domain::contact::{AddressForm, ContactForm};
use domain::{country, route};
use leptos::prelude::*;

/// `/checkout/saved`: what this browser left in this tab's checkout, as the Worker keeps it.
#[component]
pub fn CheckoutSaved() -> impl IntoView {
    let Some((id, _)) = kept::checkout() else {
        return view! { <NothingSaved/> }.into_any();
    };
    let saved = Loaded::new(move || {
        let id = id.clone();
        Box::pin(async move {
            match client::call::<GetCheckout>(&id, &InLocale::default(), &()).await {
                Ok(checkout) => Ok(checkout.contact),
                Err(refusal) if refusal.status() == 404 => Ok(None),
                Err(refusal) => Err(refusal),
            }
        })
    });
    let draw = either(move || match (saved.value(), saved.refusal()) {
        (Some(Some(contact)), _) => view! { <ThankYou contact/> }.into_any(),
        (Some(None), _) => view! { <NothingSaved/> }.into_any(),
        (None, Some(refusal)) => {
            let message = match refusal.status() {
                0 => text::common::LOAD_FAILED,
                _ => error::SERVER,
            };
            view! {
                <Heading text=text::said(checkout::SAVED_HEADING)/>
                <Failed
                    message=text::said(message)
                    refusal=Some(refusal)
                    retry=move |()| saved.again()
                />
            }
            .into_any()
        }
        (None, None) => view! { <Loading bars=5/> }.into_any(),
    });
    draw.into_any()
}

#[component]
fn NothingSaved() -> AnyView {
    view! {
        <Heading text=text::said(checkout::SAVED_HEADING)/>
        <Empty message=text::said(checkout::SAVED_NONE)>
            <a class=Weight::Primary.class() href=route::CHECKOUT rel="external">
                {t(checkout::SAVED_NONE_BACK)}
            </a>
        </Empty>
    }
    .into_any()
}

#[component]
fn ThankYou(contact: ContactForm) -> impl IntoView {
    let name = contact.first_name.trim().to_owned();
    let billing = contact.billing.map(|billing| {
        let address = billing.address.as_ref().map(lines_of).unwrap_or_default();
        let vat_id = billing.vat_id.unwrap_or_default();
        [billing.organisation, vat_id, address.join("\n")]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    });
    let country = contact.address.country.clone();
    let address = lines_of(&contact.address).join("\n");
    let consent = contact.marketing_consent.unwrap_or(false);
    let consent = if consent {
        checkout::SAVED_CONSENT_YES
    } else {
        checkout::SAVED_CONSENT_NO
    };
    let plain = |text: String| Signal::stored(text);
    let facts = [
        (checkout::EMAIL_LABEL, plain(contact.email)),
        (
            checkout::NAME,
            plain(format!("{} {}", contact.first_name, contact.last_name)),
        ),
        (
            checkout::PHONE_LABEL,
            plain(contact.phone.unwrap_or_default()),
        ),
        (
            checkout::ORGANISATION_LABEL,
            plain(contact.organisation.unwrap_or_default()),
        ),
        (
            checkout::SAVED_ADDRESS,
            words(move || format!("{address}\n{}", text::country(&country))),
        ),
        (checkout::SAVED_BILLING, plain(billing.unwrap_or_default())),
        (checkout::SAVED_CONSENT, text::said(consent)),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter(|(_, value)| value.with_untracked(|value| !value.trim().is_empty()))
        .map(|(label, value)| {
            view! {
                <dt>{t(label)}</dt>
                <dd>{value}</dd>
            }
        })
        .collect();
    view! {
        <div class="saved">
            <div class="contact-head">
                {steps()}
                <Heading
                    text=words(move || text::fill(checkout::SAVED_TITLE, &[("name", &name)]))
                    title=text::said(checkout::SAVED_DOCUMENT_TITLE)
                />
                <p class="lead">{t(checkout::SAVED_NEXT)}</p>
            </div>
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
        </div>
    }
}

/// Basket › Details › Payment; the finished steps are links.
fn steps() -> AnyView {
    let done = |name: Key, href: &'static str, rel: &'static str| {
        view! {
            <li class="step">
                <a href=href rel=rel>
                    {t(name)}
                </a>
            </li>
        }
    };
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

/// The lines of an address without its country, in the country's order, as typed.
fn lines_of(address: &AddressForm) -> Vec<String> {
    let postcode = address.postcode.as_deref().unwrap_or_default();
    let region = address.region.as_deref().unwrap_or_default();
    let city = address.city.as_str();
    let locality = match country::find(&address.country).map(|country| country.layout) {
        Some(country::Layout::CityRegionPostcode) => vec![format!("{city} {region} {postcode}")],
        Some(country::Layout::CityPostcode) => vec![city.to_owned(), postcode.to_owned()],
        _ => vec![format!("{postcode} {city}"), region.to_owned()],
    };
    [
        address.line1.clone(),
        address.line2.clone().unwrap_or_default(),
    ]
    .into_iter()
    .chain(locality)
    .map(|line| line.trim().to_owned())
    .filter(|line| !line.is_empty())
    .collect()
}
