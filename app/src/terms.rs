//! `/terms`: who sells, and the terms of sale in the language in use.

use crate::address;
use crate::legal;
use crate::reactive::{either, words};
use crate::settings::Settings;
use crate::text::{self, Key, privacy, t};
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::shop::Legal;
use domain::settings::Seller;
use leptos::prelude::*;

/// `/terms`
#[component]
pub fn Terms() -> AnyView {
    let legal = legal::load();
    let body = either(move || match (legal.value(), legal.refusal()) {
        (Some(legal), _) => document(legal),
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(privacy::TERMS_FAILED)
                refusal=Some(refusal)
                retry=move |()| legal.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=6/> }.into_any(),
    });
    view! {
        <article class="prose stack stack-wide">
            <Heading text=text::said(privacy::TERMS_TITLE)/>
            {body}
        </article>
    }
    .into_any()
}

fn document(legal: Legal) -> AnyView {
    let version = legal.terms_version;
    let lead = words(move || {
        text::fill(
            privacy::TERMS_INTRO,
            &[("version", &text::number(version.into()))],
        )
    });
    let text = if version == 0 {
        view! { <p>{t(privacy::TERMS_NONE)}</p> }.into_any()
    } else {
        legal::paragraphs(&legal.terms)
    };
    view! {
        {(version > 0).then(|| view! { <p class="lead">{lead}</p> })}
        {seller(legal.seller)}
        <section class="stack">{text}</section>
    }
    .into_any()
}

/// Who sells, as the law asks it to be named.
fn seller(seller: Seller) -> AnyView {
    if seller.name.is_empty() {
        return ().into_any();
    }
    let settings = expect_context::<Settings>();
    let form = match (seller.form.as_str(), seller.capital.as_str()) {
        (form, "") => form.to_owned(),
        (form, capital) => text::fill(
            privacy::SELLER_CAPITAL,
            &[("form", form), ("capital", capital)],
        ),
    };
    let siren = match seller.siren.as_str() {
        "" => String::new(),
        siren => text::fill(
            privacy::SELLER_SIREN,
            &[("siren", &address::in_threes(siren))],
        ),
    };
    let register = [siren, seller.rcs]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let address = seller
        .address
        .map(|address| address::lines(&address).join("\n"))
        .unwrap_or_default();
    let vat = seller
        .vat_id
        .unwrap_or_else(|| text::word(privacy::SELLER_VAT_NONE).to_owned());
    let facts: Vec<AnyView> = [
        (privacy::SELLER_NAME, seller.name),
        (privacy::SELLER_FORM, form),
        (privacy::SELLER_ADDRESS, address),
        (privacy::SELLER_REGISTER, register),
        (privacy::SELLER_VAT, vat),
        (
            privacy::SELLER_EMAIL,
            settings.with(|shop| shop.contact_email.clone()),
        ),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| fact(label, value))
    .collect();
    view! {
        <section class="stack-tight">
            <h2 class="subheading">{t(privacy::SELLER_TITLE)}</h2>
            <dl class="facts facts-ruled">{facts}</dl>
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
