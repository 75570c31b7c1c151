//! Customers who may be one person: what they have in common, and what merging their records comes to.

mod comparison;
mod mailbox;
mod plan;
mod undo;

pub use comparison::{Belongings, Comparison, Joined, Record};
pub use mailbox::PROVIDERS;
pub use plan::{MergeField, MergeForm, Plan, Unmergeable};
pub use undo::Stood;

use crate::customer::{AccountState, Stage};
use crate::id::{CustomerId, MergeId};
use serde::{Deserialize, Serialize};

/// Days a merge can be undone; then what that needs is dropped.
pub const UNDO_DAYS: i64 = 30;

/// What two customers have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Likeness {
    /// The same number.
    Phone,
    /// The same name in any spelling that folds alike, and the postcode of any of their addresses.
    Name,
    /// Two spellings of what is probably one mailbox ([`PROVIDERS`]).
    Email,
}

impl Likeness {
    /// By the first sign of its key, as `likenesses` has it.
    pub fn of_key(sign: &str) -> Option<Likeness> {
        match sign {
            "p" => Some(Likeness::Phone),
            "n" => Some(Likeness::Name),
            "e" => Some(Likeness::Email),
            _ => None,
        }
    }
}

/// A customer beside another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lookalike {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// E.164.
    pub phone: Option<String>,
    pub stage: Stage,
    pub account: AccountState,
    /// Placed, paid or completed.
    pub orders: u32,
    /// Unix milliseconds, UTC.
    pub created_at: i64,
}

/// Two customers who may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Duplicate {
    /// The one who came later.
    pub customer: Lookalike,
    pub other: Lookalike,
    /// Each once.
    pub why: Vec<Likeness>,
}

/// Whom a customer may be the same person as, and the merges that the record came out of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Duplicates {
    /// The newest first; `customer` is the one asked about.
    pub items: Vec<Duplicate>,
    /// Those that can still be undone, the newest first.
    pub merges: Vec<Merge>,
}

/// Two records made one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Merge {
    pub id: MergeId,
    /// Whose record it became.
    pub customer: CustomerId,
    /// The record that went: its id is a customer's again once the merge is undone.
    pub other: CustomerId,
    /// Whose it was; empty once it is undone.
    pub other_name: String,
    pub other_email: String,
    /// Unix milliseconds, UTC.
    pub at: i64,
    /// Who of staff did it.
    pub by: Option<String>,
    /// It can be undone until then; none once it was, or can be no more.
    pub undo_until: Option<i64>,
    pub undone_at: Option<i64>,
}
