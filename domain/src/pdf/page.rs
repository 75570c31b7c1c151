//! Pages of A4, written from the top down. Lengths are points, heights are counted from the top.

use super::face::{Face, PACKING, Unreadable};
use crate::locale::Locale;
use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub bold: bool,
    pub size: f32,
    /// From black, 0, to white, 1.
    pub gray: f32,
}

pub(super) const BODY: Style = Style {
    bold: false,
    size: 10.0,
    gray: 0.0,
};
pub(super) const BOLD: Style = Style { bold: true, ..BODY };
pub(super) const SMALL: Style = Style {
    size: 8.5,
    gray: 0.3,
    ..BODY
};

pub(super) struct Pages<'a> {
    regular: Face<'a>,
    bold: Face<'a>,
    pages: Vec<Content>,
}

impl<'a> Pages<'a> {
    pub fn new(regular: Face<'a>, bold: Face<'a>) -> Pages<'a> {
        Pages {
            regular,
            bold,
            pages: vec![Content::new()],
        }
    }

    /// Begins a page.
    pub fn turn(&mut self) {
        self.pages.push(Content::new());
    }

    pub fn count(&self) -> usize {
        self.pages.len()
    }

    fn face(&self, style: Style) -> &Face<'a> {
        if style.bold {
            &self.bold
        } else {
            &self.regular
        }
    }

    pub fn width(&self, text: &str, style: Style) -> f32 {
        self.face(style).width(text, style.size)
    }

    /// Writes on the last page.
    pub fn text(&mut self, x: f32, y: f32, text: &str, style: Style) {
        let last = self.pages.len().saturating_sub(1);
        self.text_on(last, x, y, text, style);
    }

    /// Writes so that the text ends at `right`.
    pub fn text_to(&mut self, right: f32, y: f32, text: &str, style: Style) {
        let x = right - self.width(text, style);
        self.text(x, y, text, style);
    }

    /// Writes on a page that was begun before.
    pub fn text_on(&mut self, page: usize, x: f32, y: f32, text: &str, style: Style) {
        let face = match style.bold {
            true => &mut self.bold,
            false => &mut self.regular,
        };
        let glyphs = face.encode(text);
        let name = Name(if style.bold { b"B" } else { b"R" });
        if let Some(content) = self.pages.get_mut(page) {
            content
                .set_fill_gray(style.gray)
                .begin_text()
                .set_font(name, style.size)
                .next_line(x, HEIGHT - y)
                .show(Str(&glyphs))
                .end_text();
        }
    }

    /// A thin line across.
    pub fn rule(&mut self, from: f32, to: f32, y: f32, gray: f32) {
        if let Some(content) = self.pages.last_mut() {
            content
                .set_stroke_gray(gray)
                .set_line_width(0.6)
                .move_to(from, HEIGHT - y)
                .line_to(to, HEIGHT - y)
                .stroke();
        }
    }

    /// A text in lines no wider than `width`, broken at spaces, and within a word only where it alone is too wide.
    pub fn lines(&self, text: &str, width: f32, style: Style) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if self.width(&longer, style) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if self.width(&line, style) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::take(&mut line));
                    line.push(c);
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// The whole file.
    pub fn finish(self, title: &str, locale: Locale) -> Result<Vec<u8>, Unreadable> {
        let (catalog, tree, info) = (Ref::new(1), Ref::new(2), Ref::new(3));
        let (regular, bold) = (Ref::new(4), Ref::new(9));
        let page = |place: usize| Ref::new(14 + 2 * i32::try_from(place).unwrap_or_default());
        let mut pdf = Pdf::new();
        let mut root = pdf.catalog(catalog);
        root.pages(tree).lang(TextStr(locale.code()));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        let count = self.pages.len();
        pdf.pages(tree)
            .kids((0..count).map(page))
            .count(i32::try_from(count).unwrap_or_default());
        pdf.document_info(info)
            .title(TextStr(title))
            .producer(TextStr("Comptoir"));
        self.regular.embed(&mut pdf, regular)?;
        self.bold.embed(&mut pdf, bold)?;
        for (place, content) in self.pages.into_iter().enumerate() {
            let id = page(place);
            let written = Ref::new(id.get() + 1);
            let mut sheet = pdf.page(id);
            sheet
                .parent(tree)
                .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
                .contents(written);
            sheet
                .resources()
                .fonts()
                .pair(Name(b"R"), regular)
                .pair(Name(b"B"), bold);
            sheet.finish();
            let packed = compress_to_vec_zlib(&content.finish(), PACKING);
            pdf.stream(written, &packed).filter(Filter::FlateDecode);
        }
        Ok(pdf.finish())
    }
}
