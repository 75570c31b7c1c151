//! What the app keeps in the browser: on the browser's own shelf (basket, appearance) or the tab's (the checkout's draft).
//! A browser that refuses storage still works: it forgets at the next page.

use crate::dom::{document, window};
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// Where something is kept.
#[derive(Clone, Copy)]
pub enum Shelf {
    /// `localStorage`: until it is removed. Nothing private goes here.
    Browser,
    /// `sessionStorage`: until the tab is closed.
    Tab,
}

/// What stands under a name.
pub fn get(shelf: Shelf, name: &str) -> Option<String> {
    open(shelf)?.get_item(name).ok().flatten()
}

/// Keeps a text under a name.
pub fn set(shelf: Shelf, name: &str, text: &str) {
    if let Some(storage) = open(shelf) {
        let _ = storage.set_item(name, text);
    }
}

/// Forgets a name.
pub fn remove(shelf: Shelf, name: &str) {
    if let Some(storage) = open(shelf) {
        let _ = storage.remove_item(name);
    }
}

/// Forgets everything that belongs to this tab.
pub fn clear_tab() {
    if let Some(storage) = open(Shelf::Tab) {
        let _ = storage.clear();
    }
}

/// Writes a cookie that the Worker reads when it chooses a page's language. Kept for a year.
pub fn set_cookie(name: &str, value: &str) {
    let secure = window().location().protocol().is_ok_and(|p| p == "https:");
    let end = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{end}");
    let _ = js_sys::Reflect::set(&document(), &"cookie".into(), &JsValue::from(cookie));
}

fn open(shelf: Shelf) -> Option<Storage> {
    match shelf {
        Shelf::Browser => window().local_storage(),
        Shelf::Tab => window().session_storage(),
    }
    .ok()
    .flatten()
}
