//! The mails that follow an order, from its confirmation to a refund.

use super::Delivery;
use super::bill::{self, Bill};
use super::desk::Desk;
use super::letter::Letter;
use crate::product::Kind;
use crate::time::Moment;

/// Days within which a withdrawal is paid back (directive 2011/83/EU, article 13).
pub(super) const REFUND_DAYS: u32 = 14;

/// A letter whose subject names the order.
fn about(desk: &Desk, order: &Bill, subject: &str, title: &str) -> Letter {
    let subject = with_number(desk, order, subject);
    desk.letter(&subject, &desk.say(title))
}

/// A text that names the order.
fn with_number(desk: &Desk, order: &Bill, key: &str) -> String {
    desk.fill(key, &[("number", &order.number.to_string())])
}

pub(super) fn placed(
    desk: &Desk,
    order: &Bill,
    terms: &str,
    waiver: Option<&str>,
    withdrawal_form: bool,
) -> Letter {
    let mut letter = about(desk, order, "placed.subject", "placed.title");
    letter.paragraph(&with_number(desk, order, "placed.confirmed"));
    letter.facts(bill::facts(desk, order));
    bill::table(desk, &mut letter, order);
    match &order.payment {
        Some(payment) => {
            bill::transfer(desk, &mut letter, order.currency, payment);
            letter.paragraph(&desk.say("placed.next"));
        }
        None if order.total == 0 => letter.paragraph(&desk.say("placed.free")),
        None => {}
    }
    bill::button(desk, &mut letter, order);
    if let Some(waiver) = waiver {
        letter.heading(&desk.say("waiver.heading"));
        letter.paragraph(&desk.say("waiver.said"));
        letter.document(waiver);
    }
    if let Some(until) = order.withdraw_until {
        let date = until.text(desk.locale);
        letter.heading(&desk.say("withdrawal.heading"));
        letter.paragraph(&desk.fill("withdrawal.until", &[("date", &date)]));
        if withdrawal_form {
            letter.paragraph(&desk.say("withdrawal.form_below"));
        }
        letter.paragraph(&desk.say("withdrawal.effect"));
    }
    if !terms.trim().is_empty() {
        letter.heading(&desk.say("terms.heading"));
        letter.document(terms);
    }
    if withdrawal_form {
        letter.heading(&desk.say("form.heading"));
        letter.document(&form(desk, order));
    }
    letter
}

/// The model withdrawal form (directive 2011/83/EU, annex I B; code de la consommation, annexe à l'article R. 221-1). The seller and
/// the order are filled in, the person's lines stay empty.
fn form(desk: &Desk, order: &Bill) -> String {
    let date = order.placed_at.date.text(desk.locale);
    desk.fill(
        "form.text",
        &[
            ("seller", &desk.addressee()),
            ("number", &order.number.to_string()),
            ("date", &date),
        ],
    )
}

pub(super) fn reminder(desk: &Desk, order: &Bill) -> Letter {
    let mut letter = about(desk, order, "reminder.subject", "reminder.title");
    letter.paragraph(&with_number(desk, order, "reminder.nothing_yet"));
    if let Some(payment) = &order.payment {
        bill::transfer(desk, &mut letter, order.currency, payment);
        let due = payment.due.text(desk.locale);
        letter.paragraph(&desk.fill("reminder.otherwise", &[("due", &due)]));
    }
    bill::button(desk, &mut letter, order);
    letter
}

pub(super) fn cancelled(desk: &Desk, order: &Bill) -> Letter {
    let mut letter = about(desk, order, "cancelled.subject", "cancelled.title");
    letter.paragraph(&with_number(desk, order, "cancelled.nothing_owed"));
    if order.total > 0 {
        letter.paragraph(&desk.say("cancelled.transfer"));
    }
    bill::table(desk, &mut letter, order);
    bill::button(desk, &mut letter, order);
    letter
}

