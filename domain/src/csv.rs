//! Lines of a CSV file that spreadsheets open as they are: separated as the language's spreadsheets expect, and no cell a formula
//! (CWE-1236).

use crate::locale::Locale;

/// A line with its end.
pub fn line(cells: &[String], locale: Locale) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, locale)).collect();
    let mut line = cells.join(separator(locale));
    line.push_str("\r\n");
    line
}

fn separator(locale: Locale) -> &'static str {
    match locale {
        Locale::En => ",",
        Locale::Fr => ";",
    }
}

/// A cell that stays one cell, and text.
fn quoted(cell: &str, locale: Locale) -> String {
    let is_amount = cell
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b','));
    let formula = !is_amount && cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    let safe = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains(['"', '\n', '\r']) || safe.contains(separator(locale)) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t31_no_cell_is_a_formula_or_leaves_its_place() {
        for (cell, safe) in [
            ("=1+1", "'=1+1"),
            ("+33", "'+33"),
            ("-cmd", "'-cmd"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("-12.50", "-12.50"),
            ("a;b", "a;b"),
        ] {
            assert_eq!(quoted(cell, Locale::En), safe);
        }
        assert_eq!(quoted("a;b", Locale::Fr), "\"a;b\"");
        let cells = ["=1".to_owned(), "a;b".to_owned()];
        assert_eq!(line(&cells, Locale::Fr), "'=1;\"a;b\"\r\n");
    }
}
