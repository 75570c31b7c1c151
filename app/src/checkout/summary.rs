//! The summary beside the form: lines, VAT, total, as the Worker priced them. On a phone it is folded above the form.

use crate::checkout::opening::Opening;
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
pub fn Summary(opening: Opening) -> AnyView {
    let wide = window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .is_some_and(|width| width >= BESIDE);
    let total = move || {
        let checkout = opening.checkout()?;
        Some(text::money(checkout.total, &checkout.currency))
    };
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
                    {move || {
                        opening
                            .changed()
                            .then(|| {
                                view! {
                                    <Notice tone=Tone::Warn>
                                        <p>{t(checkout::CHANGED)}</p>
                                    </Notice>
                                }
                            })
                    }}
                    {move || match (opening.checkout(), opening.refusal()) {
                        (Some(checkout), _) => bill(checkout),
                        (None, Some(refusal)) => {
                            let message = if refusal.status() == 0 {
                                text::common::LOAD_FAILED
                            } else {
                                error::SERVER
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
                    }}
                    <a href=route::SHOP>{t(checkout::SUMMARY_EDIT)}</a>
                </div>
            </details>
        </aside>
    }
    .into_any()
}

fn bill(checkout: Checkout) -> AnyView {
    let currency = checkout.currency;
    let amount = |minor: i64| {
        let currency = currency.clone();
        move || text::money(minor, &currency)
    };
    let lines: Vec<AnyView> = checkout
        .lines
        .into_iter()
        .map(|line| {
            let quantity = text::number(line.quantity.into());
            view! {
                <li class="bill-line">
                    <span class="bill-name">
                        {move || {
                            text::fill(
                                checkout::SUMMARY_LINE,
                                &[("product", &line.name), ("quantity", &quantity)],
                            )
                        }}
                    </span>
                    <span class="amount">{amount(line.amount)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let vat: Vec<AnyView> = checkout
        .vat
        .into_iter()
        .map(|share| {
            view! {
                <p class="bill-row bill-row-soft">
                    <span>
                        {move || {
                            text::fill(
                                checkout::SUMMARY_VAT,
                                &[("rate", &text::percent(share.vat_rate))],
                            )
                        }}
                    </span>
                    <span class="amount">{amount(share.vat)}</span>
                </p>
            }
            .into_any()
        })
        .collect();
    view! {
        <ul>{lines}</ul>
        <p class="bill-row bill-total">
            <span>{t(checkout::SUMMARY_TOTAL)}</span>
            <span class="amount">{amount(checkout.total)}</span>
        </p>
        {vat}
    }
    .into_any()
}
