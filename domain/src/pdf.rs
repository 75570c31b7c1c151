//! Invoices, credit notes and pro-formas as PDF files, from frozen data alone: the same data give the same bytes.

mod face;
mod page;
mod paper;
mod table;

#[cfg(test)]
mod tests;

pub use face::{Fonts, Unreadable};
pub use paper::{Paper, Payment, Title};

use face::Face;
use page::Pages;
use paper::Writer;

/// The file. `Unreadable` where a font is none.
pub fn render(paper: &Paper, fonts: &Fonts) -> Result<Vec<u8>, Unreadable> {
    let regular = Face::read(fonts.regular, "SourceSans3-Regular")?;
    let bold = Face::read(fonts.bold, "SourceSans3-Semibold")?;
    let mut pages = Pages::new(regular, bold);
    let title = Writer::new(paper, &mut pages).write();
    pages.finish(&title, paper.locale)
}
