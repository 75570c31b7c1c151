//! The space as one customer sees it: their blocks in order, and before them what there is for them to do.

use super::BlockKind;
#[cfg(feature = "markdown")]
use super::{Arrangement, Content, Placed, Text};
#[cfg(feature = "markdown")]
use crate::id::GroupId;
use crate::id::{ConversationId, OrderId};
use crate::locale::Locale;
use crate::markdown::Block;
use serde::{Deserialize, Serialize};

/// What `/account` shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Space {
    /// The most urgent first; empty: nothing to do.
    pub to_do: Vec<ToDo>,
    /// In the order of the page.
    pub blocks: Vec<Shown>,
}

/// A block as its customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shown {
    pub kind: BlockKind,
    /// How many there are to see, of kinds that list something.
    pub count: Option<Count>,
    /// What the shop wrote, of kinds that say something of their own.
    pub content: Option<ShownContent>,
}

/// How many of something a customer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    pub all: u32,
    /// Of these: not seen yet.
    pub new: u32,
}

/// What the shop wrote, in each language in which it wrote something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownContent {
    pub en: Option<Said>,
    pub fr: Option<Said>,
    pub links: Vec<ShownLink>,
}

/// A title, and a text under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Said {
    pub title: String,
    pub text: Vec<Block>,
}

/// A link with its words, in each language in which it has some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownLink {
    pub en: Option<String>,
    pub fr: Option<String>,
    /// What `markdown::may_lead` allows.
    pub to: String,
}

/// The one that is there in the reader's language, else in the other; with its language.
fn either<T>(en: Option<T>, fr: Option<T>, reader: Locale) -> Option<(Locale, T)> {
    let en = en.map(|said| (Locale::En, said));
    let fr = fr.map(|said| (Locale::Fr, said));
    match reader {
        Locale::En => en.or(fr),
        Locale::Fr => fr.or(en),
    }
}

impl ShownContent {
    /// What is said to a reader of this language, and the language it is said in.
    pub fn said(&self, reader: Locale) -> Option<(Locale, &Said)> {
        either(self.en.as_ref(), self.fr.as_ref(), reader)
    }
}

impl ShownLink {
    /// The link's words for a reader of this language, and the language they are in.
    pub fn words(&self, reader: Locale) -> Option<(Locale, &str)> {
        either(self.en.as_deref(), self.fr.as_deref(), reader)
    }
}

/// Something for the customer to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ToDo {
    /// An order waits for its payment.
    Pay {
        order: OrderId,
        number: u32,
        /// Minor units.
        total: i64,
        currency: String,
    },
    /// The shop answered in a conversation.
    Read {
        conversation: ConversationId,
        /// As the customer named it; shown literally.
        subject: String,
    },
    /// An access ends within [`ENDING`].
    Renew {
        name_en: String,
        name_fr: String,
        /// Unix milliseconds, UTC.
        ends_at: i64,
    },
    /// Details typed without signing in wait to be used or discarded.
    DecidePending { count: u32 },
    /// Another e-mail waits to be confirmed from the message that was sent to it.
    ConfirmEmail { email: String },
    /// Documents that were not opened yet.
    ReadDocuments { count: u32 },
}

/// How many things of one sort are told to be done; the others follow once those are done.
pub const TO_DO_MAX: u32 = 5;
/// How long before its end an access is something to do about: milliseconds.
pub const ENDING: i64 = 30 * 24 * 60 * 60 * 1000;

/// What the stores know of a customer: what there is to do, and how many of what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Each of these is told in this order.
    pub to_do: Vec<ToDo>,
    pub counts: Vec<(BlockKind, Count)>,
}

impl Facts {
    /// Adds how many of a kind there are.
    pub fn count(&mut self, kind: BlockKind, all: u32, new: u32) {
        self.counts.push((kind, Count { all, new }));
    }
}

#[cfg(feature = "markdown")]
impl Space {
    /// The space of a member of these groups.
    pub fn of(arrangement: &Arrangement, groups: &[GroupId], facts: Facts) -> Space {
        let count = |kind| {
            let of_kind = facts.counts.iter().find(|(of, _)| *of == kind);
            of_kind.map(|(_, count)| *count)
        };
        let shown = |block: &Placed| Shown {
            kind: block.kind,
            count: count(block.kind),
            content: block.content.as_ref().map(Content::shown),
        };
        Space {
            blocks: arrangement.seen_by(groups).map(shown).collect(),
            to_do: facts.to_do,
        }
    }
}

#[cfg(feature = "markdown")]
impl Content {
    /// As it is shown: languages in which nothing is written are none.
    pub fn shown(&self) -> ShownContent {
        let said = |text: &Text| {
            (!text.title.is_empty()).then(|| Said {
                title: text.title.clone(),
                text: crate::markdown::read(&text.text),
            })
        };
        let words = |words: &String| (!words.is_empty()).then(|| words.clone());
        ShownContent {
            en: said(&self.en),
            fr: said(&self.fr),
            links: self
                .links
                .iter()
                .map(|link| ShownLink {
                    en: words(&link.en),
                    fr: words(&link.fr),
                    to: link.to.clone(),
                })
                .collect(),
        }
    }
}

#[cfg(all(test, feature = "markdown"))]
mod tests {
    use super::super::tests::group;
    use super::*;
    use crate::markdown::Inline;

    fn announcement() -> Placed {
        Placed {
            groups: Some(vec![group(1)]),
            content: Some(Content {
                fr: Text {
                    title: "Fermeture".into(),
                    text: "En **août**".into(),
                },
                ..Content::default()
            }),
            ..Placed::for_everyone(BlockKind::Announcement)
        }
    }

    #[test]
    fn a_customer_sees_their_blocks_with_their_figures() {
        let mut arrangement = Arrangement::fresh(1);
        arrangement.blocks.insert(0, announcement());
        let mut facts = Facts::default();
        facts.count(BlockKind::Orders, 12, 0);
        let of = |groups: &[GroupId]| Space::of(&arrangement, groups, facts.clone());
        let member = of(&[group(1)]);
        let other = of(&[group(2)]);
        assert_eq!(member.blocks.len(), other.blocks.len() + 1);
        assert_eq!(member.blocks[1..], other.blocks);
        let orders = |block: &&Shown| block.kind == BlockKind::Orders;
        let orders = other.blocks.iter().find(orders).unwrap();
        assert_eq!(orders.count, Some(Count { all: 12, new: 0 }));
        let said = member.blocks[0].content.as_ref().unwrap();
        assert_eq!(said.en, None);
        let (locale, said) = said.said(Locale::En).unwrap();
        assert_eq!((locale, said.title.as_str()), (Locale::Fr, "Fermeture"));
        assert_eq!(
            said.text,
            [Block::Paragraph(vec![
                Inline::Text("En ".into()),
                Inline::Strong(vec![Inline::Text("août".into())])
            ])]
        );
    }

    #[test]
    fn words_are_the_readers_else_the_others() {
        let both = ShownLink {
            en: Some("Help".into()),
            fr: Some("Aide".into()),
            to: "/".into(),
        };
        assert_eq!(both.words(Locale::En), Some((Locale::En, "Help")));
        assert_eq!(both.words(Locale::Fr), Some((Locale::Fr, "Aide")));
        let french = ShownLink { en: None, ..both };
        assert_eq!(french.words(Locale::En), Some((Locale::Fr, "Aide")));
    }
}
