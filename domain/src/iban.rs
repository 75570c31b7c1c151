//! IBANs: form and check digits (ISO 13616, mod 97). Whether the account exists only a bank knows.

use crate::problem::FieldError;

/// Reads an IBAN; spaces do not matter. Empty is `None`. Errors: `malformed`.
pub fn parse(typed: &str) -> Result<Option<String>, FieldError> {
    let iban: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if iban.is_empty() {
        return Ok(None);
    }
    let form = (15..=34).contains(&iban.len())
        && iban.chars().all(|c| c.is_ascii_alphanumeric())
        && iban.chars().take(2).all(|c| c.is_ascii_uppercase())
        && iban.chars().skip(2).take(2).all(|c| c.is_ascii_digit());
    if form && remainder(&iban) == Some(1) {
        Ok(Some(iban))
    } else {
        Err(FieldError::new("", "malformed"))
    }
}

/// The number that an IBAN stands for, modulo 97; 1 for a right one.
fn remainder(iban: &str) -> Option<u32> {
    let (head, tail) = iban.split_at_checked(4)?;
    let mut rest = 0;
    for c in tail.chars().chain(head.chars()) {
        let digit = c.to_digit(36)?;
        rest = (rest * if digit > 9 { 100 } else { 10 } + digit) % 97;
    }
    Some(rest)
}

/// In groups of four, as it is printed.
pub fn grouped(iban: &str) -> String {
    let mut text = String::new();
    for (place, c) in iban.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_are_right_and_slips_are_not() {
        // Examples of the SWIFT IBAN registry.
        for iban in [
            "FR14 2004 1010 0505 0001 3M02 606",
            "DE89370400440532013000",
        ] {
            let read = parse(iban).unwrap().unwrap();
            assert_eq!(parse(&grouped(&read)), Ok(Some(read)));
        }
        for iban in [
            "FR15 2004 1010 0505 0001 3M02 606",
            "FR14",
            "é",
            "1234567890123456",
        ] {
            assert_eq!(parse(iban).unwrap_err().reason, "malformed", "{iban}");
        }
        assert_eq!(parse(" "), Ok(None));
    }
}
