//! A native table that scrolls sideways inside its own focusable region instead of moving the page.

use crate::reactive::flag;
use leptos::prelude::*;

/// `name` is the region's; `children` are `thead` and `tbody`.
#[component]
pub fn Table(
    #[prop(into)] name: Signal<String>,
    #[prop(optional, into)] busy: Signal<bool>,
    children: Children,
) -> AnyView {
    view! {
        <div
            class="table-scroll"
            role="region"
            tabindex="0"
            aria-label=name
            aria-busy=flag(move || busy.get())
        >
            <table class="table">{children()}</table>
        </div>
    }
    .into_any()
}
