//! Amounts as people read them, spelled as browsers' `Intl` spells them in `en-GB` and `fr-FR`, so that a mail and a page agree.

use crate::locale::Locale;

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
