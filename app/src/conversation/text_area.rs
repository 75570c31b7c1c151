//! The input of a message, with its label, hint and error.

use crate::form::Field;
use crate::text::{Key, t};
use crate::ui::field::{described_by, field_fault, field_hint, invalid};
use leptos::prelude::*;

/// `typed` hears of each change.
pub fn text_area(field: Field, label: Key, hint: Key, typed: UnsyncCallback<()>) -> AnyView {
    view! {
        <div class="field">
            <label class="field-label" for=field.path>
                {t(label)}
            </label>
            {field_hint(field, Some(hint))} {field_fault(field)}
            <textarea
                class="input area"
                id=field.path
                name=field.path
                rows="6"
                dir="auto"
                autocomplete="off"
                autocapitalize="sentences"
                aria-required="true"
                aria-invalid=invalid(field)
                aria-describedby=described_by(field, true)
                prop:value=field.value
                on:input=move |event| {
                    field.typed(event_target_value(&event));
                    typed.run(());
                }
                on:blur=move |_| field.left()
            ></textarea>
        </div>
    }
    .into_any()
}
