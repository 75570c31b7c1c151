//! Facts about a customer: who did what when. Written in the batch of the change itself.

use crate::id::OrderId;
use crate::pending::Details;
use serde::{Deserialize, Serialize};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// Somebody at the checkout who proved nothing.
    Visitor,
    Customer,
    Staff,
    System,
}

impl Actor {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Actor::Visitor => "visitor",
            Actor::Customer => "customer",
            Actor::Staff => "staff",
            Actor::System => "system",
        }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Contact details left at checkout made the customer.
    Created,
    /// Somebody typed other details for this mailbox without proving it.
    PendingTyped,
    /// Staff took over typed details; `fields` names them.
    PendingApplied,
    /// Staff set typed details aside.
    PendingDismissed,
    /// The customer changed the record at checkout or in the space; `fields` names what.
    DetailsChanged,
    /// The details of a paid order became the record's, as nobody had proved the mailbox; `fields` names what.
    DetailsReplaced,
    OrderPlaced,
    OrderPaid,
    OrderCompleted,
    OrderCancelled,
    OrderRefunded,
    /// The buyer withdrew from the contract.
    OrderWithdrawn,
    /// A dormant account was offered by mail.
    Invited,
    /// The offer lapsed.
    InvitationEnded,
    /// The mailbox was proved: by a code or a link.
    MailboxProved,
    /// The account was opened by its owner.
    AccountOpened,
    PasswordSet,
    PasswordChanged,
}

impl Fact {
    pub const ALL: [Fact; 18] = [
        Fact::Created,
        Fact::PendingTyped,
        Fact::PendingApplied,
        Fact::PendingDismissed,
        Fact::DetailsChanged,
        Fact::DetailsReplaced,
        Fact::OrderPlaced,
        Fact::OrderPaid,
        Fact::OrderCompleted,
        Fact::OrderCancelled,
        Fact::OrderRefunded,
        Fact::OrderWithdrawn,
        Fact::Invited,
        Fact::InvitationEnded,
        Fact::MailboxProved,
        Fact::AccountOpened,
        Fact::PasswordSet,
        Fact::PasswordChanged,
    ];
}

impl Fact {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Fact::Created => "created",
            Fact::PendingTyped => "pending_typed",
            Fact::PendingApplied => "pending_applied",
            Fact::PendingDismissed => "pending_dismissed",
            Fact::DetailsChanged => "details_changed",
            Fact::DetailsReplaced => "details_replaced",
            Fact::OrderPlaced => "order_placed",
            Fact::OrderPaid => "order_paid",
            Fact::OrderCompleted => "order_completed",
            Fact::OrderCancelled => "order_cancelled",
            Fact::OrderRefunded => "order_refunded",
            Fact::OrderWithdrawn => "order_withdrawn",
            Fact::Invited => "invited",
            Fact::InvitationEnded => "invitation_ended",
            Fact::MailboxProved => "mailbox_proved",
            Fact::AccountOpened => "account_opened",
            Fact::PasswordSet => "password_set",
            Fact::PasswordChanged => "password_changed",
        }
    }
}

/// One entry of a customer's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// Unix milliseconds, UTC.
    pub at: i64,
    pub actor: Actor,
    /// The staff member's e-mail, where staff did it and the account still exists.
    pub by: Option<String>,
    pub fact: Fact,
    /// Names of the fields that changed, as in the contact body.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The order it is about.
    #[serde(default)]
    pub order: Option<OrderMark>,
    /// What stood there before, where the record's details were replaced.
    #[serde(default)]
    pub before: Option<Details>,
}

/// The order an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderMark {
    pub id: OrderId,
    pub number: u32,
}
