//! Contact details: as typed in the checkout's form, and as proved. The form and the Worker prove them by the same rules.

use crate::address::{Errors, required, typed};
use crate::country;
use crate::email::Email;
use crate::id::AddressId;
use crate::locale::Locale;
use crate::problem::FieldError;
use crate::{phone, text, vat};
use serde::{Deserialize, Serialize};

pub use crate::address::{Address, AddressForm, LINE_MAX};

/// Contact details as typed. Every text may be empty: what is missing is told with everything else that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactForm {
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    #[serde(default)]
    pub address: AddressForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<BillingForm>,
    /// `en` or `fr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketing_consent: Option<bool>,
    /// Signed in only: the entry of the address book that `address` changes; without it a new address joins the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_id: Option<AddressId>,
}

/// Another name or address for the invoice, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BillingForm {
    #[serde(default)]
    pub organisation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    /// Left out: the contact address is the invoice's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressForm>,
}

/// Contact details that keep every rule, normalised for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub first_name: String,
    pub last_name: String,
    pub email: Email,
    /// E.164.
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub address: Address,
    pub billing: Option<Billing>,
    pub locale: Option<Locale>,
    pub marketing_consent: bool,
}

/// A billing identity that keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Billing {
    pub organisation: String,
    pub vat_id: Option<String>,
    pub siren: Option<String>,
    pub address: Option<Address>,
}

/// Longest name and organisation, in characters.
pub const NAME_MAX: u32 = 100;
impl ContactForm {
    /// Proves what was typed, or tells everything that is wrong, in the order of the form.
    pub fn prove(&self) -> Result<Contact, Vec<FieldError>> {
        let mut errors = Errors::default();
        let email = errors.take("email", Email::parse(&self.email));
        let first_name = errors.take("first_name", name(&self.first_name));
        let last_name = errors.take("last_name", name(&self.last_name));
        // An unknown country is told once, at its own field; the number is then read without a habit.
        let home = country::find(&self.address.country).or_else(|| country::find("FR"));
        let phone = match home {
            Some(home) => errors.take("phone", phone::parse(typed(&self.phone), home)),
            None => None,
        };
        let organisation = errors.take("organisation", organisation(typed(&self.organisation)));
        let address = self.address.prove("address", &mut errors);
        let billing = self
            .billing
            .as_ref()
            .map(|billing| billing.prove(&self.address.country, &mut errors));
        let locale = errors.take("locale", locale(self.locale.as_deref()));
        match (email, first_name, last_name, address) {
            (Some(email), Some(first_name), Some(last_name), Some(address))
                if errors.list.is_empty() =>
            {
                Ok(Contact {
                    first_name,
                    last_name,
                    email,
                    phone: phone.flatten(),
                    organisation: organisation.flatten(),
                    address,
                    billing: billing.flatten(),
                    locale: locale.flatten(),
                    marketing_consent: self.marketing_consent.unwrap_or(false),
                })
            }
            _ => Err(errors.list),
        }
    }
}

impl BillingForm {
    /// True where nothing was typed.
    pub(crate) fn is_blank(&self) -> bool {
        let blank = |text: &Option<String>| typed(text).trim().is_empty();
        self.organisation.trim().is_empty()
            && blank(&self.vat_id)
            && blank(&self.siren)
            && self.address.is_none()
    }

    pub(crate) fn prove(&self, contact_country: &str, errors: &mut Errors) -> Option<Billing> {
        let country = self
            .address
            .as_ref()
            .map_or(contact_country, |address| &address.country);
        let mut own = Errors::default();
        let organisation = own.take(
            "organisation",
            organisation(&self.organisation)
                .and_then(|line| line.ok_or_else(|| FieldError::new("", "required"))),
        );
        let vat_id = own.take("vat_id", vat::parse(typed(&self.vat_id), country));
        let siren = own.take("siren", vat::siren(typed(&self.siren)));
        let address = self
            .address
            .as_ref()
            .map(|address| address.prove("address", &mut own));
        let right = own.list.is_empty();
        errors
            .list
            .extend(own.list.into_iter().map(|error| error.within("billing")));
        if !right {
            return None;
        }
        Some(Billing {
            organisation: organisation?,
            vat_id: vat_id?,
            siren: siren?,
            address: address.flatten(),
        })
    }
}

