//! Markdown as far as the shop's texts need it: a tree that has no place for anything else. The Worker reads it (feature
//! `markdown`), the app only draws the tree, element by element: no text ever becomes HTML.

#[cfg(feature = "markdown")]
mod reading;

#[cfg(feature = "markdown")]
pub use reading::{read, read_with_images};

use serde::{Deserialize, Serialize};

/// A part of a text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// `level` is 1, or at most one more than the heading's before it: no level is left out, whatever was typed.
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    List {
        /// The first number; none where the items have none.
        first: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    /// Lines shown as they are.
    Code(String),
    Rule,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    Text(String),
    /// A line ends where the author ended it.
    Break,
    Code(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    /// `to` is what [`may_lead`] allows.
    Link {
        to: String,
        text: Vec<Inline>,
    },
    /// A picture in a campaign's mail; the other texts have none.
    Image {
        /// `https://…`
        from: String,
        /// What is read where it is not seen.
        alt: String,
    },
}

/// Lists and quotes within one another, and marks within marks, go this deep; what is deeper stands at that depth.
pub const DEPTH_MAX: usize = 8;

/// Whether a link may lead there: `https://…`, `mailto:…`, or a page of the shop (`/…`). Nothing that runs, and nothing
/// that only looks like one of these: no blanks or control characters, which browsers drop, no `//` or `/\`, which
/// lead to another host.
pub fn may_lead(to: &str) -> bool {
    let starts = |scheme: &str| {
        to.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && to.len() > scheme.len()
    };
    let plain = !to
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || c == '\\')
        && !crate::text::has_hidden(to);
    let own = to.starts_with('/') && !to.starts_with("//");
    plain && (own || starts("https://") || starts("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t30_a_link_leads_to_https_to_a_mailbox_or_to_a_page_of_the_shop() {
        for to in [
            "https://example.com/a?b=c#d",
            "HTTPS://example.com",
            "mailto:zoe@example.com",
            "/",
            "/account/orders",
        ] {
            assert!(may_lead(to), "{to}");
        }
        for to in [
            "",
            "https://",
            "mailto:",
            "http://example.com",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.com",
            "/\\example.com",
            "\\\\example.com",
            "/\t/example.com",
            "https://exa\u{202E}mple.com",
            "example.com",
            "#here",
            "?q",
        ] {
            assert!(!may_lead(to), "{to:?}");
        }
    }
}
