//! Facts that staff make about a customer. The journal hears of each by a trigger.

use crate::db::{Refused, Sql, sql};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, NoteId};
use domain::pending::Details;
use serde::Serialize;

/// What goes with a fact.
#[derive(Default)]
pub struct Told<'a> {
    /// Names of the fields that changed.
    pub fields: &'a [&'a str],
    /// What stood there before.
    pub before: Option<&'a Details>,
    pub detail: Option<&'a str>,
    pub note: Option<&'a NoteId>,
}

/// Tells a bare fact.
pub fn tell(customer: &CustomerId, by: &AccountId, fact: Fact, now: i64) -> Sql {
    sql(
        "insert into history (customer_id, at, actor, account_id, fact)
        values (?1, ?2, 'staff', ?3, ?4)",
    )
    .bind(customer)
    .bind(now)
    .bind(by)
    .bind(fact.code())
}

/// Tells a fact with what goes with it.
pub fn tell_more(
    customer: &CustomerId,
    by: &AccountId,
    fact: Fact,
    told: &Told<'_>,
    now: i64,
) -> Result<Sql, Refused> {
    Ok(sql(
        "insert into history (customer_id, at, actor, account_id, fact, fields, before, detail, note_id)
        values (?1, ?2, 'staff', ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(customer)
    .bind(now)
    .bind(by)
    .bind(fact.code())
    .bind(json(&told.fields)?)
    .bind(told.before.map(json).transpose()?)
    .bind(told.detail)
    .bind(told.note))
}

fn json(value: &(impl Serialize + ?Sized)) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
