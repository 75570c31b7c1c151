//! A letter before it has a form: one list of blocks that text and HTML are both made from.
//! What enters a letter is made visible here, so that no value can break out of its line.

use crate::markdown;
use crate::text;

/// What is said, in order.
pub(super) struct Letter {
    pub subject: String,
    /// Empty where what is said has headings of its own.
    pub title: String,
    pub shop: String,
    pub blocks: Vec<Block>,
    /// For mails to many only.
    pub leaving: Option<Leaving>,
    pub footer: Vec<String>,
}

/// Why a mail to many comes, and the way to get no more of them.
pub(super) struct Leaving {
    pub why: String,
    pub label: String,
    pub link: String,
}

pub(super) enum Block {
    Heading(String),
    Paragraph(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    Bill(Table),
    Button {
        label: String,
        link: String,
    },
    /// A text that keeps its own lines.
    Document(Vec<String>),
    /// A sign-in code, to be typed elsewhere.
    Code(String),
    /// What somebody wrote, with its marks and links.
    Flow(Vec<markdown::Block>),
}

/// What was ordered and what it costs.
pub(super) struct Table {
    pub item: String,
    pub amount: String,
    pub rows: Vec<Row>,
    pub total: (String, String),
    /// The VAT of each rate within the total.
    pub shares: Vec<(String, String)>,
}

pub(super) struct Row {
    pub name: String,
    pub detail: String,
    pub amount: String,
}

impl Letter {
    pub fn new(subject: &str, title: &str, shop: &str) -> Letter {
        Letter {
            subject: text::visible(subject).trim().to_owned(),
            title: text::visible(title),
            shop: text::visible(shop),
            blocks: Vec::new(),
            leaving: None,
            footer: Vec::new(),
        }
    }

    pub fn heading(&mut self, heading: &str) {
        self.blocks.push(Block::Heading(text::visible(heading)));
    }

    pub fn paragraph(&mut self, paragraph: &str) {
        self.blocks.push(Block::Paragraph(text::visible(paragraph)));
    }

    pub fn facts<const N: usize>(&mut self, facts: [(String, String); N]) {
        self.facts_of(facts);
    }

    pub fn facts_of(&mut self, facts: impl IntoIterator<Item = (String, String)>) {
        let facts = facts
            .into_iter()
            .map(|(label, value)| (text::visible(&label), text::visible(&value)));
        self.blocks.push(Block::Facts(facts.collect()));
    }

    pub fn bill(&mut self, mut table: Table) {
        for row in &mut table.rows {
            row.name = text::visible(&row.name);
        }
        self.blocks.push(Block::Bill(table));
    }

    pub fn button(&mut self, label: &str, link: &str) {
        self.blocks.push(Block::Button {
            label: text::visible(label),
            link: text::visible(link).replace(' ', ""),
        });
    }

    pub fn document(&mut self, document: &str) {
        let lines = document.trim().lines().map(text::visible);
        self.blocks.push(Block::Document(lines.collect()));
    }

    pub fn code(&mut self, code: &str) {
        self.blocks.push(Block::Code(text::visible(code)));
    }

    /// Whoever gives it has made it visible.
    pub fn flow(&mut self, flow: Vec<markdown::Block>) {
        self.blocks.push(Block::Flow(flow));
    }

    pub fn leaving(&mut self, why: &str, label: &str, link: &str) {
        self.leaving = Some(Leaving {
            why: text::visible(why),
            label: text::visible(label),
            link: text::visible(link).replace(' ', ""),
        });
    }

    pub fn footer(&mut self, line: &str) {
        self.footer.push(text::visible(line));
    }
}
