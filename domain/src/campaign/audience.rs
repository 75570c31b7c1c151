//! Whom a choice of groups reaches: counted, and listed figure by figure.

use crate::id::GroupId;
use crate::locale::Locale;
use crate::page::Cursor;
use serde::{Deserialize, Serialize};

/// Whom a choice of groups reaches today. Each customer once, in however many groups they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Audience {
    /// Members in all.
    pub total: u32,
    /// Who will receive it, by the language they get: their own, else the shop's.
    pub en: u32,
    pub fr: u32,
    /// Who has not agreed.
    pub no_consent: u32,
    /// Who agreed, and whose address bounced or complained.
    pub suppressed: u32,
}

impl Audience {
    pub fn receive(&self) -> u32 {
        self.en.saturating_add(self.fr)
    }

    /// Who gets this language.
    pub fn of(&self, locale: Locale) -> u32 {
        match locale {
            Locale::En => self.en,
            Locale::Fr => self.fr,
        }
    }
}

/// A figure of an [`Audience`], whose customers can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    #[default]
    Receive,
    NoConsent,
    Suppressed,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Receive, Part::NoConsent, Part::Suppressed];

    pub fn code(self) -> &'static str {
        match self {
            Part::Receive => "receive",
            Part::NoConsent => "no_consent",
            Part::Suppressed => "suppressed",
        }
    }

    pub fn parse(code: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// A choice of groups, and which of its customers to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AudienceQuery {
    pub groups: Vec<GroupId>,
    pub part: Part,
    /// Only those who get this language, of those who receive it.
    pub locale: Option<Locale>,
    pub cursor: Option<Cursor>,
}
