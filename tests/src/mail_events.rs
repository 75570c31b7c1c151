//! The mail provider's webhook: messages as it signs them, and as somebody else would.

use crate::world::setting;
use crate::{Browser, Reply};
use domain::base64;
use domain::mail_event::{ID, SIGNATURE, TIMESTAMP, key};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the provider tells.
pub const PATH: &str = "/api/mail-events";

static MESSAGES: AtomicU64 = AtomicU64::new(0);

/// A message on its way.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: String,
    /// Unix seconds.
    pub timestamp: String,
    pub body: String,
    pub signature: String,
}

/// Unix seconds.
pub fn seconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("the clock is past 1970").as_secs()
}

impl Message {
    /// A message of now, as the provider signs it.
    pub fn of(event: &Value) -> Message {
        let number = MESSAGES.fetch_add(1, Ordering::Relaxed);
        let id = format!("msg_{}_{number}", std::process::id());
        Message::made(&id, &seconds().to_string(), &event.to_string())
    }

    /// A message of some moment under a name.
    pub fn made(id: &str, timestamp: &str, body: &str) -> Message {
        let key = key(&setting("COMPTOIR_WEBHOOK_SECRET")).expect("the secret is well made");
        Message::under(&key, id, timestamp, body)
    }

    /// A message that is signed with some key.
    pub fn under(key: &[u8], id: &str, timestamp: &str, body: &str) -> Message {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key will do");
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        let seal = base64::url(&mac.finalize().into_bytes());
        let seal = seal.replace('-', "+").replace('_', "/");
        Message {
            id: id.into(),
            timestamp: timestamp.into(),
            body: body.into(),
            signature: format!("v1,{seal}="),
        }
    }
}

/// An event about a mail to an address.
fn event(kind: &str, to: &str, mail: &str, more: &Value) -> Value {
    let mut event = json!({
        "type": kind,
        "created_at": "2026-11-22T23:41:12.126Z",
        "data": {
            "email_id": mail, "from": "Comptoir <shop@example.com>", "to": [to], "subject": "News",
            "created_at": "2026-11-22T23:41:11.894Z", "tags": { "template": "campaign" },
        },
    });
    if let (Some(data), Some(more)) = (event["data"].as_object_mut(), more.as_object()) {
        data.extend(more.clone());
    }
    event
}

/// The address refused a mail; `kind` is `Permanent`, `Transient` or `Undetermined`.
pub fn bounced(to: &str, mail: &str, kind: &str) -> Value {
    let bounce =
        json!({ "bounce": { "type": kind, "subType": "General", "message": "No such user here" } });
    event("email.bounced", to, mail, &bounce)
}

/// The reader called a mail unwanted.
pub fn complained(to: &str, mail: &str) -> Value {
    event("email.complained", to, mail, &json!({}))
}

/// Anything else.
pub fn told(kind: &str, to: &str) -> Value {
    event(kind, to, "e", &json!({}))
}

impl Browser {
    /// Tells the shop, as the provider does: from nowhere, without cookies.
    pub async fn tells(&self, message: &Message) -> Reply {
        let headers = [
            ("content-type", "application/json"),
            (ID, message.id.as_str()),
            (TIMESTAMP, message.timestamp.as_str()),
            (SIGNATURE, message.signature.as_str()),
        ];
        self.raw("POST", PATH, &headers, message.body.clone()).await
    }

    /// The same for an event of now.
    pub async fn tells_of(&self, event: &Value) {
        self.tells(&Message::of(event)).await.expect(200);
    }
}
