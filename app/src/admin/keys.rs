//! The keys of the back office, which work wherever focus is. None is a single letter; Esc is the browser's own.

use crate::dom;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Ctrl+Enter, or ⌘+Enter, saves the open form.
pub fn listen() {
    let listening = window_event_listener(ev::keydown, move |event| {
        if with_command(&event)
            && event.key() == "Enter"
            && let Some(button) = saving()
        {
            event.prevent_default();
            button.click();
        }
    });
    on_cleanup(move || listening.remove());
}

fn with_command(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key())
        && !event.alt_key()
        && !event.shift_key()
        && !event.repeat()
}

/// The button that saves: of the open dialog, of the form with focus, else of the form on the screen.
fn saving() -> Option<HtmlElement> {
    let within = |form: Element| {
        let button = form.query_selector("button[type=submit]:enabled");
        button.ok().flatten()?.dyn_into::<HtmlElement>().ok()
    };
    if let Some(dialog) = dom::query("dialog[open]") {
        return within(dialog);
    }
    let focused = dom::document().active_element();
    focused
        .and_then(|focused| {
            focused
                .closest("main form:not([role=search])")
                .ok()
                .flatten()
        })
        .or_else(|| dom::query("main form:not([role=search])"))
        .and_then(within)
}
