//! Campaigns: an e-mail to an audience of groups, each customer once, and only to those who agreed. Frozen when it starts,
//! sent in chunks that are never sent twice: what nobody knows the outcome of is `unknown` until somebody decides.

mod audience;
mod check;
#[cfg(all(feature = "mail", feature = "markdown"))]
pub mod content;
mod form;
#[cfg(all(feature = "mail", feature = "markdown"))]
pub mod link;
mod pace;
pub mod variable;

pub use audience::{Audience, AudienceQuery, Part};
pub use check::{Check, CheckKind, Checks, Level};
pub use form::{
    BODY_MAX, CampaignForm, PreviewForm, Proved, Resend, ResendForm, SUBJECT_MAX, SendForm,
    TestForm, once,
};
pub use pace::{Pace, back_off, rest};

use crate::group::GroupMark;
use crate::id::{CampaignId, CustomerId, GroupId};
use crate::locale::Locale;
use crate::page::Cursor;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// How far a campaign has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CampaignState {
    /// Being written.
    Draft,
    /// Starts by itself at its time; may be edited and taken back until then.
    Scheduled,
    /// Its audience is frozen and it leaves, chunk by chunk.
    Sending,
    /// Rests between two chunks; may go on.
    Paused,
    /// Ended by staff, or for want of anybody to send to: who waited is not sent it.
    Stopped,
    /// Nobody waits any more.
    Sent,
}

impl CampaignState {
    pub const ALL: [CampaignState; 6] = [
        CampaignState::Draft,
        CampaignState::Scheduled,
        CampaignState::Sending,
        CampaignState::Paused,
        CampaignState::Stopped,
        CampaignState::Sent,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            CampaignState::Draft => "draft",
            CampaignState::Scheduled => "scheduled",
            CampaignState::Sending => "sending",
            CampaignState::Paused => "paused",
            CampaignState::Stopped => "stopped",
            CampaignState::Sent => "sent",
        }
    }

    pub fn parse(code: &str) -> Option<CampaignState> {
        CampaignState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// Whether its texts and groups may still change.
    pub fn is_open(self) -> bool {
        matches!(self, CampaignState::Draft | CampaignState::Scheduled)
    }

    /// Whether staff may put it into `wanted` from here, other than by sending it. Being there already is no change.
    pub fn may_become(self, wanted: CampaignState) -> bool {
        use CampaignState::{Draft, Paused, Scheduled, Sending, Sent, Stopped};
        match wanted {
            Draft => matches!(self, Draft | Scheduled),
            Sending => matches!(self, Sending | Paused),
            Paused => matches!(self, Paused | Sending),
            Stopped => matches!(self, Stopped | Sending | Paused),
            Scheduled | Sent => false,
        }
    }
}

/// What became of a campaign's mail to one customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// To be sent, or to be tried again.
    Waiting,
    /// Being handed over.
    Sending,
    /// The mail provider took it; with the reason `complained` where its reader called it unwanted.
    Sent,
    /// It was not, and will not be, delivered: see [`Recipient::reason`].
    Failed,
    /// Nobody knows whether the provider took it. Sent again only by hand.
    Unknown,
    /// It was never to be sent to them: see [`Recipient::reason`].
    Skipped,
}

impl Outcome {
    pub const ALL: [Outcome; 6] = [
        Outcome::Waiting,
        Outcome::Sending,
        Outcome::Sent,
        Outcome::Failed,
        Outcome::Unknown,
        Outcome::Skipped,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Waiting => "waiting",
            Outcome::Sending => "sending",
            Outcome::Sent => "sent",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
            Outcome::Skipped => "skipped",
        }
    }

    pub fn parse(code: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }
}

/// Why somebody was skipped: no consent (any more), their address bounced or complained, they are no customer any more,
/// staff stopped the campaign, or there is no text in their language.
pub const SKIPPED: [&str; 5] = ["no_consent", "suppressed", "gone", "stopped", "no_text"];
/// Why a mail failed: the provider refused it for good, it came back (`bounced`), the text could not be made for them; else the
/// last of too many tries: `status_500` and the like.
pub const FAILED: [&str; 3] = ["refused", "bounced", "render"];
/// Why an outcome is unknown: no answer in time, the connection broke, the server died or was stopped in the middle.
pub const UNKNOWN: [&str; 3] = ["timeout", "unreachable", "interrupted"];

/// How many customers have which outcome, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    pub outcome: Outcome,
    /// Empty where there is nothing to say; else one of [`SKIPPED`], [`FAILED`], [`UNKNOWN`], or `status_…`.
    pub reason: String,
    pub count: u32,
}

/// A campaign, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Campaign {
    pub id: CampaignId,
    /// Grows with each edit; sent back with an edit and with sending.
    pub version: u32,
    pub state: CampaignState,
    /// Subjects and Markdown as typed; a language may be empty while nobody needs it.
    pub subject_en: String,
    pub subject_fr: String,
    pub body_en: String,
    pub body_fr: String,
    /// Whom it is for: the union of these. Once it has started, as they were called then.
    pub groups: Vec<GroupMark>,
    /// When it starts by itself, while it is scheduled. Unix milliseconds, UTC, like every time here.
    pub send_at: Option<i64>,
    /// When a test of the very texts that stand here was last sent.
    pub tested_at: Option<i64>,
    /// Customers it was frozen over, those it skips included; 0 before it starts.
    pub total: u32,
    /// Outcomes with their reasons, all of the total; empty before it starts.
    pub figures: Vec<Figure>,
    /// Of those who were sent it: how many unsubscribed by its link.
    pub unsubscribed: u32,
    /// The provider does not answer: it is asked again then.
    pub troubled_until: Option<i64>,
    /// Who wrote it and who started it, while they work here.
    pub by: Option<String>,
    pub sent_by: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
}

