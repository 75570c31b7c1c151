//! A page of a list as it was answered: what was asked, the rows, when.

use domain::page::Page;

/// One answer.
#[derive(Clone)]
pub struct Listed<Q, R> {
    pub query: Q,
    pub page: Page<R>,
    /// Unix milliseconds.
    pub at: i64,
}

/// The same rows to the same question are the same list, whenever they were answered.
impl<Q: PartialEq, R: PartialEq> PartialEq for Listed<Q, R> {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query && self.page == other.page
    }
}
