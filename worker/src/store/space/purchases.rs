//! How many products a customer acquired, and which accesses end soon.

use super::Own;
use crate::db::{Answers, Refused, Sql, sql};
use domain::space::{BlockKind, ENDING, Facts, TO_DO_MAX, ToDo};
use serde::Deserialize;

/// Selects what [`read`] reads: of purchases whose orders the account may see.
pub fn select(own: &Own<'_>) -> [Sql; 2] {
    let count = sql("select count(*) as count
            from purchases u join products p on p.id = u.product_id
            join orders f on f.id = u.first_order_id join orders l on l.id = u.last_order_id
            where u.customer_id = ?1 and (?2 = 1 or (f.account_id = ?3 and l.account_id = ?3))")
    .bind(own.customer)
    .bind(own.verified)
    .bind(own.account);
    let ending = sql("select p.name_en, p.name_fr, u.valid_until as ends_at
            from purchases u join products p on p.id = u.product_id
            join orders f on f.id = u.first_order_id join orders l on l.id = u.last_order_id
            where u.customer_id = ?1 and (?2 = 1 or (f.account_id = ?3 and l.account_id = ?3))
                and u.ended_at is null and u.valid_until between ?4 and ?5
            order by u.valid_until, u.id limit ?6")
    .bind(own.customer)
    .bind(own.verified)
    .bind(own.account)
    .bind(own.now)
    .bind(own.now + ENDING)
    .bind(TO_DO_MAX);
    [count, ending]
}

pub fn read(answers: &mut Answers, facts: &mut Facts) -> Result<(), Refused> {
    #[derive(Deserialize)]
    struct Ending {
        name_en: String,
        name_fr: String,
        ends_at: i64,
    }
    facts.count(BlockKind::Purchases, super::count(answers)?, 0);
    let ending: Vec<Ending> = answers.take().all()?;
    facts
        .to_do
        .extend(ending.into_iter().map(|access| ToDo::Renew {
            name_en: access.name_en,
            name_fr: access.name_fr,
            ends_at: access.ends_at,
        }));
    Ok(())
}
