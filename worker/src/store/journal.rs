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
