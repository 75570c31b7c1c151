//! Randomness, hashes and the clock: the three things the rules take as arguments.

use crate::config::Config;
use crate::reply::Fail;
use domain::id::Id;
use domain::mail_event::Signed;
use domain::session::{self, TOKEN_BYTES};
use domain::unsubscribe::{Unsubscribe, UnsubscribeToken};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Random bytes of the platform's generator.
pub fn bytes<const N: usize>() -> Result<[u8; N], Fail> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|error| Fail::cause("random", error))?;
    Ok(bytes)
}

/// A fresh id.
pub fn id<T>(now: i64) -> Result<Id<T>, Fail> {
    Ok(Id::new(now, bytes()?))
}

/// A fresh 256-bit token, for a cookie or a link.
pub fn token() -> Result<String, Fail> {
    Ok(session::token(&bytes::<TOKEN_BYTES>()?))
}

/// SHA-256 in hexadecimal: what is stored of a token, and what stands for a mailbox in throttle keys.
pub fn digest(text: &str) -> String {
    digest_bytes(text.as_bytes())
}

/// SHA-256 of a file in hexadecimal.
pub fn digest_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// HMAC-SHA256 of a text in hexadecimal, under a key of the shop's own: who holds the database alone cannot make one.
pub fn seal(config: &Config, text: &str) -> Option<String> {
    mac(config, text.as_bytes()).map(|mac| hex(&mac.finalize().into_bytes()))
}

/// Whether [`seal`] made `seal` of this text, in a time that tells nothing.
pub fn is_seal(config: &Config, text: &str, seal: &str) -> bool {
    let bytes: Option<Vec<u8>> = (0..seal.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(seal.get(at..at + 2)?, 16).ok())
        .collect();
    match (mac(config, text.as_bytes()), bytes) {
        (Some(mac), Some(bytes)) => mac.verify_slice(&bytes).is_ok(),
        _ => false,
    }
}

fn mac(config: &Config, bytes: &[u8]) -> Option<Hmac<Sha256>> {
    keyed(config.device_key.as_bytes(), &[bytes])
}

/// An HMAC-SHA256 over parts that follow each other.
fn keyed(key: &[u8], parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// What sets these seals apart from every other made with the same key.
const UNSUBSCRIBE: &[u8] = b"unsubscribe:1:";

/// The token of a link that leaves the mails to many. It works for as long as the key stays.
pub fn unsubscribe_token(config: &Config, about: Unsubscribe) -> Option<UnsubscribeToken> {
    let parts = [UNSUBSCRIBE, &about.said()];
    let mac = keyed(config.device_key.as_bytes(), &parts)?;
    let mac = mac.finalize().into_bytes();
    Some(UnsubscribeToken::new(about, &mac))
}

/// Whether a token is ours, in a time that tells nothing.
pub fn is_unsubscribe_token(config: &Config, token: &UnsubscribeToken) -> bool {
    let parts = [UNSUBSCRIBE, &token.about.said()];
    keyed(config.device_key.as_bytes(), &parts)
        .is_some_and(|mac| mac.verify_truncated_left(token.seal()).is_ok())
}

/// Whether the mail provider signed a message, in a time that tells nothing.
pub fn is_signed(config: &Config, message: &Signed, now: i64) -> bool {
    let Some(key) = &config.mail_webhook else {
        return false;
    };
    let mac = keyed(key, &message.said());
    message.seals(now).iter().any(|seal| {
        let mac = mac.clone();
        mac.is_some_and(|mac| mac.verify_slice(seal).is_ok())
    })
}

/// What is stored of a mailed code: six digits alone would be found by trying them all.
pub fn seal_code(config: &Config, code_id: &str, code: &str) -> Option<String> {
    seal(config, &code_text(code_id, code))
}

/// Whether `code` is the one that was sealed for this id.
pub fn is_code(config: &Config, code_id: &str, code: &str, seal: &str) -> bool {
    is_seal(config, &code_text(code_id, code), seal)
}

fn code_text(code_id: &str, code: &str) -> String {
    format!("code:{code_id}:{code}")
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Unix milliseconds, UTC.
pub fn now() -> i64 {
    i64::try_from(worker::Date::now().as_millis()).unwrap_or_default()
}
