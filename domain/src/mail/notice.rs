//! The notices to the shop. They name no customer: whoever may read one follows the link.

use super::desk::Desk;
use super::letter::Letter;
use super::order::REFUND_DAYS;
use crate::id::OrderId;
use crate::order::PaymentMethod;
use crate::route;
use crate::time::Moment;

pub(super) fn order(
    desk: &Desk,
    id: &OrderId,
    number: u32,
    total: &str,
    method: PaymentMethod,
) -> Letter {
    let number = number.to_string();
    let values = [("number", number.as_str()), ("total", total)];
    let mut letter = desk.notice(
        &desk.fill("shop_order.subject", &values),
        &desk.say("shop_order.title"),
    );
    letter.facts([
        desk.fact("order.number", number),
        desk.fact("order.amount", total),
        desk.fact(
            "shop_order.method",
            desk.say(match method {
                PaymentMethod::Transfer => "shop_order.transfer",
                PaymentMethod::Free => "shop_order.free",
            }),
        ),
    ]);
    button(desk, &mut letter, id);
    letter
}

pub(super) fn withdrawal(desk: &Desk, id: &OrderId, number: u32, at: Moment) -> Letter {
    let number = number.to_string();
    let mut letter = desk.notice(
        &desk.fill("shop_withdrawal.subject", &[("number", &number)]),
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

pub(super) fn test(desk: &Desk, at: Moment) -> Letter {
    let mut letter = desk.letter(&desk.say("test.subject"), &desk.say("test.title"));
    letter.paragraph(&desk.say("test.works"));
    letter.facts([desk.fact("test.at", at.exact(desk.locale))]);
    letter.paragraph(&desk.say("test.look"));
    letter.button(&desk.say("test.button"), &desk.link(route::ADMIN_SETTINGS));
    letter
}

fn button(desk: &Desk, letter: &mut Letter, id: &OrderId) {
    let link = desk.link(&route::admin_order(id));
    letter.button(&desk.say("shop.button"), &link);
}
