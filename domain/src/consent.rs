//! Consents: what there is to agree to, what was agreed to and when, the mail that asks to confirm it, and taking it back.

use crate::customer::Consent;
use crate::locale::Locale;
use crate::session::DAY;
use crate::settings::{CONSENT_VERSION, consent_text};
use serde::{Deserialize, Serialize};

/// What somebody can agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// News and offers by e-mail.
    Marketing,
}

impl Purpose {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Purpose::Marketing => "marketing",
        }
    }

    /// As one byte, in tokens that last: a number is never given to another purpose.
    pub fn number(self) -> u8 {
        match self {
            Purpose::Marketing => 1,
        }
    }

    /// Reads a number exactly as [`Purpose::number`] gives it.
    pub fn of_number(number: u8) -> Option<Purpose> {
        (number == Purpose::Marketing.number()).then_some(Purpose::Marketing)
    }
}

/// One's own consents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consents {
    pub purposes: Vec<Choice>,
    /// Every act, newest first.
    pub history: Vec<Consent>,
}

/// A purpose, and whether it is agreed to today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice {
    pub purpose: Purpose,
    pub given: bool,
    /// What agreeing says now.
    pub text_en: String,
    pub text_fr: String,
    pub version: u32,
}

impl Choice {
    /// News and offers of a shop.
    pub fn marketing(shop: &str, given: bool) -> Choice {
        Choice {
            purpose: Purpose::Marketing,
            given,
            text_en: consent_text(Locale::En, shop),
            text_fr: consent_text(Locale::Fr, shop),
            version: CONSENT_VERSION,
        }
    }

    /// The words in one language.
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.text_en,
            Locale::Fr => &self.text_fr,
        }
    }
}

/// Agrees, or takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentForm {
    pub purpose: Purpose,
    pub given: bool,
    /// The words that were read: their language and version. Another version since: 409 with what is said now. Taking back
    /// asks for neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

/// The link in the mail that asks to confirm works this long.
pub const LINK: i64 = 30 * DAY;
/// A mailbox is sent one such mail in this time at most, however often a box is ticked.
pub const ASKED_AGAIN: i64 = DAY;

/// Confirms what was ticked, or what staff asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentToken {
    /// The one-time token, from behind the `#` of the link.
    #[serde(default)]
    pub token: String,
}
