//! Markdown read into its tree: CommonMark by pulldown-cmark, of which the tree keeps what it has a place for. HTML, images and
//! links that may not lead where they do are shown as words.

use super::{Block, DEPTH_MAX, Inline, may_lead};
use crate::text::is_hidden;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// Reads a text. It cannot fail: every text is Markdown.
pub fn read(text: &str) -> Vec<Block> {
    tree(text, false)
}

/// Reads a text whose images are images: a campaign's, which proves where they come from.
pub fn read_with_images(text: &str) -> Vec<Block> {
    tree(text, true)
}

fn tree(text: &str, images: bool) -> Vec<Block> {
    let mut reading = Reading {
        events: Parser::new_ext(text, Options::empty()),
        heading: 0,
        images,
    };
    reading.blocks(0)
}

/// A text half read. Each function reads up to the end of the part it is called in.
struct Reading<'a> {
    events: Parser<'a>,
    /// Level of the last heading.
    heading: u8,
    images: bool,
}

impl Reading<'_> {
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Words that stand in no paragraph: a tight list's items have them.
        let mut words = Vec::new();
        // Parts that are open here and are none of the tree's, or too deep to be: what stands in them stands here.
        let mut passed = 0;
        while let Some(event) = self.events.next() {
            let block = match event {
                Event::End(_) if passed > 0 => {
                    passed -= 1;
                    None
                }
                Event::End(_) => break,
                Event::Rule => Some(Block::Rule),
                Event::Start(Tag::Paragraph) => Some(Block::Paragraph(self.inlines(depth))),
                Event::Start(Tag::Heading { level, .. }) => {
                    self.heading = (level as u8).min(self.heading + 1);
                    Some(Block::Heading {
                        level: self.heading,
                        text: self.inlines(depth),
                    })
                }
                Event::Start(Tag::BlockQuote(_)) if depth < DEPTH_MAX => {
                    Some(Block::Quote(self.blocks(depth + 1)))
                }
                Event::Start(Tag::List(first)) if depth < DEPTH_MAX => Some(Block::List {
                    first: first.and_then(|first| u32::try_from(first).ok()),
                    items: self.items(depth + 1),
                }),
                Event::Start(Tag::CodeBlock(_)) => Some(Block::Code(self.literal())),
                Event::Start(Tag::HtmlBlock) => Some(lines(&self.literal())),
                Event::Start(
                    tag @ (Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. }),
                ) => {
                    self.marked(tag, depth, &mut words);
                    continue;
                }
                Event::Start(_) => {
                    passed += 1;
                    None
                }
                other => {
                    say(other, &mut words);
                    continue;
                }
            };
            gather(&mut words, &mut blocks);
            blocks.extend(block.filter(|block| *block != Block::Paragraph(Vec::new())));
        }
        gather(&mut words, &mut blocks);
        blocks
    }

    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some(Event::Start(_)) = self.events.next() {
            items.push(self.blocks(depth));
        }
        items
    }

    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut words = Vec::new();
        let mut passed = 0;
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) if passed > 0 => passed -= 1,
                Event::End(_) => break,
                Event::Start(tag) if depth < DEPTH_MAX => self.marked(tag, depth, &mut words),
                Event::Start(_) => passed += 1,
                other => say(other, &mut words),
            }
        }
        words
    }

    /// Words under a mark, at any depth that the tree has.
    fn marked(&mut self, tag: Tag<'_>, depth: usize, words: &mut Vec<Inline>) {
        let within = self.inlines(depth + 1);
        match tag {
            Tag::Strong => words.push(Inline::Strong(within)),
            Tag::Emphasis => words.push(Inline::Emphasis(within)),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => words.push(Inline::Link {
                to: format!("mailto:{dest_url}"),
                text: within,
            }),
            Tag::Link { dest_url, .. } if may_lead(&dest_url) => words.push(Inline::Link {
                to: dest_url.into_string(),
                text: within,
            }),
            Tag::Image { dest_url, .. } if self.images && may_lead(&dest_url) => {
                let mut alt = String::new();
                plain(&within, &mut alt);
                words.push(Inline::Image {
                    from: dest_url.into_string(),
                    alt,
                });
            }
            // An image, or a link that is none here: its words, and where it would have led.
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                join(within, words);
                text(&format!(" ({dest_url})"), words);
            }
            _ => join(within, words),
        }
    }

    /// What stands in code or HTML, as it was typed.
    fn literal(&mut self) -> String {
        let mut typed = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::End(_) => break,
                Event::Text(text) | Event::Html(text) => typed.push_str(&text),
                _ => {}
            }
        }
        typed.truncate(typed.trim_end_matches('\n').len());
        shown(&typed)
    }
}

