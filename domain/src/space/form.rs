//! An arrangement as staff send it, proved.

use super::{
    ADDRESS_MAX, AUDIENCE_MAX, BLOCKS_MAX, BlockKind, Content, LINKS_MAX, Link, Placed, TEXT_MAX,
    TITLE_MAX, Text,
};
use crate::id::GroupId;
use crate::markdown::may_lead;
use crate::problem::FieldError;
use crate::text;
use serde::{Deserialize, Serialize};

/// The whole arrangement, as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpaceForm {
    #[serde(default)]
    pub version: Option<u32>,
    /// In the order of the page.
    #[serde(default)]
    pub blocks: Vec<Placed>,
}

/// Whether there is such a group.
pub type Known<'a> = &'a dyn Fn(&GroupId) -> bool;

impl SpaceForm {
    /// The blocks, with outer spaces dropped and everything that is wrong told at once: `blocks.2.content.fr.title`.
    /// A kind of the customer's own that is left out is switched off, by [`super::Arrangement::arranged`].
    pub fn prove(&self, is_group: Known<'_>) -> Result<Vec<Placed>, Vec<FieldError>> {
        let mut wrong = Vec::new();
        if self.blocks.len() > BLOCKS_MAX {
            let full = FieldError {
                max: u32::try_from(BLOCKS_MAX).ok(),
                ..FieldError::new("blocks", "too_many")
            };
            return Err(vec![full]);
        }
        let mut proved = Vec::new();
        for (place, block) in self.blocks.iter().enumerate() {
            let at = format!("blocks.{place}");
            let own = !block.kind.is_written();
            let before = self.blocks.iter().take(place);
            if own && before.into_iter().any(|other| other.kind == block.kind) {
                wrong.push(FieldError::new(format!("{at}.kind"), "twice"));
            }
            wrong.extend(audience(block, is_group).map(|error| error.within(&at)));
            let content = match (&block.content, own) {
                (None, true) => None,
                (Some(_), true) => {
                    wrong.push(FieldError::new(format!("{at}.content"), "unknown_key"));
                    None
                }
                (content, false) => {
                    let typed = content.clone().unwrap_or_default();
                    let (content, faults) = prove_content(block.kind, &typed);
                    let within = format!("{at}.content");
                    wrong.extend(faults.into_iter().map(|fault| fault.within(&within)));
                    Some(content)
                }
            };
            proved.push(Placed {
                content,
                ..block.clone()
            });
        }
        if wrong.is_empty() {
            Ok(proved)
        } else {
            Err(wrong)
        }
    }
}

/// What is wrong with whom a block is for.
fn audience(block: &Placed, is_group: Known<'_>) -> Option<FieldError> {
    let groups = block.groups.as_ref()?;
    if groups.len() > AUDIENCE_MAX {
        return Some(FieldError {
            max: u32::try_from(AUDIENCE_MAX).ok(),
            ..FieldError::new("groups", "too_many")
        });
    }
    if groups.is_empty() && block.on {
        return Some(FieldError::new("groups", "required"));
    }
    let unknown = groups.iter().any(|group| !is_group(group));
    unknown.then(|| FieldError::new("groups", "unknown"))
}

/// What the shop wrote for a block, and what is wrong with it.
fn prove_content(kind: BlockKind, typed: &Content) -> (Content, Vec<FieldError>) {
    let mut wrong = Vec::new();
    let mut say = |language: &str, typed: &Text| -> Text {
        let mut proved = Text::default();
        match text::line(&typed.title, TITLE_MAX) {
            Ok(title) => proved.title = title.unwrap_or_default(),
            Err(fault) => wrong.push(fault.within(&format!("{language}.title"))),
        }
        match lines(&typed.text) {
            Ok(text) => proved.text = text,
            Err(fault) => wrong.push(fault.within(&format!("{language}.text"))),
        }
        proved
    };
    let (en, fr) = (say("en", &typed.en), say("fr", &typed.fr));
    let blank = |text: &Text| text.title.trim().is_empty() && text.text.trim().is_empty();
    let nothing = blank(&typed.en) && blank(&typed.fr);
    for (language, typed) in [("en", &typed.en), ("fr", &typed.fr)] {
        // In one language at least there is something: asked for in both where there is nothing at all.
        if typed.title.trim().is_empty() && (nothing || !blank(typed)) {
            wrong.push(FieldError::new(format!("{language}.title"), "required"));
        }
        let says_text = kind == BlockKind::Announcement;
        if says_text && typed.text.trim().is_empty() && (nothing || !blank(typed)) {
            wrong.push(FieldError::new(format!("{language}.text"), "required"));
        }
    }
    let mut links = Vec::new();
    if kind == BlockKind::Links {
        if typed.links.is_empty() {
            wrong.push(FieldError::new("links", "required"));
        }
    } else if !typed.links.is_empty() {
        wrong.push(FieldError::new("links", "unknown_key"));
    }
    if typed.links.len() > LINKS_MAX {
        wrong.push(FieldError {
            max: u32::try_from(LINKS_MAX).ok(),
            ..FieldError::new("links", "too_many")
        });
    } else {
        for (place, link) in typed.links.iter().enumerate() {
            let (link, faults) = prove_link(link);
            let within = format!("links.{place}");
            wrong.extend(faults.into_iter().map(|fault| fault.within(&within)));
            links.push(link);
        }
    }
    (Content { en, fr, links }, wrong)
}

