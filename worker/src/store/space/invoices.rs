//! How many invoices and credit notes a customer has.

use super::Own;
use crate::db::{Answers, Refused, Sql, sql};
use domain::space::{BlockKind, Facts};

/// Selects what [`read`] reads.
pub fn select(own: &Own<'_>) -> [Sql; 1] {
    [sql(
        "select count(*) as count from papers p indexed by papers_of_customer
            join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id
            where p.customer_id = ?1 and (?2 = 1 or o.account_id = ?3)",
    )
    .bind(own.customer)
    .bind(own.verified)
    .bind(own.account)]
}

pub fn read(answers: &mut Answers, facts: &mut Facts) -> Result<(), Refused> {
    facts.count(BlockKind::Invoices, super::count(answers)?, 0);
    Ok(())
}
