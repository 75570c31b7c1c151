//! What the shop's owner may set, and what everybody may see of it.

mod form;

pub use form::{NOTICE_MAX, SettingsForm};

use crate::contact::Address;
use crate::locale::Locale;
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
    #[serde(default)]
    pub mailing: Mailing,
    /// What is missing before the shop may ask for money, as paths: `sale.seller.siren`.
    pub missing: Vec<String>,
    /// The address that mails come from, which whoever deploys sets.
    #[serde(default)]
    pub mail_from: String,
    /// Whether a mail has ever left, as far as the outbox remembers.
    #[serde(default)]
    pub mail_sent: bool,
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

impl Seller {
    /// Whether VAT is in the shop's prices. A seller without a VAT number charges none (article 293 B of the CGI),
    /// whatever rate stands on a product.
    pub fn charges_vat(&self) -> bool {
        self.vat_id.is_some()
    }
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

/// How mails to many leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Mailing {
    /// Mails a minute, all campaigns together: what the mail provider allows.
    pub mails_per_minute: u32,
}

impl Default for Mailing {
    fn default() -> Mailing {
        Mailing {
            mails_per_minute: crate::campaign::PER_MINUTE,
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
