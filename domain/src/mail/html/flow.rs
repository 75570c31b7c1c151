//! What somebody wrote in Markdown, as HTML for mail readers: from the tree alone, each style inline.

use super::Page;
use crate::markdown::{Block, Inline};

impl Page {
    pub(super) fn flow(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.part(block);
        }
    }

    fn part(&mut self, block: &Block) {
        match block {
            Block::Heading { level: 1, text } => self.around(super::TITLE, text, "</h1>\n"),
            Block::Heading { level: 2, text } => self.around(H2, text, "</h2>\n"),
            Block::Heading { text, .. } => self.around(H3, text, "</h3>\n"),
            Block::Paragraph(text) => self.around("<p style=\"margin:0 0 16px\">", text, "</p>\n"),
            Block::List { first, items } => {
                match first {
                    Some(first) => self
                        .markup("<ol start=\"")
                        .text(&first.to_string())
                        .markup("\" style=\"margin:0 0 16px;padding:0 0 0 28px\">\n"),
                    None => self.markup("<ul style=\"margin:0 0 16px;padding:0 0 0 28px\">\n"),
                };
                for item in items {
                    self.markup("<li style=\"margin:0 0 6px\">");
                    match item.as_slice() {
                        // A paragraph that is all there is in an item needs no room of its own.
                        [Block::Paragraph(text)] => self.words(text),
                        blocks => self.flow(blocks),
                    }
                    self.markup("</li>\n");
                }
                self.markup(if first.is_some() {
                    "</ol>\n"
                } else {
                    "</ul>\n"
                });
            }
            Block::Quote(within) => {
                self.markup("<blockquote class=\"m r\" style=\"margin:0 0 16px;padding:2px 0 1px 16px;border-left:3px solid #7A878A;color:#465255\">\n");
                self.flow(within);
                self.markup("</blockquote>\n");
            }
            Block::Code(lines) => {
                self.markup("<pre class=\"k i\" style=\"margin:0 0 16px;padding:12px 16px;background:#E6EBEB;border-radius:4px;color:#172022;font-family:ui-monospace,'Cascadia Mono',Menlo,'DejaVu Sans Mono',monospace;font-size:14px;line-height:22px;white-space:pre-wrap\">")
                    .text(lines)
                    .markup("</pre>\n");
            }
            Block::Rule => {
                self.markup("<hr class=\"l\" style=\"margin:24px 0;border:0;border-top:1px solid #D3DADB\">\n");
            }
        }
    }

    fn around(&mut self, open: &'static str, text: &[Inline], close: &'static str) {
        self.markup(open).words(text);
        self.markup(close);
    }

    fn words(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    self.text(text);
                }
                Inline::Break => {
                    self.markup("<br>\n");
                }
                Inline::Code(text) => {
                    self.markup("<code style=\"font-family:ui-monospace,'Cascadia Mono',Menlo,'DejaVu Sans Mono',monospace;font-size:14px\">")
                        .text(text)
                        .markup("</code>");
                }
                Inline::Strong(within) => self.around("<strong>", within, "</strong>"),
                Inline::Emphasis(within) => self.around("<em>", within, "</em>"),
                Inline::Link { to, text } => {
                    self.markup("<a class=\"a\" href=\"")
                        .text(to)
                        .markup("\" style=\"color:#0B5D4E;text-decoration:underline\">")
                        .words(text);
                    self.markup("</a>");
                }
                Inline::Image { from, alt } => {
                    self.markup("<img src=\"")
                        .text(from)
                        .markup("\" alt=\"")
                        .text(alt)
                        .markup("\" style=\"max-width:100%;height:auto;border:0\">");
                }
            }
        }
    }
}

const H2: &str = "<h2 class=\"i\" style=\"margin:28px 0 8px;color:#172022;font-size:19px;line-height:26px;font-weight:600\">";
const H3: &str = "<h3 class=\"i\" style=\"margin:20px 0 6px;color:#172022;font-size:16px;line-height:24px;font-weight:600\">";
