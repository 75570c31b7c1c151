//! What this browser keeps of a purchase: the basket, and the checkout that its tab has open. Prices are the Worker's and never stored.

use crate::json;
use crate::storage::{self, Shelf};
use domain::checkout::BasketLine;
use domain::id::CheckoutId;

const BASKET: &str = "basket";
const CHECKOUT: &str = "checkout";

/// The basket's lines.
pub fn lines() -> Vec<BasketLine> {
    storage::get(Shelf::Browser, BASKET)
        .and_then(|text| json::read(&text))
        .unwrap_or_default()
}

/// Keeps the basket's lines.
pub fn keep_lines(lines: &[BasketLine]) {
    if let Ok(text) = serde_json::to_string(lines) {
        storage::set(Shelf::Browser, BASKET, &text);
    }
}

/// The checkout of this tab, and the basket it was opened for.
pub fn checkout() -> Option<(CheckoutId, Vec<BasketLine>)> {
    json::read(&storage::get(Shelf::Tab, CHECKOUT)?)
}

/// Keeps the checkout of this tab.
pub fn keep_checkout(id: &CheckoutId, lines: Vec<BasketLine>) {
    if let Ok(text) = serde_json::to_string(&(id, lines)) {
        storage::set(Shelf::Tab, CHECKOUT, &text);
    }
}

/// Forgets it.
pub fn forget_checkout() {
    storage::remove(Shelf::Tab, CHECKOUT);
}
