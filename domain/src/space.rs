//! The customers' private space: the blocks of its first page, as the shop arranges them and as one customer sees them.

mod form;
mod kinds;
mod shown;

pub use form::{Known, SpaceForm};
pub use kinds::BlockKind;
pub use shown::{
    Count, ENDING, Facts, Said, Shown, ShownContent, ShownLink, Space, TO_DO_MAX, ToDo,
};

use crate::id::GroupId;
use serde::{Deserialize, Serialize};

/// Blocks a space may have: all of them, as long as they may be, fit into one value of the database (2 MB).
pub const BLOCKS_MAX: usize = 30;
/// Groups one block may be for.
pub const AUDIENCE_MAX: usize = 20;
/// Links one block may have.
pub const LINKS_MAX: usize = 12;
/// Longest title of a block, and of a link, in characters.
pub const TITLE_MAX: u32 = 80;
/// Longest text of an announcement, in characters.
pub const TEXT_MAX: u32 = 4_000;
/// Longest address of a link, in characters.
pub const ADDRESS_MAX: u32 = 500;

/// A block in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Placed {
    pub kind: BlockKind,
    /// Off: nobody sees it, nor its page in the list of pages.
    pub on: bool,
    /// Whom it is for; none: everyone. An empty list is nobody, as when all its groups are gone.
    pub groups: Option<Vec<GroupId>>,
    /// What the shop wrote, for the kinds that say something of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

impl Placed {
    /// A kind of block that shows what is the customer's, for everyone.
    pub fn for_everyone(kind: BlockKind) -> Placed {
        Placed {
            kind,
            on: true,
            groups: None,
            content: None,
        }
    }

    /// Whether a member of these groups sees it.
    pub fn is_for(&self, groups: &[GroupId]) -> bool {
        let among = |these: &Vec<GroupId>| these.iter().any(|group| groups.contains(group));
        self.on && self.groups.as_ref().is_none_or(among)
    }
}

/// What the shop wrote for a block, in both languages or in one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Content {
    #[serde(default)]
    pub en: Text,
    #[serde(default)]
    pub fr: Text,
    /// Of links: where they lead, in order.
    #[serde(default)]
    pub links: Vec<Link>,
}

/// A title, and Markdown under it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
}

/// One link, with its words in both languages or in one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub fr: String,
    /// What `markdown::may_lead` allows.
    #[serde(default)]
    pub to: String,
}

/// How the shop arranges the space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Arrangement {
    /// Grows with each change; sent back with an edit.
    pub version: u32,
    /// In the order of the page. Every kind that is the customer's own is there once.
    pub blocks: Vec<Placed>,
}

impl Arrangement {
    /// A shop's that has arranged nothing: every kind that is the customer's own, for everyone.
    pub fn fresh(version: u32) -> Arrangement {
        let own = BlockKind::ALL.into_iter().filter(|kind| !kind.is_written());
        Arrangement {
            version,
            blocks: own.map(Placed::for_everyone).collect(),
        }
    }

    /// What was arranged, without groups that are no more, and with the kinds that came since then: those are off.
    pub fn arranged(
        version: u32,
        mut blocks: Vec<Placed>,
        is_group: impl Fn(&GroupId) -> bool,
    ) -> Arrangement {
        for block in &mut blocks {
            if let Some(groups) = &mut block.groups {
                groups.retain(&is_group);
            }
        }
        for kind in BlockKind::ALL {
            if !kind.is_written() && !blocks.iter().any(|block| block.kind == kind) {
                blocks.push(Placed {
                    on: false,
                    ..Placed::for_everyone(kind)
                });
            }
        }
        Arrangement { version, blocks }
    }

    /// The blocks that a member of these groups sees, in order.
    pub fn seen_by<'a>(&'a self, groups: &'a [GroupId]) -> impl Iterator<Item = &'a Placed> {
        self.blocks.iter().filter(|block| block.is_for(groups))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    pub(super) fn group(n: u8) -> GroupId {
        Id::new(1, [n; 10])
    }

    fn kinds<'a>(blocks: impl Iterator<Item = &'a Placed>) -> Vec<BlockKind> {
        blocks.map(|block| block.kind).collect()
    }

    #[test]
    fn a_fresh_space_has_every_kind_of_the_customers_own_for_everyone() {
        let fresh = Arrangement::fresh(1);
        let own: Vec<_> = BlockKind::ALL
            .into_iter()
            .filter(|kind| !kind.is_written())
            .collect();
        assert_eq!(kinds(fresh.seen_by(&[])), own);
        assert!(!own.contains(&BlockKind::Announcement) && !own.contains(&BlockKind::Links));
        assert!(own.contains(&BlockKind::Orders) && own.contains(&BlockKind::Security));
    }

    #[test]
    fn a_block_is_for_everyone_or_for_its_groups() {
        let (vip, press) = (group(1), group(2));
        let mut arrangement = Arrangement::fresh(1);
        arrangement.blocks.truncate(3);
        let all = kinds(arrangement.blocks.iter());
        arrangement.blocks[1].groups = Some(vec![vip.clone(), press.clone()]);
        arrangement.blocks[2].on = false;
        assert_eq!(kinds(arrangement.seen_by(&[])), all[..1]);
        assert_eq!(kinds(arrangement.seen_by(&[group(3)])), all[..1]);
        assert_eq!(kinds(arrangement.seen_by(&[group(3), press])), all[..2]);
    }

    #[test]
    fn a_block_whose_groups_are_gone_is_for_nobody() {
        let (vip, press) = (group(1), group(2));
        let mut blocks = Arrangement::fresh(1).blocks;
        blocks[0].groups = Some(vec![vip.clone(), press.clone()]);
        blocks[1].groups = Some(vec![press.clone()]);
        let arrangement = Arrangement::arranged(4, blocks, |group| *group == vip);
        assert_eq!(arrangement.version, 4);
        assert_eq!(arrangement.blocks[0].groups, Some(vec![vip.clone()]));
        assert_eq!(arrangement.blocks[1].groups, Some(vec![]));
        assert!(arrangement.blocks[0].is_for(std::slice::from_ref(&vip)));
        assert!(!arrangement.blocks[1].is_for(&[vip, press]));
    }

    #[test]
    fn a_kind_that_came_since_is_there_and_off() {
        let mut blocks = Arrangement::fresh(1).blocks;
        let new = blocks.remove(2).kind;
        let arrangement = Arrangement::arranged(1, blocks, |_| true);
        let last = arrangement.blocks.last().unwrap();
        assert_eq!((last.kind, last.on), (new, false));
        assert_eq!(arrangement.blocks.len(), Arrangement::fresh(1).blocks.len());
    }
}
