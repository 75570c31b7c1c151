//! The notices to the shop. They name no customer: whoever may read one follows the link.

use super::Method;
use super::desk::Desk;
use super::letter::Letter;
use super::order::REFUND_DAYS;
use crate::time::Moment;

pub(super) fn order(desk: &Desk, id: &str, number: &str, total: &str, method: Method) -> Letter {
    let values = [("number", number), ("total", total)];
    let mut letter = desk.letter(
        &desk.fill("shop_order.subject", &values),
        &desk.say("shop_order.title"),
    );
    letter.facts([
        desk.fact("order.number", number),
        desk.fact("order.amount", total),
        desk.fact(
            "shop_order.method",
            desk.say(match method {
                Method::Transfer => "shop_order.transfer",
                Method::Free => "shop_order.free",
            }),
        ),
    ]);
    button(desk, &mut letter, id);
    letter
}

pub(super) fn withdrawal(desk: &Desk, id: &str, number: &str, at: Moment) -> Letter {
    let mut letter = desk.letter(
        &desk.fill("shop_withdrawal.subject", &[("number", number)]),
        &desk.say("shop_withdrawal.title"),
    );
    letter.facts([
        desk.fact("order.number", number),
        desk.fact("received.at", at.exact(desk.locale)),
    ]);
    let date = at.date.plus(REFUND_DAYS).text(desk.locale);
    letter.paragraph(&desk.fill("shop_withdrawal.next", &[("date", &date)]));
    button(desk, &mut letter, id);
    letter
}

fn button(desk: &Desk, letter: &mut Letter, id: &str) {
    let link = desk.link(&format!("/admin/orders/{id}"));
    letter.button(&desk.say("shop.button"), &link);
}
