//! VAT numbers and SIREN: form and checksum only. The register is never asked at checkout.

use crate::problem::FieldError;
use crate::text;

/// (prefix, pattern as in [`crate::country::Postcode`], example). Patterns after the European Commission's VIES FAQ.
const FORMS: &[(&str, &str, &str)] = &[
    ("AT", "UNNNNNNNN", "ATU13585627"),
    ("BE", "NNNNNNNNNN", "BE0403170701"),
    ("BG", "NNNNNNNNN|NNNNNNNNNN", "BG175074752"),
    (
        "CH",
        "ENNNNNNNNN|ENNNNNNNNNTVA|ENNNNNNNNNMWST|ENNNNNNNNNIVA",
        "CHE107787577TVA",
    ),
    ("CY", "NNNNNNNNA", "CY10259033P"),
    ("CZ", "NNNNNNNN|NNNNNNNNN|NNNNNNNNNN", "CZ25123891"),
    ("DE", "NNNNNNNNN", "DE136695976"),
    ("DK", "NNNNNNNN", "DK13585628"),
    ("EE", "NNNNNNNNN", "EE100931558"),
    ("EL", "NNNNNNNNN", "EL094259216"),
    ("ES", "XNNNNNNNX", "ESB58378431"),
    ("FI", "NNNNNNNN", "FI20774740"),
    ("FR", "XXNNNNNNNNN", "FR40303265045"),
    ("GB", "NNNNNNNNN|NNNNNNNNNNNN", "GB980780684"),
    ("HR", "NNNNNNNNNNN", "HR33392005961"),
    ("HU", "NNNNNNNN", "HU12892312"),
    ("IE", "NXNNNNNA|NNNNNNNAA", "IE6433435F"),
    ("IT", "NNNNNNNNNNN", "IT00743110157"),
    ("LT", "NNNNNNNNN|NNNNNNNNNNNN", "LT119511515"),
    ("LU", "NNNNNNNN", "LU15027442"),
    ("LV", "NNNNNNNNNNN", "LV40003521600"),
    ("MT", "NNNNNNNN", "MT11679112"),
    ("NL", "NNNNNNNNNBNN", "NL004495445B01"),
    ("PL", "NNNNNNNNNN", "PL8567346215"),
    ("PT", "NNNNNNNNN", "PT501964843"),
    (
        "RO",
        "NN|NNN|NNNN|NNNNN|NNNNNN|NNNNNNN|NNNNNNNN|NNNNNNNNN|NNNNNNNNNN",
        "RO18547290",
    ),
    ("SE", "NNNNNNNNNNNN", "SE123456789701"),
    ("SI", "NNNNNNNN", "SI50223054"),
    ("SK", "NNNNNNNNNN", "SK2022749619"),
];

/// Reads a VAT number for a billing address in `country` (ISO code); spaces and dots do not matter. Empty is `None`.
///
/// Errors: `malformed` (with an example), `country` when the prefix is another country's. Countries without
/// a known form take any short line.
pub fn parse(typed: &str, country: &str) -> Result<Option<String>, FieldError> {
    let Some(line) = text::line(typed, 30)? else {
        return Ok(None);
    };
    let number: String = line
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let own = match country {
        "GR" => "EL",
        // Monaco is within the French VAT territory.
        "MC" => "FR",
        "LI" => "CH",
        other => other,
    };
    let Some((prefix, pattern, example)) = FORMS.iter().find(|(prefix, _, _)| *prefix == own)
    else {
        return Ok(Some(line));
    };
    let malformed = || FieldError {
        example: Some((*example).into()),
        country: Some(country.to_owned().into()),
        ..FieldError::new("", "malformed")
    };
    let Some(body) = number.strip_prefix(prefix) else {
        let foreign = FORMS.iter().find(|(other, _, _)| number.starts_with(other));
        return Err(match foreign {
            Some((other, _, _)) => FieldError {
                country: Some(country.to_owned().into()),
                found: Some((*other).to_owned()),
                ..FieldError::new("", "country")
            },
            None => malformed(),
        });
    };
    let right = pattern.split('|').any(|form| fits(form, body)) && checks(prefix, body);
    right.then_some(Some(number)).ok_or_else(malformed)
}