/// Makes a paragraph of words that stand in none.
fn gather(words: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !words.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(words)));
    }
}

fn say(event: Event<'_>, words: &mut Vec<Inline>) {
    match event {
        Event::Text(said) | Event::InlineHtml(said) | Event::Html(said) => text(&said, words),
        Event::Code(code) => words.push(Inline::Code(shown(&code))),
        Event::SoftBreak | Event::HardBreak => words.push(Inline::Break),
        // Of extensions that are off.
        _ => {}
    }
}

/// One text, though it was read piece by piece.
fn text(said: &str, words: &mut Vec<Inline>) {
    let said = shown(said);
    match words.last_mut() {
        Some(Inline::Text(before)) => before.push_str(&said),
        _ => words.push(Inline::Text(said)),
    }
}

fn join(more: Vec<Inline>, words: &mut Vec<Inline>) {
    for inline in more {
        match inline {
            Inline::Text(said) => text(&said, words),
            other => words.push(other),
        }
    }
}

/// The words alone.
fn plain(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Break => words.push(' '),
            Inline::Strong(within)
            | Inline::Emphasis(within)
            | Inline::Link { text: within, .. } => plain(within, words),
            Inline::Image { alt, .. } => words.push_str(alt),
        }
    }
}

/// A paragraph of lines.
fn lines(typed: &str) -> Block {
    let mut words = Vec::new();
    for (place, line) in typed.lines().enumerate() {
        if place > 0 {
            words.push(Inline::Break);
        }
        text(line, &mut words);
    }
    Block::Paragraph(words)
}

