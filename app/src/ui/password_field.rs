//! A password input with a button that shows what was typed. It is never drafted, and pasting is welcome.

use crate::form::Field;
use crate::text::{Key, common, t};
use crate::ui::field::{FieldFault, FieldHint, FieldLabel, described_by};
use leptos::prelude::*;

/// `autocomplete` is `current-password` or `new-password`.
#[component]
pub fn PasswordField(
    field: Field,
    #[prop(into)] label: Signal<Key>,
    #[prop(optional, into)] hint: Option<Key>,
    autocomplete: &'static str,
) -> AnyView {
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let act = move || {
        if shown.get() {
            common::HIDE_PASSWORD
        } else {
            common::SHOW_PASSWORD
        }
    };
    let name = move || {
        if shown.get() {
            common::HIDE_PASSWORD_NAME
        } else {
            common::SHOW_PASSWORD_NAME
        }
    };
    view! {
        <div class="field">
            <FieldLabel field label/>
            <FieldHint field hint/>
            <FieldFault field/>
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
                    aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described_by(field, hint.is_some())
                    prop:value=field.value
                    on:input=move |event| field.typed(event_target_value(&event))
                    on:change=move |event| field.value.set(event_target_value(&event))
                    on:blur=move |_| field.left()
                />
                <button
                    class="password-show"
                    type="button"
                    aria-controls=field.path
                    aria-label=move || t(name())()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || t(act())()}
                </button>
            </div>
        </div>
    }
    .into_any()
}
