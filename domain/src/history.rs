//! Facts about a customer: who did what when. Written in the batch of the change itself.

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
}

impl Fact {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Fact::Created => "created",
            Fact::PendingTyped => "pending_typed",
            Fact::PendingApplied => "pending_applied",
            Fact::PendingDismissed => "pending_dismissed",
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
}
