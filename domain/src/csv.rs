//! Lines of a CSV file (RFC 4180) that spreadsheets open as they are: separated as the language's spreadsheets expect, and no
//! cell a formula (CWE-1236, ASVS 1.2.10). What is made safe reads back as it was.

use crate::locale::Locale;
use std::borrow::Cow;

/// What makes spreadsheets read a file as UTF-8.
pub const BOM: &str = "\u{FEFF}";

/// The end of a line.
pub const END: &str = "\r\n";

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    pub const ALL: [Separator; 3] = [Separator::Comma, Separator::Semicolon, Separator::Tab];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Separator::Comma => "comma",
            Separator::Semicolon => "semicolon",
            Separator::Tab => "tab",
        }
    }

    pub fn parse(code: &str) -> Option<Separator> {
        Separator::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As it stands in the file.
    pub fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }

    /// The one that spreadsheets of this language expect.
    pub fn of(locale: Locale) -> Separator {
        match locale {
            Locale::En => Separator::Comma,
            Locale::Fr => Separator::Semicolon,
        }
    }
}

/// A line with its end, where cells that are amounts stay amounts.
pub fn line(cells: &[String], locale: Locale) -> String {
    let mut line = String::new();
    for (place, cell) in cells.iter().enumerate() {
        let cell = if is_amount(cell) {
            Cow::Borrowed(cell.as_str())
        } else {
            safe(cell)
        };
        push(&mut line, place, &cell, Separator::of(locale));
    }
    line.push_str(END);
    line
}

/// Writes the `place`-th cell of a line, first 0: quoted where it holds what would end it.
pub fn push(line: &mut String, place: usize, cell: &str, separator: Separator) {
    let sign = char::from(separator.byte());
    if place > 0 {
        line.push(sign);
    }
    if cell.contains(['"', '\n', '\r', sign]) {
        line.push('"');
        line.push_str(&cell.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(cell);
    }
}

/// The cell as text that no spreadsheet takes for a formula: an apostrophe before what would be one, and before what
/// [`plain`] would otherwise take one from.
pub fn safe(cell: &str) -> Cow<'_, str> {
    match is_formula(cell) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// What [`safe`] was given.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet might reckon with it, apostrophes before it or not.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\0'])
}

/// Digits with one sign among them at most, a minus before them at most.
fn is_amount(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    digits.starts_with(|sign: char| sign.is_ascii_digit())
        && digits
            .replacen([',', '.'], "", 1)
            .bytes()
            .all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en(cell: &str) -> String {
        line(&[cell.to_owned()], Locale::En).replace(END, "")
    }

    #[test]
    fn t31_no_cell_is_a_formula_or_leaves_its_place() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+33", "'+33"),
            ("-cmd", "'-cmd"),
            ("-1-1", "'-1-1"),
            ("-1.2.3", "'-1.2.3"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("\0x", "'\0x"),
            ("\"=1+1\"", "\"\"\"=1+1\"\"\""),
            ("-12.50", "-12.50"),
            ("12,50", "\"12,50\""),
            ("a;b", "a;b"),
        ] {
            assert_eq!(en(cell), written, "{cell:?}");
        }
        let cells = ["=1".to_owned(), "a;b".to_owned()];
        assert_eq!(line(&cells, Locale::Fr), "'=1;\"a;b\"\r\n");
    }

    #[test]
    fn t31_what_is_made_safe_reads_back_as_it_was() {
        for cell in [
            "",
            "'",
            "''",
            "Zoé",
            "'Ndrangheta",
            "=1",
            "'=1",
            "''=1",
            "+33639981234",
            "-5",
            "'-5",
            "@x",
            "'@",
            "\tx",
            "\r",
            "\0",
            "'\0",
            "a=b",
            "''a",
        ] {
            let written = safe(cell);
            assert_eq!(plain(&written), cell, "{written:?}");
            assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']));
        }
    }

    #[test]
    fn a_cell_is_quoted_for_the_separator_that_is_used() {
        for (separator, line) in [
            (Separator::Comma, "a;b\tc,\"d,e\""),
            (Separator::Semicolon, "\"a;b\tc\";d,e"),
            (Separator::Tab, "\"a;b\tc\"\td,e"),
        ] {
            let mut written = String::new();
            push(&mut written, 0, "a;b\tc", separator);
            push(&mut written, 1, "d,e", separator);
            assert_eq!(written, line);
            assert_eq!(Separator::parse(separator.code()), Some(separator));
        }
    }
}
