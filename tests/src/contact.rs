//! Contact details that people of the tests type. Numbers and domains are the ones kept for fiction.

use domain::contact::{AddressForm, BillingForm, ContactForm};

/// Zoé Martin of Paris, all she must say and her number.
pub fn zoe(email: &str) -> ContactForm {
    ContactForm {
        first_name: "Zoé".into(),
        last_name: "Martin".into(),
        email: email.into(),
        phone: Some("06 39 98 12 34".into()),
        address: AddressForm {
            line1: "12 rue des Lilas".into(),
            postcode: Some("75 011".into()),
            city: "Paris".into(),
            country: "FR".into(),
            ..AddressForm::default()
        },
        locale: Some("fr".into()),
        ..ContactForm::default()
    }
}

/// Somebody else who types the same mailbox: every detail differs.
pub fn somebody_else(email: &str) -> ContactForm {
    ContactForm {
        first_name: "Ruth".into(),
        last_name: "O’Brien".into(),
        email: email.into(),
        phone: Some("+44 7700 900123".into()),
        organisation: Some("Bright & Sons".into()),
        address: AddressForm {
            line1: "1 High Street".into(),
            line2: Some("Flat 2".into()),
            postcode: Some("sw1a1aa".into()),
            city: "London".into(),
            country: "GB".into(),
            ..AddressForm::default()
        },
        billing: Some(BillingForm {
            organisation: "Bright & Sons Ltd".into(),
            ..BillingForm::default()
        }),
        locale: Some("en".into()),
        marketing_consent: Some(true),
        address_id: None,
    }
}

/// The same person under another name.
pub fn named(first_name: &str, last_name: &str, email: &str) -> ContactForm {
    ContactForm {
        first_name: first_name.into(),
        last_name: last_name.into(),
        ..zoe(email)
    }
}
