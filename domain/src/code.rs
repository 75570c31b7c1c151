//! The 6-digit code that proves a mailbox (rule 12): how it is made, read, and how long it lives.

/// Milliseconds a code works, from the moment it is sent (ASVS 6.5.5).
pub const LIFETIME: i64 = 10 * 60_000;
/// A code that was asked for but could not be sent this long is not sent any more.
pub const SENDABLE: i64 = 10 * 60_000;
/// Tries one code takes.
pub const TRIES_MAX: u32 = 5;

/// A code from random bytes; each of the million is as likely as any other (to 1 in 10^13).
pub fn code(random: [u8; 8]) -> String {
    format!("{:06}", u64::from_be_bytes(random) % 1_000_000)
}

/// Reads a code as typed: spaces and dashes do not matter. `None` for anything but six digits.
pub fn parse(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .take(7)
        .collect();
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_six_digits_and_reads_back() {
        for seed in [[0; 8], [255; 8], [7; 8]] {
            let made = code(seed);
            assert_eq!(parse(&made), Some(made.clone()));
            let (head, tail) = made.split_at(3);
            assert_eq!(parse(&format!(" {head} {tail}\u{a0}")), Some(made.clone()));
        }
        for other in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
