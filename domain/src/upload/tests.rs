//! The table of uploads: what is kept, and what lies, is cut off, runs, or names a path.

use super::*;

/// A PNG of one white dot.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T',
    0x78, 0x9C, 0x63, 0xF8, 0x0F, 0, 1, 1, 1, 0, 0x1B, 0xB6, 0xEE, 0x56, 0, 0, 0, 0, b'I', b'E',
    b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];
/// A GIF of one dot.
const GIF: &[u8] = &[
    b'G', b'I', b'F', b'8', b'9', b'a', 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x2C, 0,
    0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
];
const JPG: &[u8] = &[
    0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0xD9,
];
const WEBP: &[u8] = b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x64";
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

/// An archive whose entries have these names and contents, stored as they are.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let at = bytes.len() as u32;
        let size = (content.len() as u32).to_le_bytes();
        let name_size = (name.len() as u16).to_le_bytes();
        // Version, flags, way, time, date, sum, sizes, lengths.
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        head.extend(size);
        head.extend(size);
        head.extend(name_size);
        head.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&head);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, count) = (bytes.len() as u32, (entries.len() as u16).to_le_bytes());
    let size = (list.len() as u32).to_le_bytes();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(size);
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn prove(name: &str, bytes: &[u8]) -> Result<Kind, Vec<String>> {
    let upload = Upload {
        name: name.into(),
        bytes: bytes.to_vec(),
    };
    let proved = upload.prove().map_err(|errors| {
        let told = errors.iter().map(|error| {
            let found = error.found.as_deref().map(|found| format!(" ({found})"));
            format!(
                "{}: {}{}",
                error.field,
                error.reason,
                found.unwrap_or_default()
            )
        });
        told.collect::<Vec<_>>()
    })?;
    assert_eq!(proved.size as usize, bytes.len());
    Ok(proved.kind)
}

fn office(part: &str) -> Vec<u8> {
    archive(&[("[Content_Types].xml", b"<Types/>"), (part, b"<x/>")])
}

fn typed(media: &str) -> Vec<u8> {
    archive(&[("mimetype", media.as_bytes()), ("content.xml", b"<x/>")])
}

#[test]
fn what_is_what_it_says_is_kept() {
    let docx = office("word/document.xml");
    let (xlsx, pptx) = (office("xl/workbook.xml"), office("ppt/presentation.xml"));
    let odt = typed("application/vnd.oasis.opendocument.text");
    let epub = typed("application/epub+zip");
    let zip = archive(&[("lisez-moi.txt", b"Bonjour")]);
    for (name, bytes, kind) in [
        ("guide.pdf", PDF, Kind::Pdf),
        ("GUIDE.PDF", PDF, Kind::Pdf),
        ("a.png", PNG, Kind::Png),
        ("a.jpeg", JPG, Kind::Jpg),
        ("a.jpg", JPG, Kind::Jpg),
        ("a.gif", GIF, Kind::Gif),
        ("a.webp", WEBP, Kind::Webp),
        ("a.zip", &*zip, Kind::Zip),
        ("a.docx", &docx, Kind::Docx),
        ("a.xlsx", &xlsx, Kind::Xlsx),
        ("a.pptx", &pptx, Kind::Pptx),
        ("a.odt", &odt, Kind::Odt),
        ("a.epub", &epub, Kind::Epub),
        ("a.mp3", MP3, Kind::Mp3),
        ("a.mp3", b"\xff\xfb\x90\x64\0\0", Kind::Mp3),
        ("a.mp4", MP4, Kind::Mp4),
        ("a.m4a", MP4, Kind::Mp4),
        ("a.txt", "Élise, ça va ?\r\n".as_bytes(), Kind::Txt),
        ("a.txt", b"MZ is how this line begins", Kind::Txt),
        ("a.txt", b"<3 from us", Kind::Txt),
        ("a.csv", "\u{feff}Nom;Prix\nThé;4,50".as_bytes(), Kind::Csv),
        ("a.md", b"# Bonjour\n\n*Voici*", Kind::Md),
        ("Mode d’emploi (été) 日本.v2.pdf", PDF, Kind::Pdf),
    ] {
        assert_eq!(prove(name, bytes), Ok(kind), "{name}");
    }
}

