//! How staff arrange the customers' space, and what a customer sees of it.

use crate::{Browser, Staff};
use domain::api::space::{ArrangeSpace, GetArrangement, GetSpace};
use domain::id::GroupId;
use domain::problem::Problem;
use domain::space::{Arrangement, BlockKind, Content, Link, Placed, Space, SpaceForm, Text};

/// A title and a text.
pub fn said(title: &str, text: &str) -> Text {
    Text {
        title: title.into(),
        text: text.into(),
    }
}

/// An announcement in French, for everyone.
pub fn announcement(title: &str, text: &str) -> Placed {
    Placed {
        content: Some(Content {
            fr: said(title, text),
            ..Content::default()
        }),
        ..Placed::for_everyone(BlockKind::Announcement)
    }
}

/// A block of one link, for everyone.
pub fn link(title: &str, words: &str, to: &str) -> Placed {
    Placed {
        content: Some(Content {
            en: said(title, ""),
            links: vec![Link {
                en: words.into(),
                fr: String::new(),
                to: to.into(),
            }],
            ..Content::default()
        }),
        ..Placed::for_everyone(BlockKind::Links)
    }
}

/// The same block for the members of a group.
pub fn only_for(block: Placed, group: &GroupId) -> Placed {
    Placed {
        groups: Some(vec![group.clone()]),
        ..block
    }
}

impl Staff {
    pub async fn arrangement(&self) -> Arrangement {
        let arrangement = self.get::<GetArrangement>(&(), &()).await;
        arrangement.expect("staff see how the space is arranged")
    }

    /// Arranges over this version.
    pub async fn arrange(
        &self,
        version: Option<u32>,
        blocks: Vec<Placed>,
    ) -> Result<Arrangement, Problem> {
        let form = SpaceForm { version, blocks };
        self.call::<ArrangeSpace>(&(), &(), &form).await
    }

    /// Arranges over what stands there.
    pub async fn arranges(&self, blocks: Vec<Placed>) -> Arrangement {
        let version = self.arrangement().await.version;
        let arranged = self.arrange(Some(version), blocks).await;
        arranged.unwrap_or_else(|problem| panic!("the space is not arranged: {problem:?}"))
    }
}

impl Browser {
    /// The signed-in customer's space.
    pub async fn space(&self) -> Space {
        let space = self.get::<GetSpace>(&(), &()).await;
        space.unwrap_or_else(|problem| panic!("no space: {problem:?}"))
    }

    /// The kinds of blocks the customer sees, in order.
    pub async fn kinds(&self) -> Vec<BlockKind> {
        let space = self.space().await;
        space.blocks.into_iter().map(|block| block.kind).collect()
    }
}