/// A person's name: any letters and signs, but no web address (names are printed in mails).
pub(crate) fn name(typed: &str) -> Result<String, FieldError> {
    let name = required(typed, NAME_MAX)?;
    if text::has_url(&name) {
        return Err(FieldError::new("", "url"));
    }
    Ok(name)
}

pub(crate) fn organisation(typed: &str) -> Result<Option<String>, FieldError> {
    let line = text::line(typed, NAME_MAX)?;
    if line.as_deref().is_some_and(|line| line.contains("://")) {
        return Err(FieldError::new("", "url"));
    }
    Ok(line)
}

fn locale(code: Option<&str>) -> Result<Option<Locale>, FieldError> {
    match code {
        None => Ok(None),
        Some(code) => Locale::parse(code)
            .map(Some)
            .ok_or_else(|| FieldError::new("", "unknown")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoe() -> ContactForm {
        ContactForm {
            first_name: "Zoé".into(),
            last_name: "Martin".into(),
            email: "zoe@example.com".into(),
            phone: Some("06 39 98 12 34".into()),
            address: AddressForm {
                line1: "12 rue des Lilas".into(),
                postcode: Some("75 011".into()),
                city: "Paris".into(),
                country: "FR".into(),
                ..AddressForm::default()
            },
            ..ContactForm::default()
        }
    }

    fn reasons(form: &ContactForm) -> Vec<String> {
        form.prove()
            .err()
            .unwrap_or_default()
            .iter()
            .map(|error| format!("{}: {}", error.field, error.reason))
            .collect()
    }

    #[test]
    fn right_details_are_normalised() {
        let contact = zoe().prove().unwrap();
        assert_eq!(contact.phone.as_deref(), Some("+33639981234"));
        assert_eq!(contact.address.postcode.as_deref(), Some("75011"));
        assert!(!contact.marketing_consent);
    }

    #[test]
    fn everything_wrong_is_told_at_once_in_the_order_of_the_form() {
        assert_eq!(
            reasons(&ContactForm::default()),
            [
                "email: required",
                "first_name: required",
                "last_name: required",
                "address.country: required",
                "address.line1: required",
                "address.city: required",
            ]
        );
        let mut form = zoe();
        form.address.country = "US".into();
        form.phone = Some("+1".into());
        form.billing = Some(BillingForm {
            vat_id: Some("X".into()),
            address: Some(AddressForm {
                country: "FR".into(),
                ..AddressForm::default()
            }),
            ..BillingForm::default()
        });
        assert_eq!(
            reasons(&form),
            [
                "phone: malformed",
                "address.region: required",
                "billing.organisation: required",
                "billing.vat_id: malformed",
                "billing.address.line1: required",
                "billing.address.postcode: required",
                "billing.address.city: required",
            ]
        );
    }

    #[test]
    fn a_region_is_known_by_code_or_name_and_dropped_where_unused() {
        let mut form = zoe();
        form.address.region = Some("Île-de-France".into());
        assert_eq!(form.prove().unwrap().address.region, None);
        form.address.country = "CA".into();
        form.address.postcode = Some("H2Y1C6".into());
        form.address.region = Some("québec".into());
        assert_eq!(form.prove().unwrap().address.region.as_deref(), Some("QC"));
        form.address.region = Some("Texas".into());
        assert_eq!(reasons(&form), ["address.region: unknown"]);
    }

    #[test]
    fn t08_a_name_with_a_web_address_is_refused() {
        let mut form = zoe();
        form.first_name = "Win $ http://evil.test".into();
        assert_eq!(reasons(&form), ["first_name: url"]);
        form.first_name = "J. R. de l’Île-Sant".into();
        assert!(form.prove().is_ok());
    }

    #[test]
    fn t27_keys_nobody_asked_for_are_refused() {
        for key in [
            "id",
            "role",
            "email_verified",
            "customer_id",
            "emailVerified",
        ] {
            let json = format!(r#"{{"first_name":"a","{key}":1}}"#);
            assert!(serde_json::from_str::<ContactForm>(&json).is_err(), "{key}");
        }
    }
}
