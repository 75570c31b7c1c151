//! A filter of a list: a labelled native select, whose choice shows at once.

use crate::text::{Key, t};
use leptos::prelude::*;

/// `all` is the word for no choice, which the empty code stands for.
pub fn choice(
    id: &'static str,
    label: Key,
    all: Key,
    options: &[(&'static str, Key)],
    chosen: Signal<&'static str>,
    choose: Box<dyn Fn(String)>,
) -> AnyView {
    let option = move |code: &'static str, word: Key| {
        view! {
            <option value=code prop:selected=move || chosen.get() == code>
                {t(word)}
            </option>
        }
    };
    view! {
        <div class="field list-choice">
            <label class="field-label" for=id>
                {t(label)}
            </label>
            <div class="select-box">
                <select
                    class="input select"
                    class:list-choice-on=move || !chosen.get().is_empty()
                    id=id
                    name=id
                    autocomplete="off"
                    on:change=move |event| choose(event_target_value(&event))
                >
                    {option("", all)}
                    {options.iter().map(|(code, word)| option(code, *word)).collect_view()}
                </select>
            </div>
        </div>
    }
    .into_any()
}
