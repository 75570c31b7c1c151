//! What a campaign says: a subject and a Markdown text with variables, proved before anything is sent, and written for one
//! recipient at a time. Values stand in the text nodes of the tree, so none is ever read as Markdown, HTML or a variable.

mod address;
mod proof;
mod source;
#[cfg(test)]
mod tests;
mod tree;

use super::variable::Variable;
use super::{BODY_MAX, SUBJECT_MAX};
use crate::conversation::{Piece, pieces};
use crate::mail::{self, Letterhead, Rendered};
use crate::markdown::{self, Block, Inline};
use crate::problem::FieldError;
use crate::route;
use crate::text;
use source::{Place, Source};
use tree::Saying;

/// Whether `https://…` leads to a name that anybody in the world can look up.
pub fn is_public(address: &str) -> bool {
    address::link(address).is_ok() && address.starts_with("https://")
}

/// A text that keeps every rule, ready to be written for anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    subject: String,
    subject_places: Vec<Place>,
    body: Vec<Block>,
    body_places: Vec<Place>,
    links: Vec<Link>,
}

/// Whom a campaign is written for: what its variables may name of them. Any of it may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Addressee<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub organisation: &'a str,
}

/// A link of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `https://…`, `mailto:…` or a page of the shop (`/…`), as typed.
    pub to: String,
    /// The line it begins on, from 1.
    pub line: u32,
}

/// Places for variables in subject and text together.
const VARIABLES_MAX: u32 = 200;
/// Longest subject as sent, in characters; what is longer ends in `…`.
const SENT_SUBJECT_MAX: usize = 200;

impl Content {
    /// Reads a subject and a text, or tells everything that may not be sent: `subject` and `body` by field, with the line and
    /// the column wherever there is one.
    pub fn read(subject: &str, body: &str) -> Result<Content, Vec<FieldError>> {
        let (content, faults) = Content::read_anyway(subject, body);
        if faults.is_empty() {
            Ok(content)
        } else {
            Err(faults)
        }
    }

    /// The same for somebody who is still writing: what is wrong is told, and left out of what is read or shown as words.
    pub fn read_anyway(subject: &str, body: &str) -> (Content, Vec<FieldError>) {
        let mut faults = Vec::new();
        for (field, typed, max) in [("subject", subject, SUBJECT_MAX), ("body", body, BODY_MAX)] {
            if let Err(error) = bounded(typed, max) {
                faults.push(error.within(field));
            }
        }
        let mut subject = Source::of("subject", subject.trim(), false);
        if let Some(end) = subject.text.find('\n') {
            subject.fault_at(end, "control_chars", "");
        }
        let typed = !body.trim().is_empty();
        let mut body = Source::of("body", body, true);
        let links = proof::prove(&mut body);
        let read = markdown::read_with_images(&body.text);
        if typed && read.is_empty() && body.faults.is_empty() {
            body.faults.push(FieldError::new("body", "required"));
        }
        let places = subject.places.len() + body.places.len();
        if places > VARIABLES_MAX as usize {
            body.faults.push(FieldError {
                max: Some(VARIABLES_MAX),
                count: u32::try_from(places).ok(),
                ..FieldError::new("body", "variables_too_many")
            });
        }
        body.faults.sort_by_key(|fault| (fault.line, fault.column));
        faults.append(&mut subject.faults);
        faults.append(&mut body.faults);
        faults.truncate(FAULTS_MAX);
        let content = Content {
            subject: subject.text,
            subject_places: subject.places,
            body: tree::blocks(&read, &Linking),
            body_places: body.places,
            links,
        };
        (content, faults)
    }

    /// Writes it for one recipient. `unsubscribe` is the whole link by which they, and nobody else, leave.
    pub fn render(&self, who: &Addressee, letterhead: &Letterhead, unsubscribe: &str) -> Rendered {
        let filling = |places| Filling {
            places,
            who,
            letterhead,
        };
        let subject = text::visible(&filling(&self.subject_places).literal(&self.subject));
        let body = tree::blocks(&self.body, &filling(&self.body_places));
        mail::campaign(&shortened(subject.trim()), body, unsubscribe, letterhead)
    }

    /// What it names, each once.
    pub fn variables(&self) -> Vec<Variable> {
        self.named(|_| true)
    }

