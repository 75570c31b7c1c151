//! What the mail provider tells of mails it took: a webhook in Resend's shape, signed as Svix signs. Only what makes an address
//! useless, or its reader a person who wants no such mail, means anything here.

use crate::base64;
use serde::{Deserialize, Serialize};

/// A message as it came, not yet believed. Travels raw, never as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signed {
    /// The provider's name for the message, the same each time it is told.
    pub id: String,
    /// Unix seconds at which it was sent, as the header says them.
    pub timestamp: String,
    /// `v1,<base64>`, several parted by spaces while a key is being changed.
    pub signatures: String,
    pub bytes: Vec<u8>,
}

/// The headers of a message.
pub const ID: &str = "svix-id";
pub const TIMESTAMP: &str = "svix-timestamp";
pub const SIGNATURE: &str = "svix-signature";

/// Milliseconds a message may be old, or come from the future.
pub const TOLERANCE: i64 = 5 * 60_000;
/// Signs an id may have, and signatures that are looked at.
const ID_MAX: usize = 128;
const SIGNATURES_MAX: usize = 8;
/// Signs of the provider's words that are kept.
const DETAIL_MAX: usize = 200;
/// Recipients of one mail that are looked at: ours have one.
const RECIPIENTS_MAX: usize = 10;

impl Signed {
    /// The signatures to compare with the HMAC-SHA256 of [`Signed::said`]; none for a message that is too old, from the future,
    /// or not well made.
    pub fn seals(&self, now: i64) -> Vec<Vec<u8>> {
        let named = (1..=ID_MAX).contains(&self.id.len())
            && self.id.bytes().all(|byte| byte.is_ascii_graphic());
        let at = self.timestamp.parse::<i64>().ok();
        let fresh = at
            .and_then(|seconds| seconds.checked_mul(1000))
            .is_some_and(|at| now.saturating_sub(at).saturating_abs() <= TOLERANCE);
        if !named || !fresh {
            return Vec::new();
        }
        self.signatures
            .split(' ')
            .take(SIGNATURES_MAX)
            .filter_map(|one| base64::read_common(one.strip_prefix("v1,")?))
            .filter(|seal| seal.len() == 32)
            .collect()
    }

    /// What is signed, in parts that follow each other.
    pub fn said(&self) -> [&[u8]; 5] {
        [
            self.id.as_bytes(),
            b".",
            self.timestamp.as_bytes(),
            b".",
            &self.bytes,
        ]
    }
}

/// The key behind a secret as the provider shows it: `whsec_` and base64. `None` for what is none, or too short to be one.
pub fn key(secret: &str) -> Option<Vec<u8>> {
    let bytes = base64::read_common(secret.trim().strip_prefix("whsec_")?)?;
    (bytes.len() >= 16).then_some(bytes)
}

/// Why mails to many no longer go to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Its server refused a mail for good.
    Bounce,
    /// Its reader told their provider that a mail was unwanted.
    Complaint,
}

impl Reason {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Bounce => "bounce",
            Reason::Complaint => "complaint",
        }
    }
}

/// An event that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    pub reason: Reason,
    /// Whom the mail was for, as its address says.
    pub to: Vec<String>,
    /// The provider's name for the mail.
    pub mail: String,
    /// The provider's words.
    pub detail: Option<String>,
}

/// The event as it is written.
#[derive(Deserialize)]
pub struct Written {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    email_id: Option<String>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    bounce: Option<Bounce>,
}

#[derive(Deserialize)]
struct Bounce {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

impl Written {
    /// What it means; `None` for an event of another kind, and for a refusal that may pass.
    pub fn failing(self) -> Option<Failing> {
        let data = self.data?;
        let (reason, detail) = match (self.kind.as_str(), data.bounce) {
            ("email.bounced", Some(bounce)) if bounce.kind.as_deref() == Some("Permanent") => {
                (Reason::Bounce, bounce.message)
            }
            ("email.complained", _) => (Reason::Complaint, None),
            _ => return None,
        };
        let detail = detail.map(|words| {
            let visible = words.chars().filter(|sign| !sign.is_control());
            visible.take(DETAIL_MAX).collect()
        });
        Some(Failing {
            reason,
            to: data.to.into_iter().take(RECIPIENTS_MAX).collect(),
            mail: data.email_id.unwrap_or_default(),
            detail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000_000;

    fn signed(seconds: i64) -> Signed {
        Signed {
            id: "msg_1".into(),
            timestamp: seconds.to_string(),
            // 32 bytes of zero, twice, and one of another scheme
            signatures: format!("v1,{0} v2,{0} v1,{0}", format!("{}A=", "A".repeat(42))),
            bytes: b"{}".to_vec(),
        }
    }

    #[test]
    fn t37_only_a_fresh_and_well_made_message_has_seals_to_compare() {
        assert_eq!(signed(NOW / 1000).seals(NOW), vec![vec![0; 32]; 2]);
        for off in [-301, 301, -600, 600] {
            assert!(signed(NOW / 1000 + off).seals(NOW).is_empty(), "{off}");
        }
        assert!(!signed(NOW / 1000 - 300).seals(NOW).is_empty());
        let with = |change: fn(&mut Signed)| {
            let mut message = signed(NOW / 1000);
            change(&mut message);
            message.seals(NOW)
        };
        assert!(with(|message| message.id.clear()).is_empty());
        assert!(with(|message| message.id = "é".into()).is_empty());
        assert!(with(|message| message.timestamp = "now".into()).is_empty());
        assert!(with(|message| message.timestamp = i64::MAX.to_string()).is_empty());
        assert!(with(|message| message.signatures = "v1,AAAA v1, v1,%".into()).is_empty());
        let many = with(|message| message.signatures = message.signatures.repeat(50));
        assert!(many.len() <= 8);
    }

    fn read(text: &str) -> Option<Failing> {
        serde_json::from_str::<Written>(text).unwrap().failing()
    }

    #[test]
    fn a_refusal_for_good_and_a_complaint_mean_something() {
        let bounced = r#"{"type":"email.bounced","created_at":"2026-11-22T23:41:12.126Z","data":{"email_id":"e1",
            "to":["zoe@example.org"],"from":"x","subject":"x","bounce":{"message":"No such\r\nuser","subType":"General","type":"Permanent"}}}"#;
        assert_eq!(
            read(bounced),
            Some(Failing {
                reason: Reason::Bounce,
                to: vec!["zoe@example.org".into()],
                mail: "e1".into(),
                detail: Some("No suchuser".into()),
            })
        );
        let complained =
            r#"{"type":"email.complained","data":{"email_id":"e2","to":["a@b.example"]}}"#;
        assert_eq!(read(complained).unwrap().reason, Reason::Complaint);
    }

    #[test]
    fn what_may_pass_and_what_is_unknown_means_nothing() {
        for text in [
            r#"{"type":"email.bounced","data":{"to":["a@b.example"],"bounce":{"type":"Transient"}}}"#,
            r#"{"type":"email.bounced","data":{"to":["a@b.example"],"bounce":{"type":"Undetermined"}}}"#,
            r#"{"type":"email.bounced","data":{"to":["a@b.example"]}}"#,
            r#"{"type":"email.delivered","data":{"to":["a@b.example"]}}"#,
            r#"{"type":"domain.created"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_secret_is_read_as_the_provider_shows_it() {
        assert_eq!(
            key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap().len(),
            24
        );
        for wrong in [
            "",
            "whsec_",
            "whsec_AAAA",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_%%%%",
        ] {
            assert_eq!(key(wrong), None, "{wrong}");
        }
    }
}
