//! How many conversations a customer has with the shop, and in which of them it wrote something to be read.

use super::Own;
use crate::db::{Answers, Refused, Sql, sql};
use domain::conversation::COUNTED_MAX;
use domain::id::ConversationId;
use domain::space::{BlockKind, Facts, TO_DO_MAX, ToDo};
use serde::Deserialize;

/// Selects what [`read`] reads.
pub fn select(own: &Own<'_>) -> [Sql; 3] {
    let unread = sql("select id, subject from conversations
        where customer_id = ?1 and customer_unread > 0 order by last_seq desc limit ?2")
    .bind(own.customer)
    .bind(TO_DO_MAX);
    let all = sql("select count(*) as count from conversations where customer_id = ?1");
    let new = sql("select count(*) as count from (select 1 from conversations
        where customer_id = ?1 and customer_unread > 0 limit ?2)")
    .bind(own.customer)
    .bind(COUNTED_MAX);
    [unread, all.bind(own.customer), new]
}

pub fn read(answers: &mut Answers, facts: &mut Facts) -> Result<(), Refused> {
    #[derive(Deserialize)]
    struct Unread {
        id: ConversationId,
        subject: String,
    }
    let unread: Vec<Unread> = answers.take().all()?;
    facts.to_do.extend(unread.into_iter().map(|one| ToDo::Read {
        conversation: one.id,
        subject: one.subject,
    }));
    let (all, new) = (super::count(answers)?, super::count(answers)?);
    facts.count(BlockKind::Conversations, all, new);
    Ok(())
}
