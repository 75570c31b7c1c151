//! A native select: custom ones break autofill, which then fills in the wrong country without a word.

use crate::form::Field;
use crate::reactive::either;
use crate::text::{Key, t};
use crate::ui::field::{described_by, field_fault, field_hint, field_label, invalid, required};
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
    let choices = either(move || {
        let chosen = field.value.get();
        let first = prompt.map(|prompt| (String::new(), t(prompt)().to_owned()));
        first
            .into_iter()
            .chain(options.get())
            .map(|(value, name)| {
                let selected = value == chosen;
                view! {
                    <option value=value prop:selected=selected>
                        {name}
                    </option>
                }
            })
            .collect_view()
            .into_any()
    });
    view! {
        <div class=format!("field {class}")>
            {field_label(field, label, optional)} {field_hint(field, hint)} {field_fault(field)}
            <div class="select-box">
                <select
                    class="input select"
                    id=field.path
                    name=field.path
                    autocomplete=autocomplete
                    aria-required=required(optional)
                    aria-invalid=invalid(field)
                    aria-describedby=described_by(field, hint.is_some())
                    on:change=move |event| field.typed(event_target_value(&event))
                    on:blur=move |_| field.left()
                >
                    {choices}
                </select>
            </div>
        </div>
    }
    .into_any()
}
