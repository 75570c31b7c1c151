//! Priced lines as a bill: what was bought, the VAT within, and the total under the double rule.

use crate::shop::kind_name;
use crate::text::{self, checkout, order, shop, word};
use domain::checkout::{Checkout, Line, VatShare};
use domain::order::Order;
use leptos::prelude::*;

/// The bill of a checkout, before it is an order.
pub fn of_checkout(checkout: &Checkout) -> AnyView {
    bill(
        &checkout.lines,
        &checkout.vat,
        checkout.total,
        &checkout.currency,
    )
}

/// The bill of an order.
pub fn of_order(order: &Order) -> AnyView {
    bill(&order.lines, &order.vat, order.total, &order.currency)
}

fn bill(lines: &[Line], vat: &[VatShare], total: i64, currency: &str) -> AnyView {
    let lines: Vec<AnyView> = lines.iter().map(|line| row(line, currency)).collect();
    let shares: Vec<AnyView> = vat
        .iter()
        .filter(|share| share.vat != 0)
        .map(|share| {
            let rate = text::percent(share.vat_rate);
            view! {
                <p class="bill-row bill-row-soft">
                    <span>{text::fill(order::VAT_SHARE, &[("rate", &rate)])}</span>
                    <span class="amount">{text::money(share.vat, currency)}</span>
                </p>
            }
            .into_any()
        })
        .collect();
    view! {
        <ul>{lines}</ul>
        <div class="stack-tight">
            <p class="bill-row bill-total">
                <span>
                    {word(order::TOTAL)} " " <span class="meta">{word(shop::VAT_INCLUDED)}</span>
                </span>
                <span class="amount">{text::money(total, currency)}</span>
            </p>
            {shares}
        </div>
    }
    .into_any()
}

fn row(line: &Line, currency: &str) -> AnyView {
    let quantity = text::number(line.quantity.into());
    let name = text::fill(
        checkout::SUMMARY_LINE,
        &[("product", line.name.as_str()), ("quantity", &quantity)],
    );
    let mut parts = vec![word(kind_name(line.kind)).to_owned()];
    if let Some(days) = line.validity_days {
        parts.push(text::plural(days, shop::VALID_ONE, shop::VALID_OTHER));
    }
    if line.quantity > 1 {
        let price = text::money(line.price, currency);
        parts.push(text::fill(order::UNIT, &[("price", &price)]));
    }
    view! {
        <li class="bill-line">
            <span class="bill-name">{name}</span>
            <span class="amount">{text::money(line.amount, currency)}</span>
            <span class="meta">{parts.join(" · ")}</span>
        </li>
    }
    .into_any()
}
