//! The texts: every reason and every kind of block has words in each language, and French keeps its typography.
//! That both languages have the same keys and placeholders, and that every key is used, the app's own build proves; for the mails'
//! words, the tests of `domain` do.

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use crate::project;

/// U+202F, before high punctuation and inside guillemets.
const NARROW: char = '\u{202f}';

/// Lists what is missing or misspelt.
pub fn check() -> Result<()> {
    let mut faults = Vec::new();
    for language in ["en", "fr"] {
        let words = area(&format!("app/locales/{language}/error.json"))?;
        for reason in domain::problem::REASONS {
            if !candidates(reason)
                .iter()
                .any(|key| words.contains_key(*key))
            {
                faults.push(format!(
                    "app/locales/{language}/error.json has no text for `{reason}`"
                ));
            }
        }
    }
    for language in ["en", "fr"] {
        let file = format!("app/locales/{language}/block.json");
        let names = area(&file)?;
        for kind in domain::space::BlockKind::ALL {
            if !names.contains_key(kind.module()) {
                faults.push(format!("{file} has no name for `{}`", kind.module()));
            }
        }
    }
    let mut french = project::files(&project::path("app/locales/fr"))?;
    french.push(project::path("domain/mail/fr.json"));
    french.push(project::path("domain/import/fr.json"));
    for file in french {
        let name = project::shown(&file);
        for (key, value) in area(&name)? {
            if let Some(text) = value.as_str() {
                faults.extend(
                    typography(text).map(|fault| format!("{name}: `{key}` has {fault}: {text}")),
                );
            }
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

fn area(file: &str) -> Result<Map<String, Value>> {
    let text = project::read(&project::path(file))?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(words)) => Ok(words),
        _ => bail!("{file} is not an object of texts"),
    }
}

/// The keys under which a reason's text is looked up: the last segment of its field with the reason, all of it, the reason alone.
fn candidates(reason: &str) -> Vec<&str> {
    let dots: Vec<usize> = reason.match_indices('.').map(|(at, _)| at + 1).collect();
    let from = |dot: Option<&usize>| dot.and_then(|at| reason.get(*at..));
    [
        Some(reason),
        from(dots.iter().rev().nth(1)),
        from(dots.last()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The first breach of French typography in a text.
fn typography(text: &str) -> Option<&'static str> {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| letters.get(place)).copied();
    if text.contains("...") {
        return Some("three dots instead of …");
    }
    for (place, letter) in letters.iter().enumerate() {
        let before = at(place.checked_sub(1));
        let after = at(Some(place + 1));
        let between_figures =
            before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
        let fault = match letter {
            '\'' => Some("a straight apostrophe"),
            '"' => Some("straight quotation marks"),
            ';' | '!' | '?' | ':' => {
                let scheme = after.is_some_and(|c| c == '/' || c.is_alphanumeric() || c == '…')
                    && before.is_some_and(|c| c.is_ascii_lowercase());
                let in_address = *letter == ':' && (scheme || between_figures);
                let fine = in_address || matches!(before, Some(NARROW | '!' | '?' | '…'));
                (!fine).then_some("no narrow space before ; : ! ?")
            }
            '«' => (after != Some(NARROW)).then_some("no narrow space after «"),
            '»' => (before != Some(NARROW)).then_some("no narrow space before »"),
            _ => None,
        };
        if fault.is_some() {
            return fault;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_looked_up_under_three_keys() {
        assert_eq!(candidates("required"), ["required"]);
        assert_eq!(candidates("email.required"), ["email.required", "required"]);
        assert_eq!(
            candidates("billing.organisation.required"),
            [
                "billing.organisation.required",
                "organisation.required",
                "required"
            ]
        );
    }

    #[test]
    fn french_keeps_its_spaces_and_apostrophes() {
        assert_eq!(
            typography("Prêt\u{202f}? «\u{202f}Oui\u{202f}», dit l’autre à 10:30."),
            None
        );
        assert!(typography("Prêt ?").is_some());
        assert!(typography("l'autre").is_some());
        assert!(typography("« Oui »").is_some());
        assert!(typography("Attendez...").is_some());
    }
}
