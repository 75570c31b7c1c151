//! The draft of what is typed: kept in the tab at each change, put back after a reload, forgotten once it is saved.

use crate::checkout::{address, faults, fields};
use crate::json;
use crate::storage::{self, Shelf};
use serde::{Deserialize, Serialize};

const NAME: &str = "draft";

#[derive(Serialize, Deserialize)]
struct Draft {
    values: Vec<(String, String)>,
    regions: [String; 2],
    billing: bool,
    marketing_consent: bool,
    /// The fields with an error, and whether a submission found them: another language says them again.
    faults: (Vec<String>, bool),
}

/// Puts the tab's draft into the fields that nobody typed in since the page was painted.
pub fn restore() {
    let Some(draft) = kept() else { return };
    for (path, value) in &draft.values {
        // The shop's own country stands in a fresh page: a draft's choice goes before it.
        if path.ends_with("country") || fields::value(path).is_empty() {
            fields::set(path, value);
        }
    }
    address::set_regions(draft.regions);
    fields::tick("billing", draft.billing || fields::ticked("billing"));
    let consent = draft.marketing_consent || fields::ticked("marketing_consent");
    fields::tick("marketing_consent", consent);
}

/// Keeps what is typed now.
pub fn keep() {
    let values = fields::PATHS
        .iter()
        .map(|path| ((*path).to_owned(), fields::value(path)))
        .collect();
    let draft = Draft {
        values,
        regions: address::regions(),
        billing: fields::ticked("billing"),
        marketing_consent: fields::ticked("marketing_consent"),
        faults: faults::kept(),
    };
    if let Ok(text) = serde_json::to_string(&draft) {
        storage::set(Shelf::Tab, NAME, &text);
    }
}

/// Forgets the draft: what it held is saved.
pub fn forget() {
    storage::remove(Shelf::Tab, NAME);
}

/// The faults that were shown when the draft was kept.
pub fn kept_faults() -> (Vec<String>, bool) {
    kept().map(|draft| draft.faults).unwrap_or_default()
}

fn kept() -> Option<Draft> {
    json::read(&storage::get(Shelf::Tab, NAME)?)
}
