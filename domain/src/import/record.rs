//! CSV taken apart, a piece of the file at a time (RFC 4180, any line end). A reader of its own: a quotation mark that is
//! never closed must cost its own line, not the file behind it, and every record knows the line it begins at.

use std::borrow::Cow;

/// Bytes one record may have; what is longer is no record.
pub const RECORD_MAX: usize = 2 * 1024 * 1024;

/// What stands next in a piece of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// A record: its cells, the bytes it takes with its line end, and the lines it stands on.
    Record {
        cells: Vec<Cow<'a, [u8]>>,
        length: usize,
        lines: u32,
    },
    /// Something that is none. The bytes are those of its first line alone: what follows may be good again. Not `ended`,
    /// the line goes on behind them.
    Broken {
        why: Broken,
        length: usize,
        ended: bool,
    },
    /// The piece ends within a record.
    More,
    /// Nothing is left.
    End,
}

/// Why something is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A quotation mark opens a cell and none closes it.
    Quote,
    /// A line without an end.
    TooLong,
}

impl Broken {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Broken::Quote => "quote",
            Broken::TooLong => "too_long",
        }
    }
}

/// Where a cell ended.
enum Ended {
    /// At a separator.
    Cell(usize),
    /// At a line end, behind it.
    Record(usize),
    /// At the end of the piece.
    Piece,
    /// Somewhere a quoted cell cannot end.
    Quote,
}

/// Reads what `bytes` begin with; `last` where nothing of the file is behind them.
pub fn next(bytes: &[u8], separator: u8, last: bool) -> Next<'_> {
    if bytes.is_empty() {
        return match last {
            true => Next::End,
            false => Next::More,
        };
    }
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let (cell, ended) = cell(bytes.get(at..).unwrap_or_default(), separator);
        match ended {
            Ended::Cell(length) => {
                cells.push(cell);
                at += length;
            }
            Ended::Record(length) => {
                let end = at + length;
                // A line feed may stand behind a carriage return that ends the piece.
                let cut = bytes.get(end - 1) == Some(&b'\r') && end == bytes.len() && !last;
                if cut {
                    return more(bytes, false);
                }
                cells.push(cell);
                return record(bytes, cells, end);
            }
            Ended::Piece if last => {
                cells.push(cell);
                return record(bytes, cells, bytes.len());
            }
            Ended::Piece => return more(bytes, false),
            Ended::Quote if last || at_quote_end(bytes, at, separator) => {
                return broken(bytes, last);
            }
            Ended::Quote => return more(bytes, true),
        }
    }
}

/// Whether the quoted cell that begins at `at` is known to be wrong within these bytes, and not only unfinished.
fn at_quote_end(bytes: &[u8], at: usize, separator: u8) -> bool {
    let cell = bytes.get(at + 1..).unwrap_or_default();
    matches!(closed(cell, separator), Closed::Wrong)
}

fn record<'a>(bytes: &[u8], cells: Vec<Cow<'a, [u8]>>, length: usize) -> Next<'a> {
    let lines = lines(bytes.get(..length).unwrap_or_default());
    Next::Record {
        cells,
        length,
        lines,
    }
}

/// More bytes are asked for, up to what a record may have.
fn more<'a>(bytes: &[u8], quoted: bool) -> Next<'a> {
    match bytes.len() >= RECORD_MAX {
        false => Next::More,
        true if quoted => broken(bytes, true),
        true => Next::Broken {
            why: Broken::TooLong,
            length: bytes.len(),
            ended: false,
        },
    }
}

/// A quotation mark costs its line; where even that has no end, all there is.
fn broken<'a>(bytes: &[u8], last: bool) -> Next<'a> {
    let end = line(bytes).filter(|end| last || *end < bytes.len());
    if end.is_none() && !last && bytes.len() < RECORD_MAX {
        return Next::More;
    }
    Next::Broken {
        why: Broken::Quote,
        length: end.unwrap_or(bytes.len()),
        ended: end.is_some(),
    }
}

/// The bytes of the first line, its end included.
pub fn line(bytes: &[u8]) -> Option<usize> {
    let at = bytes
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let feed = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
    Some(at + 1 + usize::from(feed))
}

/// How many lines end within these bytes; one that ends with them counts too.
fn lines(bytes: &[u8]) -> u32 {
    let mut count = 0;
    let mut before = 0;
    for byte in bytes {
        let ends = *byte == b'\n' && before != b'\r' || *byte == b'\r';
        count += u32::from(ends);
        before = *byte;
    }
    let open = !matches!(before, b'\n' | b'\r');
    count + u32::from(open)
}

/// The cell that these bytes begin with.
fn cell(bytes: &[u8], separator: u8) -> (Cow<'_, [u8]>, Ended) {
    if bytes.first() == Some(&b'"') {
        return quoted(bytes, separator);
    }
    let ends = |byte: &u8| *byte == separator || matches!(byte, b'\n' | b'\r');
    let Some(at) = bytes.iter().position(ends) else {
        return (Cow::Borrowed(bytes), Ended::Piece);
    };
    let cell = bytes.get(..at).unwrap_or_default();
    (Cow::Borrowed(cell), ended(bytes, at, separator))
}

/// What ends a cell at `at`: a separator, a line end, the piece.
fn ended(bytes: &[u8], at: usize, separator: u8) -> Ended {
    match bytes.get(at) {
        None => Ended::Piece,
        Some(byte) if *byte == separator => Ended::Cell(at + 1),
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => Ended::Record(at + 2),
        Some(_) => Ended::Record(at + 1),
    }
}

