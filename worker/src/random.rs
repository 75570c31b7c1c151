//! Randomness, hashes and the clock: the three things the rules take as arguments.

use crate::reply::Fail;
use domain::id::Id;
use domain::session::{self, TOKEN_BYTES};
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
    hex(&Sha256::digest(text.as_bytes()))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Unix milliseconds, UTC.
pub fn now() -> i64 {
    i64::try_from(worker::Date::now().as_millis()).unwrap_or_default()
}
