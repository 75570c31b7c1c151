//! Text as people type it: one-line values with bounds, and the folding that search compares by.

use crate::problem::FieldError;

/// Reads a one-line text: outer spaces dropped, inner ones kept, case left alone. Empty is `None`.
///
/// Errors: `too_long` past `max` characters, `control_chars` for what cannot be seen or printed
/// (bidirectional overrides included: they make one text look like another).
pub fn line(text: &str, max: u32) -> Result<Option<String>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if count > max {
        return Err(FieldError {
            max: Some(max),
            count: Some(count),
            ..FieldError::new("", "too_long")
        });
    }
    if text.chars().any(is_hidden) {
        return Err(FieldError::new("", "control_chars"));
    }
    Ok(Some(text.to_owned()))
}

/// True for text that would become a link in somebody's mail or back office: names carrying one are spam.
pub fn has_url(text: &str) -> bool {
    // ASCII suffices for schemes and hosts, and keeps Unicode's case tables out of the checkout's wasm (25 kB).
    let lower = text.to_ascii_lowercase();
    lower.contains("://") || lower.contains("www.")
}

/// The text with every hidden character made a space, for where a value must stay within its line.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if is_hidden(c) { ' ' } else { c })
        .collect()
}

/// True where a text of several lines holds something that cannot be seen. Line ends and tabs may stand in it.
pub fn has_hidden(text: &str) -> bool {
    text.chars().any(|c| is_hidden(c) && c != '\n' && c != '\t')
}

/// Characters nobody types on purpose: controls, line separators, bidirectional overrides, byte order marks.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The form search compares by: lower case, no marks, ligatures opened, typographic signs made plain,
/// runs of spaces made one. `Lefèvre-Œuvrard` and `lefevre-oeuvrard` fold to the same text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        for lower in c.to_lowercase() {
            fold_into(&mut folded, lower);
        }
    }
    while folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn fold_into(folded: &mut String, c: char) {
    match c {
        // Combining marks stand alone in decomposed text.
        '\u{0300}'..='\u{036F}' => {}
        'œ' => folded.push_str("oe"),
        'æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        '’' | '‘' | 'ʼ' | '`' | '´' | '′' => folded.push('\''),
        '“' | '”' | '«' | '»' | '″' => folded.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
        '＠' => folded.push('@'),
        _ if c.is_whitespace() || c == '^' || c.is_control() => {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        _ => folded.push(unmarked(c)),
    }
}

/// The base letter of a precomposed Latin letter: Latin-1, Latin Extended-A and the letters of Romanian, Turkish and Vietnamese names.
fn unmarked(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ỉ' | 'ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_marks_case_and_typography() {
        for (typed, folded) in [
            ("Lefèvre", "lefevre"),
            ("Le\u{0301}a", "lea"),
            ("N’Guyen‑Ünal", "n'guyen-unal"),
            ("Œuvrard", "oeuvrard"),
            ("Straße", "strasse"),
            ("Søren Łukasz", "soren lukasz"),
            ("İbrahim", "ibrahim"),
            ("Nguyễn", "nguyen"),
            ("  a \u{a0} b  ", "a b"),
            ("a^^b", "a b"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("日本", "日本"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for typed in ["Œ’É–ß", "ŁÓDŹ", "a  b", "Ἀ"] {
            assert_eq!(fold(&fold(typed)), fold(typed), "{typed}");
        }
    }

    #[test]
    fn a_line_is_trimmed_and_bounded_in_characters() {
        assert_eq!(line("  Zoé ", 3), Ok(Some("Zoé".to_owned())));
        assert_eq!(line(" \t ", 3), Ok(None));
        let error = line("Zoés", 3).unwrap_err();
        assert_eq!((error.max, error.count), (Some(3), Some(4)));
    }

    #[test]
    fn a_visible_text_has_nothing_hidden_left() {
        assert_eq!(visible("a\r\nb\u{202E}c\u{202F}d"), "a  b c\u{202F}d");
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for typed in ["a\u{0}b", "a\nb", "a\u{202E}b", "a\u{FEFF}b"] {
            assert_eq!(line(typed, 9).unwrap_err().reason, "control_chars");
        }
        assert!(line("👩\u{200D}🌾 العربية", 40).is_ok());
    }
}
