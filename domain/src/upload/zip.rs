//! What a ZIP archive's list of entries says it is. Nothing is unpacked.

use super::Kind;

/// True where a first entry stands at the very beginning: an archive with something before it is none.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// True where bytes end with the record that ends an archive.
pub(super) fn ends(bytes: &[u8]) -> bool {
    end(bytes).is_some()
}

/// The kind of an archive; none where its list leads nowhere, or where an office file carries programs.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let names = names(bytes)?;
    let has = |wanted: &str| names.contains(&wanted.as_bytes());
    let runs = names
        .iter()
        .any(|name| name.to_ascii_lowercase().ends_with(b"vbaproject.bin"));
    if has("[Content_Types].xml") {
        let kinds = [
            ("word/document.xml", Kind::Docx),
            ("xl/workbook.xml", Kind::Xlsx),
            ("ppt/presentation.xml", Kind::Pptx),
        ];
        let office = kinds.iter().find(|(name, _)| has(name));
        if let Some((_, kind)) = office {
            return (!runs).then_some(*kind);
        }
    }
    // OpenDocument and EPUB say their type in a first entry that is stored as it is.
    let said = first_text(bytes, b"mimetype");
    let kinds = [Kind::Odt, Kind::Ods, Kind::Odp, Kind::Epub];
    let own = said.and_then(|said| {
        kinds
            .into_iter()
            .find(|kind| said == kind.media().as_bytes())
    });
    Some(own.unwrap_or(Kind::Zip))
}

/// Entries an archive may have for its names to be looked at.
const ENTRIES_MAX: u16 = 20_000;

/// The names of all entries, from the list at the archive's end. None where it is cut off, or is not one's own.
fn names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let end = end(bytes)?;
    let count = number(end, 10)?;
    if count > ENTRIES_MAX {
        return None;
    }
    let start = usize::try_from(u32::from_le_bytes(*end.get(16..20)?.first_chunk()?)).ok()?;
    let mut rest = bytes.get(start..)?;
    let mut names = Vec::new();
    for _ in 0..count {
        if !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name = usize::from(number(rest, 28)?);
        let more = usize::from(number(rest, 30)?) + usize::from(number(rest, 32)?);
        names.push(rest.get(46..46 + name)?);
        rest = rest.get(46 + name + more..)?;
    }
    Some(names)
}

/// The record that ends an archive: with its comment it reaches exactly to the end of the file.
fn end(bytes: &[u8]) -> Option<&[u8]> {
    let first = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let mut tail = bytes.get(first..)?;
    // The last one counts: look from behind.
    while tail.len() >= 22 {
        let place = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
        let record = bytes.get(first + place..)?;
        let comment = number(record, 20).map(usize::from);
        if comment.is_some_and(|comment| record.len() == 22 + comment) {
            return Some(record);
        }
        tail = tail.get(..place + 3)?;
    }
    None
}

/// The content of the first entry, where it has this name and is stored without packing.
fn first_text<'a>(bytes: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let stored = number(bytes, 8)? == 0;
    let size = usize::from(number(bytes, 18)?);
    let name = usize::from(number(bytes, 26)?);
    let more = usize::from(number(bytes, 28)?);
    if !stored || bytes.get(30..30 + name)? != wanted {
        return None;
    }
    bytes.get(30 + name + more..30 + name + more + size)
}

/// Two bytes, the lesser first.
fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*two))
}
