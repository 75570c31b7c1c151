//! How the order is paid, and for a transfer that is awaited, what it looks like at the bank.

use crate::admin::clock;
use crate::admin::customer::fact::fact;
use crate::admin::customer::value::plain;
use crate::admin::orders::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::iban;
use domain::order::{Order, PaymentMethod, Transfer};
use leptos::prelude::*;

/// The card.
pub fn payment(order: &Order) -> AnyView {
    let method = match order.payment_method {
        PaymentMethod::Transfer => words::BY_TRANSFER,
        PaymentMethod::Free => words::FREE,
    };
    let awaited = order
        .transfer
        .clone()
        .map(|transfer| bank(transfer, order.currency.clone()));
    view! {
        <section class="card stack" aria-labelledby="payment-title">
            <h2 class="subheading" id="payment-title">
                {t(words::PAYMENT_TITLE)}
            </h2>
            <p>{t(method)}</p>
            {awaited}
        </section>
    }
    .into_any()
}

fn bank(transfer: Transfer, currency: String) -> AnyView {
    let Transfer {
        beneficiary,
        iban,
        bic,
        reference,
        amount,
        due_at,
    } = transfer;
    view! {
        <dl class="record-facts record-facts-narrow">
            {fact(
                words::TRANSFER_AMOUNT,
                view! {
                    <span class="amount">{say(move || text::money(amount, &currency))}</span>
                }
                    .into_any(),
            )} {fact(words::TRANSFER_REFERENCE, plain(Some(&reference)))}
            {fact(words::TRANSFER_DUE, clock::moment(due_at, text::date))}
            {fact(words::TRANSFER_BENEFICIARY, plain(Some(&beneficiary)))}
            {fact(words::TRANSFER_IBAN, plain(Some(&iban::grouped(&iban))))}
            {bic.map(|bic| fact(words::TRANSFER_BIC, plain(Some(&bic))))}
        </dl>
    }
    .into_any()
}
