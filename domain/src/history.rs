//! Facts about a customer: who did what when. Written in the batch of the change itself.

use crate::id::{CampaignId, ConversationId, OrderId};
use crate::note::Note;
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
    /// The record was changed: by its customer at checkout or in the space, or by staff; `fields` names what.
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
    /// Staff made the customer.
    Added,
    /// An import made the customer; `detail` is the file's name.
    Imported,
    /// An import changed the record; `fields` names what.
    ImportChanged,
    /// Staff corrected the e-mail, or its owner confirmed another; `detail` is the one before.
    EmailChanged,
    /// The owner asked for another e-mail; nothing changes before it is confirmed.
    EmailChangeAsked,
    EmailChangeWithdrawn,
    AddressAdded,
    AddressChanged,
    AddressRemoved,
    /// "Peut se connecter" was ticked, or unticked.
    SignInGiven,
    SignInTaken,
    /// "Activé" was ticked, or unticked.
    AccountEnabled,
    AccountDisabled,
    /// Staff typed a password.
    PasswordGiven,
    /// Staff had a reset link sent.
    ResetSent,
    /// Every session was ended by staff; by the owner every other one, or one of them.
    SessionsEnded,
    /// The owner agreed to news and offers, or took it back; or staff took it back for them.
    ConsentGiven,
    ConsentWithdrawn,
    /// Staff had the mail sent that asks whether news and offers are wanted.
    ConsentAsked,
    /// The mailbox refused a mail for good: mails to many no longer go there.
    MailBounced,
    /// The mailbox's reader called a mail unwanted.
    MailComplained,
    /// Staff let mails to many go to the mailbox again.
    SuppressionLifted,
    /// The owner took away what the shop keeps of them.
    DataExported,
    /// Staff let the next password be looked at without waiting.
    SlowingLifted,
    /// Staff made another record and this one one; `detail` is the other's name and e-mail, `fields` what was taken from it.
    Merged,
    /// Staff undid it.
    MergeUndone,
    /// `detail` is the group's name.
    GroupJoined,
    GroupLeft,
    /// A document for this customer alone was published, or is no more; `detail` is its title.
    DocumentGiven,
    DocumentTaken,
    /// A note; its text stands in `note`.
    NoteWritten,
    /// The customer opened a conversation with the shop. Its words stand in no history.
    ConversationOpened,
    /// One of the two sides wrote.
    MessageWritten,
    ConversationClosed,
    ConversationReopened,
    /// A campaign’s mail was taken by the provider, was refused, or nobody knows; `detail` is its subject.
    CampaignSent,
    CampaignFailed,
    CampaignUnknown,
}

