//! A box to tick. Its field holds `true`, or nothing.

use crate::form::Field;
use crate::text::{Key, t};
use leptos::prelude::*;

/// What a ticked box's field holds.
pub const TICKED: &str = "true";

/// `hint` stands under the label, within the target.
#[component]
pub fn CheckField(field: Field, label: Key, #[prop(optional, into)] hint: Option<Key>) -> AnyView {
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                type="checkbox"
                id=field.path
                name=field.path
                prop:checked=move || field.value.with(|value| value == TICKED)
                on:change=move |event| {
                    let ticked = if event_target_checked(&event) { TICKED } else { "" };
                    field.typed(ticked.to_owned());
                }
            />
            <span class="checkbox-label">
                {t(label)} {hint.map(|hint| view! { <span class="field-hint checkbox-hint">{t(hint)}</span> })}
            </span>
        </label>
    }
    .into_any()
}