fn prove_link(typed: &Link) -> (Link, Vec<FieldError>) {
    let mut wrong = Vec::new();
    let mut words = |language: &'static str, typed: &str| {
        text::line(typed, TITLE_MAX)
            .map_err(|fault| wrong.push(fault.within(language)))
            .ok()
            .flatten()
            .unwrap_or_default()
    };
    let link = Link {
        en: words("en", &typed.en),
        fr: words("fr", &typed.fr),
        to: typed.to.trim().to_owned(),
    };
    if typed.en.trim().is_empty() && typed.fr.trim().is_empty() {
        wrong.push(FieldError::new("en", "words_required"));
        wrong.push(FieldError::new("fr", "words_required"));
    }
    let count = link.to.chars().count();
    if link.to.is_empty() {
        wrong.push(FieldError::new("to", "required"));
    } else if count > ADDRESS_MAX as usize {
        wrong.push(too_long("to", ADDRESS_MAX, count));
    } else if !may_lead(&link.to) {
        wrong.push(FieldError::new("to", "malformed"));
    }
    (link, wrong)
}

/// A text of several lines.
fn lines(typed: &str) -> Result<String, FieldError> {
    let text = typed.trim().replace("\r\n", "\n");
    let count = text.chars().count();
    if count > TEXT_MAX as usize {
        return Err(too_long("", TEXT_MAX, count));
    }
    if text::has_hidden(&text) {
        return Err(FieldError::new("", "control_chars"));
    }
    Ok(text)
}

