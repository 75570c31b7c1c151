//! Postcodes, read as loosely as people write them and kept as their country prints them.

use crate::country::{Country, Postcode};
use crate::problem::FieldError;
use crate::text;

/// Reads a postcode for `country`: case, spaces, hyphens and a leading country letter (`F-75011`) do not matter.
///
/// Errors: `required`, `malformed` (with an example), and those of [`text::line`]. Where the country has no
/// postcode anything typed is dropped.
pub fn parse(typed: &str, country: &Country) -> Result<Option<String>, FieldError> {
    match country.postcode {
        Postcode::None => Ok(None),
        Postcode::Optional => text::line(typed, 16),
        Postcode::Required { pattern, example } => {
            let Some(line) = text::line(typed, 16)? else {
                return Err(FieldError::new("", "required"));
            };
            let bare = compact(&line);
            let unprefixed = bare.strip_prefix(country.code).unwrap_or(&bare);
            pattern
                .split('|')
                .find_map(|form| fit(form, &bare).or_else(|| fit(form, unprefixed)))
                .or_else(|| {
                    // `F-75011` and `L-1111`: the old one-letter vehicle codes.
                    let letter = country.code.chars().next()?;
                    let rest = bare.strip_prefix(letter)?;
                    pattern.split('|').find_map(|form| fit(form, rest))
                })
                .map(Some)
                .ok_or_else(|| FieldError {
                    example: Some(example.into()),
                    country: Some(country.code.into()),
                    ..FieldError::new("", "malformed")
                })
        }
    }
}

fn compact(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '.'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The postcode in the form's own spelling, or `None` when the letters do not fit it.
fn fit(form: &str, bare: &str) -> Option<String> {
    let mut typed = bare.chars().peekable();
    let mut printed = String::with_capacity(form.len());
    for slot in form.chars() {
        match slot {
            ' ' | '-' => printed.push(slot),
            'N' => printed.push(typed.next().filter(char::is_ascii_digit)?),
            'A' => printed.push(typed.next().filter(char::is_ascii_uppercase)?),
            'X' => printed.push(
                typed
                    .next()
                    .filter(|c| c.is_ascii_digit() || c.is_ascii_uppercase())?,
            ),
            _ => {
                // A literal may be left out when typing (`1050` for `LV-1050`).
                if typed.peek() == Some(&slot) {
                    typed.next();
                }
                printed.push(slot);
            }
        }
    }
    typed.next().is_none().then_some(printed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::find;

    fn read(code: &str, typed: &str) -> Result<Option<String>, FieldError> {
        parse(typed, find(code).unwrap())
    }

    #[test]
    fn postcodes_are_read_loosely_and_printed_properly() {
        for (code, typed, printed) in [
            ("FR", " 75 011 ", "75011"),
            ("FR", "F-75011", "75011"),
            ("GB", "sw1a1aa", "SW1A 1AA"),
            ("GB", "m1 1ae", "M1 1AE"),
            ("CA", "h2y1c6", "H2Y 1C6"),
            ("US", "941031234", "94103-1234"),
            ("US", "94103", "94103"),
            ("PT", "1100148", "1100-148"),
            ("LV", "1050", "LV-1050"),
            ("LU", "L-1111", "1111"),
            ("NL", "1012js", "1012 JS"),
        ] {
            assert_eq!(
                read(code, typed),
                Ok(Some(printed.to_owned())),
                "{code} {typed}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_names_an_example() {
        for (code, typed) in [
            ("FR", "7501"),
            ("FR", "7501A"),
            ("GB", "12345"),
            ("US", "9410"),
            ("FR", "750111"),
        ] {
            let error = read(code, typed).unwrap_err();
            assert_eq!(error.reason, "malformed", "{code} {typed}");
            assert!(error.example.is_some());
        }
        assert_eq!(read("FR", " ").unwrap_err().reason, "required");
    }

    #[test]
    fn countries_without_postcodes_ask_for_none() {
        assert_eq!(read("HK", ""), Ok(None));
        assert_eq!(read("HK", "999077"), Ok(None));
        assert_eq!(read("SN", ""), Ok(None));
    }
}
