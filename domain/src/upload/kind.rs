//! The kinds of files that are kept, and how each is known by its content.

use super::zip;
use serde::{Deserialize, Serialize};

/// A kind of file. The wire's word is its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Pdf,
    Png,
    Jpg,
    Gif,
    Webp,
    Zip,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Epub,
    Mp3,
    Mp4,
    Txt,
    Csv,
    Md,
}

/// Every kind with its extensions, the first being the one it is called by, and its media type.
const TABLE: [(Kind, &[&str], &str); 18] = [
    (Kind::Pdf, &["pdf"], "application/pdf"),
    (Kind::Png, &["png"], "image/png"),
    (Kind::Jpg, &["jpg", "jpeg"], "image/jpeg"),
    (Kind::Gif, &["gif"], "image/gif"),
    (Kind::Webp, &["webp"], "image/webp"),
    (Kind::Zip, &["zip"], "application/zip"),
    (
        Kind::Docx,
        &["docx"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        Kind::Xlsx,
        &["xlsx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        Kind::Pptx,
        &["pptx"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (
        Kind::Odt,
        &["odt"],
        "application/vnd.oasis.opendocument.text",
    ),
    (
        Kind::Ods,
        &["ods"],
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    (
        Kind::Odp,
        &["odp"],
        "application/vnd.oasis.opendocument.presentation",
    ),
    (Kind::Epub, &["epub"], "application/epub+zip"),
    (Kind::Mp3, &["mp3"], "audio/mpeg"),
    (Kind::Mp4, &["mp4", "m4a", "m4v"], "video/mp4"),
    (Kind::Txt, &["txt"], "text/plain; charset=utf-8"),
    (Kind::Csv, &["csv"], "text/csv; charset=utf-8"),
    (Kind::Md, &["md"], "text/markdown; charset=utf-8"),
];

/// Whether content is what its name says.
pub(super) enum Fit {
    Whole,
    /// Of that kind, but cut off, or with something behind its end.
    Damaged,
    /// Another kind; none where it is none we know.
    Other(Option<Kind>),
}

impl Kind {
    /// The kinds in the order of lists.
    pub fn all() -> impl Iterator<Item = Kind> {
        TABLE.iter().map(|(kind, ..)| *kind)
    }

    /// What it is called by.
    pub fn extension(self) -> &'static str {
        self.row().and_then(|row| row.1.first()).unwrap_or(&"")
    }

    /// Its media type.
    pub fn media(self) -> &'static str {
        self.row().map_or("application/octet-stream", |row| row.2)
    }

    /// The kind an extension stands for.
    pub fn of_extension(extension: &str) -> Option<Kind> {
        let row = TABLE.iter().find(|(_, all, _)| all.contains(&extension));
        row.map(|(kind, ..)| *kind)
    }

    /// Every extension there is, with its point, as a file field wants them.
    pub fn accepted() -> String {
        let all = TABLE.iter().flat_map(|(_, all, _)| all.iter());
        all.map(|one| format!(".{one}"))
            .collect::<Vec<_>>()
            .join(",")
    }

    fn row(self) -> Option<&'static (Kind, &'static [&'static str], &'static str)> {
        TABLE.iter().find(|(kind, ..)| *kind == self)
    }

    fn is_text(self) -> bool {
        matches!(self, Kind::Txt | Kind::Csv | Kind::Md)
    }

    /// Whether these bytes are a file of this kind, whole and nothing besides.
    pub(super) fn fits(self, bytes: &[u8]) -> Fit {
        let found = sniffed(bytes);
        let same = match found {
            Some(Kind::Txt) => self.is_text(),
            other => other == Some(self),
        };
        if !same {
            return Fit::Other(found);
        }
        let whole = match self {
            Kind::Png => png_ends(bytes),
            Kind::Gif => gif_ends(bytes),
            Kind::Jpg => bytes.windows(2).any(|two| two == [0xFF, 0xD9]),
            Kind::Webp => riff_ends(bytes),
            Kind::Pdf => tail(bytes, 2_048).windows(5).any(|end| end == b"%%EOF"),
            _ => true,
        };
        // A file that opens as a picture and as an archive is two files, whatever is right with either.
        let hides = !zip::is_zip(bytes) && zip::ends(bytes);
        if whole && !hides {
            Fit::Whole
        } else {
            Fit::Damaged
        }
    }
}

/// The kind that content begins as; any plain text is [`Kind::Txt`].
fn sniffed(bytes: &[u8]) -> Option<Kind> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"%PDF-") {
        Some(Kind::Pdf)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some(Kind::Png)
    } else if begins(&[0xFF, 0xD8, 0xFF]) {
        Some(Kind::Jpg)
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        Some(Kind::Gif)
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(Kind::Webp)
    } else if zip::is_zip(bytes) {
        zip::kind(bytes)
    } else if begins(b"ID3") || is_mpeg_audio(bytes) {
        Some(Kind::Mp3)
    } else if bytes.get(4..8) == Some(b"ftyp") {
        Some(Kind::Mp4)
    } else if is_plain_text(bytes) {
        Some(Kind::Txt)
    } else {
        None
    }
}

/// A frame of MPEG audio, layer III, with a rate that exists.
fn is_mpeg_audio(bytes: &[u8]) -> bool {
    let Some([0xFF, second, third, ..]) = bytes.get(..4) else {
        return false;
    };
    second & 0xE6 == 0xE2 && third & 0xF0 != 0xF0 && third & 0x0C != 0x0C
}

/// UTF-8 without control characters but tabs, line and page ends; a byte order mark may open it.
fn is_plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    !text
        .chars()
        .any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{c}'))
}

