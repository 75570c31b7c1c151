//! What a new owner sets before selling, one item after the other: done or missing, each a link to its place in the form.

use crate::admin::settings::{typed, words};
use crate::form::focus;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use domain::settings::Settings;
use leptos::prelude::*;

/// The version of settings that nobody has saved yet.
const UNSEEN: u32 = 1;

/// One thing to set.
struct Item {
    word: Key,
    /// Where it is set.
    field: &'static str,
    state: State,
}

enum State {
    Done,
    /// What is not filled in yet.
    Lacks(Vec<Key>),
    /// There is a value that nobody has looked at yet, in words.
    Check(Signal<String>),
    /// No mail has left yet.
    NoMail,
}

/// The card. `links` for who may change the settings; the others see it only while something is missing.
pub fn checklist(settings: Settings, links: bool) -> Option<AnyView> {
    let items = items(&settings);
    let all = items.len();
    let done = items
        .iter()
        .filter(|item| matches!(item.state, State::Done))
        .count();
    let complete = done == all;
    if !links && settings.missing.is_empty() {
        return None;
    }
    let count = say(move || {
        let (done, all) = (done.to_string(), all.to_string());
        text::fill(words::LIST_COUNT, &[("done", &done), ("all", &all)])
    });
    let sentence = match (complete, settings.missing.is_empty()) {
        (true, _) => Some(words::LIST_READY),
        (false, false) => Some(words::LIST_FREE_ONLY),
        (false, true) => None,
    };
    let rows = items
        .into_iter()
        .map(|item| row(item, links))
        .collect_view();
    let view = view! {
        <details class="card checklist" id="checklist" open=!complete>
            <summary class="checklist-head">
                <h2 class="subheading">{t(words::LIST_TITLE)}</h2>
                <strong class="checklist-count">{count}</strong>
            </summary>
            {sentence.map(|sentence| view! { <p class="checklist-lead">{t(sentence)}</p> })}
            <ol class="checklist-items">{rows}</ol>
        </details>
    };
    Some(view.into_any())
}

fn row(item: Item, links: bool) -> AnyView {
    let Item { word, field, state } = item;
    let (hue, shape, badge) = match &state {
        State::Done => (Hue::Accent, "✓", words::LIST_DONE),
        State::Lacks(_) | State::NoMail => (Hue::Brass, "○", words::LIST_MISSING),
        State::Check(_) => (Hue::Plain, "◐", words::LIST_CHECK),
    };
    let more = match state {
        State::Done => None,
        State::Lacks(fields) if fields.is_empty() => None,
        State::Lacks(fields) => Some(say(move || {
            let names: Vec<&str> = fields.iter().map(|key| t(*key)()).collect();
            text::fill(words::LIST_LACKS, &[("fields", &names.join(", "))])
        })),
        State::Check(value) => Some(say(move || {
            text::fill(words::LIST_SAVE, &[("value", &value.get())])
        })),
        State::NoMail => Some(text::said(words::LIST_NO_MAIL)),
    };
    let said = if links {
        view! {
            <a
                href=format!("#{field}")
                on:click=move |event| {
                    event.prevent_default();
                    focus(field);
                }
            >
                {t(word)}
            </a>
        }
        .into_any()
    } else {
        t(word).into_any()
    };
    view! {
        <li class="checklist-item">
            <Badge hue shape>
                {t(badge)}
            </Badge>
            <span class="checklist-text">
                <span class="checklist-word">{said}</span>
                {more.map(|more| view! { <span class="meta">{more}</span> })}
            </span>
        </li>
    }
    .into_any()
}

fn items(settings: &Settings) -> [Item; 7] {
    let lacks = |path: &str| settings.missing.iter().any(|missing| missing == path);
    let looked_at = settings.version > UNSEEN;
    let seller: Vec<(&'static str, Key)> = [
        ("sale.seller.name", "seller_name"),
        ("sale.seller.form", "seller_form"),
        ("sale.seller.address", "seller_address.line1"),
        ("sale.seller.siren", "siren"),
    ]
    .into_iter()
    .filter(|(path, _)| lacks(path))
    .map(|(path, field)| match path {
        "sale.seller.address" => (field, words::ADDRESS),
        _ => (field, typed::label(field)),
    })
    .collect();
    let simple = |path: &str| match lacks(path) {
        true => State::Lacks(Vec::new()),
        false => State::Done,
    };
    let unless = |seen: bool, value: Signal<String>| match seen {
        true => State::Done,
        false => State::Check(value),
    };
    let months = settings.shop.retention_months;
    let served = u32::try_from(settings.shop.countries.len()).unwrap_or(u32::MAX);
    [
        Item {
            word: words::SELLER_TITLE,
            field: seller.first().map_or("seller_name", |(field, _)| field),
            state: match seller.is_empty() {
                true => State::Done,
                false => State::Lacks(seller.into_iter().map(|(_, word)| word).collect()),
            },
        },
        Item {
            word: words::IBAN,
            field: "iban",
            state: simple("sale.transfer.iban"),
        },
        Item {
            word: words::TERMS,
            field: "terms_fr",
            state: simple("sale.terms"),
        },
        Item {
            word: words::PRIVACY,
            field: "privacy_fr",
            state: simple("sale.privacy"),
        },
        Item {
            word: words::COUNTRIES,
            field: typed::COUNTRIES,
            state: unless(looked_at, say(move || countries(served))),
        },
        Item {
            word: words::RETENTION_TITLE,
            field: "retention_months",
            state: unless(
                looked_at,
                say(move || text::plural(months, words::MONTHS_ONE, words::MONTHS_OTHER)),
            ),
        },
        Item {
            word: words::SENDER_TITLE,
            field: if lacks("shop.contact_email") {
                "contact_email"
            } else {
                super::sender::TEST
            },
            state: match (lacks("shop.contact_email"), settings.mail_sent) {
                (true, _) => State::Lacks(vec![words::CONTACT_EMAIL]),
                (false, false) => State::NoMail,
                (false, true) => State::Done,
            },
        },
    ]
}

/// How many countries are served, in words.
pub fn countries(served: u32) -> String {
    match served {
        0 => t(words::COUNTRIES_ALL)().to_owned(),
        n => text::plural(n, words::COUNTRIES_ONE, words::COUNTRIES_OTHER),
    }
}
