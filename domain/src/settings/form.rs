//! The settings as the owner types them, and their proof.

use super::{Mailing, Notice, Sale, Seller, Settings, Shop, TransferSettings};
use crate::campaign::PER_MINUTE_MAX;
use crate::contact::AddressForm;
use crate::email::Email;
use crate::locale::Locale;
use crate::problem::FieldError;
use crate::{country, iban, text, vat};
use serde::{Deserialize, Serialize};

/// The settings as the owner types them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SettingsForm {
    /// The version that was seen: missing 422, stale 409.
    pub version: Option<u32>,
    pub name: String,
    pub country: String,
    /// `en` or `fr`.
    pub locale: String,
    pub retention_months: Option<u32>,
    pub contact_email: String,
    /// Empty: every country.
    pub countries: Vec<String>,
    pub seller_name: String,
    pub seller_form: String,
    pub seller_capital: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller_address: Option<AddressForm>,
    pub siren: String,
    pub rcs: String,
    /// Empty: VAT does not apply (article 293 B of the CGI).
    pub vat_id: String,
    pub time_zone: String,
    pub iban: String,
    pub bic: String,
    pub reminder_days: Option<u32>,
    pub cancel_days: Option<u32>,
    pub mails_per_minute: Option<u32>,
    pub terms_en: String,
    pub terms_fr: String,
    pub privacy_en: String,
    pub privacy_fr: String,
}

/// Longest legal text, in characters.
pub const NOTICE_MAX: u32 = 20_000;

impl SettingsForm {
    /// Proves what was typed over the settings as they are, or tells everything that is wrong. What may be missing
    /// for now may be left empty. A time zone is known or not to the platform alone.
    pub fn prove(&self, before: &Settings) -> Result<(Shop, Sale, Mailing), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut line = |field: &'static str, typed: &str, max: u32, required: bool| {
            let read = text::line(typed, max).and_then(|line| match line {
                None if required => Err(FieldError::new("", "required")),
                other => Ok(other.unwrap_or_default()),
            });
            read.map_err(|error| errors.push(error.within(field)))
                .unwrap_or_default()
        };
        let name = line("name", &self.name, 80, true);
        let seller_name = line("seller_name", &self.seller_name, 120, false);
        let form = line("seller_form", &self.seller_form, 60, false);
        let capital = line("seller_capital", &self.seller_capital, 40, false);
        let rcs = line("rcs", &self.rcs, 60, false);
        let time_zone = line("time_zone", &self.time_zone, 60, true);
        let bic = line("bic", &self.bic, 11, false).to_ascii_uppercase();
        let mut fault = |field: &str, error: FieldError| errors.push(error.within(field));
        if !bic.is_empty() && !is_bic(&bic) {
            fault("bic", FieldError::new("", "malformed"));
        }
        if country::find(&self.country).is_none() {
            fault("country", FieldError::new("", "unknown"));
        }
        for (place, code) in self.countries.iter().enumerate() {
            if country::find(code).is_none() {
                fault(
                    &format!("countries.{place}"),
                    FieldError::new("", "unknown"),
                );
            }
        }
        let locale = Locale::parse(&self.locale);
        if locale.is_none() {
            fault("locale", FieldError::new("", "unknown"));
        }
        let contact_email = match self.contact_email.trim() {
            "" => String::new(),
            typed => match Email::parse(typed) {
                Ok(email) => email.as_str().to_owned(),
                Err(error) => {
                    fault("contact_email", error);
                    String::new()
                }
            },
        };
        let siren = vat::siren(&self.siren)
            .map_err(|error| fault("siren", error))
            .ok()
            .flatten();
        let vat_id = vat::parse(&self.vat_id, &self.country)
            .map_err(|error| fault("vat_id", error))
            .ok()
            .flatten();
        let iban = iban::parse(&self.iban)
            .map_err(|error| fault("iban", error))
            .ok()
            .flatten();
        let mut figure = |field: &'static str, typed: Option<u32>, min: u32, max: u32| {
            let days = typed.unwrap_or_default();
            if !(min..=max).contains(&days) {
                let error = FieldError {
                    min: Some(min),
                    max: Some(max),
                    ..FieldError::new(
                        "",
                        if typed.is_some() {
                            "out_of_range"
                        } else {
                            "required"
                        },
                    )
                };
                fault(field, error);
            }
            days
        };
        let retention_months = figure("retention_months", self.retention_months, 1, 36);
        let reminder_days = figure("reminder_days", self.reminder_days, 1, 60);
        let cancel_days = figure("cancel_days", self.cancel_days, reminder_days + 1, 90);
        let mails_per_minute = figure("mails_per_minute", self.mails_per_minute, 1, PER_MINUTE_MAX);
        for (field, typed) in [
            ("terms_en", &self.terms_en),
            ("terms_fr", &self.terms_fr),
            ("privacy_en", &self.privacy_en),
            ("privacy_fr", &self.privacy_fr),
        ] {
            let count = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
            if count > NOTICE_MAX {
                let error = FieldError {
                    max: Some(NOTICE_MAX),
                    count: Some(count),
                    ..FieldError::new("", "too_long")
                };
                fault(field, error);
            }
        }
        for (en, fr, missing) in [
            (&self.terms_en, &self.terms_fr, ["terms_en", "terms_fr"]),
            (
                &self.privacy_en,
                &self.privacy_fr,
                ["privacy_en", "privacy_fr"],
            ),
        ] {
            match (en.trim().is_empty(), fr.trim().is_empty()) {
                (true, false) => fault(missing[0], FieldError::new("", "required")),
                (false, true) => fault(missing[1], FieldError::new("", "required")),
                _ => {}
            }
        }
        let address = match &self.seller_address {
            Some(form) => form.prove_alone("seller_address", &mut errors),
            None => None,
        };
        match locale {
            Some(locale) if errors.is_empty() => Ok((
                Shop {
                    name,
                    country: self.country.clone(),
                    currency: before.shop.currency.clone(),
                    locale,
                    retention_months,
                    contact_email,
                    countries: self.countries.clone(),
                },
                Sale {
                    seller: Seller {
                        name: seller_name,
                        form,
                        capital,
                        address,
                        siren: siren.unwrap_or_default(),
                        rcs,
                        vat_id,
                        time_zone,
                    },
                    transfer: TransferSettings {
                        iban: iban.unwrap_or_default(),
                        bic,
                        reminder_days,
                        cancel_days,
                    },
                    terms: renewed(&before.sale.terms, &self.terms_en, &self.terms_fr),
                    privacy: renewed(&before.sale.privacy, &self.privacy_en, &self.privacy_fr),
                },
                Mailing { mails_per_minute },
            )),
            _ => Err(errors),
        }
    }
}

