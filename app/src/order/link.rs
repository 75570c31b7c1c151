//! A guest's link to an order: its token stands after the `#`, which no server and no log sees. The tab keeps it, the address bar does not.

use crate::client::Header;
use crate::dom;
use crate::storage::{self, Shelf};
use domain::api::order::ORDER_TOKEN;
use domain::id::OrderId;
use domain::session;
use wasm_bindgen::JsValue;

/// Takes the token out of the address, where there is one.
pub fn take(id: &OrderId) {
    let location = dom::window().location();
    let hash = location.hash().unwrap_or_default();
    let token = hash.trim_start_matches('#');
    if !session::is_token(token) {
        return;
    }
    storage::set(Shelf::Tab, &name(id), token);
    let path = location.pathname().unwrap_or_default();
    if let Ok(history) = dom::window().history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&path));
    }
}

/// The header that the token travels in, where the tab keeps one.
pub fn header(id: &OrderId) -> Vec<Header> {
    storage::get(Shelf::Tab, &name(id))
        .map(|token| (ORDER_TOKEN, token))
        .into_iter()
        .collect()
}

fn name(id: &OrderId) -> String {
    format!("order {id}")
}
