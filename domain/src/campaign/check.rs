//! What stands between a campaign and its sending: errors block it, warnings are confirmed.

use super::{Audience, TOTAL_MAX};
use crate::locale::Locale;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// How much a check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It may be sent once that is confirmed.
    Warning,
    /// It is not sent.
    Error,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Nobody will receive it.
    Audience,
    /// It is for more customers than one campaign may be: `count`.
    TooMany,
    /// There is a body in a language without a subject, or no subject at all.
    Subject,
    /// There is a subject in a language without a body, or no body at all.
    Body,
    /// `count` customers get a language that has neither.
    Language,
    /// Something in the text that no mail may have: `fault` says what and where.
    Text,
    /// `count` customers lack what the variable `found` says, and it has no fallback.
    Variable,
    /// The address `found` does not answer, or not well: `reason` is `unreachable`, `timeout`, `private`, `status_404` …
    Link,
    /// No test of this text was sent.
    Test,
    /// The shop’s name or postal address is missing, which a mail to many has to say.
    Sender,
}

/// Something to know before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    pub kind: CheckKind,
    pub level: Level,
    #[serde(default)]
    pub locale: Option<Locale>,
    /// What the text may not have: `subject` or `body`, line and reason.
    #[serde(default)]
    pub fault: Option<FieldError>,
    /// Why an address is taken for dead.
    #[serde(default)]
    pub reason: Option<String>,
    /// The address or the variable it is about.
    #[serde(default)]
    pub found: Option<String>,
    /// Customers it is about.
    #[serde(default)]
    pub count: Option<u32>,
}

impl Check {
    pub fn new(kind: CheckKind, level: Level, locale: Option<Locale>) -> Check {
        Check {
            kind,
            level,
            locale,
            fault: None,
            reason: None,
            found: None,
            count: None,
        }
    }
}

/// Everything to know before a campaign is sent, and to whom it would go now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checks {
    pub audience: Audience,
    /// What is not here is right.
    pub problems: Vec<Check>,
}

impl Checks {
    /// Whether it may be sent; `confirmed`: the warnings were read.
    pub fn allow(&self, confirmed: bool) -> bool {
        let bars = |level| match level {
            Level::Error => true,
            Level::Warning => !confirmed,
        };
        !self.problems.iter().any(|one| bars(one.level))
    }

    /// What can be told from an audience and the texts alone: `(language, subject, body)` each.
    pub fn of(audience: Audience, texts: [(Locale, &str, &str); 2], tested: bool) -> Checks {
        let mut problems = Vec::new();
        let mut error = |kind, locale, count| {
            problems.push(Check {
                count,
                ..Check::new(kind, Level::Error, locale)
            });
        };
        if audience.receive() == 0 {
            error(CheckKind::Audience, None, None);
        }
        if audience.total > TOTAL_MAX {
            error(CheckKind::TooMany, None, Some(audience.total));
        }
        let lacks = |text: &str| text.trim().is_empty();
        if texts.iter().all(|(_, subject, _)| lacks(subject)) {
            error(CheckKind::Subject, None, None);
        }
        if texts.iter().all(|(_, _, body)| lacks(body)) {
            error(CheckKind::Body, None, None);
        }
        let nothing = texts
            .iter()
            .all(|(_, subject, body)| lacks(subject) && lacks(body));
        for (locale, subject, body) in texts {
            match (lacks(subject), lacks(body)) {
                (true, false) => error(CheckKind::Subject, Some(locale), None),
                (false, true) => error(CheckKind::Body, Some(locale), None),
                (true, true) if audience.of(locale) > 0 && !nothing => {
                    error(CheckKind::Language, Some(locale), Some(audience.of(locale)));
                }
                _ => {}
            }
        }
        if !tested && !nothing {
            problems.push(Check::new(CheckKind::Test, Level::Warning, None));
        }
        Checks { audience, problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(en: u32, fr: u32, texts: [(&str, &str); 2]) -> Vec<(CheckKind, Option<Locale>)> {
        let audience = Audience {
            total: en + fr,
            en,
            fr,
            ..Audience::default()
        };
        let [(subject_en, body_en), (subject_fr, body_fr)] = texts;
        let texts = [
            (Locale::En, subject_en, body_en),
            (Locale::Fr, subject_fr, body_fr),
        ];
        let checks = Checks::of(audience, texts, true);
        checks
            .problems
            .iter()
            .map(|one| (one.kind, one.locale))
            .collect()
    }

    #[test]
    fn a_language_is_missing_only_where_somebody_needs_it() {
        let french = [("", ""), ("Objet", "Corps")];
        assert_eq!(told(0, 3, french), []);
        assert_eq!(
            told(1, 3, french),
            [(CheckKind::Language, Some(Locale::En))]
        );
        assert_eq!(
            told(0, 1, [("", "Body"), ("Objet", "Corps")]),
            [(CheckKind::Subject, Some(Locale::En))],
            "half a language is a slip, needed or not"
        );
        assert_eq!(told(0, 0, french), [(CheckKind::Audience, None)]);
        assert_eq!(
            told(1, 1, [("", ""), ("", "  ")]),
            [(CheckKind::Subject, None), (CheckKind::Body, None)]
        );
    }

    #[test]
    fn errors_bar_and_warnings_are_confirmed() {
        let audience = Audience {
            total: 1,
            fr: 1,
            ..Audience::default()
        };
        let texts = [(Locale::En, "", ""), (Locale::Fr, "Objet", "Corps")];
        let untested = Checks::of(audience.clone(), texts, false);
        assert!(!untested.allow(false) && untested.allow(true));
        let empty = Checks::of(Audience::default(), texts, true);
        assert!(!empty.allow(true));
        let crowd = Audience {
            total: TOTAL_MAX + 1,
            ..audience
        };
        assert!(!Checks::of(crowd, texts, true).allow(true));
    }
}
