//! A checkbox whose whole line is its target.

use leptos::prelude::*;

/// Shows and sets `checked`; `children` are the label.
#[component]
pub fn Checkbox(
    id: &'static str,
    checked: RwSignal<bool>,
    /// The id of what it opens, where it opens something.
    #[prop(optional)]
    controls: Option<&'static str>,
    children: Children,
) -> AnyView {
    view! {
        <label class="checkbox" for=id>
            <input
                class="checkbox-box"
                type="checkbox"
                id=id
                name=id
                aria-controls=controls
                aria-expanded=Signal::derive(move || controls.map(|_| checked.get().to_string()))
                prop:checked=checked
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            <span class="checkbox-label">{children()}</span>
        </label>
    }
    .into_any()
}
