//! A password input with a button that shows what was typed. It is never drafted, and pasting is welcome.

use crate::form::Field;
use crate::reactive::words;
use crate::text::{Key, common, t};
use crate::ui::field::{described_by, field_fault, field_hint, field_label, invalid};
use leptos::prelude::*;

/// `autocomplete` is `current-password` or `new-password`.
#[component]
pub fn PasswordField(
    field: Field,
    #[prop(into)] label: Signal<Key>,
    #[prop(optional, into)] hint: Option<Key>,
    autocomplete: &'static str,
    /// Whether what is typed is seen; without it nobody but the button asks.
    #[prop(default = RwSignal::new(false))]
    shown: RwSignal<bool>,
) -> AnyView {
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let pick = move |on: Key, off: Key| {
        words(move || {
            let key = if shown.get() { on } else { off };
            t(key)().to_owned()
        })
    };
    let act = pick(common::HIDE_PASSWORD, common::SHOW_PASSWORD);
    let name = pick(common::HIDE_PASSWORD_NAME, common::SHOW_PASSWORD_NAME);
    view! {
        <div class="field">
            {field_label(field, label, Signal::stored(false))} {field_hint(field, hint)}
            {field_fault(field)}
            <div class="password">
                <input
                    class="input"
                    id=field.path
                    name=field.path
                    type=kind
                    autocomplete=autocomplete
                    autocapitalize="none"
                    enterkeyhint="go"
                    spellcheck="false"
                    aria-required="true"
                    aria-invalid=invalid(field)
                    aria-describedby=described_by(field, hint.is_some())
                    prop:value=field.value
                    on:input=move |event| field.typed(event_target_value(&event))
                    on:change=move |event| field.value.set(event_target_value(&event))
                    on:blur=move |_| field.left()
                />
                <button
                    class="password-show"
                    type="button"
                    aria-controls=field.path
                    aria-label=name
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {act}
                </button>
            </div>
        </div>
    }
    .into_any()
}
