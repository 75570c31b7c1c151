//! The browsers that signed in before: each has a bucket of its own for failures, so that strangers cannot lock the
//! owner of an account out.

use crate::call::Visit;
use crate::random;
use crate::reply::Fail;
use domain::session::{DEVICE_COOKIE, is_token};

/// Seconds that a browser stays known.
pub const KNOWN: i64 = 180 * 86_400;

/// The bucket that failures of this mailbox's account are counted in. `mailbox` is its digest.
pub fn bucket(visit: &Visit, mailbox: &str) -> String {
    let known = visit
        .cookie(DEVICE_COOKIE)
        .and_then(|cookie| cookie.split_once('.'))
        .filter(|(device, seal)| {
            is_token(device) && random::is_seal(&visit.config, &text(mailbox, device), seal)
        });
    match known {
        Some((device, _)) => format!("{mailbox}:{}", random::digest(device)),
        None => mailbox.to_owned(),
    }
}

/// The cookie of a browser that has signed in: a random name, sealed for this mailbox.
pub fn cookie(visit: &Visit, mailbox: &str) -> Result<String, Fail> {
    let device = random::token()?;
    let seal = random::seal(&visit.config, &text(mailbox, &device))
        .ok_or_else(|| Fail::Cause("the device key is unusable".to_owned()))?;
    Ok(format!("{device}.{seal}"))
}

fn text(mailbox: &str, device: &str) -> String {
    format!("{mailbox}:{device}")
}
