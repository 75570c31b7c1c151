//! The two languages people are spoken to in.

use serde::{Deserialize, Serialize};

/// English or French. The wire carries `en` and `fr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    Fr,
}

impl Locale {
    /// The language code, as in `<html lang>` and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Fr => "fr",
        }
    }

    /// Reads a code exactly as [`Locale::code`] writes it.
    pub fn parse(code: &str) -> Option<Locale> {
        match code {
            "en" => Some(Locale::En),
            "fr" => Some(Locale::Fr),
            _ => None,
        }
    }

    /// The visitor's language: the cookie's, else the first one of `Accept-Language` we speak, else English.
    pub fn choose(cookie: Option<&str>, accept_language: Option<&str>) -> Locale {
        cookie
            .and_then(Locale::parse)
            .or_else(|| accept_language.and_then(Locale::accepted))
            .unwrap_or_default()
    }

    /// The best known language of an `Accept-Language` header (RFC 9110 section 12.5.4).
    fn accepted(header: &str) -> Option<Locale> {
        let mut best: Option<(f32, Locale)> = None;
        for item in header.split(',').take(20) {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=").map(str::to_owned))
                .and_then(|q| q.parse::<f32>().ok())
                .unwrap_or(1.0);
            let Some(locale) = Locale::parse(tag.split('-').next().unwrap_or_default()) else {
                continue;
            };
            if weight > 0.0 && best.is_none_or(|(found, _)| weight > found) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins_over_the_header() {
        assert_eq!(Locale::choose(Some("fr"), Some("en")), Locale::Fr);
        assert_eq!(Locale::choose(Some("de"), Some("fr-BE")), Locale::Fr);
    }

    #[test]
    fn the_header_is_read_by_weight() {
        assert_eq!(
            Locale::choose(None, Some("de, en;q=0.4, fr-CA;q=0.8")),
            Locale::Fr
        );
        assert_eq!(Locale::choose(None, Some("fr;q=0, en;q=0.1")), Locale::En);
        assert_eq!(Locale::choose(None, Some("nonsense;;q=,")), Locale::En);
        assert_eq!(Locale::choose(None, None), Locale::En);
    }
}
