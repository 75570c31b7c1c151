//! One polite live region for what screen readers should hear without focus moving.

use leptos::prelude::*;
use std::cell::OnceCell;
use std::time::Duration;

thread_local! {
    static SAID: OnceCell<RwSignal<String>> = const { OnceCell::new() };
}

/// Says a sentence once. The same sentence twice in a row is heard twice.
pub fn announce(sentence: String) {
    let Some(said) = SAID.with(|cell| cell.get().copied()) else {
        return;
    };
    said.set(String::new());
    set_timeout(move || said.set(sentence), Duration::from_millis(100));
}

/// The region itself; the app's root has exactly one.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let said = RwSignal::new(String::new());
    SAID.with(|cell| {
        let _ = cell.set(said);
    });
    view! {
        <p class="unseen" role="status">
            {said}
        </p>
    }
}
