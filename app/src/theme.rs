//! Light, dark, or as the system says. `early.js` applies a kept choice before the first paint.

use crate::dom;
use crate::storage::{self, Shelf};

const NAME: &str = "theme";

/// The kept choice: `light`, `dark`, or nothing for the system's.
pub fn chosen() -> String {
    storage::get(Shelf::Browser, NAME).unwrap_or_default()
}

/// Shows the theme now and keeps it; an empty one follows the system again.
pub fn choose(theme: &str) {
    let Some(html) = dom::document().document_element() else {
        return;
    };
    let theme = Some(theme).filter(|theme| !theme.is_empty());
    dom::attribute(&html, "data-theme", theme);
    match theme {
        Some(theme) => storage::set(Shelf::Browser, NAME, theme),
        None => storage::remove(Shelf::Browser, NAME),
    }
}
