//! One of a few: a button each, with a line under it that says what it means.

use crate::form::Field;
use crate::text::{Key, t};
use crate::ui::field::{field_fault, invalid};
use leptos::prelude::*;

/// One of them: its code, its word, and what it means.
pub type Choice = (&'static str, Key, Option<Key>);

/// The field holds the code of the one chosen.
#[component]
pub fn RadioField(field: Field, label: Key, options: Vec<Choice>) -> AnyView {
    let options = options
        .into_iter()
        .map(|option| radio(field, option))
        .collect_view();
    view! {
        <fieldset
            class="field radios"
            id=field.path
            tabindex="-1"
            role="radiogroup"
            aria-required="true"
            aria-invalid=invalid(field)
        >
            <legend class="field-label">{t(label)}</legend>
            {field_fault(field)}
            {options}
        </fieldset>
    }
    .into_any()
}

fn radio(field: Field, (code, word, meaning): Choice) -> AnyView {
    let meaning = meaning.map(|meaning| {
        view! { <span class="field-hint">{t(meaning)}</span> }
    });
    view! {
        <label class="radio-line">
            <input
                class="radio-button"
                type="radio"
                id=format!("{}-{code}", field.path)
                name=field.path
                value=code
                prop:checked=move || field.value.with(|chosen| chosen == code)
                on:change=move |_| field.typed(code.to_owned())
            />
            <span class="radio-text">
                <span class="radio-word">{t(word)}</span>
                {meaning}
            </span>
        </label>
    }
    .into_any()
}