/// Four letters of the bank, two of the country, two or five signs of the place (ISO 9362).
fn is_bic(bic: &str) -> bool {
    matches!(bic.len(), 8 | 11)
        && bic.chars().take(6).all(|c| c.is_ascii_uppercase())
        && bic.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The notice with these texts: a new version where they differ, 0 again where both are gone.
fn renewed(before: &Notice, en: &str, fr: &str) -> Notice {
    let (en, fr) = (en.trim().to_owned(), fr.trim().to_owned());
    if (&en, &fr) == (&before.en, &before.fr) {
        return before.clone();
    }
    Notice {
        version: before.version + 1,
        en,
        fr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::missing;

    fn form() -> SettingsForm {
        SettingsForm {
            version: Some(1),
            name: "Maison Lemoine".into(),
            country: "FR".into(),
            locale: "fr".into(),
            retention_months: Some(6),
            time_zone: "Europe/Paris".into(),
            reminder_days: Some(7),
            cancel_days: Some(21),
            mails_per_minute: Some(600),
            ..SettingsForm::default()
        }
    }

    #[test]
    fn an_incomplete_shop_is_saved_and_says_what_is_missing() {
        let (shop, sale, _) = form().prove(&Settings::default()).unwrap();
        let missing = missing(&shop, &sale);
        assert!(missing.contains(&"sale.transfer.iban") && missing.contains(&"sale.terms"));
    }

    #[test]
    fn a_changed_text_is_a_new_version_and_an_unchanged_one_is_not() {
        let typed = SettingsForm {
            terms_en: "Terms".into(),
            terms_fr: "Conditions".into(),
            ..form()
        };
        let (shop, sale, _) = typed.prove(&Settings::default()).unwrap();
        assert_eq!((sale.terms.version, sale.privacy.version), (1, 0));
        let before = Settings {
            shop,
            sale,
            ..Settings::default()
        };
        let (_, again, _) = typed.prove(&before).unwrap();
        assert_eq!(again.terms.version, 1);
        let changed = SettingsForm {
            terms_en: "Other terms".into(),
            ..typed
        };
        assert_eq!(changed.prove(&before).unwrap().1.terms.version, 2);
    }

    #[test]
    fn every_slip_is_named() {
        let typed = SettingsForm {
            name: String::new(),
            iban: "FR00".into(),
            bic: "x".into(),
            siren: "1".into(),
            contact_email: "nobody".into(),
            countries: vec!["FR".into(), "XX".into()],
            cancel_days: Some(3),
            terms_en: "Only English".into(),
            seller_address: Some(AddressForm::default()),
            ..form()
        };
        let errors = typed.prove(&Settings::default()).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_ref()).collect();
        for field in [
            "name",
            "iban",
            "bic",
            "siren",
            "contact_email",
            "countries.1",
            "cancel_days",
            "terms_fr",
            "seller_address.line1",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
    }
}
