//! What a transfer needs to arrive, each part ready to copy.

use crate::text::{self, Key, order, t};
use crate::ui::copy_button::CopyButton;
use domain::iban;
use domain::order::Transfer;
use leptos::prelude::*;

/// The card of a transfer that is still awaited.
pub fn transfer(transfer: Transfer, currency: &str) -> Option<AnyView> {
    let amount = text::money(transfer.amount, currency);
    let bic = transfer.bic.map(|bic| part(order::BIC, bic, None));
    let view = view! {
        <section class="card stack" aria-labelledby="transfer-title">
            <h2 class="subheading" id="transfer-title">
                {t(order::TRANSFER_TITLE)}
            </h2>
            <dl class="transfer">
                {part(order::AMOUNT, amount, None)}
                {part(order::BENEFICIARY, transfer.beneficiary, None)}
                {part(order::IBAN, iban::grouped(&transfer.iban), None)}
                {bic}
                {part(order::REFERENCE, transfer.reference, Some(order::REFERENCE_HINT))}
                <div class="transfer-part">
                    <dt>{t(order::DUE)}</dt>
                    <dd>{text::date(transfer.due_at)}</dd>
                </div>
            </dl>
        </section>
    };
    Some(view.into_any())
}

fn part(label: Key, value: String, hint: Option<Key>) -> AnyView {
    view! {
        <div class="transfer-part">
            <dt>{t(label)}</dt>
            <dd>
                <span class="transfer-value">{value.clone()}</span>
                {hint.map(|hint| view! { <span class="field-hint">{t(hint)}</span> })}
                <CopyButton what=label text=Signal::stored(value)/>
            </dd>
        </div>
    }
    .into_any()
}
