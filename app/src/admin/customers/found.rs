//! The part of a text that a search found, marked. It is compared as the search compares: without case or accents.

use domain::search;
use domain::text::fold;
use leptos::prelude::*;
use std::ops::Range;

/// The folded words of a search; none without one.
pub fn parts(q: &str) -> Vec<String> {
    if search::query(q) == search::Query::All {
        return Vec::new();
    }
    fold(q)
        .split(' ')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The text with its found parts in `<mark>`.
pub fn marked(text: &str, parts: &[String]) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut at = 0;
    for found in found(text, parts) {
        pieces.push(
            text.get(at..found.start)
                .unwrap_or_default()
                .to_owned()
                .into_any(),
        );
        let piece = text.get(found.clone()).unwrap_or_default().to_owned();
        pieces.push(view! { <mark>{piece}</mark> }.into_any());
        at = found.end;
    }
    pieces.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    pieces.into_any()
}

/// Where the parts stand in a text, in order, without overlaps. One and two letters count at the beginning only, and
/// among other words at a word's beginning, as the index has it.
fn found(text: &str, parts: &[String]) -> Vec<Range<usize>> {
    if parts.is_empty() {
        return Vec::new();
    }
    let (folded, places) = fold_with_places(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let short = part.chars().count() < 3;
        for (at, _) in folded.match_indices(part.as_str()) {
            let begins_a_word =
                parts.len() > 1 && folded.as_bytes().get(at.wrapping_sub(1)) == Some(&b' ');
            if short && at > 0 && !begins_a_word {
                continue;
            }
            let (Some(first), Some(last)) = (places.get(at), places.get(at + part.len() - 1))
            else {
                continue;
            };
            found.push(first.start..last.end);
        }
    }
    found.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The folded text, and for each of its bytes the characters of the text it came from.
fn fold_with_places(text: &str) -> (String, Vec<Range<usize>>) {
    let mut folded = String::with_capacity(text.len());
    let mut places: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let piece = if c.is_whitespace() {
            let after = folded.is_empty() || folded.ends_with(' ');
            if after { String::new() } else { " ".to_owned() }
        } else {
            fold(c.encode_utf8(&mut [0; 4]))
        };
        if piece.is_empty() {
            // a combining mark belongs to the letter before it
            if let Some(last) = places.last_mut() {
                last.end = end;
            }
            continue;
        }
        folded.push_str(&piece);
        places.extend(std::iter::repeat_n(start..end, piece.len()));
    }
    (folded, places)
}
