//! A native select: custom ones break autofill, which then fills in the wrong country without a word.

use crate::form::Field;
use crate::text::{Key, t};
use crate::ui::field::{FieldFault, FieldHint, FieldLabel, described_by};
use leptos::prelude::*;

/// A choice of one among `options` (value, name). With `prompt`, an empty first choice stands before them.
#[component]
pub fn Select(
    field: Field,
    #[prop(into)] label: Signal<Key>,
    #[prop(optional, into)] hint: Option<Key>,
    #[prop(optional, into)] optional: Signal<bool>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] prompt: Option<Key>,
    #[prop(optional, into)] autocomplete: String,
    #[prop(default = "")] class: &'static str,
) -> AnyView {
    // `selected` stands on the options: the list may be redrawn, in another language say, after the value was set.
    let choices = move || {
        let chosen = field.value.get();
        options
            .get()
            .into_iter()
            .map(|(value, name)| {
                let selected = value == chosen;
                view! { <option value=value prop:selected=selected>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <div class=format!("field {class}")>
            <FieldLabel field label optional/>
            <FieldHint field hint/>
            <FieldFault field/>
            <div class="select-box">
                <select
                    class="input select"
                    id=field.path
                    name=field.path
                    autocomplete=autocomplete
                    aria-required=move || (!optional.get()).then_some("true")
                    aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described_by(field, hint.is_some())
                    on:change=move |event| field.typed(event_target_value(&event))
                    on:blur=move |_| field.left()
                >
                    {prompt.map(|prompt| view! { <option value="">{t(prompt)}</option> })}
                    {choices}
                </select>
            </div>
        </div>
    }
    .into_any()
}
