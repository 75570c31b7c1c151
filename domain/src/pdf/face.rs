//! A typeface: what its characters measure, and the part of it that a file embeds.

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;
use ttf_parser::GlyphId;

/// The typeface's files, TrueType. Both have the no-break spaces that amounts hold (U+00A0, U+202F).
#[derive(Clone, Copy)]
pub struct Fonts<'a> {
    pub regular: &'a [u8],
    pub bold: &'a [u8],
}

/// A font file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// What stands for a character that the typeface does not have.
const MISSING: char = '\u{fffd}';

/// How tightly embedded fonts and pages are packed, of 10.
pub(super) const PACKING: u8 = 6;

const IDENTITY: SystemInfo = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

pub(super) struct Face<'a> {
    data: &'a [u8],
    parsed: ttf_parser::Face<'a>,
    name: &'static str,
    used: GlyphRemapper,
    /// What each used glyph stands for, by its number in the file.
    chars: BTreeMap<u16, char>,
}

impl<'a> Face<'a> {
    pub fn read(data: &'a [u8], name: &'static str) -> Result<Face<'a>, Unreadable> {
        let parsed = ttf_parser::Face::parse(data, 0)
            .map_err(|error| Unreadable(format!("{name}: {error}")))?;
        Ok(Face {
            data,
            parsed,
            name,
            used: GlyphRemapper::new(),
            chars: BTreeMap::new(),
        })
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = readable(text)
            .map(|c| f32::from(self.advance(self.glyph(c).0)))
            .sum();
        units * size / f32::from(self.parsed.units_per_em())
    }

    /// A text as the file holds it: glyph numbers of two bytes.
    pub fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for c in readable(text) {
            let (glyph, c) = self.glyph(c);
            let number = self.used.remap(glyph.0);
            self.chars.entry(number).or_insert(c);
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    fn glyph(&self, c: char) -> (GlyphId, char) {
        let known = |c| self.parsed.glyph_index(c).map(|glyph| (glyph, c));
        known(c)
            .or_else(|| known(MISSING))
            .or_else(|| known('?'))
            .unwrap_or((GlyphId(0), '?'))
    }

    fn advance(&self, glyph: GlyphId) -> u16 {
        self.parsed.glyph_hor_advance(glyph).unwrap_or_default()
    }

    /// Writes the font with the glyphs that were used, as objects from `first` on; the first of them is what pages name.
    pub fn embed(&self, pdf: &mut Pdf, first: Ref) -> Result<(), Unreadable> {
        let next = |n| Ref::new(first.get() + n);
        let (cid, descriptor, file, cmap) = (next(1), next(2), next(3), next(4));
        let subset = subsetter::subset(self.data, 0, &self.used)
            .map_err(|error| Unreadable(format!("{}: {error}", self.name)))?;
        let name = format!("COMPTA+{}", self.name);
        let name = Name(name.as_bytes());
        pdf.type0_font(first)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(cmap);
        let scale = 1000.0 / f32::from(self.parsed.units_per_em());
        let widths = self
            .used
            .remapped_gids()
            .map(|old| f32::from(self.advance(GlyphId(old))) * scale);
        let mut font = pdf.cid_font(cid);
        font.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"))
            .widths()
            .consecutive(0, widths);
        font.finish();
        let bounds = self.parsed.global_bounding_box();
        let scaled = |units: i16| f32::from(units) * scale;
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(self.parsed.ascender()))
            .descent(scaled(self.parsed.descender()))
            .cap_height(scaled(self.parsed.capital_height().unwrap_or(660)))
            .stem_v(80.0)
            .font_file2(file);
        let packed = compress_to_vec_zlib(&subset, PACKING);
        pdf.stream(file, &packed).filter(Filter::FlateDecode).pair(
            Name(b"Length1"),
            i32::try_from(subset.len()).unwrap_or_default(),
        );
        let mut map = UnicodeCmap::new(Name(b"Custom"), IDENTITY);
        for (number, c) in &self.chars {
            map.pair(*number, *c);
        }
        pdf.cmap(cmap, &map.finish());
        Ok(())
    }
}

/// Without what shows nothing or turns the direction: a paper is read as it is written.
fn readable(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}
