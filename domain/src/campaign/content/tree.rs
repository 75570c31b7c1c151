//! A tree of Markdown said anew, text by text: its marks and its shape stay what they were.

use crate::markdown::{Block, Inline};

/// What becomes of the texts of a tree.
pub(super) trait Saying {
    /// A text; `linked` within a link, where no other may stand.
    fn text(&self, text: &str, linked: bool, words: &mut Vec<Inline>);
    /// A text that is shown as it is.
    fn literal(&self, text: &str) -> String;
    /// Where a link leads.
    fn address(&self, to: &str) -> String;
}

pub(super) fn blocks(all: &[Block], saying: &dyn Saying) -> Vec<Block> {
    let block = |block: &Block| match block {
        Block::Heading { level, text } => Block::Heading {
            level: *level,
            text: inlines(text, false, saying),
        },
        Block::Paragraph(text) => Block::Paragraph(inlines(text, false, saying)),
        Block::List { first, items } => Block::List {
            first: *first,
            items: items.iter().map(|item| blocks(item, saying)).collect(),
        },
        Block::Quote(within) => Block::Quote(blocks(within, saying)),
        Block::Code(lines) => Block::Code(saying.literal(lines)),
        Block::Rule => Block::Rule,
    };
    all.iter().map(block).collect()
}

fn inlines(all: &[Inline], linked: bool, saying: &dyn Saying) -> Vec<Inline> {
    let mut words = Vec::with_capacity(all.len());
    for inline in all {
        words.push(match inline {
            Inline::Text(text) => {
                saying.text(text, linked, &mut words);
                continue;
            }
            Inline::Break => Inline::Break,
            Inline::Code(text) => Inline::Code(saying.literal(text)),
            Inline::Strong(within) => Inline::Strong(inlines(within, linked, saying)),
            Inline::Emphasis(within) => Inline::Emphasis(inlines(within, linked, saying)),
            Inline::Link { to, text } => Inline::Link {
                to: saying.address(to),
                text: inlines(text, true, saying),
            },
            Inline::Image { from, alt } => Inline::Image {
                from: from.clone(),
                alt: saying.literal(alt),
            },
        });
    }
    words
}
