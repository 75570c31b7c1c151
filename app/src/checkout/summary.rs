//! The summary beside the form: lines, VAT, total, as the Worker priced them. On a phone it is folded above the form.

use crate::checkout::opening::Opening;
use crate::reactive::{either, shown, words};
use crate::text::{self, checkout, error, t};
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::checkout::Checkout;
use domain::route;
use leptos::prelude::*;

/// Width from which the summary stands beside the form and is open, in pixels (60 rem).
const BESIDE: f64 = 960.0;

/// Shows the opened checkout; while it is being opened, grey bars.
#[component]
pub fn Summary(opening: Opening) -> impl IntoView {
    let wide = window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .is_some_and(|width| width >= BESIDE);
    let total = words(move || {
        let checkout = opening.checkout();
        checkout
            .map(|checkout| text::money(checkout.total, &checkout.currency))
            .unwrap_or_default()
    });
    let changed = shown(move || {
        let notice = view! {
            <Notice tone=Tone::Warn>
                <p>{t(checkout::CHANGED)}</p>
            </Notice>
        };
        opening.changed().then(|| notice.into_any())
    });
    let body = either(move || match (opening.checkout(), opening.refusal()) {
        (Some(checkout), _) => bill(checkout),
        (None, Some(refusal)) => {
            let message = match refusal.status() {
                0 => text::common::LOAD_FAILED,
                _ => error::SERVER,
            };
            view! {
                <Failed
                    message=text::said(message)
                    refusal=Some(refusal)
                    retry=move |()| opening.again()
                />
            }
            .into_any()
        }
        (None, None) => view! { <Loading/> }.into_any(),
    });
    view! {
        <aside class="summary" aria-labelledby="summary-title">
            <details class="summary-fold" open=wide>
                <summary>
                    <h2 class="summary-title" id="summary-title">
                        {t(checkout::SUMMARY)}
                    </h2>
                    <span class="amount">{total}</span>
                </summary>
                <div class="summary-body stack">
                    {changed}
                    {body}
                    <a href=route::SHOP>{t(checkout::SUMMARY_EDIT)}</a>
                </div>
            </details>
        </aside>
    }
}

fn bill(checkout: Checkout) -> AnyView {
    let currency = checkout.currency;
    let amount = |minor: i64| {
        let currency = currency.clone();
        words(move || text::money(minor, &currency))
    };
    let lines: Vec<_> = checkout
        .lines
        .into_iter()
        .map(|line| {
            let quantity = line.quantity;
            let name = words(move || {
                let quantity = text::number(quantity.into());
                let values = [("product", line.name.as_str()), ("quantity", &quantity)];
                text::fill(checkout::SUMMARY_LINE, &values)
            });
            view! {
                <li class="bill-line">
                    <span class="bill-name">{name}</span>
                    <span class="amount">{amount(line.amount)}</span>
                </li>
            }
        })
        .collect();
    let row = |class: &'static str, name: Signal<String>, minor: i64| {
        view! {
            <p class=class>
                <span>{name}</span>
                <span class="amount">{amount(minor)}</span>
            </p>
        }
    };
    let vat: Vec<_> = checkout
        .vat
        .into_iter()
        .map(|share| {
            let name = words(move || {
                let rate = text::percent(share.vat_rate);
                text::fill(checkout::SUMMARY_VAT, &[("rate", &rate)])
            });
            row("bill-row bill-row-soft", name, share.vat)
        })
        .collect();
    view! {
        <ul>{lines}</ul>
        {row("bill-row bill-total", text::said(checkout::SUMMARY_TOTAL), checkout.total)}
        {vat}
    }
    .into_any()
}
