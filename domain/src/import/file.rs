//! A file as it comes in: whether it is a CSV at all, how its letters are written, what stands between its cells, and its
//! first rows.

use super::header::recognise;
use super::record::{Next, next};
use super::{COLUMNS_MAX, Column, Encoding, SAMPLES, Separator, Source, cell};
use crate::problem::FieldError;

/// What is guessed of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    pub encoding: Encoding,
    pub separator: Separator,
    pub first: First,
}

/// The beginning of a file, read in a certain way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    pub source: Option<Source>,
    /// As the file calls its columns, shortened.
    pub header: Vec<String>,
    pub columns: Vec<Option<Column>>,
    pub samples: Vec<Vec<String>>,
    /// Where the first row after the header begins: byte and line.
    pub start: (usize, u32),
}

const BOM: &[u8] = b"\xef\xbb\xbf";
/// Bytes within which a file's header and samples must lie.
pub const HEAD_MAX: u32 = 256 * 1024;

/// Guesses how a file is read. Reasons of `file`: `empty`, `utf16`, `no_csv` (no text, or without columns), `no_rows`,
/// `too_many_columns`.
pub fn guess(bytes: &[u8]) -> Result<Guess, FieldError> {
    let wrong = |reason: &'static str| Err(FieldError::new("file", reason));
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return wrong("empty");
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return wrong("utf16");
    }
    let encoding = encoding(bytes);
    let head = bytes.get(..HEAD_MAX as usize).unwrap_or(bytes);
    let separator = separator(head);
    let first = read(head, encoding, separator, head.len() == bytes.len())?;
    Ok(Guess {
        encoding,
        separator,
        first,
    })
}

/// Reads the beginning of a file in a certain way; `last` where nothing is behind these bytes. Reasons as for [`guess`].
pub fn read(
    head: &[u8],
    encoding: Encoding,
    separator: Separator,
    last: bool,
) -> Result<First, FieldError> {
    let no_csv = || FieldError::new("file", "no_csv");
    let mut start = beginning(head);
    let mut line = 1 + u32::from(start > BOM.len());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut behind = None;
    while rows.len() <= SAMPLES {
        let rest = head.get(start..).unwrap_or_default();
        match next(rest, separator.byte(), last) {
            Next::Record {
                cells,
                length,
                lines,
            } => {
                start += length;
                line += lines;
                let texts: Option<Vec<String>> = cells
                    .iter()
                    .map(|cell| cell::decoded(cell, encoding))
                    .collect();
                match texts {
                    Some(texts) if texts.iter().all(|text| text.trim().is_empty()) => continue,
                    Some(texts) => rows.push(texts),
                    None if rows.is_empty() => return Err(no_csv()),
                    None => continue,
                }
                behind.get_or_insert((start, line));
            }
            Next::Broken { .. } if rows.is_empty() => return Err(no_csv()),
            Next::Broken { length, .. } => {
                start += length;
                line += 1;
            }
            Next::More | Next::End => break,
        }
    }
    let mut rows = rows.into_iter();
    let (Some(header), Some(behind)) = (rows.next(), behind) else {
        return Err(no_csv());
    };
    let unprintable = |text: &String| {
        text.chars()
            .any(|c| c.is_control() && c != '\n' && c != '\r')
    };
    if header.len() < 2 || header.iter().any(unprintable) {
        return Err(no_csv());
    }
    if header.len() > COLUMNS_MAX as usize {
        return Err(FieldError {
            max: Some(COLUMNS_MAX),
            count: u32::try_from(header.len()).ok(),
            ..FieldError::new("file", "too_many_columns")
        });
    }
    let samples: Vec<Vec<String>> = rows
        .map(|row| row.iter().map(|text| cell::shown(text.trim())).collect())
        .collect();
    let rest = head.get(behind.0..).unwrap_or_default();
    if samples.is_empty() && last && rest.iter().all(u8::is_ascii_whitespace) {
        return Err(FieldError::new("file", "no_rows"));
    }
    let (source, columns) = recognise(&header);
    Ok(First {
        source,
        header: header.iter().map(|text| cell::shown(text.trim())).collect(),
        columns,
        samples,
        start: behind,
    })
}

/// Where the header begins: behind a byte order mark and the line by which a spreadsheet is told the separator.
fn beginning(head: &[u8]) -> usize {
    let mark = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let rest = head.get(mark..).unwrap_or_default();
    let told = rest.starts_with(b"sep=") && matches!(rest.get(5), Some(b'\r' | b'\n'));
    match told {
        true => mark + super::record::line(rest).unwrap_or_default(),
        false => mark,
    }
}

