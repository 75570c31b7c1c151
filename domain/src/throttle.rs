//! Throttles: every limit of the shop in one place, and the keys they are counted by.
//! Each is a leaky bucket kept as one number, the time at which it would be empty again (GCRA).

/// A bucket: `burst` at once, then one each `interval` milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub name: &'static str,
    pub burst: i64,
    pub interval: i64,
}

const MINUTE: i64 = 60_000;

/// Failed sign-ins of one account: 10, then one a minute (rule 14; NIST SP 800-63B's 100 in a row take hours).
pub const SIGN_IN_ACCOUNT: Limit = Limit {
    name: "sign-in-account",
    burst: 10,
    interval: MINUTE,
};
/// Sign-ins of one client: 30 in 10 minutes.
pub const SIGN_IN_CLIENT: Limit = per_ten_minutes("sign-in-client", 30);
/// Contact steps of one client, counted by mailbox: 60 in 10 minutes. Repeating a submission is no new step.
pub const CONTACT_CLIENT: Limit = per_ten_minutes("contact-client", 60);
/// Any writes at the checkout of one client, repeats included: enough for a class behind one address.
pub const CHECKOUT_CLIENT: Limit = per_ten_minutes("checkout-client", 1_200);
/// Tokens presented by one client: 20 in 10 minutes.
pub const TOKEN_CLIENT: Limit = per_ten_minutes("token-client", 20);

/// Codes and resets asked for by one client: 20 in 10 minutes, one bucket for both.
pub const PROOF_CLIENT: Limit = per_ten_minutes("proof-client", 20);
/// Mails that anybody may have sent to one mailbox: 3, then one each 20 minutes. A full bucket changes no answer.
pub const PROOF_MAILBOX: Limit = Limit {
    name: "proof-mailbox",
    burst: 3,
    interval: 20 * MINUTE,
};
/// Orders placed by one client: 60 in 10 minutes.
pub const ORDER_CLIENT: Limit = per_ten_minutes("order-client", 60);
/// Orders for one mailbox by visitors who did not prove it, as each sends it a mail: 3, then one each 20 minutes.
pub const ORDER_MAILBOX: Limit = Limit {
    name: "order-mailbox",
    burst: 3,
    interval: 20 * MINUTE,
};

/// Conversations a customer opens, by account: 10, then one each 6 minutes.
pub const CONVERSATION_ACCOUNT: Limit = Limit {
    name: "conversation-account",
    burst: 10,
    interval: 6 * MINUTE,
};
/// Messages a customer writes, by account: 30, then one a minute.
pub const MESSAGE_ACCOUNT: Limit = Limit {
    name: "message-account",
    burst: 30,
    interval: MINUTE,
};

/// Changes of e-mail that one account asks for: 5, then one each 10 minutes.
pub const EMAIL_CHANGE: Limit = Limit {
    name: "email-change",
    burst: 5,
    interval: 10 * MINUTE,
};

/// Exports of everything about oneself: 5, then one a minute.
pub const EXPORT: Limit = Limit {
    name: "export",
    burst: 5,
    interval: MINUTE,
};

/// Mails that staff have sent to one mailbox by a button, tests and repeated invitations: 5, then one a minute.
pub const STAFF_MAIL: Limit = Limit {
    name: "staff-mail",
    burst: 5,
    interval: MINUTE,
};

const fn per_ten_minutes(name: &'static str, burst: i64) -> Limit {
    Limit {
        name,
        burst,
        interval: 10 * MINUTE / burst,
    }
}

impl Limit {
    /// How far ahead of now a bucket may be filled.
    pub fn window(&self) -> i64 {
        self.burst * self.interval
    }

    /// When a bucket that is full up to `tat` takes one more.
    pub fn free_at(&self, tat: i64) -> i64 {
        tat + self.interval - self.window()
    }

    /// Seconds until a bucket that is full up to `tat` takes one more.
    pub fn retry_after(&self, tat: i64, now: i64) -> i64 {
        ((self.free_at(tat) - now).max(0) + 999) / 1000
    }
}

/// The client a request is counted for: an IPv4 address whole, an IPv6 address by its /64, which one customer
/// of a network holds. Text that is no address is counted as one client.
pub fn client(address: &str) -> String {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(v4)) => v4.to_string(),
        Ok(std::net::IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Err(_) => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t10_spellings_of_one_client_count_together() {
        assert_eq!(client("2001:db8::1"), client("2001:0DB8:0:0:ffff::2"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
        assert_eq!(client("nonsense"), client(""));
    }

    #[test]
    fn a_full_bucket_says_when_it_takes_one_more() {
        let limit = SIGN_IN_ACCOUNT;
        let now = 1_000_000;
        let full = now + limit.window();
        assert_eq!(limit.retry_after(full, now), 60);
        assert_eq!(limit.retry_after(full, now + 59_001), 1);
        assert_eq!(limit.retry_after(now, now), 0);
    }
}
