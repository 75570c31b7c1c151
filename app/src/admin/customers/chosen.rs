//! Who is chosen in the list: rows of the page, or all that match. Another question begins afresh.

use domain::id::CustomerId;
use leptos::prelude::*;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Chosen {
    rows: RwSignal<Vec<CustomerId>>,
    /// All that match, on this page and beyond.
    all: RwSignal<bool>,
    /// On a phone boxes stand beside the rows only while one chooses.
    pub choosing: RwSignal<bool>,
}

impl Chosen {
    pub fn new() -> Chosen {
        Chosen {
            rows: RwSignal::new(Vec::new()),
            all: RwSignal::new(false),
            choosing: RwSignal::new(false),
        }
    }

    pub fn has(self, id: &CustomerId) -> bool {
        self.all.get() || self.rows.with(|rows| rows.contains(id))
    }

    pub fn is_all(self) -> bool {
        self.all.get()
    }

    pub fn is_none(self) -> bool {
        !self.all.get() && self.rows.with(Vec::is_empty)
    }

    /// How many rows of the page are chosen.
    pub fn count(self) -> u32 {
        self.rows
            .with(|rows| u32::try_from(rows.len()).unwrap_or(u32::MAX))
    }

    pub fn rows(self) -> Vec<CustomerId> {
        self.rows.get_untracked()
    }

    /// Chooses a row or no longer; `page` are the rows beside it.
    pub fn set(self, id: &CustomerId, on: bool, page: &[CustomerId]) {
        let all = self.all.get_untracked();
        self.rows.update(|rows| {
            if all {
                *rows = page.to_vec();
            }
            rows.retain(|row| row != id);
            if on {
                rows.push(id.clone());
            }
        });
        self.all.set(false);
    }

    /// Chooses the page.
    pub fn page(self, page: Vec<CustomerId>) {
        self.all.set(false);
        self.rows.set(page);
    }

    /// Chooses all that match.
    pub fn everybody(self) {
        self.all.set(true);
    }

    pub fn none(self) {
        self.all.set(false);
        self.rows.set(Vec::new());
    }

    /// Who is no longer on the page is no longer chosen.
    pub fn keep(self, page: &[CustomerId]) {
        let gone = |rows: &Vec<CustomerId>| rows.iter().any(|row| !page.contains(row));
        if self.rows.with_untracked(gone) {
            self.rows
                .update(|rows| rows.retain(|row| page.contains(row)));
        }
    }
}