pub(super) fn paid(
    desk: &Desk,
    order: &Bill,
    invoice: Option<&str>,
    completed: bool,
    delivered: &[Delivery],
) -> Letter {
    let mut letter = if order.total == 0 {
        about(desk, order, "paid.subject_free", "paid.title_free")
    } else {
        about(desk, order, "paid.subject", "paid.title")
    };
    let invoiced = invoice.map(|invoice| desk.fact("paid.invoice", invoice));
    letter.facts_of(bill::facts(desk, order).into_iter().chain(invoiced));
    bill::table(desk, &mut letter, order);
    if let Some(invoice) = invoice {
        letter.paragraph(&desk.fill("paid.read_invoice", &[("invoice", invoice)]));
    }
    if !delivered.is_empty() {
        letter.heading(&desk.say("paid.delivered"));
        let facts = delivered
            .iter()
            .map(|delivery| (delivery.name.to_owned(), access(desk, delivery)));
        letter.facts_of(facts);
    }
    letter.paragraph(&desk.say(if completed {
        "paid.complete"
    } else {
        "paid.next"
    }));
    bill::button(desk, &mut letter, order);
    letter
}

fn access(desk: &Desk, delivery: &Delivery) -> String {
    match (delivery.kind, delivery.until) {
        (Kind::Service, _) => desk.say("paid.service"),
        (Kind::Download, _) => desk.say("paid.download"),
        (Kind::Access, None) => desk.say("paid.access"),
        (Kind::Access, Some(until)) => {
            let date = until.text(desk.locale);
            desk.fill("paid.access_until", &[("date", &date)])
        }
    }
}

pub(super) fn completed(desk: &Desk, order: &Bill) -> Letter {
    let mut letter = about(desk, order, "completed.subject", "completed.title");
    letter.paragraph(&with_number(desk, order, "completed.all"));
    bill::table(desk, &mut letter, order);
    bill::button(desk, &mut letter, order);
    letter
}

pub(super) fn refunded(desk: &Desk, order: &Bill, credit_note: &str) -> Letter {
    let total = desk.money(order.total, order.currency);
    let subject = desk.fill(
        "refunded.subject",
        &[("number", &order.number.to_string()), ("total", &total)],
    );
    let mut letter = desk.letter(&subject, &desk.say("refunded.title"));
    letter.paragraph(&desk.fill("refunded.amount", &[("total", &total)]));
    let note = desk.fact("refunded.credit_note", credit_note);
    letter.facts_of(bill::facts(desk, order).into_iter().chain([note]));
    bill::table(desk, &mut letter, order);
    letter.paragraph(&desk.say("refunded.read_credit_note"));
    bill::button(desk, &mut letter, order);
    letter
}

pub(super) fn withdrawal_received(desk: &Desk, order: &Bill, at: Moment) -> Letter {
    let mut letter = about(desk, order, "received.subject", "received.title");
    letter.paragraph(&desk.say("received.acknowledged"));
    letter.facts([
        desk.fact("order.number", order.number.to_string()),
        desk.fact("received.at", at.exact(desk.locale)),
    ]);
    letter.heading(&desk.say("received.heading"));
    letter.document(&statement(desk, order));
    letter.heading(&desk.say("received.next_heading"));
    let date = at.date.plus(REFUND_DAYS).text(desk.locale);
    letter.paragraph(&desk.fill("received.next", &[("date", &date)]));
    bill::button(desk, &mut letter, order);
    letter
}

/// What was declared, in our words: the order, its date, its lines.
fn statement(desk: &Desk, order: &Bill) -> String {
    let date = order.placed_at.date.text(desk.locale);
    let mut statement = desk.fill(
        "received.statement",
        &[("number", &order.number.to_string()), ("date", &date)],
    );
    statement.push('\n');
    for line in order.lines {
        let quantity = line.quantity.to_string();
        let name = crate::text::visible(&line.name);
        statement.push('\n');
        statement
            .push_str(&desk.fill("received.line", &[("quantity", &quantity), ("name", &name)]));
    }
    statement
}
