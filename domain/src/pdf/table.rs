//! The lines of a document as a table, over as many pages as they need: its head again on each, the sum so far at the foot.

use super::page::{BODY, BOLD, SMALL};
use super::paper::{BOTTOM, LEFT, RIGHT, Writer};
use crate::checkout::Line;
use crate::money;

/// Where the columns of figures end; the last one ends at the margin.
const QUANTITY: f32 = 318.0;
const PRICE: f32 = 415.0;
const VAT: f32 = 462.0;

pub(super) struct Table<'w, 'a, 'p, 'f> {
    writer: &'w mut Writer<'a, 'p, 'f>,
    with_vat: bool,
    /// The amounts written so far.
    sum: i64,
}

impl<'w, 'a, 'p, 'f> Table<'w, 'a, 'p, 'f> {
    pub fn new(writer: &'w mut Writer<'a, 'p, 'f>) -> Self {
        Table {
            with_vat: writer.paper.seller.charges_vat(),
            writer,
            sum: 0,
        }
    }

    pub fn write(mut self) {
        self.head();
        for line in self.writer.paper.lines {
            self.line(line);
        }
    }

    fn head(&mut self) {
        let writer = &mut *self.writer;
        let item = writer.say("column.item");
        writer.pages.text(LEFT, writer.y, &item, SMALL);
        let mut to = |right: f32, key: &str| {
            let word = writer.say(key);
            writer.pages.text_to(right, writer.y, &word, SMALL);
        };
        to(QUANTITY, "column.quantity");
        if self.with_vat {
            to(PRICE, "column.price");
            to(VAT, "column.vat");
            to(RIGHT, "column.amount");
        } else {
            to(PRICE, "column.price_without_vat");
            to(RIGHT, "column.amount_without_vat");
        }
        writer.y += 7.0;
        writer.pages.rule(LEFT, RIGHT, writer.y, 0.4);
        writer.y += 15.0;
    }

    fn line(&mut self, line: &Line) {
        let locale = self.writer.paper.locale;
        let names = self
            .writer
            .pages
            .lines(&line.name, QUANTITY - LEFT - 60.0, BODY);
        let days = line.validity_days.map(|days| days.to_string());
        let validity = days.map(|days| self.writer.words.fill("validity", &[("days", &days)]));
        let height = 14.0 * names.len() as f32 + if validity.is_some() { 13.0 } else { 0.0 };
        if self.writer.y + height > BOTTOM - 24.0 {
            self.turn();
        }
        let vat = if self.with_vat { line.vat } else { 0 };
        let amount = line.amount - vat;
        self.sum += amount;
        let writer = &mut *self.writer;
        let y = writer.y;
        // Written as it is read: the item, then its figures.
        for name in &names {
            writer.pages.text(LEFT, writer.y, name, BODY);
            writer.y += 14.0;
        }
        if let Some(validity) = validity {
            writer.pages.text(LEFT, writer.y - 1.0, &validity, SMALL);
            writer.y += 13.0;
        }
        // What one costs without VAT is told as the line comes to it; the line's amount is what counts.
        let one = match i64::from(line.quantity) {
            0 => amount,
            quantity => (2 * amount + quantity).div_euclid(2 * quantity),
        };
        let price = writer.money(one);
        let amount = writer.money(amount);
        writer
            .pages
            .text_to(QUANTITY, y, &line.quantity.to_string(), BODY);
        writer.pages.text_to(PRICE, y, &price, BODY);
        if self.with_vat {
            let rate = money::percent(line.vat_rate, locale);
            writer.pages.text_to(VAT, y, &rate, BODY);
        }
        writer.pages.text_to(RIGHT, y, &amount, BODY);
        writer.pages.rule(LEFT, RIGHT, writer.y - 8.0, 0.85);
        writer.y += 6.0;
    }

    /// The next page, with the sum so far below this one and above what follows.
    fn turn(&mut self) {
        let writer = &mut *self.writer;
        let sum = writer.money(self.sum);
        let carried = writer.words.fill("carried", &[("amount", &sum)]);
        writer.pages.text_to(RIGHT, writer.y + 6.0, &carried, BOLD);
        writer.pages.turn();
        writer.y = 60.0;
        self.head();
        let writer = &mut *self.writer;
        let brought = writer.words.fill("brought", &[("amount", &sum)]);
        writer.pages.text_to(RIGHT, writer.y, &brought, BOLD);
        writer.y += 20.0;
    }
}