/// How a quoted cell ends, counted from behind its opening mark.
enum Closed {
    /// At this mark; behind spaces, the cell ends at the second place.
    At(usize, usize),
    /// Not within these bytes.
    Open,
    /// At a mark that something stands behind: it cannot be this cell's.
    Wrong,
}

fn closed(cell: &[u8], separator: u8) -> Closed {
    let mut at = 0;
    loop {
        let rest = cell.get(at..).unwrap_or_default();
        let Some(mark) = rest.iter().position(|byte| *byte == b'"') else {
            return Closed::Open;
        };
        let mark = at + mark;
        if cell.get(mark + 1) == Some(&b'"') {
            at = mark + 2;
            continue;
        }
        let behind = cell.get(mark + 1..).unwrap_or_default();
        let spaces = behind.iter().take_while(|byte| **byte == b' ').count();
        return match behind.get(spaces) {
            None => Closed::At(mark, mark + 1 + spaces),
            Some(byte) if *byte == separator || matches!(byte, b'\n' | b'\r') => {
                Closed::At(mark, mark + 1 + spaces)
            }
            Some(_) => Closed::Wrong,
        };
    }
}

fn quoted(bytes: &[u8], separator: u8) -> (Cow<'_, [u8]>, Ended) {
    let inner = bytes.get(1..).unwrap_or_default();
    let Closed::At(mark, end) = closed(inner, separator) else {
        return (Cow::Borrowed(bytes), Ended::Quote);
    };
    let text = inner.get(..mark).unwrap_or_default();
    let cell = match text.contains(&b'"') {
        false => Cow::Borrowed(text),
        true => Cow::Owned(unquoted(text)),
    };
    (cell, ended(bytes, end + 1, separator))
}

/// Two marks are one.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut single = Vec::with_capacity(text.len());
    let mut skip = false;
    for byte in text {
        if *byte == b'"' && !skip {
            skip = true;
            continue;
        }
        skip = false;
        single.push(*byte);
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    type Line = (u32, Result<Vec<String>, Broken>);

    /// The whole text read in pieces of this many bytes, each record with its line.
    fn read(text: &str, piece: usize) -> Vec<Line> {
        let all = text.as_bytes();
        let (mut start, mut end, mut line) = (0, piece.min(all.len()), 1);
        let mut read = Vec::new();
        loop {
            let last = end == all.len();
            match next(&all[start..end], b',', last) {
                Next::Record {
                    cells,
                    length,
                    lines,
                } => {
                    let texts = cells
                        .iter()
                        .map(|c| String::from_utf8_lossy(c).into_owned());
                    read.push((line, Ok(texts.collect())));
                    start += length;
                    line += lines;
                }
                Next::Broken { why, length, .. } => {
                    read.push((line, Err(why)));
                    start += length;
                    line += 1;
                }
                Next::More => {
                    assert!(!last, "{text:?}");
                    end = (end + piece).min(all.len());
                }
                Next::End => return read,
            }
        }
    }

    /// Whole, and with a border at every byte, it reads the same.
    fn same(text: &str) -> Vec<Line> {
        let whole = read(text, text.len().max(1));
        for piece in 1..=text.len() {
            assert_eq!(read(text, piece), whole, "{piece} bytes of {text:?}");
        }
        whole
    }

    fn ok(line: u32, cells: &[&str]) -> Line {
        (line, Ok(cells.iter().map(|c| (*c).to_owned()).collect()))
    }

    #[test]
    fn cells_quotes_and_every_line_end_are_read_whatever_the_borders() {
        assert_eq!(
            same("a,b\r\n\"é, \"\"œ\"\"\",\"two\r\nlines\"\r\nc,\nd,e\rf"),
            [
                ok(1, &["a", "b"]),
                ok(2, &["é, \"œ\"", "two\r\nlines"]),
                ok(4, &["c", ""]),
                ok(5, &["d", "e"]),
                ok(6, &["f"]),
            ]
        );
        assert_eq!(same(""), []);
        assert_eq!(same("a"), [ok(1, &["a"])]);
        assert_eq!(same("\"a\" ,b\n"), [ok(1, &["a", "b"])]);
        assert_eq!(same("\"\",\"\"\n"), [ok(1, &["", ""])]);
        assert_eq!(same("say \"hi\",b"), [ok(1, &["say \"hi\"", "b"])]);
        assert_eq!(same("a\n\nb"), [ok(1, &["a"]), ok(2, &[""]), ok(3, &["b"])]);
    }

    #[test]
    fn t43_a_quote_never_closed_costs_its_line_and_no_other() {
        assert_eq!(
            same("a,\"b\nc,d\ne,\"f\"\ng,h\n"),
            [
                (1, Err(Broken::Quote)),
                ok(2, &["c", "d"]),
                ok(3, &["e", "f"]),
                ok(4, &["g", "h"]),
            ]
        );
        assert_eq!(
            same("a,b\n\"c,d\ne,f"),
            [
                ok(1, &["a", "b"]),
                (2, Err(Broken::Quote)),
                ok(3, &["e", "f"])
            ]
        );
        assert_eq!(
            same("\"a\"x,b\nc,d"),
            [(1, Err(Broken::Quote)), ok(2, &["c", "d"])]
        );
    }

    #[test]
    fn what_has_no_end_is_given_up() {
        let long = "x".repeat(RECORD_MAX);
        assert!(matches!(
            next(long.as_bytes(), b',', false),
            Next::Broken {
                why: Broken::TooLong,
                length: RECORD_MAX,
                ended: false,
            }
        ));
        let open = format!("\"a\n{long}");
        assert_eq!(
            next(open.as_bytes(), b',', false),
            Next::Broken {
                why: Broken::Quote,
                length: 3,
                ended: true,
            }
        );
    }
}
