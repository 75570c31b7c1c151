//! The countries that the shop sells to: a box each, none ticked for all.

use crate::admin::settings::{checklist, typed, words};
use crate::form::Field;
use crate::reactive::{either, words as say};
use crate::text::t;
use leptos::prelude::*;

/// The boxes lie folded under what is chosen.
pub fn countries(field: Field) -> AnyView {
    let summary = say(move || {
        let chosen = typed::codes(&field.value.get());
        checklist::countries(u32::try_from(chosen.len()).unwrap_or(u32::MAX))
    });
    view! {
        <p class="field-hint" id="countries-hint">
            {t(words::COUNTRIES_HINT)}
        </p>
        <details class="settings-countries" id=field.path tabindex="-1">
            <summary aria-describedby="countries-hint">{summary}</summary>
            <div class="settings-boxes">
                {either(move || {
                    typed::countries()
                        .into_iter()
                        .map(|(code, name)| country(field, code, name))
                        .collect_view()
                        .into_any()
                })}
            </div>
        </details>
    }
    .into_any()
}

fn country(field: Field, code: String, name: String) -> AnyView {
    let id = format!("serves-{code}");
    let shown = code.clone();
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                type="checkbox"
                id=id.clone()
                name=id
                prop:checked=move || field.value.with(|list| typed::codes(list).contains(&shown))
                on:change=move |event| {
                    let mut chosen = typed::codes(&field.text());
                    chosen.retain(|other| *other != code);
                    if event_target_checked(&event) {
                        chosen.push(code.clone());
                        chosen.sort();
                    }
                    field.typed(chosen.join(","));
                }
            />
            <span class="checkbox-label">{name}</span>
        </label>
    }
    .into_any()
}
