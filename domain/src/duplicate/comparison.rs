//! Two records side by side, and which of them survives unless staff say otherwise.

use super::Likeness;
use crate::customer::{AccountState, ConsentState, Customer};
use crate::id::{AccountId, CustomerId};
use serde::{Deserialize, Serialize};

/// How much belongs to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Belongings {
    /// Whatever became of them.
    pub orders: u32,
    /// Invoices and credit notes: they follow their orders and stay as they were issued.
    pub invoices: u32,
    pub purchases: u32,
    pub addresses: u32,
    /// Documents for this customer alone.
    pub documents: u32,
    pub conversations: u32,
    pub notes: u32,
    pub groups: u32,
    pub pending: u32,
    /// Mails sent or waiting.
    pub mails: u32,
    /// Entries of the history.
    pub history: u32,
}

/// What both have, and one record has once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Joined {
    pub addresses: u32,
    /// Of the same product: one purchase, which loses no paid day; the reference of the surviving record stays.
    pub purchases: u32,
    pub groups: u32,
}

/// One of the two records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    pub customer: Customer,
    pub account: Option<AccountId>,
    /// The mailbox or the account is one of the team's: nothing is merged with it.
    pub staff: bool,
    /// When its details were last typed or changed: Unix milliseconds, UTC.
    pub details_at: i64,
    pub has: Belongings,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The one that survives unless another is chosen.
    pub survivor: CustomerId,
    /// As they were asked for.
    pub one: Record,
    pub other: Record,
    pub joined: Joined,
    /// What they have in common; empty for two whom nothing but staff brought together.
    pub why: Vec<Likeness>,
    /// They were said to be two persons.
    pub told_apart: bool,
}

impl Record {
    /// Whether somebody has a way in that is their own: an account that was opened, even if it is switched off now.
    pub fn account_in_use(&self) -> bool {
        let opened = |credentials: &crate::credentials::Credentials| {
            credentials.has_password || credentials.verified
        };
        self.account.is_some()
            && (self.customer.account == AccountState::Enabled
                || self.customer.credentials.as_ref().is_some_and(opened))
    }

    /// The last thing said about a consent, and when; ticks that nobody proved say nothing.
    fn consent(&self) -> Option<(ConsentState, i64)> {
        let said = |state| state != ConsentState::Pending;
        let acts = self.customer.consents.iter();
        let last = acts.filter(|act| said(act.state)).max_by_key(|act| act.at);
        last.map(|act| (act.state, act.at))
    }

    /// Whether consent stands once `lost`, whose mailbox goes, is merged into this record, whose mailbox stays: its own, unless it
    /// was taken back later under the other one. A consent of the other mailbox was never given for this one.
    pub fn consent_beside(&self, lost: &Record) -> bool {
        match (self.consent(), lost.consent()) {
            (Some((ConsentState::Given, given)), Some((ConsentState::Withdrawn, taken_back))) => {
                given >= taken_back
            }
            (Some((ConsentState::Given, _)), _) => true,
            _ => false,
        }
    }
}

/// Which of two records survives: the one with the account in use, else with orders, else with the proved mailbox, else
/// the older one.
pub fn survivor<'a>(one: &'a Record, other: &'a Record) -> &'a Record {
    let rank = |record: &Record| {
        (
            record.account_in_use(),
            record.has.orders > 0,
            record.customer.verified,
            std::cmp::Reverse((record.customer.created_at, record.customer.id.to_string())),
        )
    };
    if rank(other) > rank(one) { other } else { one }
}

impl Comparison {
    /// Puts two records side by side.
    pub fn new(
        one: Record,
        other: Record,
        joined: Joined,
        why: Vec<Likeness>,
        told_apart: bool,
    ) -> Comparison {
        Comparison {
            survivor: survivor(&one, &other).customer.id.clone(),
            one,
            other,
            joined,
            why,
            told_apart,
        }
    }

    /// The record of this id, and the one beside it.
    pub fn pair(&self, survivor: &CustomerId) -> Option<(&Record, &Record)> {
        match survivor {
            id if *id == self.one.customer.id => Some((&self.one, &self.other)),
            id if *id == self.other.customer.id => Some((&self.other, &self.one)),
            _ => None,
        }
    }
}
