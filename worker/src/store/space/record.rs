//! What waits for the customer's own decision: details typed without signing in, another e-mail.

use super::Own;
use crate::db::{Answers, Refused, Sql, sql};
use domain::space::{Facts, ToDo};
use serde::Deserialize;

/// Selects what [`read`] reads. Only who proved the mailbox may decide on what strangers typed for it.
pub fn select(own: &Own<'_>) -> [Sql; 2] {
    [
        sql("select count(*) as count from pending_details where customer_id = ?1 and ?2 = 1")
            .bind(own.customer)
            .bind(own.verified),
        sql("select email from email_changes where account_id = ?1 and expires_at > ?2")
            .bind(own.account)
            .bind(own.now),
    ]
}

pub fn read(answers: &mut Answers, facts: &mut Facts) -> Result<(), Refused> {
    #[derive(Deserialize)]
    struct Waiting {
        email: String,
    }
    let count = super::count(answers)?;
    if count > 0 {
        facts.to_do.push(ToDo::DecidePending { count });
    }
    let waiting: Option<Waiting> = answers.take().first()?;
    facts.to_do.extend(waiting.map(|change| ToDo::ConfirmEmail {
        email: change.email,
    }));
    Ok(())
}
