//! The back office.

use leptos::prelude::*;

/// The back office's frame and screens.
#[component]
pub fn Admin() -> AnyView {
    view! { <main id="content" class="page" tabindex="-1"></main> }.into_any()
}
