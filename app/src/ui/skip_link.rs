//! The first stop of the Tab key: past the masthead, to the content.

use crate::form::focus;
use crate::text::{common, t};
use leptos::prelude::*;

/// Leads to the element with the id `content`.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a
            class="skip-link"
            href="#content"
            on:click=|event| {
                event.prevent_default();
                focus("content");
            }
        >
            {t(common::SKIP_TO_CONTENT)}
        </a>
    }
}
