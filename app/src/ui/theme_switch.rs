//! Light, dark, or as the system says. `early.js` applies a kept choice before the first paint.

use crate::text::{common, t};
use crate::theme as choice;
use leptos::prelude::*;

/// A small native select.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(choice::chosen());
    let option = move |value: &'static str, name| {
        view! {
            <option value=value prop:selected=Signal::derive(move || chosen.get() == value)>
                {t(name)}
            </option>
        }
    };
    view! {
        <label class="theme">
            {t(common::THEME)}
            <select
                class="theme-select"
                on:change=move |event| {
                    let theme = event_target_value(&event);
                    choice::choose(&theme);
                    chosen.set(theme);
                }
            >
                {option("", common::THEME_SYSTEM)}
                {option("light", common::THEME_LIGHT)}
                {option("dark", common::THEME_DARK)}
            </select>
        </label>
    }
}
