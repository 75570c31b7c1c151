//! A letter as plain text: 72 columns, each link on a line of its own, nothing that needs a fixed width to be read.

mod flow;

use super::desk::Desk;
use super::letter::{Block, Letter, Table};

const COLUMNS: usize = 72;

pub(super) fn text(letter: &Letter, desk: &Desk) -> String {
    let mut text = Text {
        out: String::new(),
        desk,
    };
    text.line("", &letter.shop);
    if !letter.title.is_empty() {
        text.gap();
        text.underlined(&letter.title, "=");
    }
    for block in &letter.blocks {
        text.gap();
        text.block(block);
    }
    if letter.leaving.is_some() || !letter.footer.is_empty() {
        text.gap();
        text.whole("--");
    }
    if let Some(leaving) = &letter.leaving {
        text.line("", &leaving.why);
        text.pair("", &leaving.label, "");
        text.whole(&leaving.link);
    }
    for line in &letter.footer {
        text.line("", line);
    }
    text.out
}

struct Text<'a> {
    out: String,
    desk: &'a Desk<'a>,
}

impl Text<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.underlined(heading, "-"),
            Block::Paragraph(paragraph) => self.line("", paragraph),
            Block::Facts(facts) => {
                for (label, value) in facts {
                    self.pair("", label, value);
                }
            }
            Block::Flow(blocks) => self.flow(blocks, "", ""),
            Block::Bill(table) => self.bill(table),
            Block::Button { label, link } => {
                self.pair("", label, "");
                self.whole(link);
            }
            Block::Document(lines) => {
                for line in lines {
                    let indent = line.len() - line.trim_start_matches(' ').len();
                    self.line(line.get(..indent).unwrap_or_default(), line);
                }
            }
            Block::Code(code) => {
                self.out.push_str("    ");
                self.whole(code);
            }
        }
    }

    fn bill(&mut self, table: &Table) {
        for row in &table.rows {
            self.pair("", &row.name, &row.amount);
            self.line("  ", &row.detail);
        }
        self.whole("======");
        let (label, value) = &table.total;
        self.pair("", label, value);
        for (label, value) in &table.shares {
            self.pair("", label, value);
        }
    }

    /// A name and its value, with the language's own colon.
    fn pair(&mut self, indent: &str, label: &str, value: &str) {
        let pair = self
            .desk
            .fill("pair", &[("label", label), ("value", value)]);
        self.line(indent, &pair);
    }

    fn underlined(&mut self, heading: &str, rule: &str) {
        self.line("", heading);
        let width = heading.chars().count().min(COLUMNS);
        self.whole(&rule.repeat(width));
    }

    /// A text of words, broken at spaces only: words, links and no-break spaces stay whole.
    fn line(&mut self, indent: &str, words: &str) {
        self.hanging(indent, indent, words);
    }

    /// The same with something else before its first line.
    fn hanging(&mut self, first: &str, indent: &str, words: &str) {
        let mut indent_here = first;
        let mut column = 0;
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > COLUMNS {
                self.out.push('\n');
                column = 0;
            }
            if column == 0 {
                self.out.push_str(indent_here);
                column = indent_here.len();
                indent_here = indent;
            } else {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(word);
            column += width;
        }
        self.out.push('\n');
    }

    fn whole(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn gap(&mut self) {
        self.out.push('\n');
    }
}