impl Campaign {
    /// How many have an outcome, whatever the reason.
    pub fn count(&self, outcome: Outcome) -> u32 {
        let of = self.figures.iter().filter(|one| one.outcome == outcome);
        of.map(|one| one.count).sum()
    }

    /// Who was or will be written to: all but the skipped.
    pub fn meant(&self) -> u32 {
        self.total.saturating_sub(self.count(Outcome::Skipped))
    }

    /// Who has been dealt with, of those meant.
    pub fn reached(&self) -> u32 {
        let open = self.count(Outcome::Waiting) + self.count(Outcome::Sending);
        self.meant().saturating_sub(open)
    }

    /// Whether hands may send it again to whose outcome is unknown or failed.
    pub fn may_be_resent(&self) -> bool {
        use CampaignState::{Paused, Sending, Sent, Stopped};
        matches!(self.state, Sending | Paused | Stopped | Sent)
            && self.count(Outcome::Unknown) + self.count(Outcome::Failed) > 0
    }

    pub fn subject(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.subject_en,
            Locale::Fr => &self.subject_fr,
        }
    }

    pub fn body(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.body_en,
            Locale::Fr => &self.body_fr,
        }
    }
}

/// A campaign as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CampaignRow {
    pub id: CampaignId,
    pub state: CampaignState,
    pub subject_en: String,
    pub subject_fr: String,
    /// The names of its groups, with commas.
    pub groups: String,
    pub send_at: Option<i64>,
    pub total: u32,
    pub waiting: u32,
    pub sent: u32,
    pub failed: u32,
    pub unknown: u32,
    pub skipped: u32,
    pub unsubscribed: u32,
    pub updated_at: i64,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    /// Where the list goes on; the Worker’s own.
    #[serde(default, skip_serializing)]
    pub seq: i64,
}

/// Which campaigns, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CampaignQuery {
    pub state: Option<CampaignState>,
    /// Only those to this group.
    pub group: Option<GroupId>,
    pub cursor: Option<Cursor>,
}

/// A customer of an audience, or what became of their mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recipient {
    pub id: CustomerId,
    /// Empty, with the e-mail, once the customer is gone.
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// The language they get.
    pub locale: Locale,
    /// None in an audience that nothing was sent to yet.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// See [`Figure::reason`].
    #[serde(default)]
    pub reason: String,
    /// When the outcome came to be.
    #[serde(default)]
    pub at: Option<i64>,
    #[serde(default)]
    pub unsubscribed_at: Option<i64>,
}

/// Which of a campaign's customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecipientQuery {
    pub outcome: Option<Outcome>,
    /// Only with an outcome.
    pub reason: Option<String>,
    /// Who unsubscribed by its link; with neither of the others.
    pub unsubscribed: bool,
    pub cursor: Option<Cursor>,
}

/// A campaign's text as one customer gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    pub subject: String,
    /// The whole document, to be shown in a sandbox.
    pub html: String,
    pub text: String,
    /// What no mail may have, by `subject` or `body` and line: left out of what is shown, or shown as words.
    pub faults: Vec<FieldError>,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tested {
    /// Where it went: the mailbox of whoever asked.
    pub to: String,
    /// `sent`, `failed` or `unknown`, with the reason as for a customer.
    pub outcome: Outcome,
    #[serde(default)]
    pub reason: String,
    /// The campaign's [`Campaign::tested_at`] by now.
    pub tested_at: Option<i64>,
}

/// The subject of a test: nobody takes it for the campaign itself.
pub fn test_subject(locale: Locale, subject: &str) -> String {
    match locale {
        Locale::En => format!("[Test] {subject}"),
        Locale::Fr => format!("[Essai] {subject}"),
    }
}

/// Groups one campaign may be for.
pub const GROUPS_MAX: u32 = 50;
/// Customers one campaign may be frozen over.
pub const TOTAL_MAX: u32 = 100_000;
/// Mails handed over under one claim: at most so many can become `unknown` when a server dies.
pub const CHUNK: u32 = 50;
/// A sender that does not report back within this time is taken for dead; what it was handing over is `unknown` then:
/// milliseconds.
pub const LEASE: i64 = 2 * MINUTE;
/// Customers named one by one when it is sent again by hand.
pub const NAMED_MAX: usize = 500;
/// How far ahead a campaign may be scheduled: milliseconds.
pub const AHEAD_MAX: i64 = 366 * 24 * 60 * MINUTE;
/// Mails a minute where the settings say nothing else, and the most they may say.
pub const PER_MINUTE: u32 = 600;
pub const PER_MINUTE_MAX: u32 = 60_000;

const MINUTE: i64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_one_way_and_may_rest() {
        use CampaignState::{Draft, Paused, Scheduled, Sending, Sent, Stopped};
        assert!(Scheduled.may_become(Draft) && !Sending.may_become(Draft));
        assert!(Paused.may_become(Sending) && Sending.may_become(Paused));
        assert!(!Draft.may_become(Sending), "sending has a door of its own");
        for ended in [Stopped, Sent] {
            for wanted in [Draft, Scheduled, Sending, Paused] {
                assert!(!ended.may_become(wanted), "{ended:?} → {wanted:?}");
            }
        }
        for state in CampaignState::ALL {
            assert_eq!(CampaignState::parse(state.code()), Some(state));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.code()), Some(outcome));
        }
    }
}
