//! A campaign's Markdown gone through before it is read: what may not stand in a mail is told with its line and column,
//! and where its links lead is noted.

use super::Link;
use super::address::{self, Refused};
use super::source::Source;
use crate::conversation::{Piece, pieces};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Goes through a text: its faults are added to the source's own; its links come back in order.
pub(super) fn prove(source: &mut Source) -> Vec<Link> {
    let text = source.text.clone();
    let mut proof = Proof {
        source,
        links: Vec::new(),
        open: Vec::new(),
        run: None,
        code: false,
    };
    for (event, range) in Parser::new_ext(&text, Options::empty()).into_offset_iter() {
        proof.see(event, range.start);
    }
    proof.written_out();
    proof.links
}

/// A text half gone through.
struct Proof<'a> {
    source: &'a mut Source,
    links: Vec<Link>,
    /// Links and images that are open: where each began, and whether there were words in it yet.
    open: Vec<(usize, bool)>,
    /// Words that follow one another, and where they begin.
    run: Option<(usize, String)>,
    /// Within lines that are shown as they are.
    code: bool,
}

impl Proof<'_> {
    fn see(&mut self, event: Event<'_>, at: usize) {
        if let Event::Text(words) = &event {
            self.said();
            if !self.code && self.open.is_empty() {
                self.run
                    .get_or_insert((at, String::new()))
                    .1
                    .push_str(words);
            }
            return;
        }
        self.written_out();
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Code(_) => self.said(),
            Event::Start(Tag::HtmlBlock) => self.html(at),
            Event::InlineHtml(_) => self.html(at),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let to = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.link(&to, at);
                self.open.push((at, false));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let refused = match address::image(&dest_url) {
                    _ if self.source.is_marked(&dest_url) => Some("variable_in_link"),
                    Ok(()) => None,
                    Err(Refused::Scheme) => Some("image_scheme"),
                    Err(Refused::Private) => Some("image_private"),
                };
                if let Some(reason) = refused {
                    self.source.fault_at(at, reason, &dest_url);
                }
                // Whether it can be read out is the image's own question.
                self.said();
                self.open.push((at, false));
            }
            Event::End(TagEnd::Link) => self.close("link_empty"),
            Event::End(TagEnd::Image) => self.close("image_alt"),
            _ => {}
        }
    }

    fn link(&mut self, to: &str, at: usize) {
        let refused = match address::link(to) {
            _ if self.source.is_marked(to) => Some("variable_in_link"),
            Ok(()) => None,
            Err(Refused::Scheme) => Some("link_scheme"),
            Err(Refused::Private) => Some("link_private"),
        };
        match refused {
            Some(reason) => self.source.fault_at(at, reason, to),
            None => self.links.push(Link {
                to: to.to_owned(),
                line: self.source.line_at(at),
            }),
        }
    }

    /// There are words in whatever is open.
    fn said(&mut self) {
        for (_, said) in &mut self.open {
            *said = true;
        }
    }

    /// A link or an image ends; one without words cannot be read out.
    fn close(&mut self, reason: &'static str) {
        if let Some((at, false)) = self.open.pop() {
            self.source.fault_at(at, reason, "");
        }
    }

    fn html(&mut self, at: usize) {
        let tag = self.source.text.get(at..).unwrap_or_default();
        let tag = tag.split_inclusive('>').next().unwrap_or_default();
        let tag = tag.lines().next().unwrap_or_default().to_owned();
        self.source.fault_at(at, "html", &tag);
    }

    /// Addresses that stand in the words themselves: readers of mail make links of them too.
    fn written_out(&mut self) {
        let Some((start, words)) = self.run.take() else {
            return;
        };
        let mut at = start;
        for piece in pieces(&words) {
            match piece {
                Piece::Link(to) => {
                    self.link(to, at);
                    at += to.len();
                }
                Piece::Text(text) => {
                    for (place, _) in text.match_indices("://") {
                        let begin = text
                            .get(..place)
                            .and_then(|before| before.rfind(char::is_whitespace))
                            .map_or(0, |blank| blank + 1);
                        let word = text.get(begin..).unwrap_or_default();
                        let word = word.split_whitespace().next().unwrap_or_default();
                        let reason = match address::link(word) {
                            Err(Refused::Scheme) => "link_scheme",
                            _ => "link_private",
                        };
                        self.source.fault_at(at + begin, reason, word);
                    }
                    at += text.len();
                }
            }
        }
    }
}
