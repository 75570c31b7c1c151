//! What the contact step saved back to a signed-in customer's record, handed over to the next page of the tab, which says so and can undo it.

use crate::json;
use crate::storage::{self, Shelf};
use domain::contact::ContactForm;
use domain::id::CheckoutId;
use domain::pending::DetailsField;
use serde::{Deserialize, Serialize};

const NAME: &str = "saved_back";

/// The change and its way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedBack {
    pub checkout: CheckoutId,
    /// What the record took over, in the order of the form; never empty.
    pub fields: Vec<DetailsField>,
    /// Sent to `PUT /api/checkouts/{id}/contact`, this puts back what stood in the record before.
    pub before: ContactForm,
}

/// Hands it over, in place of what an earlier submission left.
pub fn store(saved: &SavedBack) {
    if let Ok(text) = serde_json::to_string(saved) {
        storage::set(Shelf::Tab, NAME, &text);
    }
}

/// Takes it: the next page says it once.
pub fn take() -> Option<SavedBack> {
    let text = storage::get(Shelf::Tab, NAME)?;
    storage::remove(Shelf::Tab, NAME);
    json::read(&text)
}
