//! What mails about an order repeat of it: its number, lines and total, and how it is paid.

use super::desk::Desk;
use super::letter::{Letter, Row, Table};
use crate::checkout::{Line, VatShare};
use crate::money;
use crate::time::{Date, Moment};

/// An order as mails tell it. Nothing in it was typed by a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill<'a> {
    pub id: &'a str,
    pub number: &'a str,
    pub placed_at: Moment,
    pub lines: &'a [Line],
    /// VAT included.
    pub total: i64,
    pub vat: &'a [VatShare],
    /// ISO 4217.
    pub currency: &'a str,
    /// How it is to be paid; none when it is paid, or when there is nothing to pay.
    pub payment: Option<Transfer<'a>>,
    /// The last day of the right of withdrawal, where there is one.
    pub withdraw_until: Option<Date>,
    /// Opens the order's page without an account; without it, the page asks to sign in.
    pub token: Option<&'a str>,
}

/// A bank transfer that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer<'a> {
    pub beneficiary: &'a str,
    pub iban: &'a str,
    /// May be empty.
    pub bic: &'a str,
    pub reference: &'a str,
    pub amount: i64,
    pub due: Date,
}

/// Number and date.
pub(super) fn facts(desk: &Desk, bill: &Bill) -> [(String, String); 2] {
    [
        desk.fact("order.number", bill.number),
        desk.fact("order.placed_at", bill.placed_at.text(desk.locale)),
    ]
}

/// The lines, the total, and the VAT of each rate.
pub(super) fn table(desk: &Desk, letter: &mut Letter, bill: &Bill) {
    let with_vat = bill.vat.iter().any(|share| share.vat_rate > 0);
    let rows = bill.lines.iter().map(|line| Row {
        name: line.name.clone(),
        detail: detail(desk, line, bill.currency, with_vat),
        amount: desk.money(line.amount, bill.currency),
    });
    let shares = bill.vat.iter().filter(|_| with_vat).map(|share| {
        let rate = money::percent(share.vat_rate, desk.locale);
        let label = desk.fill("order.vat", &[("rate", &rate)]);
        (label, desk.money(share.vat, bill.currency))
    });
    letter.bill(Table {
        item: desk.say("order.item"),
        amount: desk.say("order.amount"),
        rows: rows.collect(),
        total: (
            desk.say(if with_vat {
                "order.total"
            } else {
                "order.total_without_vat"
            }),
            desk.money(bill.total, bill.currency),
        ),
        shares: shares.collect(),
    });
}

fn detail(desk: &Desk, line: &Line, currency: &str, with_vat: bool) -> String {
    let quantity = line.quantity.to_string();
    let price = desk.money(line.price, currency);
    let values = [("quantity", quantity.as_str()), ("price", &price)];
    if with_vat {
        let rate = money::percent(line.vat_rate, desk.locale);
        let [quantity, price] = values;
        desk.fill("order.detail", &[quantity, price, ("rate", &rate)])
    } else {
        desk.fill("order.detail_without_vat", &values)
    }
}

/// Where to transfer how much, with which reference, by when.
pub(super) fn transfer(desk: &Desk, letter: &mut Letter, currency: &str, transfer: &Transfer) {
    let amount = desk.money(transfer.amount, currency);
    let due = transfer.due.text(desk.locale);
    letter.heading(&desk.say("transfer.heading"));
    letter.paragraph(&desk.fill("transfer.please", &[("amount", &amount), ("due", &due)]));
    let bic = (!transfer.bic.is_empty()).then(|| desk.fact("transfer.bic", transfer.bic));
    let facts = [
        Some(desk.fact("transfer.beneficiary", transfer.beneficiary)),
        Some(desk.fact("transfer.iban", by_fours(transfer.iban))),
        bic,
        Some(desk.fact("transfer.reference", transfer.reference)),
        Some(desk.fact("transfer.amount", amount)),
        Some(desk.fact("transfer.due", due)),
    ];
    letter.facts_of(facts.into_iter().flatten());
}

/// The way to the order's page.
pub(super) fn button(desk: &Desk, letter: &mut Letter, bill: &Bill) {
    let page = desk.link(&format!("/orders/{}", bill.id));
    let label = desk.say("order.button");
    match bill.token {
        Some(token) => {
            letter.button(&label, &format!("{page}#{token}"));
            letter.paragraph(&desk.say("order.link"));
        }
        None => letter.button(&label, &page),
    }
}

/// An IBAN as banks print it, in groups of four.
fn by_fours(iban: &str) -> String {
    let mut grouped = String::with_capacity(iban.len() * 5 / 4);
    let signs = iban.chars().filter(|c| !c.is_whitespace());
    for (place, sign) in signs.enumerate() {
        if place > 0 && place.is_multiple_of(4) {
            grouped.push(' ');
        }
        grouped.push(sign);
    }
    grouped
}
