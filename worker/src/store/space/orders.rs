//! How many orders a customer has, and which of them wait for their payment.

use super::Own;
use crate::db::{Answers, Refused, Sql, sql};
use domain::id::OrderId;
use domain::space::{BlockKind, Facts, TO_DO_MAX, ToDo};
use serde::Deserialize;

/// Selects what [`read`] reads.
pub fn select(own: &Own<'_>) -> [Sql; 2] {
    [
        sql("select count(*) as count from orders
            where customer_id = ?1 and (?2 = 1 or account_id = ?3)")
        .bind(own.customer)
        .bind(own.verified)
        .bind(own.account),
        sql("select id, number, total, currency from orders
            where customer_id = ?1 and (?2 = 1 or account_id = ?3) and state = 'placed' and total > 0
            order by seq limit ?4")
        .bind(own.customer)
        .bind(own.verified)
        .bind(own.account)
        .bind(TO_DO_MAX),
    ]
}

pub fn read(answers: &mut Answers, facts: &mut Facts) -> Result<(), Refused> {
    #[derive(Deserialize)]
    struct Unpaid {
        id: OrderId,
        number: u32,
        total: i64,
        currency: String,
    }
    facts.count(BlockKind::Orders, super::count(answers)?, 0);
    let unpaid: Vec<Unpaid> = answers.take().all()?;
    facts
        .to_do
        .extend(unpaid.into_iter().map(|order| ToDo::Pay {
            order: order.id,
            number: order.number,
            total: order.total,
            currency: order.currency,
        }));
    Ok(())
}
