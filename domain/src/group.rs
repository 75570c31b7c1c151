//! Groups: a code, a name and their members. They segment the customers and start actions such as e-mailing.

use crate::id::GroupId;
use crate::problem::FieldError;
use crate::text;
use serde::{Deserialize, Serialize};

/// A group, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    pub id: GroupId,
    /// Grows with each change of the group itself; sent back with an edit.
    pub version: u32,
    /// Fixed once the group is made; unique in any case.
    pub code: String,
    pub name: String,
    /// How many customers are in it.
    pub members: u32,
    /// How many documents are shared with it.
    #[serde(default)]
    pub documents: u32,
    /// How many scheduled campaigns are for it.
    #[serde(default)]
    pub campaigns: u32,
    /// When a campaign to it last started.
    #[serde(default)]
    pub last_campaign_at: Option<i64>,
    /// Unix milliseconds, UTC.
    pub created_at: i64,
}

/// A group as it stands beside a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupMark {
    pub id: GroupId,
    pub code: String,
    pub name: String,
}

/// A group as typed by staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupForm {
    /// The version that was seen; for edits only: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// For a new group only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default)]
    pub name: String,
}

/// Longest code and name, in characters.
pub const CODE_MAX: u32 = 64;
pub const NAME_MAX: u32 = 100;
/// Groups a shop may have: pages and filters list them all.
pub const GROUPS_MAX: u32 = 500;

impl GroupForm {
    /// The code and name of a new group, or everything that is wrong with them.
    pub fn prove_new(&self) -> Result<(String, String), Vec<FieldError>> {
        let code = code(self.code.as_deref().unwrap_or_default());
        let name = self.prove_name();
        match (code, name) {
            (Ok(code), Ok(name)) => Ok((code, name)),
            (code, name) => {
                let wrong = code.err().into_iter().chain(name.err());
                Err(wrong.collect())
            }
        }
    }

    /// The name alone, for a group that has its code.
    pub fn prove_name(&self) -> Result<String, FieldError> {
        text::line(&self.name, NAME_MAX)
            .and_then(|line| line.ok_or_else(|| FieldError::new("", "required")))
            .map_err(|error| error.within("name"))
    }
}

/// A code: letters, digits, `-` and `_`.
fn code(typed: &str) -> Result<String, FieldError> {
    let typed = typed.trim();
    let count = typed.chars().count();
    if typed.is_empty() {
        return Err(FieldError::new("code", "group_code_required"));
    }
    if count > CODE_MAX as usize {
        return Err(FieldError {
            max: Some(CODE_MAX),
            count: u32::try_from(count).ok(),
            ..FieldError::new("code", "too_long")
        });
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !typed.chars().all(allowed) {
        return Err(FieldError::new("code", "group_malformed"));
    }
    Ok(typed.to_owned())
}

/// The code that a name suggests: “Très bons clients” gives `tres-bons-clients`.
pub fn suggested_code(name: &str) -> String {
    let folded = text::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let code = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    code.chars()
        .take(CODE_MAX as usize)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(code: &str, name: &str) -> GroupForm {
        GroupForm {
            version: None,
            code: Some(code.into()),
            name: name.into(),
        }
    }

    #[test]
    fn a_code_is_letters_digits_hyphens_and_underscores() {
        for right in ["VIP", "a", "tres-bons_clients-2", &"x".repeat(64)] {
            assert_eq!(
                form(right, "N").prove_new(),
                Ok((right.to_owned(), "N".to_owned()))
            );
        }
        assert_eq!(
            form("  vip ", "N").prove_new().map(|(code, _)| code),
            Ok("vip".to_owned())
        );
        for (wrong, reason) in [
            ("", "group_code_required"),
            ("  ", "group_code_required"),
            ("é", "group_malformed"),
            ("a b", "group_malformed"),
            ("a;b", "group_malformed"),
            ("../x", "group_malformed"),
            (&"x".repeat(65), "too_long"),
        ] {
            let errors = form(wrong, "N").prove_new().unwrap_err();
            assert_eq!(
                (&*errors[0].field, &*errors[0].reason),
                ("code", reason),
                "{wrong}"
            );
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let errors = form("a b", " ").prove_new().unwrap_err();
        let told: Vec<_> = errors.iter().map(|e| (&*e.field, &*e.reason)).collect();
        assert_eq!(told, [("code", "group_malformed"), ("name", "required")]);
    }

    #[test]
    fn a_name_suggests_a_code() {
        for (name, code) in [
            ("Très bons clients", "tres-bons-clients"),
            ("  VIP !", "vip"),
            ("Œuvres & Cie", "oeuvres-cie"),
            ("日本", ""),
        ] {
            assert_eq!(suggested_code(name), code);
        }
        let long = suggested_code(&"mot ".repeat(40));
        assert!(long.len() <= 64 && !long.ends_with('-'), "{long}");
    }
}
