//! A document as typed by staff, and what of it holds.

use super::{Audience, Kind, State};
use crate::api::markdown::TEXT_MAX;
use crate::id::{BlobId, CustomerId, GroupId, ProductId};
use crate::problem::FieldError;
use crate::text;
use serde::{Deserialize, Serialize};

/// A document as typed by staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentForm {
    /// The version that was seen; for edits only: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Fixed once the document is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub title_en: String,
    #[serde(default)]
    pub title_fr: String,
    #[serde(default)]
    pub summary_en: String,
    #[serde(default)]
    pub summary_fr: String,
    /// Markdown, for a page.
    #[serde(default)]
    pub body_en: String,
    #[serde(default)]
    pub body_fr: String,
    /// The file it has already, or one that was handed in by the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<BlobId>,
    #[serde(default)]
    pub audience: Option<Audience>,
    #[serde(default)]
    pub groups: Vec<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    #[serde(default)]
    pub lapsed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(default)]
    pub state: Option<State>,
}

/// Whom a document is for, with all that takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Everyone,
    /// At least one, each once.
    Groups(Vec<GroupId>),
    Buyers {
        product: ProductId,
        lapsed: bool,
    },
    Customer(CustomerId),
}

impl To {
    pub fn audience(&self) -> Audience {
        match self {
            To::Everyone => Audience::Everyone,
            To::Groups(_) => Audience::Groups,
            To::Buyers { .. } => Audience::Buyers,
            To::Customer(_) => Audience::Customer,
        }
    }

    /// Reads an audience from its parts; what is missing is told by field. Parts of other audiences are not looked at, so
    /// that a form may keep them while somebody chooses.
    pub fn prove(
        audience: Option<Audience>,
        groups: &[GroupId],
        product: Option<&ProductId>,
        lapsed: bool,
        customer: Option<&CustomerId>,
    ) -> Result<To, FieldError> {
        let missing = |field: &'static str| FieldError::new(field, "required");
        match audience.ok_or_else(|| missing("audience"))? {
            Audience::Everyone => Ok(To::Everyone),
            Audience::Groups => {
                let mut all: Vec<GroupId> = groups.to_vec();
                all.sort_by(|a, b| a.as_str().cmp(b.as_str()));
                all.dedup();
                if all.is_empty() {
                    return Err(missing("groups"));
                }
                if all.len() > GROUPS_MAX as usize {
                    return Err(FieldError {
                        max: Some(GROUPS_MAX),
                        ..FieldError::new("groups", "too_many")
                    });
                }
                Ok(To::Groups(all))
            }
            Audience::Buyers => Ok(To::Buyers {
                product: product.cloned().ok_or_else(|| missing("product"))?,
                lapsed,
            }),
            Audience::Customer => customer
                .cloned()
                .map(To::Customer)
                .ok_or_else(|| missing("customer")),
        }
    }
}

/// A document that keeps every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    pub kind: Kind,
    pub title_en: String,
    pub title_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    pub body_en: String,
    pub body_fr: String,
    pub file: Option<BlobId>,
    pub to: To,
    pub state: State,
}

/// Longest title and summary, in characters.
const TITLE_MAX: u32 = 120;
const SUMMARY_MAX: u32 = 300;
/// Groups one document may be for.
pub const GROUPS_MAX: u32 = 50;

impl DocumentForm {
    /// Proves what was typed, or tells everything that is wrong. A draft may still lack its text or file.
    pub fn prove(&self) -> Result<Proved, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut line = |field: &'static str, typed: &str, max: u32| {
            text::line(typed, max)
                .map_err(|error| errors.push(error.within(field)))
                .ok()
                .flatten()
                .unwrap_or_default()
        };
        let title_en = line("title_en", &self.title_en, TITLE_MAX);
        let title_fr = line("title_fr", &self.title_fr, TITLE_MAX);
        let summary_en = line("summary_en", &self.summary_en, SUMMARY_MAX);
        let summary_fr = line("summary_fr", &self.summary_fr, SUMMARY_MAX);
        if self.title_en.trim().is_empty() && self.title_fr.trim().is_empty() {
            errors.push(FieldError::new("title_fr", "one_language"));
        }
        let body_en = body("body_en", &self.body_en, &mut errors);
        let body_fr = body("body_fr", &self.body_fr, &mut errors);
        let published = self.state == Some(State::Published);
        match self.kind {
            None => errors.push(FieldError::new("kind", "required")),
            Some(Kind::Page) => {
                if self.file.is_some() {
                    errors.push(FieldError::new("file", "unknown_key"));
                }
                if published && body_en.trim().is_empty() && body_fr.trim().is_empty() {
                    errors.push(FieldError::new("body_fr", "one_language"));
                }
            }
            Some(Kind::File) => {
                for (field, body) in [("body_en", &body_en), ("body_fr", &body_fr)] {
                    if !body.is_empty() {
                        errors.push(FieldError::new(field, "unknown_key"));
                    }
                }
                if published && self.file.is_none() {
                    errors.push(FieldError::new("file", "required"));
                }
            }
        }
        let to = To::prove(
            self.audience,
            &self.groups,
            self.product.as_ref(),
            self.lapsed,
            self.customer.as_ref(),
        );
        if self.state.is_none() {
            errors.push(FieldError::new("state", "required"));
        }
        match (self.kind, to, self.state) {
            (Some(kind), Ok(to), Some(state)) if errors.is_empty() => Ok(Proved {
                kind,
                title_en,
                title_fr,
                summary_en,
                summary_fr,
                body_en,
                body_fr,
                file: self.file.clone(),
                to,
                state,
            }),
            (_, to, _) => {
                errors.extend(to.err());
                Err(errors)
            }
        }
    }
}

