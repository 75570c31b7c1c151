//! What the shop's owner may set, and what everybody may see of it.

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
    /// Where people write about their data.
    pub contact_email: String,
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
