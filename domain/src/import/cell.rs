//! One cell: its bytes as text, and what shops and spreadsheets wrap values in taken off again.

use super::{Encoding, SHOWN_MAX};
use crate::{csv, text};

/// The bytes of a cell as text; none where they are no UTF-8 and should be.
pub fn decoded(bytes: &[u8], encoding: Encoding) -> Option<String> {
    match encoding {
        Encoding::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
        Encoding::Latin => Some(bytes.iter().map(|byte| latin(*byte)).collect()),
    }
}

/// A letter of Windows-1252, which is Latin-1 but for these 32 places; what it leaves undefined stays a control.
fn latin(byte: u8) -> char {
    const SIGNS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let sign = byte.checked_sub(0x80).map(usize::from);
    sign.and_then(|place| SIGNS.get(place))
        .copied()
        .unwrap_or(char::from(byte))
}

/// The value a cell stands for: without outer spaces, without the `'` that keeps it from being a formula (our own export
/// writes it), and out of the `="…"` that keeps a spreadsheet from dropping noughts.
pub fn value(text: &str) -> &str {
    let text = text.trim_matches(' ');
    let plain = csv::plain(text);
    if plain.len() < text.len() {
        return plain;
    }
    // Shopify keeps spreadsheets from reading a postcode as a number.
    let digits = |rest: &&str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = text.strip_prefix('\'').filter(digits) {
        return number;
    }
    text.strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text)
        .trim()
}

/// A value as a sample or a fault shows it: one line, shortened.
pub fn shown(text: &str) -> String {
    let cut: String = text.chars().take(SHOWN_MAX).collect();
    let more = text.len() > cut.len();
    let mut shown = text::visible(&cut);
    if more {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_both_encodings() {
        assert_eq!(
            decoded(b"Zo\xe9 \x80 \x9c", Encoding::Latin).as_deref(),
            Some("Zoé € œ")
        );
        assert_eq!(decoded(b"Zo\xe9", Encoding::Utf8), None);
        assert_eq!(
            decoded("Zoé 👩‍🌾".as_bytes(), Encoding::Utf8).as_deref(),
            Some("Zoé 👩‍🌾")
        );
    }

    #[test]
    fn t31_what_keeps_a_cell_from_running_is_taken_off_again() {
        for (cell, meant) in [
            ("'+33639981234", "+33639981234"),
            ("'=1+1", "=1+1"),
            ("''=x", "'=x"),
            ("'quoted'", "'quoted'"),
            ("'75011", "75011"),
            ("=\"0639\"", "0639"),
            ("  a ", "a"),
            ("'", "'"),
        ] {
            assert_eq!(value(cell), meant);
        }
    }

    #[test]
    fn a_shown_value_is_one_short_line() {
        assert_eq!(shown("a\nb"), "a b");
        let long = shown(&"é".repeat(1_000_000));
        assert_eq!(long.chars().count(), SHOWN_MAX + 1);
    }
}
