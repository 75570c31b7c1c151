//! One purchase as a row: product and reference, how long it is valid, the orders it comes from, and a way to renew it.

use crate::order::again::to_checkout;
use crate::reactive::words as say;
use crate::shop::basket::Basket;
use crate::space::purchases::words;
use crate::text::{self, Key, locale, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use domain::customer::Purchase;
use domain::id::OrderId;
use domain::locale::Locale;
use domain::product::Kind;
use domain::route;
use leptos::prelude::*;

/// With the `files` it is, where they are shown.
pub fn row(purchase: Purchase, files: Option<AnyView>) -> AnyView {
    let Purchase {
        product,
        kind,
        name_en,
        name_fr,
        reference,
        quantity,
        valid_from,
        valid_until,
        ended_at,
        first_order,
        first_number,
        last_order,
        last_number,
        listed,
        ..
    } = purchase;
    let name = say(move || match locale() {
        Locale::En => name_en.clone(),
        Locale::Fr => name_fr.clone(),
    });
    #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970
    let now = js_sys::Date::now() as i64;
    let over = valid_until.is_some_and(|until| until <= now);
    let (hue, shape, word): (Hue, &str, Key) = match (ended_at, over) {
        (Some(_), _) => (Hue::Plain, "⊘", words::ENDED),
        (None, true) => (Hue::Plain, "○", words::OVER),
        (None, false) => (Hue::Accent, "●", words::VALID),
    };
    let window = say(move || {
        let from = text::date(valid_from);
        match (ended_at, valid_until) {
            (Some(at), _) => text::fill(words::ENDED_AT, &[("date", &text::date(at))]),
            (None, Some(until)) => {
                let until = text::date(until);
                text::fill(words::WINDOW, &[("from", &from), ("until", &until)])
            }
            (None, None) => text::fill(words::SINCE, &[("from", &from)]),
        }
    });
    let referred = say(move || text::fill(words::REFERENCE, &[("reference", &reference)]));
    let latest = (last_order != first_order)
        .then(|| order(words::LATEST, &last_order, last_number).into_any());
    // What ends with its time is renewed; anything else is only bought again from the shop.
    let renewable = listed && kind == Kind::Access;
    let renew = renewable.then(|| {
        let basket = expect_context::<Basket>();
        let named = say(move || text::fill(words::RENEW_NAME, &[("product", &name.get())]));
        view! {
            <div class="papers-acts">
                <Button
                    label=words::RENEW
                    name=named
                    press=move |()| {
                        basket.at_least(&product, 1);
                        to_checkout();
                    }
                />
            </div>
        }
    });
    view! {
        <li class="papers-row">
            <span class="papers-name">
                <bdi>{name}</bdi>
                {(quantity > 1).then(|| format!(" × {quantity}"))}
            </span>
            <span class="papers-amount">
                <Badge hue shape>
                    {t(word)}
                </Badge>
            </span>
            <span class="papers-about meta">
                <span>{window}</span>
                <span>{referred}</span>
                {order(words::FIRST, &first_order, first_number)}
                {latest}
            </span>
            {files}
            {renew}
        </li>
    }
    .into_any()
}

fn order(word: Key, id: &OrderId, number: u32) -> AnyView {
    let named = say(move || text::fill(word, &[("number", &number.to_string())]));
    view! {
        <a class="papers-order" href=route::order(id)>
            {named}
        </a>
    }
    .into_any()
}
