//! The journal as an owner reads it.

use crate::Staff;
use domain::api::journal::ListJournal;
use domain::journal::{Deed, JournalQuery, Line};
use domain::page::Page;

impl Staff {
    pub async fn journal(&self, query: &JournalQuery) -> Page<Line> {
        let page = self.get::<ListJournal>(&(), query).await;
        page.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"))
    }

    /// Every line there is for a query, page by page.
    pub async fn whole_journal(&self, query: &JournalQuery) -> Vec<Line> {
        let mut query = query.clone();
        let mut lines = Vec::new();
        loop {
            let page = self.journal(&query).await;
            lines.extend(page.items);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return lines,
            }
        }
    }
}

/// What was done, as it is sent.
pub fn code(line: &Line) -> &'static str {
    match line.deed {
        Deed::Act(act) => act.code(),
        Deed::Fact(fact) => fact.code(),
    }
}