/// A text of several lines, as typed.
fn body(field: &'static str, typed: &str, errors: &mut Vec<FieldError>) -> String {
    // Forms of some systems end lines by two signs.
    let typed = typed.replace("\r\n", "\n");
    let count = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
    if count > TEXT_MAX {
        errors.push(FieldError {
            max: Some(TEXT_MAX),
            count: Some(count),
            ..FieldError::new(field, "too_long")
        });
    }
    if text::has_hidden(&typed) {
        errors.push(FieldError::new(field, "control_chars"));
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T>(n: u8) -> crate::id::Id<T> {
        crate::id::Id::new(0, [n; 10])
    }

    fn page() -> DocumentForm {
        DocumentForm {
            kind: Some(Kind::Page),
            title_fr: " Guide ".into(),
            body_fr: "# Bonjour\r\n".into(),
            audience: Some(Audience::Everyone),
            state: Some(State::Published),
            ..DocumentForm::default()
        }
    }

    fn told(form: &DocumentForm) -> Vec<String> {
        let errors = form.prove().unwrap_err();
        let told = errors.iter().map(|e| format!("{}: {}", e.field, e.reason));
        told.collect()
    }

    #[test]
    fn one_language_is_enough() {
        let proved = page().prove().unwrap();
        assert_eq!((&*proved.title_fr, &*proved.title_en), ("Guide", ""));
        assert_eq!(proved.body_fr, "# Bonjour\n");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        assert_eq!(
            told(&DocumentForm::default()),
            [
                "title_fr: one_language",
                "kind: required",
                "state: required",
                "audience: required"
            ]
        );
        let form = DocumentForm {
            title_fr: "a\u{202e}b".into(),
            summary_en: "x".repeat(301),
            body_en: "a\0b".into(),
            body_fr: "x".repeat(50_001),
            file: Some(id(1)),
            ..page()
        };
        assert_eq!(
            told(&form),
            [
                "title_fr: control_chars",
                "summary_en: too_long",
                "body_en: control_chars",
                "body_fr: too_long",
                "file: unknown_key"
            ]
        );
    }

    #[test]
    fn what_is_published_has_something_to_read_and_a_draft_need_not() {
        let mut form = DocumentForm {
            body_fr: " \n".into(),
            ..page()
        };
        assert_eq!(told(&form), ["body_fr: one_language"]);
        form.state = Some(State::Draft);
        assert!(form.prove().is_ok());
        let mut form = DocumentForm {
            kind: Some(Kind::File),
            body_fr: String::new(),
            ..page()
        };
        assert_eq!(told(&form), ["file: required"]);
        form.file = Some(id(1));
        assert_eq!(form.prove().unwrap().file, Some(id(1)));
        form.body_en = "text".into();
        assert_eq!(told(&form), ["body_en: unknown_key"]);
    }

    #[test]
    fn an_audience_has_what_it_takes() {
        let to = |audience| To::prove(Some(audience), &[], None, true, None);
        assert_eq!(to(Audience::Everyone), Ok(To::Everyone));
        for (audience, field) in [
            (Audience::Groups, "groups"),
            (Audience::Buyers, "product"),
            (Audience::Customer, "customer"),
        ] {
            let error = to(audience).unwrap_err();
            assert_eq!((&*error.field, &*error.reason), (field, "required"));
        }
        let groups = To::prove(
            Some(Audience::Groups),
            &[id(2), id(1), id(2)],
            None,
            false,
            None,
        );
        assert_eq!(groups, Ok(To::Groups(vec![id(1), id(2)])));
        let many: Vec<GroupId> = (0..51).map(id).collect();
        let error = To::prove(Some(Audience::Groups), &many, None, false, None).unwrap_err();
        assert_eq!((&*error.reason, error.max), ("too_many", Some(50)));
    }
}
