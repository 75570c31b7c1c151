//! How many documents a customer may read, and whether some of them are new.

use super::Own;
use crate::db::{Answers, Refused, Sql};
use crate::store::document::own as documents;
use domain::space::{BlockKind, Facts, ToDo};

/// Selects what [`read`] reads.
pub fn select(own: &Own<'_>) -> [Sql; 1] {
    [documents::count(own.customer, own.now)]
}

pub fn read(answers: &mut Answers, facts: &mut Facts) -> Result<(), Refused> {
    let count = documents::counted(answers)?;
    facts.count(BlockKind::Documents, count.all, count.new);
    if count.new > 0 {
        facts.to_do.push(ToDo::ReadDocuments { count: count.new });
    }
    Ok(())
}