/// Without what cannot be seen: `&#x202E;` is typed in characters that can.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !is_hidden(*c) || matches!(c, '\n' | '\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![said(text)])
    }

    /// How deep a tree goes, and all its words.
    fn walk(blocks: &[Block]) -> (usize, String) {
        fn of_inlines(inlines: &[Inline], words: &mut String) -> usize {
            let deep = inlines.iter().map(|inline| match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    words.push_str(text);
                    0
                }
                Inline::Image { alt, .. } => {
                    words.push_str(alt);
                    0
                }
                Inline::Break => 0,
                Inline::Strong(within) | Inline::Emphasis(within) => 1 + of_inlines(within, words),
                Inline::Link { text, .. } => 1 + of_inlines(text, words),
            });
            deep.max().unwrap_or(0)
        }
        fn of_blocks(blocks: &[Block], words: &mut String) -> usize {
            let deep = blocks.iter().map(|block| match block {
                Block::Heading { text, .. } | Block::Paragraph(text) => of_inlines(text, words),
                Block::List { items, .. } => {
                    let deepest = items.iter().map(|item| of_blocks(item, words)).max();
                    1 + deepest.unwrap_or(0)
                }
                Block::Quote(within) => 1 + of_blocks(within, words),
                Block::Code(text) => {
                    words.push_str(text);
                    0
                }
                Block::Rule => 0,
            });
            deep.max().unwrap_or(0)
        }
        let mut words = String::new();
        (of_blocks(blocks, &mut words), words)
    }

    #[test]
    fn the_subset_is_read() {
        let tree = read(
            "# Bonjour\n\nUn **mot**, _deux_ et `trois`\nla suite\n\n> cité\n\n---\n\n```\nx < y\n```\n",
        );
        assert_eq!(
            tree,
            [
                Block::Heading {
                    level: 1,
                    text: vec![said("Bonjour")]
                },
                Block::Paragraph(vec![
                    said("Un "),
                    Inline::Strong(vec![said("mot")]),
                    said(", "),
                    Inline::Emphasis(vec![said("deux")]),
                    said(" et "),
                    Inline::Code("trois".into()),
                    Inline::Break,
                    said("la suite"),
                ]),
                Block::Quote(vec![paragraph("cité")]),
                Block::Rule,
                Block::Code("x < y".into()),
            ]
        );
    }

    #[test]
    fn lists_are_tight_or_loose_numbered_or_not_and_within_one_another() {
        assert_eq!(
            read("- un\n- deux\n\n  3. trois\n- quatre\n"),
            [Block::List {
                first: None,
                items: vec![
                    vec![paragraph("un")],
                    vec![
                        paragraph("deux"),
                        Block::List {
                            first: Some(3),
                            items: vec![vec![paragraph("trois")]]
                        }
                    ],
                    vec![paragraph("quatre")],
                ]
            }]
        );
        assert_eq!(
            read("1. un\n\n2. deux"),
            [Block::List {
                first: Some(1),
                items: vec![vec![paragraph("un")], vec![paragraph("deux")]]
            }]
        );
    }

    #[test]
    fn no_level_of_headings_is_left_out() {
        let levels: Vec<u8> = read("### a\n\n# b\n\n##### c\n\n#### d\n\n## e")
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, .. } => Some(*level),
                _ => None,
            })
            .collect();
        assert_eq!(levels, [1, 1, 2, 3, 2]);
    }

    #[test]
    fn links_lead_where_they_may() {
        assert_eq!(
            read("[Aide](https://example.com/a) ou <zoe@example.com> ou [moi](/account)"),
            [Block::Paragraph(vec![
                Inline::Link {
                    to: "https://example.com/a".into(),
                    text: vec![said("Aide")]
                },
                said(" ou "),
                Inline::Link {
                    to: "mailto:zoe@example.com".into(),
                    text: vec![said("zoe@example.com")]
                },
                said(" ou "),
                Inline::Link {
                    to: "/account".into(),
                    text: vec![said("moi")]
                },
            ])]
        );
    }

    #[test]
    fn t30_nothing_runs_and_everything_is_shown() {
        for hostile in [
            "[x](javascript:alert(1))",
            "[x](JAVASCRIPT:alert`1`)",
            "[x](javascript&#58;alert(1))",
            "[x](java&Tab;script:alert(1))",
            "[x](<java\tscript:alert(1)>)",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox)",
            "[x](//example.com)",
            "[x](/\\example.com)",
            "[x][y]\n\n[y]: javascript:alert(1)",
            "<javascript:alert(1)>",
            "![x](https://example.com/a.png)",
            "![x](x\"onerror=\"alert(1))",
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "a <svg/onload=alert(1)> b",
            "</script><script>alert(1)</script>",
            "<a href='javascript:alert(1)'>x</a>",
            "&lt;img src=x onerror=alert(1)&gt;",
        ] {
            let tree = read(hostile);
            let json = serde_json::to_string(&tree).unwrap();
            assert!(!json.contains("\"link\""), "{hostile}: {json}");
            let (_, words) = walk(&tree);
            assert!(!words.is_empty(), "{hostile}");
        }
        assert_eq!(
            read("<img src=x onerror=alert(1)>"),
            [paragraph("<img src=x onerror=alert(1)>")]
        );
        assert_eq!(
            read("a <b>gras</b> ![image](https://example.com/a.png)"),
            [paragraph("a <b>gras</b> image (https://example.com/a.png)")]
        );
        assert_eq!(
            read("[x](javascript:alert(1)) après"),
            [paragraph("x (javascript:alert(1)) après")]
        );
        assert_eq!(
            read("<div>\n<script>x</script>\n</div>"),
            [Block::Paragraph(vec![
                said("<div>"),
                Inline::Break,
                said("<script>x</script>"),
                Inline::Break,
                said("</div>"),
            ])]
        );
    }

    #[test]
    fn t30_t34_what_is_nested_without_end_ends_and_loses_no_word() {
        let many = 5_000;
        for bomb in [
            format!("{}bas", "> ".repeat(many)),
            format!("{}bas", "- ".repeat(many)),
            format!("{}bas", "1. ".repeat(many)),
            format!("{}bas{}", "*a **b ".repeat(many), "** c*".repeat(many)),
            format!("{}bas{}", "[".repeat(many), "](/a)".repeat(many)),
            format!("{}bas{}", "![".repeat(many), "](/a)".repeat(many)),
            format!("{}bas", "<a ".repeat(many)),
            format!("a {}bas", "`".repeat(many)),
            format!("bas{}", "\u{301}".repeat(many)),
        ] {
            let tree = read(&bomb);
            let (deep, words) = walk(&tree);
            let start: String = bomb.chars().take(8).collect();
            assert!(deep <= 2 * DEPTH_MAX, "{start}: {deep}");
            assert!(words.contains("bas"), "{start}");
            // What reads JSON gives up beyond 128.
            let json = serde_json::to_string(&tree).unwrap();
            assert_eq!(serde_json::from_str::<Vec<Block>>(&json).unwrap(), tree);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_left_out_however_it_is_typed() {
        assert_eq!(read("a&#x202E;b&#0;c"), [paragraph("ab\u{FFFD}c")]);
        assert_eq!(read(""), []);
        assert_eq!(read(" \n\n \t"), []);
    }
}
