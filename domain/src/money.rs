//! Amounts as people read them, spelled as browsers' `Intl` spells them in `en-GB` and `fr-FR`, so that a mail and a page agree;
//! and as people type them.

use crate::locale::Locale;
use crate::problem::FieldError;

const NARROW: char = '\u{202f}';
const NO_BREAK: char = '\u{a0}';

/// An amount in minor units: 14500 `EUR` is `€145.00` or `145,00 €`. Currencies without a sign here are told by their code.
pub fn amount(minor: i64, currency: &str, locale: Locale) -> String {
    let minus = if minor < 0 { "-" } else { "" };
    let number = decimal(minor.unsigned_abs(), digits(currency), locale);
    match locale {
        Locale::En => match sign_before(currency) {
            Some(sign) => format!("{minus}{sign}{number}"),
            None => format!("{minus}{currency}{NO_BREAK}{number}"),
        },
        Locale::Fr => format!("{minus}{number}{NO_BREAK}{}", sign_behind(currency)),
    }
}

/// A VAT rate in hundredths of a percent: 550 is `5.5%` or `5,5 %`.
pub fn percent(rate: u32, locale: Locale) -> String {
    let number = decimal(u64::from(rate), 2, locale);
    let short = match rate {
        _ if rate.is_multiple_of(100) => number.get(..number.len() - 3),
        _ if rate.is_multiple_of(10) => number.get(..number.len() - 1),
        _ => None,
    };
    let number = short.unwrap_or(&number);
    match locale {
        Locale::En => format!("{number}%"),
        Locale::Fr => format!("{number}{NO_BREAK}%"),
    }
}

/// Reads an amount as people type it: `145`, `145.5`, `1 234,56 €`. Comma and point are the same; a second one, or one before more
/// figures than the currency has, may mean thousands and is not guessed at. Empty is `None`. Errors: `malformed`.
pub fn parse_amount(typed: &str, currency: &str) -> Result<Option<i64>, FieldError> {
    let bare = typed
        .trim()
        .trim_matches(|c| c == '€' || c == '$' || c == '£');
    let bare = bare
        .strip_suffix(currency)
        .or_else(|| bare.strip_prefix(currency))
        .unwrap_or(bare);
    parse_decimal(bare, digits(currency))
}

/// Reads a rate as people type it, in hundredths of a percent: `5,5`, `20 %`. Empty is `None`. Errors: `malformed`.
pub fn parse_percent(typed: &str) -> Result<Option<u32>, FieldError> {
    let rate = parse_decimal(typed.trim().trim_end_matches('%'), 2)?;
    rate.map(|rate| u32::try_from(rate).map_err(|_| malformed()))
        .transpose()
}

/// An amount for a field to type in: `1234.50` or `1234,50`, which [`parse_amount`] reads back.
pub fn typed_amount(minor: i64, currency: &str, locale: Locale) -> String {
    let minus = if minor < 0 { "-" } else { "" };
    let number = decimal(minor.unsigned_abs(), digits(currency), locale);
    format!("{minus}{}", ungrouped(&number, locale))
}

/// A rate for a field to type in: `5.50` or `5,50`, which [`parse_percent`] reads back.
pub fn typed_percent(rate: u32, locale: Locale) -> String {
    ungrouped(&decimal(u64::from(rate), 2, locale), locale)
}

/// Without the marks between thousands.
fn ungrouped(number: &str, locale: Locale) -> String {
    let mark = match locale {
        Locale::En => ',',
        Locale::Fr => NARROW,
    };
    number.replace(mark, "")
}

/// A number without sign, in units of its last figure.
fn parse_decimal(typed: &str, digits: usize) -> Result<Option<i64>, FieldError> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.is_empty() {
        return Ok(None);
    }
    let (whole, behind) = bare.split_once([',', '.']).unwrap_or((&bare, ""));
    let figures = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if (whole.is_empty() && behind.is_empty())
        || !figures(whole)
        || !figures(behind)
        || behind.len() > digits
    {
        return Err(malformed());
    }
    let units = format!("0{whole}{behind:0<digits$}");
    units.parse().map(Some).map_err(|_| malformed())
}

fn malformed() -> FieldError {
    FieldError::new("", "malformed")
}

/// How many figures of an amount stand behind the point (ISO 4217).
fn digits(currency: &str) -> usize {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

fn sign_before(currency: &str) -> Option<&'static str> {
    match currency {
        "EUR" => Some("€"),
        "USD" => Some("US$"),
        "GBP" => Some("£"),
        _ => None,
    }
}

fn sign_behind(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "USD" => "$US",
        "GBP" => "£GB",
        code => code,
    }
}

