//! The fields of a product.

use crate::admin::fields::{CheckField, SelectField};
use crate::admin::part::part;
use crate::admin::product::editor::Editor;
use crate::admin::product::typed;
use crate::admin::products::{kind_word, words};
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::field::TextField;
use domain::product::Kind;
use leptos::prelude::*;

/// Names, then how it is sold.
pub fn inputs(editor: Editor) -> AnyView {
    let at = move |path: &str| editor.fields.at(path);
    let line = move |path: &'static str, hint: Option<Key>, optional: bool| {
        view! {
            <TextField
                field=at(path)
                label=typed::label(path)
                optional
                hint
                autocapitalize="sentences"
                autocomplete="off"
            />
        }
    };
    let chosen = move || match editor.kind {
        Some(kind) => kind == Kind::Access,
        None => at(typed::KIND)
            .value
            .with(|kind| kind == Kind::Access.code()),
    };
    let kinds = Signal::derive(|| {
        Kind::ALL
            .map(|kind| (kind.code().to_owned(), t(kind_word(kind))().to_owned()))
            .to_vec()
    });
    let rates = Signal::derive(|| {
        typed::RATES
            .iter()
            .map(|rate| (rate.to_string(), text::percent(*rate)))
            .chain([(typed::OTHER.to_owned(), t(words::VAT_OTHER)().to_owned())])
            .collect()
    });
    view! {
        <section class="card stack" aria-labelledby="names-title">
            <h2 class="subheading" id="names-title">
                {t(words::NAMES_TITLE)}
            </h2>
            <div class="pair">{line(typed::NAME_FR, None, false)} {line(typed::NAME_EN, None, false)}</div>
            {line(typed::SUMMARY_FR, Some(words::SUMMARY_HINT), true)}
            {line(typed::SUMMARY_EN, None, true)}
        </section>
        <section class="card stack" aria-labelledby="sale-title">
            <h2 class="subheading" id="sale-title">
                {t(words::SALE_TITLE)}
            </h2>
            {match editor.kind {
                Some(kind) => {
                    view! {
                        <p class="admin-form-fixed">
                            <span class="field-label">{t(words::KIND)}</span>
                            <span>{t(kind_word(kind))}</span>
                            <span class="field-hint">{t(words::KIND_FIXED)}</span>
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <SelectField
                            field=at(typed::KIND)
                            label=words::KIND
                            options=kinds
                            none=words::KIND_NONE
                            hint=words::KIND_HINT
                        />
                    }
                        .into_any()
                }
            }}
            {part(move || {
                chosen()
                    .then(|| {
                        view! {
                            <TextField
                                field=at(typed::VALIDITY_DAYS)
                                label=words::VALIDITY_DAYS
                                hint=words::VALIDITY_HINT
                                inputmode=Some("numeric")
                                autocomplete="off"
                                class="field-short"
                            />
                        }
                    })
            })}
            <TextField
                field=at(typed::PRICE)
                label=words::PRICE
                hint=words::PRICE_HINT
                inputmode=Some("decimal")
                autocomplete="off"
                class="field-short"
            >
                <p class="meta">{say(move || reading(editor))}</p>
            </TextField>
            <SelectField field=at(typed::VAT_CHOICE) label=words::VAT_CHOICE options=rates/>
            {part(move || {
                at(typed::VAT_CHOICE)
                    .value
                    .with(|choice| choice == typed::OTHER)
                    .then(|| {
                        view! {
                            <TextField
                                field=at(typed::VAT_RATE)
                                label=words::VAT_RATE
                                hint=words::VAT_RATE_HINT
                                inputmode=Some("decimal")
                                autocomplete="off"
                                class="field-short"
                            />
                        }
                    })
            })}
            <CheckField field=at(typed::LISTED) label=words::LISTED hint=words::LISTED_HINT/>
        </section>
    }
    .into_any()
}

/// The typed price as the shop will show it, so that a slip is seen before it is saved.
fn reading(editor: Editor) -> String {
    let currency = editor.settings.with(|shop| shop.currency.clone());
    let typed = editor.fields.at(typed::PRICE).value.get();
    let price = domain::money::parse_amount(&typed, &currency)
        .ok()
        .flatten();
    price.map_or_else(String::new, |price| {
        text::fill(
            words::PRICE_READ,
            &[("amount", &text::money(price, &currency))],
        )
    })
}
