//! What the shop writes in Markdown, as it will be shown.

use super::{Access, Endpoint, Method};
use crate::markdown::Block;
use crate::permission::Right;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// `POST /api/admin/markdown`
pub struct ReadMarkdown;

/// Longest text that is shown before it is saved, in characters: every text the shop writes fits.
pub const TEXT_MAX: u32 = 50_000;

/// A text as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Typed {
    #[serde(default)]
    pub text: String,
}

impl Typed {
    /// The text, where it is not too long to be read.
    pub fn prove(&self) -> Result<&str, FieldError> {
        let count = self.text.chars().count();
        if count > TEXT_MAX as usize {
            return Err(FieldError {
                max: Some(TEXT_MAX),
                count: u32::try_from(count).ok(),
                ..FieldError::new("text", "too_long")
            });
        }
        Ok(&self.text)
    }
}

/// The text as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shown {
    pub blocks: Vec<Block>,
}

impl Endpoint for ReadMarkdown {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/markdown";
    const ACCESS: Access = Access::Staff(Right::ReadSpace);
    /// A text of [`TEXT_MAX`] characters, each as JSON may escape it.
    const BODY_MAX: usize = 256 * 1024;
    const SUMMARY: &'static str = "Reads a text as it will be shown; keeps nothing.";
    type Params = ();
    type Query = ();
    type Request = Typed;
    type Response = Shown;
}
