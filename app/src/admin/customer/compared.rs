//! The parts of the details that two people's versions are compared by.

use crate::admin::customer::details::language;
use crate::admin::customer::value::{billing, figures, plain};
use crate::admin::words as general;
use crate::text::{Key, t};
use domain::customer::Customer;
use leptos::prelude::*;

/// A part of the details that is chosen as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    LastName,
    FirstName,
    Email,
    Phone,
    Organisation,
    Language,
    Billing,
}

/// Every part, in the order of the form.
pub const PARTS: [Part; 7] = [
    Part::LastName,
    Part::FirstName,
    Part::Email,
    Part::Phone,
    Part::Organisation,
    Part::Language,
    Part::Billing,
];

impl Part {
    /// Within the ids of its inputs.
    pub fn code(self) -> &'static str {
        match self {
            Part::LastName => "last_name",
            Part::FirstName => "first_name",
            Part::Email => "email",
            Part::Phone => "phone",
            Part::Organisation => "organisation",
            Part::Language => "locale",
            Part::Billing => "billing",
        }
    }

    pub fn label(self) -> Key {
        match self {
            Part::LastName => general::FIELD_LAST_NAME,
            Part::FirstName => general::FIELD_FIRST_NAME,
            Part::Email => general::EMAIL,
            Part::Phone => general::FIELD_PHONE,
            Part::Organisation => general::FIELD_ORGANISATION,
            Part::Language => general::LANGUAGE,
            Part::Billing => general::FIELD_BILLING,
        }
    }

    /// For people.
    pub fn value(self, customer: &Customer) -> AnyView {
        match self {
            Part::LastName => plain(Some(&customer.last_name)),
            Part::FirstName => plain(Some(&customer.first_name)),
            Part::Email => plain(Some(&customer.email)),
            Part::Phone => figures(customer.phone.as_deref()),
            Part::Organisation => plain(customer.organisation.as_deref()),
            Part::Language => t(language(customer.locale)).into_any(),
            Part::Billing => billing(customer.billing.as_ref()),
        }
    }

    /// To compare.
    pub fn text(self, customer: &Customer) -> String {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Part::LastName => customer.last_name.clone(),
            Part::FirstName => customer.first_name.clone(),
            Part::Email => customer.email.clone(),
            Part::Phone => given(&customer.phone),
            Part::Organisation => given(&customer.organisation),
            Part::Language => customer
                .locale
                .map(|locale| locale.code().to_owned())
                .unwrap_or_default(),
            Part::Billing => serde_json::to_string(&customer.billing).unwrap_or_default(),
        }
    }
}
