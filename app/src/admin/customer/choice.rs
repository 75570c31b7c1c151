//! Which rows of pending details are ticked. Kept apart from what is drawn, so that a changed record keeps the choice.

use domain::id::PendingId;
use domain::pending::{DetailsField, Pending};
use leptos::prelude::*;

/// Every row is ticked until somebody unticks it. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Choices {
    unticked: RwSignal<Vec<(PendingId, DetailsField)>>,
}

impl Choices {
    pub fn new() -> Choices {
        Choices {
            unticked: RwSignal::new(Vec::new()),
        }
    }

    pub fn is_ticked(self, pending: &PendingId, field: DetailsField) -> bool {
        self.unticked.with(|rows| {
            !rows
                .iter()
                .any(|(id, other)| id == pending && *other == field)
        })
    }

    pub fn tick(self, pending: &PendingId, field: DetailsField, ticked: bool) {
        self.unticked.update(|rows| {
            rows.retain(|(id, other)| !(id == pending && *other == field));
            if !ticked {
                rows.push((pending.clone(), field));
            }
        });
    }

    /// The ticked rows among those that differ.
    pub fn of(self, pending: &Pending) -> Vec<DetailsField> {
        let ticked = |field: &DetailsField| untrack(|| self.is_ticked(&pending.id, *field));
        pending.differing.iter().copied().filter(ticked).collect()
    }
}
