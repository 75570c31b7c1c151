//! The outbox: mail to be sent, as rows in the batch of its cause, and when it is tried again.

use crate::id::{CustomerId, MailId, OrderId};
use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// How far a mail has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// To be sent when it is due.
    Waiting,
    /// Claimed by a sender, whose lease may run out.
    Sending,
    Sent,
    /// Given up: refused for good, or tried too often. Staff may try again.
    Failed,
    /// No longer of use when its turn came: a code that had run out, a link to something gone.
    Dropped,
}

impl MailState {
    pub const ALL: [MailState; 5] = [
        MailState::Waiting,
        MailState::Sending,
        MailState::Sent,
        MailState::Failed,
        MailState::Dropped,
    ];

    pub fn code(self) -> &'static str {
        match self {
            MailState::Waiting => "waiting",
            MailState::Sending => "sending",
            MailState::Sent => "sent",
            MailState::Failed => "failed",
            MailState::Dropped => "dropped",
        }
    }

    pub fn parse(code: &str) -> Option<MailState> {
        MailState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A mail as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MailRow {
    pub id: MailId,
    /// The template's code.
    pub template: String,
    pub locale: Locale,
    pub recipient: String,
    pub state: MailState,
    pub tries: u32,
    /// When it is tried next, while it waits.
    pub due_at: i64,
    /// What the last try came to, as a code: `unreachable`, `refused`, `status_500` …
    pub error: Option<String>,
    pub created_at: i64,
    pub sent_at: Option<i64>,
    pub order: Option<OrderId>,
    pub customer: Option<CustomerId>,
    /// What was sent, in development only.
    pub text: Option<String>,
}

const MINUTE: i64 = 60_000;

/// A sender that does not report back within this time is taken for dead, and its mail is claimed anew.
pub const LEASE: i64 = 2 * MINUTE;
/// Mails claimed at once.
pub const CLAIMED_MAX: u32 = 20;

/// Milliseconds until the next try after `tries` that failed; none when that was the last.
pub fn back_off(tries: u32) -> Option<i64> {
    const MINUTES: [i64; 7] = [1, 5, 15, 60, 240, 720, 1_440];
    let place = usize::try_from(tries.checked_sub(1)?).ok()?;
    MINUTES.get(place).map(|minutes| minutes * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_ever_more_rarely_and_then_no_more() {
        let waits: Vec<i64> = (1..).map_while(back_off).collect();
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!(waits.iter().sum::<i64>() / MINUTE / 60, 41);
        assert_eq!(back_off(8), None);
        assert_eq!(back_off(0), None);
    }
}
