//! A campaign as typed by staff, and what is asked of one: a preview, a test, sending, sending again.

use super::{AHEAD_MAX, GROUPS_MAX, NAMED_MAX, Outcome};
use crate::id::{CustomerId, GroupId};
use crate::locale::Locale;
use crate::problem::FieldError;
use crate::text;
use serde::{Deserialize, Serialize};

/// A campaign as typed by staff. A draft may lack anything; what sending asks for is told by its checks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignForm {
    /// The version that was seen; for edits only: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default)]
    pub subject_en: String,
    #[serde(default)]
    pub subject_fr: String,
    /// Markdown with variables.
    #[serde(default)]
    pub body_en: String,
    #[serde(default)]
    pub body_fr: String,
    #[serde(default)]
    pub groups: Vec<GroupId>,
}

/// A campaign that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    pub subject_en: String,
    pub subject_fr: String,
    pub body_en: String,
    pub body_fr: String,
    /// Each once.
    pub groups: Vec<GroupId>,
}

/// Longest subject, in characters as typed.
pub const SUBJECT_MAX: u32 = 150;
/// Longest text, in characters as typed: what is longer, some mail readers cut.
pub const BODY_MAX: u32 = 20_000;

impl CampaignForm {
    /// Proves what was typed, or tells everything that is wrong.
    pub fn prove(&self) -> Result<Proved, Vec<FieldError>> {
        let mut errors = Vec::new();
        let subject_en = subject("subject_en", &self.subject_en, &mut errors);
        let subject_fr = subject("subject_fr", &self.subject_fr, &mut errors);
        let body_en = body("body_en", &self.body_en, &mut errors);
        let body_fr = body("body_fr", &self.body_fr, &mut errors);
        let groups = once(&self.groups).map_err(|error| errors.push(error));
        match groups {
            Ok(groups) if errors.is_empty() => Ok(Proved {
                subject_en,
                subject_fr,
                body_en,
                body_fr,
                groups,
            }),
            _ => Err(errors),
        }
    }
}

/// The groups, each once, where they are not too many.
pub fn once(groups: &[GroupId]) -> Result<Vec<GroupId>, FieldError> {
    let mut all = groups.to_vec();
    all.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    all.dedup();
    if all.len() > GROUPS_MAX as usize {
        return Err(FieldError {
            max: Some(GROUPS_MAX),
            ..FieldError::new("groups", "too_many")
        });
    }
    Ok(all)
}

fn subject(field: &'static str, typed: &str, errors: &mut Vec<FieldError>) -> String {
    text::line(typed, SUBJECT_MAX)
        .map_err(|error| errors.push(error.within(field)))
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// A text of several lines, as typed.
fn body(field: &'static str, typed: &str, errors: &mut Vec<FieldError>) -> String {
    // Forms of some systems end lines by two signs.
    let typed = typed.replace("\r\n", "\n");
    let count = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
    if count > BODY_MAX {
        errors.push(FieldError {
            max: Some(BODY_MAX),
            count: Some(count),
            ..FieldError::new(field, "too_long")
        });
    }
    if text::has_hidden(&typed) {
        errors.push(FieldError::new(field, "control_chars"));
    }
    typed
}

/// A text as it is being typed, to be shown as one customer would get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewForm {
    pub locale: Locale,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub body: String,
    /// As whom; as nobody, each variable shows its fallback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
}

impl PreviewForm {
    /// Subject and body, or everything that is wrong with them.
    pub fn prove(&self) -> Result<(String, String), Vec<FieldError>> {
        let mut errors = Vec::new();
        let subject = subject("subject", &self.subject, &mut errors);
        let body = body("body", &self.body, &mut errors);
        if errors.is_empty() {
            Ok((subject, body))
        } else {
            Err(errors)
        }
    }
}

/// A test of a saved campaign to whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TestForm {
    pub locale: Locale,
    /// With whose values; with nobody's, each variable shows its fallback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
}

/// Sends a campaign, now or at a time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendForm {
    /// The version that was seen: missing 422, stale 409.
    #[serde(default)]
    pub version: Option<u32>,
    /// Unix milliseconds, UTC; at once where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// The warnings of its checks were read: without it, one warning or error is answered by 409 `checks` with all of
    /// them; an error is so in any case.
    #[serde(default)]
    pub confirmed: bool,
}