/// UTF-8 where all of it reads as such, or where more of what is not ASCII does than does not.
fn encoding(bytes: &[u8]) -> Encoding {
    let (mut read, mut unread) = (0u32, 0u32);
    let mut rest = bytes;
    loop {
        let (text, bad) = match std::str::from_utf8(rest) {
            Ok(text) => (text, None),
            Err(error) => {
                let (right, behind) = rest.split_at(error.valid_up_to());
                let bad = error.error_len().unwrap_or(behind.len());
                let text = std::str::from_utf8(right).unwrap_or_default();
                (text, Some(behind.get(bad..).unwrap_or_default()))
            }
        };
        // Enough is seen long before the end of a file of another encoding.
        let letters = text.chars().filter(|c| !c.is_ascii()).take(10_000).count();
        read = read.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        match bad {
            None => break,
            Some(behind) => {
                unread += 1;
                rest = behind;
            }
        }
        if unread > 1_000 + read {
            break;
        }
    }
    match unread == 0 || read > unread {
        true => Encoding::Utf8,
        false => Encoding::Latin,
    }
}

/// The separator that gives the most columns, and the same number in most of the first rows.
fn separator(head: &[u8]) -> Separator {
    let start = beginning(head);
    if start > BOM.len() {
        let told = head.get(start.saturating_sub(3)..start).unwrap_or_default();
        for separator in Separator::ALL {
            if told.contains(&separator.byte()) {
                return separator;
            }
        }
    }
    let rest = head.get(start..).unwrap_or_default();
    let weight = |separator: &Separator| {
        let mut at = 0;
        let mut header = 0;
        let mut same = 0;
        for row in 0..=SAMPLES {
            let piece = rest.get(at..).unwrap_or_default();
            match next(piece, separator.byte(), true) {
                Next::Record { cells, length, .. } => {
                    at += length;
                    if row == 0 {
                        header = cells.len();
                    } else if header > 1 && cells.len() == header {
                        same += 1;
                    }
                }
                _ => break,
            }
        }
        (same.min(1), header, same)
    };
    // The first of equals: a comma.
    let mut best = Separator::Comma;
    for separator in [Separator::Semicolon, Separator::Tab] {
        if weight(&separator) > weight(&best) {
            best = separator;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(bytes: &[u8]) -> String {
        guess(bytes).unwrap_err().reason.into_owned()
    }

    #[test]
    fn letters_and_separators_are_found_out() {
        for (bytes, encoding, separator, start) in [
            (
                &b"email,first_name\na@b.fr,Zo\xe9\n"[..],
                Encoding::Latin,
                Separator::Comma,
                (17, 2),
            ),
            (
                "email;prénom\r\na@b.fr;Zoé, née Martin".as_bytes(),
                Encoding::Utf8,
                Separator::Semicolon,
                (15, 2),
            ),
            (
                b"\xef\xbb\xbfa\tb\n1\t2",
                Encoding::Utf8,
                Separator::Tab,
                (7, 2),
            ),
            (
                b"sep=;\r\na;b,c\n1;2",
                Encoding::Utf8,
                Separator::Semicolon,
                (13, 3),
            ),
            (b"\n\na,b\n1,2", Encoding::Utf8, Separator::Comma, (6, 4)),
        ] {
            let guess = guess(bytes).unwrap();
            let got = (guess.encoding, guess.separator, guess.first.start);
            assert_eq!(got, (encoding, separator, start), "{bytes:?}");
        }
        // One letter written wrongly makes no other file of it.
        let mostly = b"a,b\n\xc3\xa9\xc3\xa9\xc3\xa9,\xe9";
        assert_eq!(guess(mostly).unwrap().encoding, Encoding::Utf8);
    }

    #[test]
    fn t43_what_is_no_csv_is_told() {
        for (bytes, why) in [
            (&b""[..], "empty"),
            (b" \n\r\n", "empty"),
            (b"\xff\xfea\0,\0b\0", "utf16"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR,x\n,", "no_csv"),
            (b"a\0,b\n1,2", "no_csv"),
            (b"Dear Sir\nit is I", "no_csv"),
            (b"a,\"b\n1,2\n", "no_csv"),
            (b"a,b", "no_rows"),
            (b"a,b\n \n", "no_rows"),
        ] {
            assert_eq!(reason(bytes), why, "{bytes:?}");
        }
        let wide = "a,".repeat(300);
        assert_eq!(reason(wide.as_bytes()), "too_many_columns");
    }
}
