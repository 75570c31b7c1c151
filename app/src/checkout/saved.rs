//! `/checkout/saved`: thank you, and the details as text. It looks the same for a mailbox the shop knows and one it does not.

use crate::checkout::opening::kept_id;
use crate::checkout::steps::{Step, Steps};
use crate::client;
use crate::reactive::{either, go, words};
use crate::text::{self, checkout, t};
use crate::ui::button::Weight;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::checkout::GetCheckout;
use domain::api::shop::InLocale;
use domain::contact::{AddressForm, ContactForm};
use domain::{country, route};
use leptos::prelude::*;

/// What was saved last. A handle, in the app's context: copies share the state.
#[derive(Clone, Copy)]
pub struct Saved {
    contact: RwSignal<Option<ContactForm>>,
}

impl Saved {
    /// Nothing yet. Made once, by the app's root.
    pub fn new() -> Saved {
        Saved {
            contact: RwSignal::new(None),
        }
    }

    /// Keeps what the Worker confirmed, for the page that says so.
    pub fn keep(self, contact: ContactForm) {
        self.contact.set(Some(contact));
    }
}

/// `/checkout/saved`
#[component]
pub fn CheckoutSaved() -> impl IntoView {
    let saved = expect_context::<Saved>();
    let asked = RwSignal::new(saved.contact.with_untracked(Option::is_some));
    if !asked.get_untracked() {
        // A reload: what this browser typed is asked of the Worker again.
        go(async move {
            if let Some(id) = kept_id()
                && let Ok(found) = client::call::<GetCheckout>(&id, &InLocale::default(), &()).await
                && let Some(contact) = found.contact
            {
                saved.keep(contact);
            }
            asked.try_set(true);
        });
    }
    either(move || match saved.contact.get() {
        Some(contact) => view! { <ThankYou contact/> }.into_any(),
        None if asked.get() => view! {
            <Heading text=text::said(checkout::SAVED_HEADING)/>
            <Empty message=text::said(checkout::SAVED_NONE)>
                <a class=Weight::Primary.class() href=route::CHECKOUT>
                    {t(checkout::SAVED_NONE_BACK)}
                </a>
            </Empty>
        }
        .into_any(),
        None => view! { <Loading bars=5/> }.into_any(),
    })
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
                <Steps now=Step::Payment/>
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
                    <a class="button button-small" href=route::CHECKOUT>
                        {t(checkout::SAVED_CHANGE)}
                    </a>
                </div>
                <dl class="facts">{facts}</dl>
            </section>
        </div>
    }
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