fn fits(form: &str, body: &str) -> bool {
    form.chars().count() == body.chars().count()
        && form.chars().zip(body.chars()).all(|(slot, c)| match slot {
            'N' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            'X' => c.is_ascii_uppercase() || c.is_ascii_digit(),
            literal => c == literal,
        })
}

/// The check digits of the countries the shop meets most; others are checked for form only.
fn checks(prefix: &str, body: &str) -> bool {
    let number = |text: &str| text.parse::<u64>().ok();
    match prefix {
        // Two check figures over the SIREN; letters there are the newer style, without a public formula.
        "FR" => match (
            body.get(..2).and_then(number),
            body.get(2..).and_then(number),
        ) {
            (Some(key), Some(siren)) => key == (12 + 3 * (siren % 97)) % 97,
            _ => true,
        },
        "BE" => match (
            body.get(..8).and_then(number),
            body.get(8..).and_then(number),
        ) {
            (Some(base), Some(key)) => key == 97 - base % 97,
            _ => false,
        },
        "LU" => match (
            body.get(..6).and_then(number),
            body.get(6..).and_then(number),
        ) {
            (Some(base), Some(key)) => key == base % 89,
            _ => false,
        },
        "IT" => luhn(body),
        "DE" => iso7064(body),
        _ => true,
    }
}

/// Reads a SIREN: nine digits with a Luhn check (INSEE). A SIRET's fourteen are cut to its SIREN. Empty is `None`.
pub fn siren(typed: &str) -> Result<Option<String>, FieldError> {
    let Some(line) = text::line(typed, 30)? else {
        return Ok(None);
    };
    let digits: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let siren = match digits.len() {
        14 => digits.get(..9).unwrap_or_default(),
        _ => &digits,
    };
    let right = siren.len() == 9 && siren.bytes().all(|b| b.is_ascii_digit()) && luhn(siren);
    right
        .then(|| Some(siren.to_owned()))
        .ok_or_else(|| FieldError::new("", "malformed"))
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// ISO 7064 MOD 11,10, Germany's.
fn iso7064(digits: &str) -> bool {
    let mut product = 10;
    let figures: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((check, base)) = figures.split_last() else {
        return false;
    };
    for digit in base {
        let sum = match (digit + product) % 10 {
            0 => 10,
            other => other,
        };
        product = 2 * sum % 11;
    }
    (11 - product) % 10 == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_right_in_its_own_country() {
        for (prefix, _, example) in FORMS {
            let country = if *prefix == "EL" { "GR" } else { prefix };
            assert_eq!(
                parse(example, country),
                Ok(Some((*example).to_owned())),
                "{example}"
            );
        }
    }

    #[test]
    fn a_wrong_figure_is_seen() {
        for (typed, country) in [
            ("FR41303265045", "FR"),
            ("BE0403170702", "BE"),
            ("DE136695975", "DE"),
            ("IT00743110158", "IT"),
            ("FR4030326504", "FR"),
        ] {
            assert_eq!(
                parse(typed, country).unwrap_err().reason,
                "malformed",
                "{typed}"
            );
        }
    }

    #[test]
    fn spacing_does_not_matter_but_the_country_does() {
        assert_eq!(
            parse("fr 40 303 265 045", "FR"),
            Ok(Some("FR40303265045".to_owned()))
        );
        let error = parse("DE136695976", "FR").unwrap_err();
        assert_eq!(
            (error.reason.as_ref(), error.found.as_deref()),
            ("country", Some("DE"))
        );
        assert_eq!(parse("", "FR"), Ok(None));
        assert_eq!(parse("12-3456789", "US"), Ok(Some("12-3456789".to_owned())));
    }

    #[test]
    fn a_siren_is_checked_and_a_siret_gives_its_siren() {
        assert_eq!(siren("303 265 045"), Ok(Some("303265045".to_owned())));
        assert_eq!(siren("30326504500026"), Ok(Some("303265045".to_owned())));
        assert_eq!(siren("303265046").unwrap_err().reason, "malformed");
        assert_eq!(siren(""), Ok(None));
    }
}
