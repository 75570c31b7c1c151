//! Notes that staff write on a customer. They stand in the history; their author may mend them for a while.

use crate::id::NoteId;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// A note, within the entry of the history that tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    pub id: NoteId,
    /// Shown literally.
    pub text: String,
    /// Unix milliseconds, UTC; none where it is as it was written.
    pub edited_at: Option<i64>,
    /// Until when the reader may change or delete it; none for everybody but its author.
    pub editable_until: Option<i64>,
}

/// A note as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteForm {
    #[serde(default)]
    pub text: String,
}

/// Longest note, in characters.
pub const TEXT_MAX: u32 = 4_000;
/// How long the author may mend it: milliseconds.
pub const EDITABLE: i64 = 15 * 60_000;

impl NoteForm {
    /// The note's text: lines as typed, outer spaces dropped.
    pub fn prove(&self) -> Result<String, FieldError> {
        let text = self.text.trim().replace("\r\n", "\n");
        let count = text.chars().count();
        if text.is_empty() {
            return Err(FieldError::new("text", "required"));
        }
        if count > TEXT_MAX as usize {
            return Err(FieldError {
                max: Some(TEXT_MAX),
                count: u32::try_from(count).ok(),
                ..FieldError::new("text", "too_long")
            });
        }
        if crate::text::has_hidden(&text) {
            return Err(FieldError::new("text", "control_chars"));
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prove(text: &str) -> Result<String, String> {
        let form = NoteForm {
            text: text.to_owned(),
        };
        form.prove().map_err(|error| error.reason.into_owned())
    }

    #[test]
    fn a_note_keeps_its_lines_and_hides_nothing() {
        assert_eq!(prove(" a\r\nb \n"), Ok("a\nb".to_owned()));
        assert_eq!(prove("<b>\"'👍 عربي"), Ok("<b>\"'👍 عربي".to_owned()));
        assert_eq!(prove(" \n "), Err("required".to_owned()));
        assert_eq!(prove("a\u{202E}b"), Err("control_chars".to_owned()));
        assert_eq!(prove("a\0b"), Err("control_chars".to_owned()));
        assert_eq!(prove(&"x".repeat(4_001)), Err("too_long".to_owned()));
    }
}
