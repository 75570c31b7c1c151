//! Taking over from the page's static shell: what was typed there before the app had started, where the caret stood,
//! and which button was pressed. The shell goes in the same task in which the form appears, so nothing flickers.

use crate::checkout::contact::Contact;
use crate::form::Field;
use crate::reactive::follow;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

/// The buttons pressed in the shell, as `early.js` remembered them.
#[derive(Clone, Copy, Default)]
pub struct Pressed {
    pub submit: bool,
    pub line2: bool,
}

/// Copies the shell's values into the form; focus and caret follow once the form stands.
pub fn take_over(contact: Contact) -> Pressed {
    if document().get_element_by_id("shell").is_none() {
        return Pressed::default();
    }
    for field in contact.form.fields() {
        if let Some(value) = typed_in_shell(field) {
            field.typed(value);
        }
    }
    tick(contact.billing_open, "billing");
    tick(contact.marketing_consent, "marketing_consent");
    if let Some(place) = Place::of_focus() {
        follow(move || {
            // The framework writes the inputs' values in a microtask of its own, which moves the caret.
            let place = place.clone();
            queue_microtask(move || place.go());
        });
    }
    pressed()
}

/// Takes the shell off the page.
pub fn leave() {
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
}

/// What somebody changed in the shell's input of a field.
fn typed_in_shell(field: Field) -> Option<String> {
    let element = in_shell(field.path)?;
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return Some(input.value()).filter(|value| !value.is_empty());
    }
    let select = element.dyn_ref::<HtmlSelectElement>()?;
    let chosen = select.value();
    (select.get_attribute("data-default").as_deref() != Some(chosen.as_str())).then_some(chosen)
}

fn tick(checked: RwSignal<bool>, name: &str) {
    let ticked = in_shell(name)
        .and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.checked());
    if ticked {
        checked.set(true);
    }
}

fn in_shell(name: &str) -> Option<web_sys::Element> {
    document()
        .query_selector(&format!("#shell [name=\"{name}\"]"))
        .ok()
        .flatten()
}

fn pressed() -> Pressed {
    let pressed = document()
        .document_element()
        .and_then(|html| html.get_attribute("data-pressed"))
        .unwrap_or_default();
    Pressed {
        submit: pressed.split(' ').any(|name| name == "submit"),
        line2: pressed.split(' ').any(|name| name == "line2"),
    }
}

/// Where the person is: the focused control, and the selection in it.
#[derive(Clone)]
struct Place {
    id: String,
    selection: Option<(u32, u32)>,
}

impl Place {
    fn of_focus() -> Option<Place> {
        let active = document().active_element()?;
        active.closest("#shell").ok().flatten()?;
        let id = active.id();
        let selection = active.dyn_ref::<HtmlInputElement>().and_then(|input| {
            let start = input.selection_start().ok().flatten();
            let end = input.selection_end().ok().flatten();
            Some((start?, end?))
        });
        (!id.is_empty()).then_some(Place { id, selection })
    }

    fn go(&self) {
        // The shell's twin has the same id until it is gone.
        leave();
        let Some(element) = document().get_element_by_id(&self.id) else {
            return;
        };
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            let _ = element.focus();
        }
        let Some(input) = element.dyn_ref::<HtmlInputElement>() else {
            return;
        };
        // `type=email` tells no caret and takes none: for a moment it is plain text, and the caret goes to the end.
        let kind = input.type_();
        let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or_default();
        let (start, end) = self.selection.unwrap_or((end, end));
        if kind == "email" {
            input.set_type("text");
        }
        let _ = input.set_selection_range(start, end);
        input.set_type(&kind);
    }
}
