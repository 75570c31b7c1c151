//! Step 1: the file as it was read. What was found out may be said otherwise, as long as nothing went in.

use crate::admin::exports::columns::separator_word;
use crate::admin::imports::said::{encoding_word, shape, source};
use crate::admin::imports::steps::Step;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::reactive::{either, words as say};
use crate::text::{self, t};
use domain::csv::Separator;
use domain::import::{Encoding, Import, ImportForm};
use leptos::prelude::*;

pub fn file(watched: Watched) -> AnyView {
    let known = say(move || {
        watched.import.with(|import| match import {
            Some(import) => told(import),
            None => String::new(),
        })
    });
    let editable = watched.of(Import::may_be_edited);
    let onward = watched.of(|import| Step::Columns.of(import));
    view! {
        <section class="card stack" aria-labelledby="import-file-title">
            <h2 class="subheading" id="import-file-title">
                {t(words::STEP_FILE)}
            </h2>
            <p>{known}</p>
            {part(move || (editable.get() == Some(true)).then(|| reading(watched)))}
            {sample(watched)}
            <div class="cluster">
                <a
                    class="button button-primary"
                    id="import-onward"
                    href=move || onward.get().unwrap_or_default()
                >
                    {t(words::TO_COLUMNS)}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// `1.2 MB · UTF-8 · Comma. Recognised: an export of Shopify.`
fn told(import: &Import) -> String {
    let read = text::fill(
        words::READ_AS,
        &[
            ("size", &text::size(import.size)),
            ("shape", &shape(import.encoding, import.separator)),
        ],
    );
    match import.source {
        Some(known) => {
            let from = text::fill(words::RECOGNISED, &[("shop", source(known))]);
            format!("{read}. {from}")
        }
        None => read,
    }
}

/// How it is read, to be said otherwise.
fn reading(watched: Watched) -> AnyView {
    let encoding = watched.of(|import| import.encoding);
    let separator = watched.of(|import| import.separator);
    let encodings = Encoding::ALL
        .map(|one| {
            view! {
                <option value=one.code() prop:selected=move || encoding.get() == Some(one)>
                    {t(encoding_word(one))}
                </option>
            }
        })
        .collect_view();
    let separators = Separator::ALL
        .map(|one| {
            view! {
                <option value=one.code() prop:selected=move || separator.get() == Some(one)>
                    {t(separator_word(one))}
                </option>
            }
        })
        .collect_view();
    let encode = move |event| {
        let code = event_target_value(&event);
        watched.edit(ImportForm {
            encoding: Encoding::ALL.into_iter().find(|one| one.code() == code),
            ..ImportForm::default()
        });
    };
    let separate = move |event| {
        watched.edit(ImportForm {
            separator: Separator::parse(&event_target_value(&event)),
            ..ImportForm::default()
        });
    };
    view! {
        <div class="import-reading">
            <div class="field">
                <label class="field-label" for="import-encoding">
                    {t(words::ENCODING)}
                </label>
                <div class="select-box">
                    <select
                        class="input select"
                        id="import-encoding"
                        name="import-encoding"
                        autocomplete="off"
                        on:change=encode
                    >
                        {encodings}
                    </select>
                </div>
            </div>
            <div class="field">
                <label class="field-label" for="import-separator">
                    {t(words::SEPARATOR)}
                </label>
                <div class="select-box">
                    <select
                        class="input select"
                        id="import-separator"
                        name="import-separator"
                        autocomplete="off"
                        on:change=separate
                    >
                        {separators}
                    </select>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Its first rows.
fn sample(watched: Watched) -> AnyView {
    let rows = watched.of(|import| (import.header.clone(), import.samples.clone()));
    either(move || {
        let (header, samples) = rows.get().unwrap_or_default();
        if samples.is_empty() {
            return view! { <p class="meta">{t(words::NO_SAMPLES)}</p> }.into_any();
        }
        let heads = header
            .into_iter()
            .map(|head| {
                view! {
                    <th scope="col">
                        <bdi>{head}</bdi>
                    </th>
                }
            })
            .collect_view();
        let rows = samples
            .into_iter()
            .map(|row| {
                let cells = row
                    .into_iter()
                    .map(|cell| {
                        view! {
                            <td>
                                <bdi>{cell}</bdi>
                            </td>
                        }
                    })
                    .collect_view();
                view! { <tr>{cells}</tr> }
            })
            .collect_view();
        view! {
            <div class="import-sample" tabindex="0" role="region" aria-label=t(words::SAMPLE)>
                <table>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
    .into_any()
}
