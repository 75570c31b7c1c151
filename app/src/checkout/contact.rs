//! The contact form's state, and its way to and from the wire's form. What is wrong with it is said by `domain`.

use crate::checkout::address::Address;
use crate::form::{Field, Form};
use crate::text;
use domain::contact::{BillingForm, ContactForm};
use leptos::prelude::*;

/// Every field of the contact step. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Contact {
    pub form: Form,
    pub email: Field,
    pub first_name: Field,
    pub last_name: Field,
    pub phone: Field,
    pub organisation: Field,
    pub address: Address,
    pub billing_open: RwSignal<bool>,
    pub billing_organisation: Field,
    pub billing_vat_id: Field,
    pub billing_address: Address,
    pub marketing_consent: RwSignal<bool>,
}

impl Contact {
    /// An empty form for the shop's country, with the Worker's own rules.
    pub fn new() -> Contact {
        let form = Form::new();
        let contact = Contact {
            form,
            email: form.field("email"),
            first_name: form.field("first_name"),
            last_name: form.field("last_name"),
            phone: form.field("phone"),
            organisation: form.field("organisation"),
            address: Address::contact(form),
            billing_open: RwSignal::new(false),
            billing_organisation: form.field("billing.organisation"),
            billing_vat_id: form.field("billing.vat_id"),
            billing_address: Address::billing(form),
            marketing_consent: RwSignal::new(false),
        };
        form.check_with(move || contact.typed().prove().err().unwrap_or_default());
        contact
    }

    /// What is typed, as the wire carries it: what the country does not ask for stays here.
    pub fn typed(self) -> ContactForm {
        ContactForm {
            first_name: self.first_name.text(),
            last_name: self.last_name.text(),
            email: self.email.text(),
            phone: self.phone.text_if_any(),
            organisation: self.organisation.text_if_any(),
            address: self.address.typed(),
            billing: self.billing_open.get_untracked().then(|| BillingForm {
                organisation: self.billing_organisation.text(),
                vat_id: self.billing_vat_id.text_if_any(),
                siren: None,
                address: Some(self.billing_address.typed()),
            }),
            locale: Some(text::locale_now().code().to_owned()),
            marketing_consent: Some(self.marketing_consent.get_untracked()),
        }
    }

    /// Fills the form with what this browser left before, unless somebody has typed here since.
    pub fn fill_unless_typed(self, typed: &ContactForm) {
        if self.is_touched() {
            return;
        }
        self.email.value.set(typed.email.clone());
        self.first_name.value.set(typed.first_name.clone());
        self.last_name.value.set(typed.last_name.clone());
        self.phone
            .value
            .set(typed.phone.clone().unwrap_or_default());
        self.organisation
            .value
            .set(typed.organisation.clone().unwrap_or_default());
        self.address.fill(&typed.address);
        if let Some(billing) = &typed.billing {
            self.billing_open.set(true);
            self.billing_organisation
                .value
                .set(billing.organisation.clone());
            self.billing_vat_id
                .value
                .set(billing.vat_id.clone().unwrap_or_default());
            if let Some(address) = &billing.address {
                self.billing_address.fill(address);
            }
        }
        self.marketing_consent
            .set(typed.marketing_consent.unwrap_or(false));
    }

    /// Whether the form holds more than the chosen country.
    fn is_touched(self) -> bool {
        let countries = [self.address.country.path, self.billing_address.country.path];
        self.form
            .values()
            .iter()
            .any(|(path, value)| !countries.contains(path) && !value.is_empty())
    }
}