#[test]
fn what_lies_about_its_kind_is_refused_with_what_it_is() {
    let docx = office("word/document.xml");
    let zip = archive(&[("a", b"b")]);
    for (name, bytes, found) in [
        ("a.pdf", PNG, "png"),
        ("a.png", PDF, "pdf"),
        ("a.jpg", GIF, "gif"),
        ("a.docx", &*zip, "zip"),
        ("a.zip", &docx, "docx"),
        ("a.xlsx", &docx, "docx"),
        ("a.epub", &typed("application/epub+zip; x"), "zip"),
        ("a.txt", PDF, "pdf"),
        ("a.csv", &zip, "zip"),
        ("a.pdf", b"a text", "txt"),
        ("a.mp3", b"a text", "txt"),
        ("a.png", b"\x89PNG", "?"),
        // A text of another encoding, or none at all.
        ("a.txt", b"caf\xe9", "?"),
        ("a.txt", b"a\0b", "?"),
        ("a.pdf", b"\n%PDF-1.7\n%%EOF", "txt"),
        // Behind something else an archive is none.
        ("a.zip", &[b"x".to_vec(), zip.clone()].concat(), "?"),
        ("a.zip", b"PK\x03\x04 cut off", "?"),
        // An office file that carries programs is no office file here.
        (
            "a.docx",
            &archive(&[
                ("[Content_Types].xml", b""),
                ("word/document.xml", b""),
                ("word/vbaProject.bin", b""),
            ]),
            "?",
        ),
    ] {
        let told = vec![format!("file: lies ({found})")];
        assert_eq!(prove(name, bytes), Err(told), "{name}");
    }
}

#[test]
fn what_runs_is_refused_by_name_and_by_content() {
    for (name, bytes) in [
        ("a.exe", &b"MZ\x90\0"[..]),
        ("a.pdf.exe", PDF),
        ("a.html", b"hello"),
        ("a.svg", b"hello"),
        ("a.js", b"hello"),
        ("a.sh", b"hello"),
        ("a.xml", b"hello"),
        ("a.docm", b"hello"),
        ("a.pdf", b"MZ\x90\0\x03\0"),
        ("a.txt", b"\x7fELF\x02\x01"),
        ("a.txt", b"#!/bin/sh\nrm -r ."),
        (
            "a.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        ),
        ("a.txt", b"  \n<!DOCTYPE html><script>alert(1)</script>"),
        ("a.txt", b"\xef\xbb\xbf<HTML>"),
        ("a.md", b"<script>alert(1)</script>"),
        ("a.csv", b"<?xml version=\"1.0\"?>"),
        ("a.csv", b"<?php system($_GET[0]);"),
        ("a.txt", b"<img src=x onerror=alert(1)>"),
        ("a.txt", b"<!-- a page --><b>"),
        ("a.zip", b"\xca\xfe\xba\xbe\0\0"),
    ] {
        assert_eq!(
            prove(name, bytes),
            Err(vec!["file: active".to_owned()]),
            "{name}"
        );
    }
}

#[test]
fn two_files_in_one_and_files_cut_off_are_damaged() {
    let zip = archive(&[("a", b"b")]);
    let with = |bytes: &[u8], more: &[u8]| [bytes, more].concat();
    let mut script = GIF.to_vec();
    script.splice(6..10, *b"=1/*");
    for (name, bytes) in [
        ("a.png", &PNG[..PNG.len() - 1]),
        ("a.png", &PNG[..8]),
        ("a.png", &with(PNG, b"<script>")),
        ("a.png", &with(PNG, &zip)),
        ("a.gif", &GIF[..GIF.len() - 1]),
        ("a.gif", &with(GIF, b"*/alert(1)")),
        ("a.gif", &with(&script, b"*/=alert(1)")),
        ("a.jpg", &JPG[..10]),
        ("a.jpg", &with(JPG, &zip)),
        ("a.webp", &WEBP[..14]),
        ("a.webp", &with(WEBP, &zip)),
        ("a.pdf", &PDF[..20]),
        ("a.pdf", &with(PDF, &zip)),
        ("a.mp3", &with(MP3, &zip)),
    ] {
        assert_eq!(
            prove(name, bytes),
            Err(vec!["file: damaged".to_owned()]),
            "{name} {}",
            bytes.len()
        );
    }
}

#[test]
fn a_name_is_a_name_and_nothing_else() {
    for (name, reason) in [
        ("", "required"),
        ("   ", "required"),
        ("../a.pdf", "path"),
        ("..\\a.pdf", "path"),
        ("/etc/a.pdf", "path"),
        ("a/b.pdf", "path"),
        ("C:a.pdf", "path"),
        ("a.exe:b.pdf", "path"),
        (".pdf", "path"),
        ("a..pdf", "path"),
        ("a\0.pdf", "control_chars"),
        ("a\nb.pdf", "control_chars"),
        ("a\r\nSet-Cookie: x.pdf", "control_chars"),
        ("fdp\u{202e}exe.pdf", "control_chars"),
        ("a\u{2066}b.pdf", "control_chars"),
        ("a\u{feff}b.pdf", "control_chars"),
    ] {
        let told = prove(name, PDF).unwrap_err();
        assert_eq!(told[0], format!("name: {reason}"), "{name:?}");
    }
    let long = format!("{}.pdf", "a".repeat(116));
    assert_eq!(prove(&long, PDF), Ok(Kind::Pdf));
    let told = prove(&format!("a{long}"), PDF).unwrap_err();
    assert_eq!(told, ["name: too_long"]);
}

#[test]
fn every_reason_is_told_at_once() {
    let told = prove("a/b.png", PDF).unwrap_err();
    assert_eq!(told, ["name: path", "file: lies (pdf)"]);
    assert_eq!(prove("a.pdf", b"").unwrap_err(), ["file: empty"]);
    assert_eq!(
        prove("a.psd", b"8BPS").unwrap_err(),
        ["file: unsupported (psd)"]
    );
    assert_eq!(prove("noext", PDF).unwrap_err(), ["file: unsupported ()"]);
}

#[test]
fn ten_megabytes_and_no_byte_more() {
    let mut text = vec![b'a'; SIZE_MAX];
    assert_eq!(prove("a.txt", &text), Ok(Kind::Txt));
    text.push(b'a');
    assert_eq!(prove("a.txt", &text).unwrap_err(), ["file: too_large"]);
}

#[test]
fn random_bytes_never_break_the_reading() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    for begin in [
        PNG,
        GIF,
        JPG,
        WEBP,
        PDF,
        MP3,
        MP4,
        &office("word/document.xml"),
        &typed("x"),
    ] {
        for length in 0..begin.len() {
            let mut bytes = begin.to_vec();
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            bytes[length] = seed as u8;
            for kind in Kind::all() {
                prove(&format!("a.{}", kind.extension()), &bytes).ok();
                prove(&format!("a.{}", kind.extension()), &bytes[..length]).ok();
            }
        }
    }
}