/// What an entry is about, which a history is filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Notes,
    Changes,
    Mails,
    Orders,
    Conversations,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Notes,
        Kind::Changes,
        Kind::Mails,
        Kind::Orders,
        Kind::Conversations,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Notes => "notes",
            Kind::Changes => "changes",
            Kind::Mails => "mails",
            Kind::Orders => "orders",
            Kind::Conversations => "conversations",
        }
    }

    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Fact {
    /// What it is about.
    pub fn kind(self) -> Kind {
        match self {
            Fact::NoteWritten => Kind::Notes,
            Fact::Invited
            | Fact::InvitationEnded
            | Fact::ResetSent
            | Fact::CampaignSent
            | Fact::CampaignFailed
            | Fact::CampaignUnknown
            | Fact::ConsentAsked
            | Fact::MailBounced
            | Fact::MailComplained
            | Fact::SuppressionLifted => Kind::Mails,
            Fact::OrderPlaced
            | Fact::OrderPaid
            | Fact::OrderCompleted
            | Fact::OrderCancelled
            | Fact::OrderRefunded
            | Fact::OrderWithdrawn => Kind::Orders,
            Fact::ConversationOpened
            | Fact::MessageWritten
            | Fact::ConversationClosed
            | Fact::ConversationReopened => Kind::Conversations,
            _ => Kind::Changes,
        }
    }

    pub const ALL: [Fact; 56] = [
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
        Fact::Added,
        Fact::Imported,
        Fact::ImportChanged,
        Fact::EmailChanged,
        Fact::EmailChangeAsked,
        Fact::EmailChangeWithdrawn,
        Fact::AddressAdded,
        Fact::AddressChanged,
        Fact::AddressRemoved,
        Fact::SignInGiven,
        Fact::SignInTaken,
        Fact::AccountEnabled,
        Fact::AccountDisabled,
        Fact::PasswordGiven,
        Fact::ResetSent,
        Fact::SessionsEnded,
        Fact::ConsentGiven,
        Fact::ConsentWithdrawn,
        Fact::ConsentAsked,
        Fact::MailBounced,
        Fact::MailComplained,
        Fact::SuppressionLifted,
        Fact::DataExported,
        Fact::SlowingLifted,
        Fact::Merged,
        Fact::MergeUndone,
        Fact::GroupJoined,
        Fact::GroupLeft,
        Fact::DocumentGiven,
        Fact::DocumentTaken,
        Fact::NoteWritten,
        Fact::ConversationOpened,
        Fact::MessageWritten,
        Fact::ConversationClosed,
        Fact::ConversationReopened,
        Fact::CampaignSent,
        Fact::CampaignFailed,
        Fact::CampaignUnknown,
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
            Fact::Added => "added",
            Fact::Imported => "imported",
            Fact::ImportChanged => "import_changed",
            Fact::EmailChanged => "email_changed",
            Fact::EmailChangeAsked => "email_change_asked",
            Fact::EmailChangeWithdrawn => "email_change_withdrawn",
            Fact::AddressAdded => "address_added",
            Fact::AddressChanged => "address_changed",
            Fact::AddressRemoved => "address_removed",
            Fact::SignInGiven => "sign_in_given",
            Fact::SignInTaken => "sign_in_taken",
            Fact::AccountEnabled => "account_enabled",
            Fact::AccountDisabled => "account_disabled",
            Fact::PasswordGiven => "password_given",
            Fact::ResetSent => "reset_sent",
            Fact::SessionsEnded => "sessions_ended",
            Fact::ConsentGiven => "consent_given",
            Fact::ConsentWithdrawn => "consent_withdrawn",
            Fact::ConsentAsked => "consent_asked",
            Fact::MailBounced => "mail_bounced",
            Fact::MailComplained => "mail_complained",
            Fact::SuppressionLifted => "suppression_lifted",
            Fact::DataExported => "data_exported",
            Fact::SlowingLifted => "slowing_lifted",
            Fact::Merged => "merged",
            Fact::MergeUndone => "merge_undone",
            Fact::GroupJoined => "group_joined",
            Fact::GroupLeft => "group_left",
            Fact::DocumentGiven => "document_given",
            Fact::DocumentTaken => "document_taken",
            Fact::NoteWritten => "note_written",
            Fact::ConversationOpened => "conversation_opened",
            Fact::MessageWritten => "message_written",
            Fact::ConversationClosed => "conversation_closed",
            Fact::ConversationReopened => "conversation_reopened",
            Fact::CampaignSent => "campaign_sent",
            Fact::CampaignFailed => "campaign_failed",
            Fact::CampaignUnknown => "campaign_unknown",
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
    /// The staff member's name, else their e-mail; kept when they leave the team.
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
    /// A word to it, shown literally: the group's name, the e-mail before.
    #[serde(default)]
    pub detail: Option<String>,
    #[serde(default)]
    pub note: Option<Note>,
    /// The conversation it is about.
    #[serde(default)]
    pub conversation: Option<ConversationId>,
    /// The campaign it is about.
    #[serde(default)]
    pub campaign: Option<CampaignId>,
}

/// The order an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderMark {
    pub id: OrderId,
    pub number: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_stored_as_it_is_sent() {
        for fact in Fact::ALL {
            let sent = serde_json::to_string(&fact).unwrap();
            assert_eq!(sent, format!("\"{}\"", fact.code()));
        }
    }
}
