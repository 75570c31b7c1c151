//! What somebody wrote in Markdown, as plain text: links as `words <address>`, pictures by their words.

use super::{COLUMNS, Text};
use crate::markdown::{Block, Inline};

impl Text<'_> {
    /// Blocks with a gap between them; `first` stands before the first line, `indent` before all others.
    pub(super) fn flow(&mut self, blocks: &[Block], first: &str, indent: &str) {
        let mut first = first;
        for (place, block) in blocks.iter().enumerate() {
            if place > 0 {
                self.whole(indent.trim_end());
            }
            self.part(block, first, indent);
            first = indent;
        }
    }

    fn part(&mut self, block: &Block, first: &str, indent: &str) {
        match block {
            Block::Heading { level, text } => {
                let heading = lines(text).join(" ");
                self.hanging(first, indent, &heading);
                let width = heading
                    .chars()
                    .count()
                    .min(COLUMNS.saturating_sub(indent.len()));
                let rule = if *level == 1 { "=" } else { "-" };
                self.line(indent, &rule.repeat(width));
            }
            Block::Paragraph(text) => {
                let mut first = first;
                for line in lines(text) {
                    self.hanging(first, indent, &line);
                    first = indent;
                }
            }
            Block::List {
                first: number,
                items,
            } => {
                let mut before = first.to_owned();
                for (place, item) in items.iter().enumerate() {
                    let sign = match number {
                        Some(number) => format!("{}. ", *number as usize + place),
                        None => "- ".to_owned(),
                    };
                    let within = format!("{indent}{}", " ".repeat(sign.len()));
                    before.push_str(&sign);
                    self.flow(item, &before, &within);
                    before = indent.to_owned();
                }
            }
            Block::Quote(within) => {
                self.flow(within, &format!("{first}> "), &format!("{indent}> "));
            }
            Block::Code(code) => {
                let mut first = first;
                for line in code.lines() {
                    self.whole(format!("{first}    {line}").trim_end());
                    first = indent;
                }
            }
            Block::Rule => self.hanging(first, indent, "* * *"),
        }
    }
}

/// The words of a part, line by line.
fn lines(inlines: &[Inline]) -> Vec<String> {
    let mut lines = vec![String::new()];
    say(inlines, &mut lines);
    lines.retain(|line| !line.trim().is_empty());
    lines
}

fn say(inlines: &[Inline], lines: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Image { alt: text, .. } => {
                add(text, lines);
            }
            Inline::Break => lines.push(String::new()),
            Inline::Strong(within) | Inline::Emphasis(within) => say(within, lines),
            Inline::Link { to, text } => {
                let mut said = vec![String::new()];
                say(text, &mut said);
                let said = said.join(" ");
                let shown = to.strip_prefix("mailto:").unwrap_or(to);
                if said == shown {
                    add(shown, lines);
                } else {
                    add(&said, lines);
                    add(" <", lines);
                    add(shown, lines);
                    add(">", lines);
                }
            }
        }
    }
}

fn add(text: &str, lines: &mut [String]) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}