impl SendForm {
    /// The version that was seen, and when to start; `None`: at once.
    pub fn prove(&self, now: i64) -> Result<(u32, Option<i64>), Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.version.is_none() {
            errors.push(FieldError::new("version", "required"));
        }
        match self.at {
            Some(at) if at <= now => errors.push(FieldError::new("at", "past")),
            Some(at) if at > now.saturating_add(AHEAD_MAX) => {
                errors.push(FieldError::new("at", "too_far"));
            }
            _ => {}
        }
        match self.version {
            Some(version) if errors.is_empty() => Ok((version, self.at)),
            _ => Err(errors),
        }
    }
}

/// Sends a campaign again, by hand, to whose outcome is unknown or failed: to those named, or to all of that outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResendForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers: Option<Vec<CustomerId>>,
    /// `unknown` or `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// To whom it is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resend<'a> {
    Customers(&'a [CustomerId]),
    All(Outcome),
}

impl ResendForm {
    pub fn prove(&self) -> Result<Resend<'_>, FieldError> {
        match (&self.customers, self.outcome) {
            (Some(named), None) if named.len() > NAMED_MAX => Err(FieldError {
                max: Some(NAMED_MAX as u32),
                ..FieldError::new("customers", "too_many")
            }),
            (Some(named), None) if !named.is_empty() => Ok(Resend::Customers(named)),
            (None, Some(outcome @ (Outcome::Unknown | Outcome::Failed))) => {
                Ok(Resend::All(outcome))
            }
            (None, Some(_)) => Err(FieldError::new("outcome", "unknown")),
            _ => Err(FieldError::new("customers", "required")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(errors: &[FieldError]) -> Vec<String> {
        let told = errors.iter().map(|e| format!("{}: {}", e.field, e.reason));
        told.collect()
    }

    #[test]
    fn a_draft_may_lack_anything_and_holds_nothing_hidden() {
        assert!(CampaignForm::default().prove().is_ok());
        let id = GroupId::new(1, [1; 10]);
        let form = CampaignForm {
            subject_fr: " Bonjour ".into(),
            body_fr: "a\r\nb".into(),
            groups: vec![id.clone(), id.clone()],
            ..CampaignForm::default()
        };
        let proved = form.prove().unwrap();
        assert_eq!((&*proved.subject_fr, &*proved.body_fr), ("Bonjour", "a\nb"));
        assert_eq!(proved.groups, [id]);
        let wrong = CampaignForm {
            subject_en: "a\nb".into(),
            subject_fr: "x".repeat(151),
            body_en: "a\u{202e}".into(),
            body_fr: "x".repeat(20_001),
            groups: (0..51).map(|n| GroupId::new(n, [1; 10])).collect(),
            ..CampaignForm::default()
        };
        assert_eq!(
            told(&wrong.prove().unwrap_err()),
            [
                "subject_en: control_chars",
                "subject_fr: too_long",
                "body_en: control_chars",
                "body_fr: too_long",
                "groups: too_many"
            ]
        );
    }

    #[test]
    fn it_is_sent_under_a_version_now_or_within_a_year() {
        let form = |version, at| SendForm {
            version,
            at,
            confirmed: false,
        };
        assert_eq!(form(Some(1), None).prove(10), Ok((1, None)));
        assert_eq!(form(Some(1), Some(11)).prove(10), Ok((1, Some(11))));
        let wrong = |form: SendForm| told(&form.prove(10).unwrap_err());
        assert_eq!(
            wrong(form(None, Some(10))),
            ["version: required", "at: past"]
        );
        assert_eq!(
            wrong(form(Some(1), Some(10 + AHEAD_MAX + 1))),
            ["at: too_far"]
        );
        assert_eq!(wrong(form(Some(1), Some(i64::MAX))), ["at: too_far"]);
    }

    #[test]
    fn only_what_is_unknown_or_failed_is_sent_again() {
        let form = |customers, outcome| ResendForm { customers, outcome };
        let id = CustomerId::new(1, [1; 10]);
        let reason = |form: ResendForm| form.prove().unwrap_err().reason.into_owned();
        assert!(form(Some(vec![id.clone()]), None).prove().is_ok());
        assert!(form(None, Some(Outcome::Unknown)).prove().is_ok());
        assert_eq!(reason(form(None, Some(Outcome::Sent))), "unknown");
        assert_eq!(reason(form(None, None)), "required");
        assert_eq!(reason(form(Some(vec![]), None)), "required");
        assert_eq!(
            reason(form(Some(vec![id.clone()]), Some(Outcome::Failed))),
            "required"
        );
        assert_eq!(reason(form(Some(vec![id; 501]), None)), "too_many");
    }
}
