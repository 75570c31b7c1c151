//! The search of people: one folded text per customer under a trigram index, and the queries that ask it.

use crate::text::fold;

/// What the index holds for a customer. Each field stands after `^^`, so that one and two letters can be
/// asked for at its beginning ("^^l", "^le") by the same trigrams that find three letters anywhere.
pub fn text(
    first_name: &str,
    last_name: &str,
    email: &str,
    phone: Option<&str>,
    organisation: Option<&str>,
) -> String {
    let mut folded = String::new();
    for field in [Some(last_name), Some(first_name), Some(email), organisation] {
        let field = fold(field.unwrap_or_default());
        if !field.is_empty() {
            folded.push_str("^^");
            folded.push_str(&field);
            folded.push('\n');
        }
    }
    if let Some(phone) = phone {
        // The national spelling as well: French staff type 06…, the record holds +336….
        let national = phone.strip_prefix("+33").map(|rest| format!("0{rest}"));
        folded.push_str(phone);
        folded.push('\n');
        folded.push_str(&national.unwrap_or_default());
    }
    folded
}

/// What was asked, ready for the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// No search.
    All,
    /// Nothing stored can match.
    Nothing,
    /// An FTS5 expression: quoted phrases, all of which must match.
    Match(String),
}

/// Words beyond this many add nothing but work.
const WORDS_MAX: usize = 8;
/// Longer than anything the index holds in one word.
const WORD_MAX: usize = 300;

/// Reads what somebody typed in the search field.
pub fn query(typed: &str) -> Query {
    let folded = fold(typed);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Query::All;
    }
    if words.iter().any(|word| word.chars().count() > WORD_MAX) {
        return Query::Nothing;
    }
    let words: Vec<String> = match phone(&folded) {
        Some(digits) => vec![digits],
        None => words
            .iter()
            .take(WORDS_MAX)
            .map(|word| (*word).to_owned())
            .collect(),
    };
    let alone = words.len() == 1;
    let phrases: Vec<String> = words.iter().map(|word| asked(word, alone)).collect();
    Query::Match(phrases.join(" AND "))
}

/// One word of a query. Three letters and more are found anywhere; fewer at the beginning of a field, or, among other
/// words, of any word (`de la tour`).
fn asked(word: &str, alone: bool) -> String {
    let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let (first, inner) = match word.chars().count() {
        1 => (format!("^^{word}"), format!(" {word} ")),
        2 => (format!("^{word}"), format!(" {word}")),
        _ => return quoted(word.to_owned()),
    };
    if alone {
        return quoted(first);
    }
    format!("({} OR {})", quoted(first), quoted(inner))
}

/// A number typed with its pauses (`06 39 98`) is one word; names never look so.
fn phone(folded: &str) -> Option<String> {
    let digits: String = folded
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')'))
        .collect();
    let number = digits.strip_prefix('+').unwrap_or(&digits);
    (number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_stands_where_its_beginning_can_be_asked_for() {
        let text = text(
            "Zoé",
            "Lefèvre",
            "Zoe@example.com",
            Some("+33639981234"),
            None,
        );
        assert_eq!(
            text,
            "^^lefevre\n^^zoe\n^^zoe@example.com\n+33639981234\n0639981234"
        );
    }

    #[test]
    fn queries_are_folded_and_quoted() {
        for (typed, asked) in [
            ("Lefèvre", "\"lefevre\""),
            ("zoé mart", "\"zoe\" AND \"mart\""),
            (
                "de la tour",
                "(\"^de\" OR \" de\") AND (\"^la\" OR \" la\") AND \"tour\"",
            ),
            ("X fils", "(\"^^x\" OR \" x \") AND \"fils\""),
            ("é", "\"^^e\""),
            ("lE", "\"^le\""),
            (
                "a\"b for c*",
                "\"a\"\"b\" AND \"for\" AND (\"^c*\" OR \" c*\")",
            ),
            ("06 39 98", "\"063998\""),
            ("+33 6.39", "\"+33639\""),
            ("NEAR(a b)", "\"near(a\" AND (\"^b)\" OR \" b)\")"),
        ] {
            assert_eq!(query(typed), Query::Match(asked.to_owned()), "{typed}");
        }
    }

    #[test]
    fn t33_empty_and_endless_searches_cost_nothing() {
        assert_eq!(query(" \t^ "), Query::All);
        assert_eq!(query(&"x".repeat(4_000)), Query::Nothing);
        let Query::Match(asked) = query(&"ab ".repeat(400)) else {
            panic!("a search of many words is a search");
        };
        assert_eq!(asked.split(" AND ").count(), WORDS_MAX);
    }
}
