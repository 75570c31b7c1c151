//! What mails about an order repeat of it: its number, lines and total, and how it is paid.

use super::desk::Desk;
use super::letter::{Letter, Row, Table};
use crate::checkout::{Line, VatShare};
use crate::iban;
use crate::id::OrderId;
use crate::money;
use crate::order::{Order, Transfer};
use crate::route;
use crate::time::{self, Date, Moment};

/// An order as mails tell it. Nothing in it was typed by a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill<'a> {
    pub id: &'a OrderId,
    pub number: u32,
    pub placed_at: Moment,
    pub lines: &'a [Line],
    /// VAT included.
    pub total: i64,
    pub vat: &'a [VatShare],
    /// ISO 4217.
    pub currency: &'a str,
    /// How it is to be paid; none when it is paid, or when there is nothing to pay.
    pub payment: Option<Payment<'a>>,
    /// The last day of the right of withdrawal, where there is one.
    pub withdraw_until: Option<Date>,
    /// Opens the order's page without an account; without it, the page asks to sign in.
    pub token: Option<&'a str>,
}

/// A bank transfer that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment<'a> {
    pub transfer: &'a Transfer,
    /// The last day it is awaited.
    pub due: Date,
}

impl<'a> Bill<'a> {
    /// An order as its mails tell it. `offset` gives the minutes east of UTC that the shop's clock has at an instant.
    pub fn of(order: &'a Order, offset: impl Fn(i64) -> i32, token: Option<&'a str>) -> Bill<'a> {
        let moment = |at| time::moment(at, offset(at));
        Bill {
            id: &order.id,
            number: order.number,
            placed_at: moment(order.placed_at),
            lines: &order.lines,
            total: order.total,
            vat: &order.vat,
            currency: &order.currency,
            payment: order.transfer.as_ref().map(|transfer| Payment {
                transfer,
                due: moment(transfer.due_at).date,
            }),
            withdraw_until: order.withdrawal.until.map(|until| moment(until).date),
            token,
        }
    }
}

/// Number and date.
pub(super) fn facts(desk: &Desk, bill: &Bill) -> [(String, String); 2] {
    [
        desk.fact("order.number", bill.number.to_string()),
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
pub(super) fn transfer(desk: &Desk, letter: &mut Letter, currency: &str, payment: &Payment) {
    let transfer = payment.transfer;
    let amount = desk.money(transfer.amount, currency);
    let due = payment.due.text(desk.locale);
    letter.heading(&desk.say("transfer.heading"));
    letter.paragraph(&desk.fill("transfer.please", &[("amount", &amount), ("due", &due)]));
    let bic = transfer.bic.as_ref().filter(|bic| !bic.is_empty());
    let facts = [
        Some(desk.fact("transfer.beneficiary", transfer.beneficiary.as_str())),
        Some(desk.fact("transfer.iban", iban::grouped(&transfer.iban))),
        bic.map(|bic| desk.fact("transfer.bic", bic.as_str())),
        Some(desk.fact("transfer.reference", transfer.reference.as_str())),
        Some(desk.fact("transfer.amount", amount)),
        Some(desk.fact("transfer.due", due)),
    ];
    letter.facts_of(facts.into_iter().flatten());
}

/// The way to the order's page.
pub(super) fn button(desk: &Desk, letter: &mut Letter, bill: &Bill) {
    let page = desk.link(&route::order(bill.id));
    let label = desk.say("order.button");
    match bill.token {
        Some(token) => {
            letter.button(&label, &format!("{page}#{token}"));
            letter.paragraph(&desk.say("order.link"));
        }
        None => letter.button(&label, &page),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Address;
    use crate::id::Id;
    use crate::order::{Buyer, OrderState, PaymentMethod, Withdrawal};
    use crate::session::DAY;

    /// Placed on 20 October 2026 at 23:30 in Paris (summer), due and revocable until the last millisecond of a winter's day there.
    fn order() -> Order {
        let placed_at = 1_792_531_800_000;
        let midnight = 1_793_746_800_000;
        Order {
            id: Id::new(1, [1; 10]),
            number: 7,
            state: OrderState::Placed,
            placed_at,
            paid_at: None,
            ended_at: None,
            lines: Vec::new(),
            total: 100,
            vat: Vec::new(),
            currency: "EUR".into(),
            buyer: Buyer {
                first_name: "Zoé".into(),
                last_name: "Martin".into(),
                email: "zoe@example.com".into(),
                phone: None,
                organisation: None,
                address: Address {
                    line1: String::new(),
                    line2: None,
                    postcode: None,
                    city: String::new(),
                    region: None,
                    country: "FR".into(),
                },
                billing: None,
            },
            payment_method: PaymentMethod::Transfer,
            transfer: Some(Transfer {
                beneficiary: String::new(),
                iban: String::new(),
                bic: None,
                reference: String::new(),
                amount: 100,
                due_at: midnight + 7 * DAY - 1,
            }),
            invoice: None,
            credit_note: None,
            waiver: None,
            terms: 1,
            withdrawal: Withdrawal {
                until: Some(midnight - 1),
                declared_at: None,
            },
        }
    }

    #[test]
    fn each_day_is_told_by_the_clock_of_that_day() {
        let winter = 1_792_890_000_000;
        let order = order();
        let bill = Bill::of(&order, |at| if at < winter { 120 } else { 60 }, None);
        let date = |date: Date| date.iso();
        assert_eq!(date(bill.placed_at.date), "2026-10-20");
        assert_eq!((bill.placed_at.hour, bill.placed_at.minute), (23, 30));
        assert_eq!(bill.withdraw_until.map(date).as_deref(), Some("2026-11-03"));
        let due = bill.payment.map(|payment| date(payment.due));
        assert_eq!(due.as_deref(), Some("2026-11-10"));
    }
}
