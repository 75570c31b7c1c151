//! E-mail addresses, as the HTML standard's `type=email` accepts them, and the key that makes one mailbox one customer.

use crate::problem::FieldError;

/// A well-formed address, in the letters it was typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

/// Longest address that SMTP can carry (RFC 5321 section 4.5.3.1.3, less the angle brackets).
pub const MAX: u32 = 254;

impl Email {
    /// Reads an address; outer spaces are dropped.
    ///
    /// ASCII only, so that no look-alike letter reaches another mailbox (CVE-2019-19844); browsers send
    /// international domains as punycode. Grammar: WHATWG HTML "valid e-mail address", with a dot in the domain.
    /// Errors: `required`, `malformed`, `too_long`.
    pub fn parse(text: &str) -> Result<Email, FieldError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldError::new("", "required"));
        }
        let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if count > MAX {
            return Err(FieldError {
                max: Some(MAX),
                count: Some(count),
                ..FieldError::new("", "too_long")
            });
        }
        match text.split_once('@') {
            Some((local, domain)) if is_local(local) && is_domain(domain) => {
                Ok(Email(text.to_owned()))
            }
            _ => Err(FieldError::new("", "malformed")),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What `email_key` holds: the address in lower case. Two spellings of one mailbox have one key.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

fn is_local(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

/// What a slip in a common provider's name was probably meant to be: `zoe@gmial.com` gives `zoe@gmail.com`.
pub fn suggestion(typed: &str) -> Option<String> {
    const SLIPS: &[(&str, &str)] = &[
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.fr", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmai.com", "hotmail.com"),
        ("hotmal.com", "hotmail.com"),
        ("hotmail.con", "hotmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("outlok.com", "outlook.com"),
        ("outloo.com", "outlook.com"),
        ("outlook.con", "outlook.com"),
        ("yaho.com", "yahoo.com"),
        ("yhaoo.com", "yahoo.com"),
        ("yahoo.con", "yahoo.com"),
        ("yaho.fr", "yahoo.fr"),
        ("ornage.fr", "orange.fr"),
        ("oragne.fr", "orange.fr"),
        ("orang.fr", "orange.fr"),
        ("wanado.fr", "wanadoo.fr"),
        ("wanadou.fr", "wanadoo.fr"),
        ("laposte.ner", "laposte.net"),
        ("lapost.net", "laposte.net"),
        ("icloud.con", "icloud.com"),
        ("iclou.com", "icloud.com"),
    ];
    let email = Email::parse(typed).ok()?;
    let (local, domain) = email.as_str().split_once('@')?;
    let domain = domain.to_ascii_lowercase();
    SLIPS
        .iter()
        .find(|(slip, _)| *slip == domain)
        .map(|(_, meant)| format!("{local}@{meant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t07_spellings_of_one_mailbox_have_one_key() {
        let key = Email::parse("v@shop.test").unwrap().key();
        for typed in ["V@Shop.TEST", " v@shop.test ", "v@SHOP.test"] {
            assert_eq!(Email::parse(typed).unwrap().key(), key, "{typed}");
        }
    }

    #[test]
    fn t07_look_alikes_and_tricks_are_refused() {
        for typed in [
            "v@shop.test.",
            "v＠shop.test",
            "mıke@example.org",
            "mi\u{212A}e@example.org",
            "mike@exam\u{AD}ple.org",
            "v@x,a@x.com",
            "v@x.com\r\nBcc: a@x.com",
            "v@x.com%0abcc:a@x.com",
            "A <a@x.com>",
            "a@b@c.com",
            "a@localhost",
            "a@-x.com",
            "a@x..com",
            "@x.com",
            "a@",
            ".a@x.com",
            "a..b@x.com",
            "\"a b\"@x.com",
            "a@[127.0.0.1]",
        ] {
            assert_eq!(
                Email::parse(typed).unwrap_err().reason,
                "malformed",
                "{typed}"
            );
        }
    }

    #[test]
    fn long_but_legal_addresses_pass() {
        let local = "l".repeat(64);
        let label = "d".repeat(61);
        let typed = format!("{local}@{label}.{label}.{label}.fr");
        assert_eq!(typed.len(), 254 - 1);
        assert!(Email::parse(&typed).is_ok());
        assert_eq!(
            Email::parse(&format!("{typed}aa")).unwrap_err().reason,
            "too_long"
        );
    }

    #[test]
    fn a_slip_is_suggested_and_a_right_address_is_left_alone() {
        assert_eq!(
            suggestion("zoe@gmial.com").as_deref(),
            Some("zoe@gmail.com")
        );
        assert_eq!(
            suggestion("Zoe@GMIAL.com").as_deref(),
            Some("Zoe@gmail.com")
        );
        assert_eq!(suggestion("zoe@gmail.com"), None);
        assert_eq!(suggestion("zoe@"), None);
    }
}
