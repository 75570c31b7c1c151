//! What is being written, kept in the tab until it is sent: it outlives a reload, and goes with the session.

use crate::json;
use crate::session::{Session, Who};
use crate::storage::{self, Shelf};
use domain::upload::Blob;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Draft {
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub order: String,
    #[serde(default)]
    pub text: String,
    /// Files that were handed in and wait.
    #[serde(default)]
    pub files: Vec<Blob>,
}

/// Where a draft lies: one for each account and place, so that nobody finds another's in a shared browser.
#[derive(Clone, Copy)]
pub struct Drawer(StoredValue<String>);

impl Drawer {
    /// `place` is the conversation's id, or a word for none yet.
    pub fn of(place: &str) -> Drawer {
        let account = match expect_context::<Session>().who_now() {
            Who::Somebody(account) => account.id.to_string(),
            _ => String::new(),
        };
        Drawer(StoredValue::new(format!("draft:{account}:{place}")))
    }

    pub fn open(self) -> Draft {
        let kept = storage::get(Shelf::Tab, &self.0.get_value());
        kept.and_then(|text| json::read(&text)).unwrap_or_default()
    }

    /// Keeps a draft; an empty one is none.
    pub fn keep(self, draft: &Draft) {
        let name = self.0.get_value();
        match serde_json::to_string(draft) {
            Ok(text) if *draft != Draft::default() => storage::set(Shelf::Tab, &name, &text),
            _ => storage::remove(Shelf::Tab, &name),
        }
    }
}
