//! The customer: the person known to the shop, one per mailbox.

mod book;
mod erasure;
pub mod export;
mod form;
mod query;

pub use book::BookForm;
pub use erasure::{BOOKS_YEARS, Erasure, ErasureForm, OwnErasureForm};
pub use form::{CustomerForm, Edited, NewCustomer};
pub use query::{CustomerQuery, Filter, LIMIT, LIMIT_MAX, Order, Place, PlaceKey, Q_MAX, Sort};

use crate::account::SavedAddress;
use crate::contact::{Address, Billing};
use crate::credentials::Credentials;
use crate::group::GroupMark;
use crate::id::{CustomerId, OrderId, ProductId, PurchaseId};
use crate::locale::Locale;
use crate::mail_event::Reason;
use crate::pending::{Details, Pending};
use crate::product::Kind;
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
    /// True where mails to many no longer go to the mailbox.
    pub failing: bool,
    /// Unix milliseconds, UTC.
    pub created_at: i64,
    /// ISO code of the address used last.
    pub country: Option<String>,
    /// By name.
    pub groups: Vec<GroupMark>,
    pub orders: OrderFigures,
}

/// A customer's orders in short. Cancelled and refunded ones do not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderFigures {
    /// Placed, paid or completed.
    pub count: u32,
    /// Paid or completed.
    pub paid: u32,
    /// What those came to: minor units, VAT included.
    pub total: i64,
    /// When the last one was placed, whatever became of it.
    pub last_at: Option<i64>,
}

impl OrderFigures {
    /// The average of the paid orders, rounded to the minor unit; none without one.
    pub fn average(&self) -> Option<i64> {
        let paid = i64::from(self.paid);
        (paid > 0).then(|| (self.total + paid / 2).div_euclid(paid))
    }
}

/// A consent, with what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consent {
    /// `marketing`.
    pub purpose: String,
    pub state: ConsentState,
    /// The words beside the box, and their version.
    pub text: String,
    pub version: u32,
    /// Where: `checkout`, `space`, `confirmation` (the link in a mail that asked), `unsubscribe` (the link in a mail to many),
    /// `staff`, `import`, `complaint`.
    pub way: String,
    /// Unix milliseconds, UTC.
    pub at: i64,
    /// When and where the box was ticked, or staff asked, if the answer came later.
    #[serde(default)]
    pub asked_at: Option<i64>,
    #[serde(default)]
    pub asked_way: Option<String>,
}

/// Since when mails to many no longer go to the mailbox, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suppressed {
    pub reason: Reason,
    /// Unix milliseconds, UTC.
    pub at: i64,
    /// The provider's words, shown literally.
    pub detail: Option<String>,
}

/// What became of a ticked box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ConsentState {
    /// Ticked, but the mailbox was never proved.
    Pending,
    Given,
    Withdrawn,
}

/// What a customer acquired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Purchase {
    pub id: PurchaseId,
    pub product: ProductId,
    pub kind: Kind,
    /// The product's name in the reader's language, as it is called today.
    pub name_en: String,
    pub name_fr: String,
    pub reference: String,
    pub quantity: u32,
    /// Unix milliseconds, UTC; no end for what does not run out.
    pub valid_from: i64,
    pub valid_until: Option<i64>,
    /// Taken back by a refund.
    pub ended_at: Option<i64>,
    pub first_order: OrderId,
    /// As people say it: 1042.
    pub first_number: u32,
    pub last_order: OrderId,
    pub last_number: u32,
    /// Whether the shop still sells it: then it can be bought again.
    pub listed: bool,
}

/// What a customer acquired, newest first. As many as there are products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Purchases {
    pub items: Vec<Purchase>,
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
    /// The whole address book, the entry used last first: that one is `address`.
    pub addresses: Vec<SavedAddress>,
    /// How the customer signs in; none without an account.
    pub credentials: Option<Credentials>,
    /// By name.
    pub groups: Vec<GroupMark>,
    /// Newest first.
    pub consents: Vec<Consent>,
    /// Why mails to many no longer go to the mailbox; none where they do.
    #[serde(default)]
    pub suppressed: Option<Suppressed>,
    pub orders: OrderFigures,
}

impl Customer {
    /// Whether mails to many may be sent, as far as the customer goes: what was said last holds.
    pub fn agrees(&self) -> bool {
        let said = |act: &&Consent| act.state != ConsentState::Pending;
        let last = self.consents.iter().find(said);
        last.is_some_and(|act| act.state == ConsentState::Given)
    }

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
