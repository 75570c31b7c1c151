//! The draft of what is typed: kept in the tab at each change, put back after a reload, forgotten once it is saved.

use crate::checkout::contact::Contact;
use crate::reactive::follow;
use crate::storage::{self, Shelf};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

const NAME: &str = "draft";

#[derive(Serialize, Deserialize)]
struct Draft {
    values: Vec<(String, String)>,
    billing: bool,
    marketing_consent: bool,
}

/// Puts the tab's draft into the form, then keeps what is typed from now on.
pub fn keep(contact: Contact) {
    let draft =
        storage::get(Shelf::Tab, NAME).and_then(|text| serde_json::from_str::<Draft>(&text).ok());
    if let Some(draft) = draft {
        contact.form.restore(&draft.values);
        contact.billing_open.set(draft.billing);
        contact.marketing_consent.set(draft.marketing_consent);
    }
    let first = Cell::new(true);
    follow(move || {
        let draft = Draft {
            values: contact
                .form
                .followed_values()
                .into_iter()
                .map(|(path, value)| (path.to_owned(), value))
                .collect(),
            billing: contact.billing_open.get(),
            marketing_consent: contact.marketing_consent.get(),
        };
        if !first.replace(false)
            && let Ok(text) = serde_json::to_string(&draft)
        {
            storage::set(Shelf::Tab, NAME, &text);
        }
    });
}

/// Forgets the draft: what it held is saved.
pub fn forget() {
    storage::remove(Shelf::Tab, NAME);
}
