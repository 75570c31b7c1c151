//! Another e-mail for an account: asked for with the password, and only true once the new mailbox has confirmed it.

use crate::session::DAY;
use serde::{Deserialize, Serialize};

/// The link in the mail to the new address works this long.
pub const LIFETIME: i64 = DAY;

/// Asks for another e-mail.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailForm {
    #[serde(default)]
    pub email: String,
    /// The password once more. May be empty where the account has none and a code opened this session within the hour.
    #[serde(default)]
    pub password: String,
}

/// The e-mail somebody signs in with, and the one that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmailState {
    pub email: String,
    pub waiting: Option<WaitingEmail>,
}

/// An e-mail that waits to be confirmed. Whether a mailbox is somebody else's already is not told here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitingEmail {
    pub email: String,
    /// Unix milliseconds, UTC.
    pub asked_at: i64,
    pub until: i64,
}

/// Confirms another e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailToken {
    /// The one-time token, from behind the `#` of the link.
    #[serde(default)]
    pub token: String,
}
