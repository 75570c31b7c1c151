//! What stands in the place of a list that has nothing in it: a sentence, and what to do next.

use leptos::prelude::*;

/// `children` are the acts.
#[component]
pub fn Empty(
    #[prop(into)] message: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <p class="empty-text">{message}</p>
            {children.map(|children| view! { <div class="cluster">{children()}</div> })}
        </div>
    }
    .into_any()
}
