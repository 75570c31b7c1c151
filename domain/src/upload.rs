//! Files that people hand in: their name, size and kind are proved before anything keeps them. The kind is read from the
//! content; a file that says it is something else is refused, and so is whatever a machine or browser would run.

mod kind;
#[cfg(test)]
mod tests;
mod zip;

pub use kind::Kind;

use crate::id::BlobId;
use crate::problem::FieldError;
use crate::text;
use serde::{Deserialize, Serialize};

/// Bytes a file may have (rule 19).
pub const SIZE_MAX: usize = 10 * 1024 * 1024;
/// Characters its name may have, extension included.
pub const NAME_MAX: u32 = 120;
/// Uploads that may wait to be attached, for each account: the next one is `file.too_many`.
pub const WAITING_MAX: u32 = 20;
/// What was uploaded and is attached to nothing goes after a day.
pub const WAITING_FOR: i64 = 24 * 3_600_000;
/// The header that says a raw body's name, percent-encoded UTF-8.
pub const NAME_HEADER: &str = "File-Name";
/// The media type under which a raw body travels, whatever it holds: a form of another site cannot send it.
pub const MEDIA: &str = "application/octet-stream";

/// A file as it comes in: the whole body of a request, its name in [`NAME_HEADER`]. Travels raw, never as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A file that is kept, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Blob {
    pub id: BlobId,
    /// With its extension; any letters, no path, nothing hidden.
    pub name: String,
    pub kind: Kind,
    /// Bytes.
    pub size: u32,
}

/// What is proved of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    pub name: String,
    pub kind: Kind,
    /// Bytes.
    pub size: u32,
}

impl Upload {
    /// Proves name, size and kind; every reason at once, `name` and `file` being the fields.
    ///
    /// Reasons of `name`: `required`, `too_long`, `control_chars`, `path`. Reasons of `file`: `empty`, `too_large`,
    /// `active` (a program, a script, HTML or SVG), `unsupported` (with the extension in `found`), `lies` (with what it is
    /// in `found`), `damaged` (cut off, or with something hidden behind its end).
    pub fn prove(&self) -> Result<Proved, Vec<FieldError>> {
        let name = name(&self.name);
        let content = self.prove_content();
        match (name, content) {
            (Ok(name), Ok((kind, size))) => Ok(Proved { name, kind, size }),
            (name, content) => Err(name.err().into_iter().chain(content.err()).collect()),
        }
    }

    fn prove_content(&self) -> Result<(Kind, u32), FieldError> {
        let size = size(self.bytes.len())?;
        let extension = extension(&self.name);
        let said = Kind::of_extension(&extension);
        if kind::is_active(&extension, &self.bytes) {
            return Err(FieldError::new("file", "active"));
        }
        let Some(said) = said else {
            return Err(FieldError {
                found: Some(extension),
                ..FieldError::new("file", "unsupported")
            });
        };
        match said.fits(&self.bytes) {
            kind::Fit::Whole => Ok((said, size)),
            kind::Fit::Damaged => Err(FieldError::new("file", "damaged")),
            kind::Fit::Other(found) => Err(FieldError {
                found: Some(found.map_or("?", Kind::extension).to_owned()),
                ..FieldError::new("file", "lies")
            }),
        }
    }
}

/// Proves a size in bytes: also what an app may ask before it reads the file.
pub fn size(bytes: usize) -> Result<u32, FieldError> {
    if bytes == 0 {
        return Err(FieldError::new("file", "empty"));
    }
    if bytes > SIZE_MAX {
        return Err(FieldError {
            max: u32::try_from(SIZE_MAX / 1024 / 1024).ok(),
            ..FieldError::new("file", "too_large")
        });
    }
    u32::try_from(bytes).map_err(|_| FieldError::new("file", "too_large"))
}

/// Proves the name of a file that is no upload of this module's kinds, as theirs.
pub fn prove_name(typed: &str) -> Result<String, FieldError> {
    name(typed)
}

/// Proves a name: one line without anything hidden, no path, neither drive nor stream of a disk.
fn name(typed: &str) -> Result<String, FieldError> {
    let name = text::line(typed, NAME_MAX)
        .and_then(|line| line.ok_or_else(|| FieldError::new("", "required")))
        .map_err(|error| error.within("name"))?;
    let is_path = name.contains(['/', '\\', ':']) || name.starts_with('.') || name.contains("..");
    if is_path {
        return Err(FieldError::new("name", "path"));
    }
    Ok(name)
}

/// What stands behind the last point, in lower case; empty without one.
pub fn extension(name: &str) -> String {
    name.trim()
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default()
}

/// How an answer says the name it is to be saved under: as UTF-8 for today's browsers (RFC 8187), and in plain signs for
/// others.
pub fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|sign| if is_plain(sign) { sign } else { '_' })
        .collect();
    if plain == name {
        return format!("attachment; filename=\"{name}\"");
    }
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// True for what a file's name may hold without leaving its header.
fn is_plain(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.')
}

/// Reads what [`NAME_HEADER`] says: percent-encoded UTF-8. None where it is something else.
pub fn decoded(header: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(header.len());
    let mut rest = header.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The bytes asked for by a `Range` header, as first and last place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Both included, within the file.
    Bytes(u32, u32),
    /// Behind the end: 416.
    Nothing,
}

/// Reads a `Range` header of a file of this size (RFC 9110 section 14): one range of bytes; anything else is not heard.
pub fn part(range: Option<&str>, size: u32) -> Part {
    let asked = range
        .and_then(|range| range.strip_prefix("bytes="))
        .filter(|range| !range.contains(','))
        .and_then(|range| range.split_once('-'));
    let Some((first, last)) = asked else {
        return Part::Whole;
    };
    let number = |text: &str| -> Option<u64> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let end = u64::from(size);
    let (from, to) = match (number(first), number(last)) {
        (Some(first), Some(last)) if last >= first => (first, last.min(end.saturating_sub(1))),
        (Some(first), None) if last.is_empty() => (first, end.saturating_sub(1)),
        (None, Some(count)) if first.is_empty() => {
            if count == 0 {
                return Part::Nothing;
            }
            (end.saturating_sub(count), end.saturating_sub(1))
        }
        _ => return Part::Whole,
    };
    if from >= end {
        return Part::Nothing;
    }
    match (u32::try_from(from), u32::try_from(to)) {
        (Ok(from), Ok(to)) => Part::Bytes(from, to),
        _ => Part::Whole,
    }
}