/// A number with its last `digits` figures behind the point, thousands set apart.
fn decimal(value: u64, digits: usize, locale: Locale) -> String {
    let (thousands, point) = match locale {
        Locale::En => (',', '.'),
        Locale::Fr => (NARROW, ','),
    };
    let figures = format!("{value:0>width$}", width = digits + 1);
    let whole = figures.len() - digits;
    let mut text = String::with_capacity(figures.len() * 2);
    for (place, figure) in figures.chars().enumerate() {
        if place == whole {
            text.push(point);
        } else if place > 0 && place < whole && (whole - place).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(figure);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Chromium's `Intl.NumberFormat` answered for `en-GB` and `fr-FR`.
    #[test]
    fn amounts_read_as_in_the_browser() {
        for (minor, currency, en, fr) in [
            (123_456, "EUR", "€1,234.56", "1\u{202f}234,56\u{a0}€"),
            (
                -123_456_780,
                "EUR",
                "-€1,234,567.80",
                "-1\u{202f}234\u{202f}567,80\u{a0}€",
            ),
            (-100, "EUR", "-€1.00", "-1,00\u{a0}€"),
            (0, "EUR", "€0.00", "0,00\u{a0}€"),
            (5, "EUR", "€0.05", "0,05\u{a0}€"),
            (99_999, "EUR", "€999.99", "999,99\u{a0}€"),
            (123_456, "USD", "US$1,234.56", "1\u{202f}234,56\u{a0}$US"),
            (123_456, "GBP", "£1,234.56", "1\u{202f}234,56\u{a0}£GB"),
            (
                123_456,
                "CHF",
                "CHF\u{a0}1,234.56",
                "1\u{202f}234,56\u{a0}CHF",
            ),
            (-500, "CHF", "-CHF\u{a0}5.00", "-5,00\u{a0}CHF"),
            (1200, "SEK", "SEK\u{a0}12.00", "12,00\u{a0}SEK"),
            (1234, "TND", "TND\u{a0}1.234", "1,234\u{a0}TND"),
            (1234, "JPY", "JPY\u{a0}1,234", "1\u{202f}234\u{a0}JPY"),
        ] {
            assert_eq!(amount(minor, currency, Locale::En), en);
            assert_eq!(amount(minor, currency, Locale::Fr), fr);
        }
    }

    #[test]
    fn rates_read_as_in_the_browser() {
        for (rate, en, fr) in [
            (2000, "20%", "20\u{a0}%"),
            (550, "5.5%", "5,5\u{a0}%"),
            (210, "2.1%", "2,1\u{a0}%"),
            (1000, "10%", "10\u{a0}%"),
            (1925, "19.25%", "19,25\u{a0}%"),
            (5, "0.05%", "0,05\u{a0}%"),
            (0, "0%", "0\u{a0}%"),
        ] {
            assert_eq!(percent(rate, Locale::En), en);
            assert_eq!(percent(rate, Locale::Fr), fr);
        }
    }

    #[test]
    fn amounts_are_read_with_comma_or_point() {
        for (typed, minor) in [
            ("145", 14_500),
            ("145,5", 14_550),
            ("145.05", 14_505),
            (" 1\u{202f}234,56\u{a0}€ ", 123_456),
            ("€1 234.56", 123_456),
            ("12 EUR", 1_200),
            (",5", 50),
            ("7,", 700),
            ("0", 0),
            ("007", 700),
        ] {
            assert_eq!(parse_amount(typed, "EUR"), Ok(Some(minor)), "{typed}");
        }
        assert_eq!(parse_amount("1200", "JPY"), Ok(Some(1200)));
        assert_eq!(parse_amount("1.234", "TND"), Ok(Some(1234)));
        assert_eq!(parse_amount("  ", "EUR"), Ok(None));
        // 1.234 and 1,234 are a thousand to some and one to others
        for typed in [
            "1.234",
            "1,234",
            "1,234.56",
            "1.2.3",
            "-5",
            "+5",
            "5 F",
            ",",
            "douze",
            "1e3",
            "٣",
            "99999999999999999999",
        ] {
            let refused = parse_amount(typed, "EUR").unwrap_err();
            assert_eq!(refused.reason, "malformed", "{typed}");
        }
        assert!(parse_amount("12.5", "JPY").is_err());
    }

    #[test]
    fn rates_are_read_with_comma_or_point() {
        for (typed, rate) in [("20", 2000), ("5,5 %", 550), ("2.1%", 210), ("0", 0)] {
            assert_eq!(parse_percent(typed), Ok(Some(rate)), "{typed}");
        }
        assert_eq!(parse_percent(""), Ok(None));
        for typed in ["5,555", "-1", "vingt", "%%x", "99999999999"] {
            assert!(parse_percent(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_stands_in_a_field_reads_back() {
        for locale in [Locale::En, Locale::Fr] {
            for minor in [0, 5, 14_500, 123_456_789] {
                for currency in ["EUR", "JPY", "TND"] {
                    let typed = typed_amount(minor, currency, locale);
                    assert_eq!(parse_amount(&typed, currency), Ok(Some(minor)), "{typed}");
                }
            }
            for rate in [0, 5, 550, 2000, 10_000] {
                let typed = typed_percent(rate, locale);
                assert_eq!(parse_percent(&typed), Ok(Some(rate)), "{typed}");
            }
        }
        assert_eq!(typed_amount(123_450, "EUR", Locale::Fr), "1234,50");
    }

    #[test]
    fn the_figures_of_every_amount_are_its_own() {
        let mut minor: i64 = 1;
        while minor < i64::MAX / 7 {
            for value in [minor, -minor, minor + 1, minor - 1] {
                for locale in [Locale::En, Locale::Fr] {
                    let text = amount(value, "EUR", locale);
                    let read: String = text
                        .chars()
                        .filter(|c| c.is_ascii_digit() || *c == '-')
                        .collect();
                    assert_eq!(read.parse(), Ok(value), "{text}");
                    let groups = text
                        .split([',', '.', NARROW])
                        .map(|group| group.chars().filter(char::is_ascii_digit).count());
                    let counts: Vec<usize> = groups.collect();
                    assert!(
                        (1..=3).contains(&counts[0]) && counts[counts.len() - 1] == 2,
                        "{text}"
                    );
                    assert!(
                        counts[1..counts.len() - 1].iter().all(|count| *count == 3),
                        "{text}"
                    );
                }
            }
            minor *= 7;
        }
        assert!(amount(i64::MIN, "EUR", Locale::En).starts_with("-€92,233,720,368,547,758.08"));
    }
}
