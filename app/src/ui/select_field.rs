//! A choice from a list, on the browser's own select.

use crate::form::Field;
use crate::reactive::either;
use crate::text::{Key, t};
use crate::ui::field::{described_by, field_fault, field_hint, field_label, invalid, required};
use leptos::prelude::*;

/// `options` are codes and words; `none` is the word for no choice.
#[component]
pub fn SelectField(
    field: Field,
    label: Key,
    options: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] none: Option<Key>,
    #[prop(optional, into)] hint: Option<Key>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] autocomplete: String,
) -> AnyView {
    let optional = Signal::stored(optional);
    view! {
        <div class="field">
            {field_label(field, Signal::stored(label), optional)} {field_hint(field, hint)}
            {field_fault(field)} <div class="select-box">
                <select
                    class="input select"
                    id=field.path
                    name=field.path
                    autocomplete=if autocomplete.is_empty() { "off".to_owned() } else { autocomplete }
                    aria-required=required(optional)
                    aria-invalid=invalid(field)
                    aria-describedby=described_by(field, hint.is_some())
                    on:change=move |event| field.typed(event_target_value(&event))
                >
                    {none
                        .map(|none| {
                            view! {
                                <option value="" prop:selected=move || field.value.with(String::is_empty)>
                                    {t(none)}
                                </option>
                            }
                        })}
                    {either(move || {
                        options
                            .get()
                            .into_iter()
                            .map(|(code, word)| {
                                let value = code.clone();
                                view! {
                                    <option
                                        value=value
                                        prop:selected=move || field.value.with(|chosen| *chosen == code)
                                    >
                                        {word}
                                    </option>
                                }
                            })
                            .collect_view()
                            .into_any()
                    })}
                </select>
            </div>
        </div>
    }
    .into_any()
}
