//! Which part of a text a search found. Texts are compared as the search compares them: without case or accents.

use crate::search;
use crate::text::fold;
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

/// Where the parts stand in a text, in order, without overlaps. One and two letters count at the beginning only, and
/// among other words at a word's beginning, as the index has it.
pub fn found(text: &str, parts: &[String]) -> Vec<Range<usize>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str, q: &str) -> Vec<String> {
        let found = found(text, &parts(q));
        found
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    }

    #[test]
    fn what_was_found_is_marked_as_it_is_spelled() {
        assert_eq!(marks("Lefèvre", "LEFEV"), ["Lefèv"]);
        assert_eq!(marks("Sacré-Cœur", "coeur"), ["Cœur"]);
        assert_eq!(marks("Weiß", "eiss"), ["eiß"]);
        // e and a combining accent
        assert_eq!(marks("Zoe\u{301} Martin", "zoe"), ["Zoe\u{301}"]);
        assert_eq!(marks("Lefèvre", "durand"), Vec::<String>::new());
        assert_eq!(marks("Lefèvre", " "), Vec::<String>::new());
    }

    #[test]
    fn few_letters_count_at_beginnings_only() {
        assert_eq!(marks("Anna", "an"), ["An"]);
        assert_eq!(marks("Joanna", "an"), Vec::<String>::new());
        assert_eq!(marks("Marie Anna", "marie an"), ["Marie", "An"]);
    }

    #[test]
    fn parts_that_overlap_are_one_mark() {
        assert_eq!(marks("banana", "anan nana"), ["anana"]);
    }
}
