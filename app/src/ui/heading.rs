//! The one `h1` of a screen. It names the document, and takes focus when the screen was reached by a link inside the app.

use crate::form::Form;
use crate::reactive::follow;
use crate::settings::Settings;
use crate::text::{self, common};
use leptos::html;
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// Shows `text` as the `h1`. The document is called `title`, or `text` where there is none, then the shop's name;
/// with faults in `form`, "Error: " stands before it.
#[component]
pub fn Heading(
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] title: Option<Signal<String>>,
    #[prop(optional)] form: Option<Form>,
    #[prop(optional)] id: Option<&'static str>,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    let title = title.unwrap_or(text);
    let settings = expect_context::<Settings>();
    follow(move || {
        let prefix = if form.is_some_and(Form::wrong) {
            common::ERROR_PREFIX.of(text::locale())
        } else {
            ""
        };
        let shop = settings.name();
        document().set_title(&format!("{prefix}{} · {shop}", title.get()));
    });
    follow(move || {
        // The first screen of a visit leaves focus where the browser, or the person typing, has it.
        if let Some(h1) = node.get()
            && !FIRST.replace(false)
        {
            let _ = h1.focus();
        }
    });
    view! {
        <h1 class="heading" tabindex="-1" id=id node_ref=node>
            {text}
        </h1>
    }
}
