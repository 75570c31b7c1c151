//! A modal question, on the browser's own `<dialog>`: it traps and returns focus, and Esc closes it.

use crate::form::focus;
use crate::reactive::{follow, shown};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Open while `open` is true. `title` names act and object; `safe` is the id of the button, or field, that focus starts on.
#[component]
pub fn Dialog(
    id: &'static str,
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] safe: Option<&'static str>,
    /// A press beside it closes it: for one that asks nothing.
    #[prop(optional)]
    light: bool,
    children: ChildrenFn,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    follow(move || {
        let Some(dialog) = node.get() else { return };
        let dialog: &web_sys::HtmlDialogElement = dialog.unchecked_ref();
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            // what is in it is drawn with the next step
            if let Some(safe) = safe {
                request_animation_frame(move || focus(safe));
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            id=id
            aria-labelledby=format!("{id}-title")
            closedby=light.then_some("any")
            node_ref=node
            // told later than it happens: its page may be gone by then
            on:close=move |_| {
                let _ = open.try_set(false);
            }
        >
            <h2 class="dialog-title" id=format!("{id}-title")>
                {title}
            </h2>
            // Drawn only while open, so that its state starts afresh each time.
            {shown(move || open.get().then(|| children()))}
        </dialog>
    }
    .into_any()
}