    /// What it names without saying what else to write where a recipient lacks it.
    pub fn without_fallback(&self) -> Vec<Variable> {
        self.named(|place| place.fallback.is_none() && place.variable.may_lack())
    }

    /// Whether this recipient lacks something that is named without a fallback: a gap would be seen.
    pub fn lacks(&self, who: &Addressee) -> bool {
        self.without_fallback()
            .into_iter()
            .any(|variable| value(variable, who).is_empty())
    }

    /// Where it leads, in the order of the text.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    fn named(&self, takes: impl Fn(&Place) -> bool) -> Vec<Variable> {
        let named = |variable: &Variable| {
            self.subject_places
                .iter()
                .chain(&self.body_places)
                .any(|place| place.variable == *variable && takes(place))
        };
        Variable::ALL.into_iter().filter(named).collect()
    }
}

/// Faults told at once.
const FAULTS_MAX: usize = 50;

fn bounded(typed: &str, max: u32) -> Result<(), FieldError> {
    if typed.trim().is_empty() {
        return Err(FieldError::new("", "required"));
    }
    let count = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
    if count > max {
        return Err(FieldError {
            max: Some(max),
            count: Some(count),
            ..FieldError::new("", "too_long")
        });
    }
    Ok(())
}

fn shortened(subject: &str) -> String {
    if subject.chars().count() <= SENT_SUBJECT_MAX {
        return subject.to_owned();
    }
    let mut short: String = subject.chars().take(SENT_SUBJECT_MAX - 1).collect();
    short.push('…');
    short
}

/// What there is of a recipient; empty for what is not theirs.
fn value<'a>(variable: Variable, who: &Addressee<'a>) -> &'a str {
    match variable {
        Variable::FirstName => who.first_name,
        Variable::LastName => who.last_name,
        Variable::Organisation => who.organisation,
        Variable::Shop | Variable::Space => "",
    }
    .trim()
}

/// Makes links of the addresses that are written out.
struct Linking;

impl Saying for Linking {
    fn text(&self, text: &str, linked: bool, words: &mut Vec<Inline>) {
        if linked {
            words.push(Inline::Text(text.to_owned()));
            return;
        }
        words.extend(pieces(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => Inline::Text(text.to_owned()),
            Piece::Link(to) => written_out(to),
        }));
    }

    fn literal(&self, text: &str) -> String {
        text.to_owned()
    }

    fn address(&self, to: &str) -> String {
        to.to_owned()
    }
}

fn written_out(to: &str) -> Inline {
    Inline::Link {
        to: to.to_owned(),
        text: vec![Inline::Text(to.to_owned())],
    }
}

/// Puts a value in each variable's place.
struct Filling<'a> {
    places: &'a [Place],
    who: &'a Addressee<'a>,
    letterhead: &'a Letterhead<'a>,
}

impl Filling<'_> {
    fn value(&self, place: &Place) -> String {
        let said = match place.variable {
            Variable::Shop => self.letterhead.shop,
            Variable::Space => return self.page(route::ACCOUNT),
            variable => value(variable, self.who),
        };
        let fallback = place.fallback.as_deref().unwrap_or_default();
        text::visible(if said.is_empty() { fallback } else { said })
    }

    /// The whole address of a page of the shop.
    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.letterhead.base_url.trim_end_matches('/'))
    }
}

impl Saying for Filling<'_> {
    fn text(&self, text: &str, linked: bool, words: &mut Vec<Inline>) {
        let mut said = String::with_capacity(text.len());
        for c in text.chars() {
            match source::place_of(c, self.places) {
                None => said.push(c),
                Some(place) if place.variable == Variable::Space && !linked => {
                    if !said.is_empty() {
                        words.push(Inline::Text(std::mem::take(&mut said)));
                    }
                    words.push(written_out(&self.value(place)));
                }
                Some(place) => said.push_str(&self.value(place)),
            }
        }
        if !said.is_empty() {
            words.push(Inline::Text(said));
        }
    }

    fn literal(&self, text: &str) -> String {
        let mut said = String::with_capacity(text.len());
        for c in text.chars() {
            match source::place_of(c, self.places) {
                None => said.push(c),
                Some(place) => said.push_str(&self.value(place)),
            }
        }
        said
    }

    fn address(&self, to: &str) -> String {
        if to.starts_with('/') {
            self.page(to)
        } else {
            to.to_owned()
        }
    }
}
