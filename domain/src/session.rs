//! Sessions and the opaque tokens that open them: lifetimes, cookie names, and what a token must look like.

use crate::account::Role;

/// The cookie of a session. `__Host-`: this host only, TLS only, whole site.
pub const COOKIE: &str = "__Host-session";
/// The cookie that binds checkouts to the browser that opened them.
pub const BROWSER_COOKIE: &str = "__Host-checkout";
/// The cookie of a browser that signed in before: it keeps a throttle of its own.
pub const DEVICE_COOKIE: &str = "__Host-device";

const HOUR: i64 = 3_600_000;
/// Milliseconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// How long a session may lie idle: a day's work, or its whole life where the customer asked to be remembered.
pub fn idle(role: Role, remember: bool) -> i64 {
    lifetime(role, remember)
}

/// A link from a reset mail works this long.
pub const RESET: i64 = HOUR;
/// An invitation may be taken up this long.
pub const INVITATION: i64 = 30 * DAY;
/// The link to an order works this long.
pub const ORDER_LINK: i64 = 60 * DAY;

/// The account's password may be set without the old one this long after a code opened the session.
pub const FRESH: i64 = HOUR;
/// A session's last use is written at most this often.
pub const TOUCH: i64 = 5 * 60_000;

/// How long a session may last at all: staff a working day, customers a day too unless remembered.
pub fn lifetime(role: Role, remember: bool) -> i64 {
    if remember && !role.is_staff() {
        30 * DAY
    } else {
        12 * HOUR
    }
}

/// Bytes of randomness in a token.
pub const TOKEN_BYTES: usize = 32;

/// A token's text: base64url without padding, 43 characters.
pub fn token(random: &[u8; TOKEN_BYTES]) -> String {
    crate::base64::url(random)
}

/// True for text that could be a token of ours; anything else never reaches the database.
pub fn is_token(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_base64url() {
        let mut bytes = [0u8; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = (place * 7 + 250) as u8;
        }
        // Python: base64.urlsafe_b64encode(bytes((i*7+250)%256 for i in range(32))).rstrip(b'=')
        assert_eq!(token(&bytes), "-gEIDxYdJCsyOUBHTlVcY2pxeH-GjZSboqmwt77FzNM");
        assert!(is_token(&token(&bytes)));
    }

    #[test]
    fn only_tokens_look_like_tokens() {
        for text in [
            "",
            "a",
            &"a".repeat(42),
            &"a".repeat(44),
            &"=".repeat(43),
            &"é".repeat(22),
        ] {
            assert!(!is_token(text), "{text}");
        }
    }

    #[test]
    fn staff_are_never_remembered() {
        assert_eq!(lifetime(Role::Owner, true), 12 * HOUR);
        assert_eq!(lifetime(Role::Customer, true), 30 * DAY);
        assert_eq!(lifetime(Role::Customer, false), 12 * HOUR);
    }
}
