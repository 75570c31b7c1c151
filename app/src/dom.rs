//! The page as the browser holds it: the few verbs that need no framework.

use js_sys::{Function, Promise, Reflect};
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, HtmlElement, Window};

/// The window.
pub fn window() -> Window {
    web_sys::window().expect("the app runs in a browser")
}

/// The document.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// An element by its id.
pub fn find(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The first element of a selector.
pub fn query(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// A new element with a class and a text.
pub fn element(tag: &str, class: &str, text: &str) -> Element {
    let element = document().create_element(tag).expect("a known tag");
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element.set_text_content(Some(text));
    element
}

/// Sets an attribute, or takes it away.
pub fn attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Shows an element or hides it.
pub fn show(element: &Element, shown: bool) {
    attribute(element, "hidden", (!shown).then_some(""));
}

/// Sets an attribute of the whole document.
pub fn root(name: &str, value: &str) {
    if let Some(html) = document().document_element() {
        attribute(&html, name, Some(value));
    }
}

/// A property, as text.
pub fn property(of: &JsValue, name: &str) -> Option<String> {
    Reflect::get(of, &name.into()).ok()?.as_string()
}

/// Sets a property.
pub fn set_property(of: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(of, &name.into(), value);
}

/// Moves focus to an element by its id.
pub fn focus(id: &str) {
    focus_on(find(id));
}

/// Moves focus to the first field with an error.
pub fn focus_first_wrong() {
    focus_on(query("[aria-invalid=true]"));
}

fn focus_on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Calls back at each event of a kind, for as long as the page stands.
pub fn on(target: &Element, event: &str, act: impl FnMut(Event) + 'static) {
    let act: Box<dyn FnMut(Event)> = Box::new(act);
    let act = Closure::wrap(act).into_js_value();
    let _ = target.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// Calls back once, after a time.
pub fn later(time: Duration, act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    let act: Function = Closure::once_into_js(act).unchecked_into();
    let millis = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&act, millis);
}

/// Waits without blocking the page.
pub async fn pause(time: Duration) {
    let promise = Promise::new(&mut |resolve, _| {
        later(time, move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Waits while a pointer presses something: an error that appears between press and release would move the button away.
pub fn when_released(act: impl FnOnce() + 'static) {
    if query(":active").is_none() {
        act();
    } else {
        let act: Box<dyn FnOnce()> = Box::new(act);
        later(Duration::from_millis(50), move || when_released(act));
    }
}
