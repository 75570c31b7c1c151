//! An input for a long text.

use crate::form::Field;
use crate::text::{Key, t};
use crate::ui::field::{described_by, field_fault, field_hint, field_label, invalid};
use leptos::prelude::*;

/// `lang` is the language it is written in; `alone` where nothing else is asked for: the label then says no more than what it is.
#[component]
pub fn TextArea(
    field: Field,
    label: Key,
    #[prop(optional, into)] hint: Option<Key>,
    lang: &'static str,
    #[prop(optional)] alone: bool,
) -> AnyView {
    let named = if alone {
        view! {
            <label class="field-label" for=field.path>
                {t(label)}
            </label>
        }
        .into_any()
    } else {
        field_label(field, Signal::stored(label), Signal::stored(true))
    };
    view! {
        <div class="field">
            {named} {field_hint(field, hint)}
            {field_fault(field)}
            <textarea
                class="input area"
                id=field.path
                name=field.path
                lang=lang
                rows="8"
                autocomplete="off"
                aria-invalid=invalid(field)
                aria-describedby=described_by(field, hint.is_some())
                prop:value=field.value
                on:input=move |event| field.typed(event_target_value(&event))
                on:blur=move |_| field.left()
            ></textarea>
        </div>
    }
    .into_any()
}
