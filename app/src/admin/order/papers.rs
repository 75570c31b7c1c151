//! The legal documents of the order: invoice and credit note, by their numbers.

use crate::admin::clock::civil;
use crate::admin::customer::fact::fact;
use crate::admin::orders::words;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use domain::api;
use domain::api::invoice::ReviewInvoice;
use domain::order::{IssuedPaper, Order, OrderState};
use leptos::prelude::*;

/// The numbers, or why there are none.
pub fn papers(order: &Order) -> AnyView {
    let none = match order.state {
        _ if order.total == 0 => words::PAPERS_FREE,
        OrderState::Cancelled => words::PAPERS_CANCELLED,
        _ => words::PAPERS_LATER,
    };
    let said = match &order.invoice {
        None => view! { <p>{t(none)}</p> }.into_any(),
        Some(invoice) => view! {
            <dl class="record-facts record-facts-narrow">
                {issued(order, words::INVOICE, invoice)}
                {order.credit_note.as_ref().map(|note| issued(order, words::CREDIT_NOTE, note))}
            </dl>
        }
        .into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="papers-title">
            <h2 class="subheading" id="papers-title">
                {t(words::PAPERS_TITLE)}
            </h2>
            {said}
        </section>
    }
    .into_any()
}

fn issued(order: &Order, label: Key, paper: &IssuedPaper) -> AnyView {
    let params = (order.id.clone(), paper.id.clone());
    let href = api::address::<ReviewInvoice>(&params, &(), |value| value.to_owned());
    let (number, issued_on) = (paper.number.clone(), paper.issued_on.clone());
    let day = issued_on.clone();
    let named = say(move || text::fill(words::PAPERS_FILE, &[("number", &number)]));
    fact(
        label,
        view! {
            <a href=href download="">
                {named}
            </a>
            <span class="meta">
                ", " <time datetime=issued_on>{say(move || civil(&day))}</time>
            </span>
        }
        .into_any(),
    )
}
