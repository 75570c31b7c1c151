//! The customer: the person known to the shop, one per mailbox.

use crate::contact::{Address, Billing};
use crate::id::CustomerId;
use crate::locale::Locale;
use crate::page::Cursor;
use crate::pending::{Details, Pending};
use crate::problem::FieldError;
use crate::{contact::Contact, search};
use serde::{Deserialize, Serialize};

/// How far the customer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Left contact details.
    Contact,
    /// Bought.
    Buyer,
}

impl Stage {
    pub fn code(self) -> &'static str {
        match self {
            Stage::Contact => "contact",
            Stage::Buyer => "buyer",
        }
    }

    pub fn parse(code: &str) -> Option<Stage> {
        match code {
            "contact" => Some(Stage::Contact),
            "buyer" => Some(Stage::Buyer),
            _ => None,
        }
    }
}

/// What the customer's account allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum AccountState {
    None,
    Invited,
    Enabled,
    Disabled,
}

impl AccountState {
    pub fn code(self) -> &'static str {
        match self {
            AccountState::None => "none",
            AccountState::Invited => "invited",
            AccountState::Enabled => "enabled",
            AccountState::Disabled => "disabled",
        }
    }

    pub fn parse(code: &str) -> Option<AccountState> {
        match code {
            "none" => Some(AccountState::None),
            "invited" => Some(AccountState::Invited),
            "enabled" => Some(AccountState::Enabled),
            "disabled" => Some(AccountState::Disabled),
            _ => None,
        }
    }
}

/// A customer as a row of the back office's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerRow {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// True once somebody proved to read the mailbox.
    pub verified: bool,
    pub organisation: Option<String>,
    pub stage: Stage,
    pub account: AccountState,
    /// True where pending details wait for a decision.
    pub pending: bool,
    /// Unix milliseconds, UTC.
    pub created_at: i64,
}

/// A customer's whole record, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    pub id: CustomerId,
    /// Grows with each change; sent back with an edit.
    pub version: u32,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub verified: bool,
    /// E.164.
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub locale: Option<Locale>,
    /// The address used last.
    pub address: Option<Address>,
    pub billing: Option<Billing>,
    pub stage: Stage,
    pub account: AccountState,
    pub created_at: i64,
    /// What unproved visitors typed for this mailbox, oldest first.
    pub pending: Vec<Pending>,
}

impl Customer {
    /// The part of the record that pending details may differ from.
    pub fn details(&self) -> Details {
        Details {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone: self.phone.clone(),
            organisation: self.organisation.clone(),
            address: self.address.clone(),
            billing: self.billing.clone(),
        }
    }
}

/// The folded columns that lists sort and search by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Last name, then first name.
    pub name_key: String,
    pub search_text: String,
}

impl Keys {
    /// The keys of a record with these details.
    pub fn new(
        first_name: &str,
        last_name: &str,
        email: &str,
        phone: Option<&str>,
        organisation: Option<&str>,
    ) -> Keys {
        let last = crate::text::fold(last_name);
        let first = crate::text::fold(first_name);
        Keys {
            name_key: format!("{last} {first}"),
            search_text: search::text(first_name, last_name, email, phone, organisation),
        }
    }
}

impl Keys {
    /// The keys of a record as it is to be.
    pub fn of(details: &Details, email: &str) -> Keys {
        Keys::new(
            &details.first_name,
            &details.last_name,
            email,
            details.phone.as_deref(),
            details.organisation.as_deref(),
        )
    }
}

impl From<&Contact> for Keys {
    fn from(contact: &Contact) -> Keys {
        Keys::new(
            &contact.first_name,
            &contact.last_name,
            contact.email.as_str(),
            contact.phone.as_deref(),
            contact.organisation.as_deref(),
        )
    }
}

/// The order of a list. Search results always come newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Sort {
    /// Newest first.
    #[default]
    #[serde(rename = "-created")]
    CreatedDown,
    #[serde(rename = "created")]
    CreatedUp,
    #[serde(rename = "name")]
    NameUp,
    #[serde(rename = "-name")]
    NameDown,
}

impl Sort {
    pub fn code(self) -> &'static str {
        match self {
            Sort::CreatedDown => "-created",
            Sort::CreatedUp => "created",
            Sort::NameUp => "name",
            Sort::NameDown => "-name",
        }
    }

    pub fn parse(code: &str) -> Option<Sort> {
        match code {
            "-created" => Some(Sort::CreatedDown),
            "created" => Some(Sort::CreatedUp),
            "name" => Some(Sort::NameUp),
            "-name" => Some(Sort::NameDown),
            _ => None,
        }
    }
}

/// What the list of customers is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerQuery {
    /// Free text; empty for no search.
    pub q: String,
    pub stage: Option<Stage>,
    pub account: Option<AccountState>,
    pub sort: Sort,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// Rows a page, 1 to [`LIMIT_MAX`].
    pub limit: Option<u32>,
}

pub const LIMIT: u32 = 50;
pub const LIMIT_MAX: u32 = 100;
/// Longest search text taken, in characters; longer ones are refused before the database sees them.
pub const Q_MAX: usize = 4_096;

impl CustomerQuery {
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(LIMIT)
    }

    /// Reads one pair of the address; the pairs may come in any order, each once.
    pub(crate) fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "q" if value.chars().count() > Q_MAX => {
                return Err(FieldError {
                    max: Some(Q_MAX as u32),
                    ..FieldError::new("q", "too_long")
                });
            }
            "q" => value.clone_into(&mut self.q),
            "stage" => self.stage = Some(Stage::parse(value).ok_or_else(|| unknown("stage"))?),
            "account" => {
                self.account = Some(AccountState::parse(value).ok_or_else(|| unknown("account"))?);
            }
            "sort" => self.sort = Sort::parse(value).ok_or_else(|| unknown("sort"))?,
            "cursor" => {
                self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?);
            }
            "limit" => {
                let limit = value.parse().ok().filter(|n| (1..=LIMIT_MAX).contains(n));
                self.limit = Some(limit.ok_or(FieldError {
                    min: Some(1),
                    max: Some(LIMIT_MAX),
                    ..FieldError::new("limit", "out_of_range")
                })?);
            }
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }
}
