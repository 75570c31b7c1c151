//! The journal: written in the batch of what it tells. What staff do to a customer gets there from the history, by a trigger.

use crate::db::{Sql, sql};
use domain::account::Account;
use domain::journal::{Act, SubjectKind};

/// Tells what a member of staff did.
pub fn tell(
    by: &Account,
    act: Act,
    subject: Option<(SubjectKind, &str)>,
    fields: &[&str],
    now: i64,
) -> Sql {
    let fields = serde_json::to_string(fields).unwrap_or_else(|_| "[]".to_owned());
    sql(
        "insert into audit (at, account_id, role, area, deed, subject_kind, subject_id, fields)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(now)
    .bind(&by.id)
    .bind(by.role.code())
    .bind(act.area().code())
    .bind(act.code())
    .bind(subject.map(|(kind, _)| kind.code()))
    .bind(subject.map(|(_, id)| id))
    .bind(fields)
}

/// Tells of a try to sign in, if the mailbox is one of staff's: as failed, until [`sign_in_succeeded`] says otherwise. The
/// row comes with the try's other writes, whatever the e-mail, so that no answer takes longer for having written it.
pub fn sign_in_tried(email_key: &str, now: i64) -> Sql {
    sql("insert into audit (at, account_id, role, area, deed)
        select ?2, id, role, ?3, ?4 from accounts where email_key = ?1 and role <> 'customer'
        returning seq")
    .bind(email_key)
    .bind(now)
    .bind(Act::SignInFailed.area().code())
    .bind(Act::SignInFailed.code())
}

/// The try that [`sign_in_tried`] told of let somebody in.
pub fn sign_in_succeeded(seq: Option<i64>) -> Sql {
    sql("update audit set deed = ?2 where seq = ?1")
        .bind(seq)
        .bind(Act::SignedIn.code())
}

/// Tells that the session of this token is ended by its owner, if it is one of staff's.
pub fn signed_out(token_hash: &str, now: i64) -> Sql {
    sql("insert into audit (at, account_id, role, area, deed)
        select ?2, a.id, a.role, ?3, ?4 from sessions s join accounts a on a.id = s.account_id
        where s.token_hash = ?1 and a.role <> 'customer'")
    .bind(token_hash)
    .bind(now)
    .bind(Act::SignedOut.area().code())
    .bind(Act::SignedOut.code())
}
