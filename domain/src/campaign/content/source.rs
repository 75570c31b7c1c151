//! What was typed, before it is read as Markdown: each variable becomes one mark, a character no text may hold, so that
//! neither a value nor a fallback can ever be read as Markdown. Template code is told here, with line and column.

use super::super::variable::Variable;
use crate::problem::FieldError;
use crate::route;
use crate::text;

/// A text with a mark in the place of each variable.
pub(super) struct Source {
    pub text: String,
    /// What each mark stands for, in order: the first is [`MARKS`]' first.
    pub places: Vec<Place>,
    pub faults: Vec<FieldError>,
    field: &'static str,
    typed: String,
    /// Where the text and what was typed are at the same point: bytes in each.
    points: Vec<(usize, usize)>,
}

/// A variable in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub variable: Variable,
    /// Said where there is no value; none was given.
    pub fallback: Option<String>,
}

/// Plane 15 is for private use: no language has letters there.
const MARKS: std::ops::RangeInclusive<char> = '\u{F0000}'..='\u{FFFFD}';

/// Longest fallback, in characters.
const FALLBACK_MAX: u32 = 80;
/// How much of what is refused is shown, in characters.
const FOUND_MAX: usize = 60;

/// How template languages begin their code.
const TEMPLATES: [&str; 4] = ["{{", "{%", "<%", "${"];

/// Which place a character marks, if it does.
pub(super) fn place_of(c: char, places: &[Place]) -> Option<&Place> {
    let nth = (c as u32).checked_sub(*MARKS.start() as u32)?;
    places.get(nth as usize)
}

impl Source {
    /// Takes a text apart. In Markdown `\{` stays as it is, for the reader of Markdown to make a brace of it; elsewhere it
    /// is a brace at once.
    pub fn of(field: &'static str, typed: &str, markdown: bool) -> Source {
        let typed = typed.replace("\r\n", "\n");
        let mut source = Source {
            text: String::with_capacity(typed.len()),
            places: Vec::new(),
            faults: Vec::new(),
            field,
            typed: String::new(),
            points: vec![(0, 0)],
        };
        let mut rest = typed.as_str();
        while let Some(c) = rest.chars().next() {
            let at = typed.len() - rest.len();
            let taken = if let Some(code) = TEMPLATES.iter().find(|code| rest.starts_with(**code)) {
                source.fault(&typed, at, "template_code", code);
                source.text.push_str(code);
                code.len()
            } else if rest.starts_with("\\{") || (markdown && rest.starts_with("\\\\")) {
                let shown = if markdown {
                    rest.get(..2)
                } else {
                    rest.get(1..2)
                };
                source.text.push_str(shown.unwrap_or_default());
                2
            } else if c == '{' {
                source.variable(&typed, at, rest)
            } else {
                if MARKS.contains(&c) || (text::is_hidden(c) && !matches!(c, '\n' | '\t')) {
                    source.fault(&typed, at, "control_chars_at", "");
                } else {
                    source.text.push(c);
                }
                c.len_utf8()
            };
            source.points.push((source.text.len(), at + taken));
            rest = rest.get(taken..).unwrap_or_default();
        }
        source.typed = typed;
        source
    }

    /// Takes what stands in braces; tells how many bytes that is.
    fn variable(&mut self, typed: &str, at: usize, rest: &str) -> usize {
        let inner = rest
            .get(1..)
            .and_then(|rest| rest.split(['}', '{', '\n']).next())
            .unwrap_or_default();
        let taken = 1 + inner.len();
        if !rest.get(taken..).unwrap_or_default().starts_with('}') {
            self.fault(
                typed,
                at,
                "variable_open",
                rest.get(..taken).unwrap_or_default(),
            );
            return taken;
        }
        let taken = taken + 1;
        let (name, fallback) = match inner.split_once('|') {
            Some((name, fallback)) => (name, Some(fallback)),
            None => (inner, None),
        };
        let Some(variable) = Variable::find(name) else {
            self.fault(typed, at, "variable_unknown", name.trim());
            return taken;
        };
        // `[…]({space})`: a link that leads there.
        if variable == Variable::Space && (self.text.ends_with("](") || self.text.ends_with("](<"))
        {
            self.text.push_str(route::ACCOUNT);
            return taken;
        }
        let fallback = match text::line(fallback.unwrap_or_default(), FALLBACK_MAX) {
            Ok(said) => fallback.map(|_| said.unwrap_or_default()),
            Err(mut error) => {
                (error.line, error.column) = place(typed, at);
                self.faults.push(error.within(self.field));
                return taken;
            }
        };
        let mark = u32::try_from(self.places.len())
            .ok()
            .and_then(|nth| char::from_u32(*MARKS.start() as u32 + nth))
            .filter(|mark| MARKS.contains(mark));
        if let Some(mark) = mark {
            self.text.push(mark);
            self.places.push(Place { variable, fallback });
        }
        taken
    }

    fn fault(&mut self, typed: &str, at: usize, reason: &'static str, found: &str) {
        self.faults
            .push(refusal(self.field, typed, at, reason, found));
    }

    /// A fault of what stands at a byte of the text.
    pub fn fault_at(&mut self, at: usize, reason: &'static str, found: &str) {
        let typed_at = self.typed_at(at);
        let fault = refusal(self.field, &self.typed, typed_at, reason, found);
        self.faults.push(fault);
    }

    /// The line of a byte of the text, from 1.
    pub fn line_at(&self, at: usize) -> u32 {
        place(&self.typed, self.typed_at(at)).0.unwrap_or(1)
    }

    fn typed_at(&self, at: usize) -> usize {
        let after = self.points.partition_point(|(text, _)| *text <= at);
        let known = after.checked_sub(1).and_then(|last| self.points.get(last));
        known.map_or(at, |(text, typed)| typed + (at - text))
    }

    /// Whether an address has a variable in it, which would tell whoever is behind it about the recipient.
    pub fn is_marked(&self, address: &str) -> bool {
        address.chars().any(|c| MARKS.contains(&c))
    }
}

fn refusal(
    field: &'static str,
    typed: &str,
    at: usize,
    reason: &'static str,
    found: &str,
) -> FieldError {
    let (line, column) = place(typed, at);
    let found: String = text::visible(found).chars().take(FOUND_MAX).collect();
    FieldError {
        line,
        column,
        found: (!found.is_empty()).then_some(found),
        ..FieldError::new(field, reason)
    }
}

/// Line and column of a byte, both from 1, in characters.
fn place(typed: &str, at: usize) -> (Option<u32>, Option<u32>) {
    let before = typed.get(..at).unwrap_or(typed);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (u32::try_from(line).ok(), u32::try_from(column).ok())
}