#[test]
fn a_name_stays_within_its_header() {
    for (name, header) in [
        ("a.pdf", "attachment; filename=\"a.pdf\""),
        (
            "Été \"1\".pdf",
            "attachment; filename=\"_t___1_.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%20%221%22.pdf",
        ),
        (
            "a;b'%.pdf",
            "attachment; filename=\"a_b__.pdf\"; filename*=UTF-8''a%3Bb%27%25.pdf",
        ),
    ] {
        assert_eq!(disposition(name), header);
    }
}

#[test]
fn a_header_says_a_name() {
    for (header, name) in [
        ("a.pdf", Some("a.pdf")),
        ("%C3%89t%C3%A9%20%2F.pdf", Some("Été /.pdf")),
        ("a%0Ab", Some("a\nb")),
        ("%", None),
        ("%4", None),
        ("%zz", None),
        ("%ff", None),
        ("", Some("")),
    ] {
        assert_eq!(decoded(header).as_deref(), name, "{header}");
    }
}

#[test]
fn a_range_is_one_range_within_the_file() {
    for (range, part_of_ten) in [
        (None, Part::Whole),
        (Some("bytes=0-3"), Part::Bytes(0, 3)),
        (Some("bytes=3-3"), Part::Bytes(3, 3)),
        (Some("bytes=3-"), Part::Bytes(3, 9)),
        (Some("bytes=3-99"), Part::Bytes(3, 9)),
        (Some("bytes=-4"), Part::Bytes(6, 9)),
        (Some("bytes=-99"), Part::Bytes(0, 9)),
        (Some("bytes=10-"), Part::Nothing),
        (Some("bytes=99999999999999999999-"), Part::Nothing),
        (Some("bytes=-0"), Part::Nothing),
        (Some("bytes=5-3"), Part::Whole),
        (Some("bytes=-"), Part::Whole),
        (Some("bytes=a-b"), Part::Whole),
        (Some("bytes=+1-2"), Part::Whole),
        (Some("bytes=0-1,3-4"), Part::Whole),
        (Some("items=0-1"), Part::Whole),
    ] {
        assert_eq!(part(range, 10), part_of_ten, "{range:?}");
    }
}
