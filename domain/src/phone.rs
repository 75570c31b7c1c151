//! Telephone numbers: typed in any national habit, kept as E.164.

use crate::country::Country;
use crate::problem::FieldError;
use crate::text;

/// Reads a number; one without `+` or `00` belongs to `country`. Empty is `None`.
///
/// Errors: `malformed`, and those of [`text::line`]. Lengths after ITU-T E.164 (15 digits at most);
/// France's national plan is checked exactly, being the shop's own.
pub fn parse(typed: &str, country: &Country) -> Result<Option<String>, FieldError> {
    let Some(line) = text::line(typed, 40)? else {
        return Ok(None);
    };
    let malformed = || FieldError::new("", "malformed");
    // `+44 (0)20 …`: the bracketed trunk prefix is never dialled from abroad.
    let line = line.replace("(0)", "");
    let mut digits = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => digits.push('+'),
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '‑' | '–' | '(' | ')' | '/' => {}
            _ => return Err(malformed()),
        }
    }
    let number = if let Some(international) = digits.strip_prefix('+') {
        international.to_owned()
    } else if let Some(international) = digits.strip_prefix("00") {
        international.to_owned()
    } else {
        let national = digits.strip_prefix(country.trunk).unwrap_or(&digits);
        if national.len() < 5 {
            return Err(malformed());
        }
        format!("{}{national}", country.calling)
    };
    let french = number.strip_prefix("33");
    let right = (8..=15).contains(&number.len())
        && !number.starts_with('0')
        && french.is_none_or(|rest| rest.len() == 9 && !rest.starts_with('0'));
    right
        .then(|| Some(format!("+{number}")))
        .ok_or_else(malformed)
}

/// A kept number as people read it, and as it reads back whatever the country of the form: `+33 6 39 98 12 34`.
/// Other countries than France have too many habits: their numbers stay in one piece.
pub fn shown(kept: &str) -> String {
    let Some(rest) = kept.strip_prefix("+33").filter(|rest| rest.len() == 9) else {
        return kept.to_owned();
    };
    let mut shown = "+33".to_owned();
    for (place, digit) in rest.chars().enumerate() {
        if place == 0 || place % 2 == 1 {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::find;

    #[test]
    fn numbers_are_kept_as_e164() {
        for (code, typed, kept) in [
            ("FR", "06 39 98 12 34", "+33639981234"),
            ("FR", "06.39.98.12.34", "+33639981234"),
            ("FR", "+33 6 39 98 12 34", "+33639981234"),
            ("FR", "0033 (0)6 39 98 12 34", "+33639981234"),
            ("GB", "07700 900123", "+447700900123"),
            ("FR", "+44 (0)7700 900123", "+447700900123"),
            ("IT", "06 6982 1234", "+390669821234"),
            ("US", "(415) 555-0132", "+14155550132"),
        ] {
            assert_eq!(
                parse(typed, find(code).unwrap()),
                Ok(Some(kept.to_owned())),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_shown_number_reads_back_in_every_country() {
        for (kept, read) in [
            ("+33639981234", "+33 6 39 98 12 34"),
            ("+447700900123", "+447700900123"),
        ] {
            assert_eq!(shown(kept), read);
            for home in crate::country::all() {
                assert_eq!(
                    parse(read, home),
                    Ok(Some(kept.to_owned())),
                    "{}",
                    home.code
                );
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let france = find("FR").unwrap();
        assert_eq!(parse("  ", france), Ok(None));
        for typed in [
            "06 39 98 12",
            "call me",
            "+33 6 39 98 12 34 5",
            "12",
            "+",
            "+0123456789",
            "1+2345678",
        ] {
            assert_eq!(
                parse(typed, france).unwrap_err().reason,
                "malformed",
                "{typed}"
            );
        }
    }
}
