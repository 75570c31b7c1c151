//! What the shop's owner may set, and what everybody may see of it.

use crate::contact::{Address, AddressForm};
use crate::email::Email;
use crate::locale::Locale;
use crate::problem::FieldError;
use crate::{country, iban, text, vat};
use serde::{Deserialize, Serialize};

/// The shop as shoppers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shop {
    pub name: String,
    /// ISO 3166-1 alpha-2; preselected in forms.
    pub country: String,
    /// ISO 4217.
    pub currency: String,
    /// The shop's own language.
    pub locale: Locale,
    /// Months until the details of somebody who never bought are erased.
    pub retention_months: u32,
    /// Where people write about their data, and where the shop's own notices go.
    pub contact_email: String,
    /// ISO 3166-1 alpha-2 of the countries served; empty: all that are known.
    #[serde(default)]
    pub countries: Vec<String>,
}

impl Shop {
    /// Whether the shop sells to a country.
    pub fn serves(&self, country: &str) -> bool {
        self.countries.is_empty() || self.countries.iter().any(|served| served == country)
    }
}

impl Default for Shop {
    fn default() -> Shop {
        Shop {
            name: "Comptoir".to_owned(),
            country: "FR".to_owned(),
            currency: "EUR".to_owned(),
            locale: Locale::Fr,
            retention_months: 6,
            contact_email: String::new(),
            countries: Vec::new(),
        }
    }
}

/// Everything the owner sets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settings {
    /// Grows with each change; sent back with an edit.
    pub version: u32,
    pub shop: Shop,
    pub sale: Sale,
    /// What is missing before the shop may ask for money, as paths: `sale.seller.siren`.
    pub missing: Vec<String>,
}

/// What a consumer sale needs besides products.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Sale {
    pub seller: Seller,
    pub transfer: TransferSettings,
    pub terms: Notice,
    pub privacy: Notice,
}

/// Who sells: what invoices and the law ask for (code de commerce R.123-237, CGI 242 nonies A).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Seller {
    pub name: String,
    /// `EURL`, `SAS`, `Entrepreneur individuel` …
    pub form: String,
    /// As it is written: `10 000 €`; empty for forms without capital.
    pub capital: String,
    pub address: Option<Address>,
    pub siren: String,
    /// The register's town: `RCS Lyon`; empty where there is none.
    pub rcs: String,
    /// None: VAT does not apply (article 293 B of the CGI), and invoices say so.
    pub vat_id: Option<String>,
    /// IANA name; the day of invoices.
    pub time_zone: String,
}

impl Default for Seller {
    fn default() -> Seller {
        Seller {
            name: String::new(),
            form: String::new(),
            capital: String::new(),
            address: None,
            siren: String::new(),
            rcs: String::new(),
            vat_id: None,
            time_zone: "Europe/Paris".to_owned(),
        }
    }
}

/// Where transfers go, and how long they are awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TransferSettings {
    /// Without spaces.
    pub iban: String,
    pub bic: String,
    /// Days after which an unpaid order is reminded of.
    pub reminder_days: u32,
    /// Days after which an unpaid order is cancelled.
    pub cancel_days: u32,
}

impl Default for TransferSettings {
    fn default() -> TransferSettings {
        TransferSettings {
            iban: String::new(),
            bic: String::new(),
            reminder_days: 7,
            cancel_days: 21,
        }
    }
}

/// A legal text in both languages. A changed text is a new version; orders keep the one they accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Notice {
    /// 0 while there is no text.
    pub version: u32,
    pub en: String,
    pub fr: String,
}

impl Notice {
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }
}

/// What is missing before the shop may ask for money, as paths. The free goes on without.
pub fn missing(shop: &Shop, sale: &Sale) -> Vec<&'static str> {
    let seller = &sale.seller;
    [
        ("shop.contact_email", shop.contact_email.is_empty()),
        ("sale.seller.name", seller.name.is_empty()),
        ("sale.seller.form", seller.form.is_empty()),
        ("sale.seller.address", seller.address.is_none()),
        ("sale.seller.siren", seller.siren.is_empty()),
        ("sale.transfer.iban", sale.transfer.iban.is_empty()),
        ("sale.terms", sale.terms.version == 0),
        ("sale.privacy", sale.privacy.version == 0),
    ]
    .into_iter()
    .filter_map(|(path, lacks)| lacks.then_some(path))
    .collect()
}

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
    pub fn prove(&self, before: &Settings) -> Result<(Shop, Sale), Vec<FieldError>> {
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
        let mut days = |field: &'static str, typed: Option<u32>, min: u32, max: u32| {
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
        let retention_months = days("retention_months", self.retention_months, 1, 36);
        let reminder_days = days("reminder_days", self.reminder_days, 1, 60);
        let cancel_days = days("cancel_days", self.cancel_days, reminder_days + 1, 90);
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

/// The waiver of the withdrawal right as it stands beside its box, kept with each order (directive 2011/83/EU article 16 m).
pub fn waiver_text(locale: Locale) -> &'static str {
    match locale {
        Locale::En => {
            "I ask for delivery at once, before the 14 days to withdraw are over, and know that I then lose my right to withdraw for what is delivered online."
        }
        Locale::Fr => {
            "Je demande la livraison immédiate, avant la fin des 14 jours de rétractation, et je sais que je perds alors mon droit de rétractation pour ce qui est livré en ligne."
        }
    }
}

/// The text of the marketing consent that was ticked is proved by its version: a new wording is a new version.
pub const CONSENT_VERSION: u32 = 1;

/// The consent's words as they stand beside the box, kept with each consent given.
pub fn consent_text(locale: Locale, shop: &str) -> String {
    match locale {
        Locale::En => {
            format!("Email me {shop} news and offers, about once a month. I can stop at any time.")
        }
        Locale::Fr => format!(
            "Recevoir par e-mail les nouvelles et offres de {shop}, environ une fois par mois. Je peux arrêter à tout moment."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ..SettingsForm::default()
        }
    }

    #[test]
    fn an_incomplete_shop_is_saved_and_says_what_is_missing() {
        let (shop, sale) = form().prove(&Settings::default()).unwrap();
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
        let (shop, sale) = typed.prove(&Settings::default()).unwrap();
        assert_eq!((sale.terms.version, sale.privacy.version), (1, 0));
        let before = Settings {
            shop,
            sale,
            ..Settings::default()
        };
        let (_, again) = typed.prove(&before).unwrap();
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
