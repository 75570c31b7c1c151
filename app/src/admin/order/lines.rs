//! What was bought, its VAT and the total.

use crate::admin::orders::words;
use crate::admin::products::kind_word;
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::checkout::{Line, VatShare};
use domain::order::Order;
use leptos::prelude::*;

/// The bill.
pub fn lines(order: &Order) -> AnyView {
    let money = {
        let currency = order.currency.clone();
        move |minor: i64| {
            let currency = currency.clone();
            say(move || text::money(minor, &currency))
        }
    };
    let rows = order
        .lines
        .iter()
        .map(|line| row(line, &money))
        .collect_view();
    let shares = order
        .vat
        .iter()
        .map(|&VatShare { vat_rate, vat }| {
            let label =
                say(move || text::fill(words::VAT_WITHIN, &[("rate", &text::percent(vat_rate))]));
            view! {
                <tr class="lines-share">
                    <th scope="row" colspan="2">
                        {label}
                    </th>
                    <td class="lines-amount amount">{money(vat)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="lines-title">
            <h2 class="subheading" id="lines-title">
                {t(words::LINES_TITLE)}
            </h2>
            <table class="lines">
                <thead>
                    <tr>
                        <th scope="col">{t(words::LINE_PRODUCT)}</th>
                        <th class="lines-rate" scope="col">
                            {t(words::LINE_VAT)}
                        </th>
                        <th class="lines-amount" scope="col">
                            {t(words::LINE_AMOUNT)}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr class="lines-total">
                        <th scope="row" colspan="2">
                            {t(words::TOTAL)}
                        </th>
                        <td class="lines-amount amount">{money(order.total)}</td>
                    </tr>
                    {shares}
                </tfoot>
            </table>
        </section>
    }
    .into_any()
}

fn row(line: &Line, money: &impl Fn(i64) -> Signal<String>) -> AnyView {
    let rate = line.vat_rate;
    let days = line.validity_days;
    let times = format!("{}\u{a0}×\u{a0}", line.quantity);
    view! {
        <tr>
            <th class="lines-product" scope="row">
                <bdi>{line.name.clone()}</bdi>
                <span class="rows-second">
                    {times} <span class="amount">{money(line.price)}</span> " · " {t(kind_word(line.kind))}
                    {days
                        .map(|days| {
                            view! {
                                ", "
                                {say(move || text::plural(days, words::DAYS_ONE, words::DAYS_OTHER))}
                            }
                        })}
                </span>
            </th>
            <td class="lines-rate">{say(move || text::percent(rate))}</td>
            <td class="lines-amount amount">{money(line.amount)}</td>
        </tr>
    }
    .into_any()
}
