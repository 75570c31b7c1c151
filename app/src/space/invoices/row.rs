//! One invoice or credit note as a row: its file, day, order, state, amount.

use crate::order::file::{Paper, name};
use crate::reactive::words as say;
use crate::space::invoices::words;
use crate::text::{self, t};
use crate::ui::badge::{Badge, Hue};
use domain::api;
use domain::api::invoice::GetOwnInvoice;
use domain::invoice::{InvoiceState, InvoiceSummary, Kind};
use domain::route;
use leptos::prelude::*;

/// With what can be `done` with it beside its file.
pub fn row(invoice: InvoiceSummary, done: Option<AnyView>) -> AnyView {
    let InvoiceSummary {
        id,
        kind,
        number,
        issued_on,
        total,
        currency,
        state,
        order,
        order_number,
        size,
    } = invoice;
    let file = api::address::<GetOwnInvoice>(&id, &(), |value| value.to_owned());
    let paper = match kind {
        Kind::Invoice => Paper::Invoice(number),
        Kind::CreditNote => Paper::CreditNote(number),
    };
    let named = say(move || name(&paper, size));
    let amount = say(move || text::money(total, &currency));
    let iso = issued_on.clone();
    let day = say(move || text::day(&iso));
    let (hue, shape, word) = match state {
        InvoiceState::Paid => (Hue::Accent, "✓", words::STATE_PAID),
        InvoiceState::Credited => (Hue::Plain, "⊘", words::STATE_CREDITED),
        InvoiceState::PaidBack => (Hue::Plain, "○", words::STATE_PAID_BACK),
    };
    let page = route::order(&order);
    let number = order_number.to_string();
    let order_named = say(move || text::fill(words::ORDER, &[("number", &number)]));
    view! {
        <li class="papers-row">
            <a class="papers-file" href=file download="">
                {named}
            </a>
            <span class="papers-about meta">
                <time datetime=issued_on>{day}</time>
                <a class="papers-order" href=page>
                    {order_named}
                </a>
            </span>
            <span class="amount papers-amount">{amount}</span>
            <span class="papers-state">
                <Badge hue shape>
                    {t(word)}
                </Badge>
            </span>
            {done}
        </li>
    }
    .into_any()
}
