//! The page as the browser holds it: the few verbs that need no framework.

use js_sys::{Function, Promise, Reflect};
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Document, Element, Event, HtmlElement, Url, Window};

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

/// Has the browser save bytes that are here under a name.
pub fn save(bytes: &Blob, name: &str) {
    let Ok(url) = Url::create_object_url_with_blob(bytes) else {
        return;
    };
    let link = element("a", "", "");
    attribute(&link, "href", Some(&url));
    attribute(&link, "download", Some(name));
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
    // The browser reads them after this turn.
    later(Duration::from_secs(60), move || {
        let _ = Url::revoke_object_url(&url);
    });
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

/// Adds a style sheet that lies beside the page's own, once; the future waits until it is here. One that does not arrive is asked
/// for again by the next who needs it, and the page goes on without.
pub fn style(name: &str) -> impl Future<Output = ()> + use<> {
    let added = add_style(name);
    async move {
        if let Some((link, arrived)) = added
            && wasm_bindgen_futures::JsFuture::from(arrived).await.is_err()
        {
            link.remove();
        }
    }
}

fn add_style(name: &str) -> Option<(Element, Promise)> {
    let page = query("link[rel=stylesheet]")?.get_attribute("href")?;
    let (folder, _) = page.rsplit_once('/')?;
    let address = format!("{folder}/{name}");
    if query(&format!("link[href=\"{address}\"]")).is_some() {
        return None;
    }
    let link = element("link", "", "");
    attribute(&link, "rel", Some("stylesheet"));
    attribute(&link, "href", Some(&address));
    let arrived = Promise::new(&mut |here, gone| {
        on(&link, "load", move |_| {
            let _ = here.call0(&JsValue::UNDEFINED);
        });
        on(&link, "error", move |_| {
            let _ = gone.call0(&JsValue::UNDEFINED);
        });
    });
    query("head")?.append_child(&link).ok()?;
    Some((link, arrived))
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