/// Extensions of what a machine or a browser runs, or of pages that run something.
const ACTIVE: [&str; 46] = [
    "exe", "com", "bat", "cmd", "msi", "msix", "scr", "pif", "cpl", "dll", "sys", "lnk", "reg",
    "vbs", "vbe", "wsf", "wsh", "hta", "jse", "ps1", "psm1", "sh", "bash", "zsh", "py", "pl", "rb",
    "php", "phar", "js", "mjs", "cjs", "wasm", "jar", "apk", "app", "dmg", "deb", "rpm", "html",
    "htm", "xhtml", "mht", "svg", "xml", "docm",
];

/// What programs, scripts and pages begin with; in lower case, where the case does not matter.
const BEGINNINGS: [&[u8]; 18] = [
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\0asm",
    b"#!",
    b"dex\n",
    b"!<arch>",
    b"\x4c\0\0\0\x01\x14\x02\0",
    b"@echo",
    b"<!doctype",
    b"<?",
    b"<html",
    b"<svg",
    b"<script",
];

/// Elements that browsers may take plain text for a page by (the MIME Sniffing Standard, section 7.1).
const ELEMENTS: [&str; 17] = [
    "!--", "a", "b", "body", "br", "div", "font", "h1", "head", "iframe", "img", "link", "meta",
    "p", "style", "table", "title",
];

/// True for a program, a script or a page, by its name or by how it begins.
pub(super) fn is_active(extension: &str, bytes: &[u8]) -> bool {
    if ACTIVE.contains(&extension) {
        return true;
    }
    // Two letters begin a plain text, too: “MZ” is a program where bytes follow that no text has.
    if bytes.starts_with(b"MZ") && is_plain_text(bytes) {
        return false;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take(32)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    let whole = BEGINNINGS.iter().any(|beginning| {
        bytes.starts_with(beginning)
            || head.starts_with(&beginning.to_ascii_lowercase()) && beginning.first() == Some(&b'<')
    });
    let element = ELEMENTS.iter().any(|name| {
        let rest = head
            .strip_prefix(b"<")
            .and_then(|head| head.strip_prefix(name.as_bytes()));
        rest.is_some_and(|rest| {
            *name == "!--"
                || matches!(
                    rest.first(),
                    Some(b'>' | b' ' | b'\n' | b'\t' | b'\r' | b'/')
                )
        })
    });
    whole || element
}

/// A PNG's chunks lead to its end, and nothing stands behind it.
fn png_ends(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let is_end = after.starts_with(b"IEND");
        // Four bytes of name, the content, four of sum.
        let Some(next) = length.checked_add(8).and_then(|skip| after.get(skip..)) else {
            return false;
        };
        if is_end {
            return length == 0 && next.is_empty();
        }
        rest = next;
    }
    false
}

/// A GIF's blocks lead to its trailer, and nothing stands behind it.
fn gif_ends(bytes: &[u8]) -> bool {
    let table = |flags: u8| {
        if flags & 0x80 == 0 {
            0
        } else {
            3usize << ((flags & 7) + 1)
        }
    };
    let Some(flags) = bytes.get(10) else {
        return false;
    };
    let mut at = 13 + table(*flags);
    // Sub-blocks: a length and so many bytes, until a length of nothing.
    let skip = |mut at: usize| -> Option<usize> {
        loop {
            let length = usize::from(*bytes.get(at)?);
            at = at.checked_add(length + 1)?;
            if length == 0 {
                return Some(at);
            }
        }
    };
    loop {
        let next = match bytes.get(at) {
            Some(0x3B) => return at + 1 == bytes.len(),
            Some(0x21) => skip(at + 2),
            Some(0x2C) => bytes
                .get(at + 9)
                .and_then(|flags| skip(at + 11 + table(*flags))),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return false,
        }
    }
}

/// The size a RIFF file says is its own.
fn riff_ends(bytes: &[u8]) -> bool {
    let said = bytes.get(4..8).and_then(|four| four.first_chunk::<4>());
    said.is_some_and(|said| {
        let whole = u64::from(u32::from_le_bytes(*said)) + 8;
        let size = bytes.len() as u64;
        whole == size || whole + 1 == size
    })
}

fn tail(bytes: &[u8], count: usize) -> &[u8] {
    bytes
        .get(bytes.len().saturating_sub(count)..)
        .unwrap_or_default()
}