fn too_long(field: &'static str, max: u32, count: usize) -> FieldError {
    FieldError {
        max: Some(max),
        count: u32::try_from(count).ok(),
        ..FieldError::new(field, "too_long")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::group;
    use super::super::{Arrangement, BlockKind};
    use super::*;

    fn form(blocks: Vec<Placed>) -> SpaceForm {
        SpaceForm {
            version: Some(1),
            blocks,
        }
    }

    fn written(kind: BlockKind, content: Content) -> Placed {
        Placed {
            content: Some(content),
            ..Placed::for_everyone(kind)
        }
    }

    fn said(title: &str, text: &str) -> Text {
        Text {
            title: title.into(),
            text: text.into(),
        }
    }

    fn faults(blocks: Vec<Placed>) -> Vec<String> {
        let wrong = form(blocks).prove(&|id| *id == group(1)).unwrap_err();
        let told = wrong.iter().map(|e| format!("{}: {}", e.field, e.reason));
        told.collect()
    }

    #[test]
    fn what_a_fresh_shop_has_is_right_in_any_order() {
        let mut blocks = Arrangement::fresh(1).blocks;
        blocks.reverse();
        blocks[0].on = false;
        blocks[1].groups = Some(vec![group(1)]);
        assert_eq!(form(blocks.clone()).prove(&|_| true), Ok(blocks));
        assert_eq!(form(Vec::new()).prove(&|_| true), Ok(Vec::new()));
    }

    #[test]
    fn a_block_of_the_customers_own_stands_once_and_says_nothing_of_the_shops() {
        let orders = Placed::for_everyone(BlockKind::Orders);
        assert_eq!(
            faults(vec![
                orders.clone(),
                orders,
                written(BlockKind::Profile, Content::default()),
            ]),
            ["blocks.1.kind: twice", "blocks.2.content: unknown_key"]
        );
    }

    #[test]
    fn groups_are_known_and_some() {
        let for_groups = |kind, groups| Placed {
            groups: Some(groups),
            ..Placed::for_everyone(kind)
        };
        let mut off = for_groups(BlockKind::Security, vec![]);
        off.on = false;
        assert_eq!(
            faults(vec![
                for_groups(BlockKind::Orders, vec![group(1)]),
                for_groups(BlockKind::Profile, vec![group(1), group(2)]),
                for_groups(BlockKind::Addresses, vec![]),
                off,
            ]),
            ["blocks.1.groups: unknown", "blocks.2.groups: required"]
        );
        let many = vec![group(1); AUDIENCE_MAX + 1];
        assert_eq!(
            faults(vec![for_groups(BlockKind::Orders, many)]),
            ["blocks.0.groups: too_many"]
        );
    }

    #[test]
    fn an_announcement_says_something_in_one_language_at_least() {
        let announce = |en, fr| {
            let content = Content {
                en,
                fr,
                links: vec![],
            };
            written(BlockKind::Announcement, content)
        };
        let french = announce(Text::default(), said(" Août ", " Fermé\r\nen **août** "));
        let proved = form(vec![french]).prove(&|_| true).unwrap();
        let content = proved[0].content.as_ref().unwrap();
        assert_eq!(content.fr, said("Août", "Fermé\nen **août**"));
        assert_eq!(
            faults(vec![announce(said("", "x"), said("x", " "))]),
            [
                "blocks.0.content.en.title: required",
                "blocks.0.content.fr.text: required"
            ]
        );
        assert_eq!(faults(vec![announce(said("", ""), said(" ", ""))]).len(), 4);
        let no_content = Placed::for_everyone(BlockKind::Announcement);
        assert_eq!(faults(vec![no_content]).len(), 4);
        assert_eq!(
            faults(vec![announce(
                said(&"x".repeat(81), "x\u{202E}y"),
                said("a\nb", &"x".repeat(4_001))
            )]),
            [
                "blocks.0.content.en.title: too_long",
                "blocks.0.content.en.text: control_chars",
                "blocks.0.content.fr.title: control_chars",
                "blocks.0.content.fr.text: too_long",
            ]
        );
        let mut with_links = announce(said("a", "b"), Text::default());
        if let Some(content) = &mut with_links.content {
            content.links.push(Link {
                en: "x".into(),
                fr: String::new(),
                to: "/".into(),
            });
        }
        assert_eq!(
            faults(vec![with_links]),
            ["blocks.0.content.links: unknown_key"]
        );
    }

    #[test]
    fn t30_links_have_words_and_lead_where_they_may() {
        let links = |links: Vec<(&str, &str, &str)>| {
            let link = |(en, fr, to): (&str, &str, &str)| Link {
                en: en.into(),
                fr: fr.into(),
                to: to.into(),
            };
            let content = Content {
                en: said("Help", ""),
                fr: Text::default(),
                links: links.into_iter().map(link).collect(),
            };
            written(BlockKind::Links, content)
        };
        let right = links(vec![
            ("Help", "", " https://example.com "),
            ("", "Moi", "/account"),
        ]);
        let proved = form(vec![right]).prove(&|_| true).unwrap();
        let content = proved[0].content.as_ref().unwrap();
        assert_eq!(content.links[0].to, "https://example.com");
        assert_eq!(
            faults(vec![
                links(vec![("x", "", "javascript:alert(1)"), ("", " ", "")]),
                links(vec![]),
            ]),
            [
                "blocks.0.content.links.0.to: malformed",
                "blocks.0.content.links.1.en: words_required",
                "blocks.0.content.links.1.fr: words_required",
                "blocks.0.content.links.1.to: required",
                "blocks.1.content.links: required",
            ]
        );
        assert_eq!(
            faults(vec![links(vec![("x", "", "/"); LINKS_MAX + 1])]),
            ["blocks.0.content.links: too_many"]
        );
    }

    #[test]
    fn there_are_only_so_many_blocks() {
        let one = written(
            BlockKind::Announcement,
            Content {
                en: said("a", "b"),
                ..Content::default()
            },
        );
        assert!(form(vec![one.clone(); BLOCKS_MAX]).prove(&|_| true).is_ok());
        assert_eq!(faults(vec![one; BLOCKS_MAX + 1]), ["blocks: too_many"]);
    }
}
