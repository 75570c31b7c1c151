//! Light, dark, or as the system says. `early.js` applies a kept choice before the first paint.

use crate::storage;
use crate::text::{common, t};
use leptos::prelude::*;

/// A small native select.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(storage::get(storage::Shelf::Browser, "theme").unwrap_or_default());
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
                    apply(&theme);
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

/// Shows the theme now and keeps it; an empty one follows the system again.
fn apply(theme: &str) {
    let Some(html) = document().document_element() else {
        return;
    };
    if theme.is_empty() {
        let _ = html.remove_attribute("data-theme");
        storage::remove(storage::Shelf::Browser, "theme");
    } else {
        let _ = html.set_attribute("data-theme", theme);
        storage::set(storage::Shelf::Browser, "theme", theme);
    }
}
