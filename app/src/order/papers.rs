//! Who bought, and the papers of the order: invoice, credit note, terms, waiver.

use crate::address;
use crate::order::file::{Paper, PaperFile};
use crate::phone;
use crate::settings::Settings;
use crate::text::{self, Key, checkout, order, t, word};
use domain::api;
use domain::api::invoice::{GetOrderInvoice, GetProForma};
use domain::id::OrderId;
use domain::order::{Buyer, IssuedPaper, Order, OrderState};
use domain::route;
use leptos::prelude::*;

/// The buyer as the order froze them.
pub fn buyer(buyer: Buyer) -> AnyView {
    let settings = expect_context::<Settings>();
    let home = settings.with(|shop| shop.country.clone());
    let phone = buyer.phone.map(|phone| phone::readable(&phone, &home));
    let billing = buyer.billing.map(|billing| {
        let address = billing.address.map(|address| address::lines(&address));
        [billing.organisation]
            .into_iter()
            .chain(billing.vat_id)
            .chain(billing.siren)
            .chain(address.unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n")
    });
    let facts: Vec<AnyView> = [
        (
            checkout::NAME,
            Some(format!("{} {}", buyer.first_name, buyer.last_name)),
        ),
        (checkout::EMAIL_LABEL, Some(buyer.email)),
        (checkout::PHONE_LABEL, phone),
        (checkout::ORGANISATION_LABEL, buyer.organisation),
        (
            checkout::SAVED_ADDRESS,
            Some(address::lines(&buyer.address).join("\n")),
        ),
        (checkout::SAVED_BILLING, billing),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(fact(label, value?)))
    .collect();
    card("buyer-title", order::BUYER_TITLE, facts)
}

/// What there is on paper, and what is still to come.
pub fn papers(order: Order) -> AnyView {
    let mut facts = Vec::new();
    match order.invoice {
        Some(invoice) => {
            let paper = Paper::Invoice(invoice.number.clone());
            facts.push(issued(&order.id, order::INVOICE, paper, invoice));
        }
        // What is free has none.
        None if order.total > 0 && order.state == OrderState::Placed => {
            facts.push(fact(order::INVOICE, word(order::INVOICE_LATER).to_owned()));
            if order.transfer.is_some() {
                facts.push(pro_forma(&order));
            }
        }
        None => {}
    }
    if let Some(note) = order.credit_note {
        let paper = Paper::CreditNote(note.number.clone());
        facts.push(issued(&order.id, order::CREDIT_NOTE, paper, note));
    }
    if order.terms > 0 {
        let version = text::number(order.terms.into());
        let accepted = text::fill(order::TERMS_VERSION, &[("version", &version)]);
        facts.push(
            view! {
                <dt>{t(order::TERMS)}</dt>
                <dd>
                    <a href=route::TERMS>{accepted}</a>
                </dd>
            }
            .into_any(),
        );
    }
    if let Some(waiver) = order.waiver {
        facts.push(fact(order::WAIVER, waiver));
    }
    if facts.is_empty() {
        return ().into_any();
    }
    card("papers-title", order::PAPERS_TITLE, facts)
}

/// A numbered document: its file and its day.
fn issued(order: &OrderId, label: Key, paper: Paper, issued: IssuedPaper) -> AnyView {
    let params = (order.clone(), issued.id);
    let href = api::address::<GetOrderInvoice>(&params, &(), |value| value.to_owned());
    let day = text::day(&issued.issued_on);
    view! {
        <dt>{t(label)}</dt>
        <dd class="stack-tight">
            <PaperFile order=order.clone() href paper size=issued.size/>
            <span class="meta">
                <time datetime=issued.issued_on>{day}</time>
            </span>
        </dd>
    }
    .into_any()
}

/// What the order comes to, on paper, for whoever has to be asked before it is paid.
fn pro_forma(order: &Order) -> AnyView {
    let href = api::address::<GetProForma>(&order.id, &(), |value| value.to_owned());
    let paper = Paper::ProForma(order.number);
    view! {
        <dt>{t(order::PRO_FORMA)}</dt>
        <dd class="stack-tight">
            <PaperFile order=order.id.clone() href paper size=None/>
        </dd>
    }
    .into_any()
}

fn card(id: &'static str, title: Key, facts: Vec<AnyView>) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby=id>
            <h2 class="subheading" id=id>
                {t(title)}
            </h2>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

fn fact(label: Key, value: String) -> AnyView {
    view! {
        <dt>{t(label)}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}
