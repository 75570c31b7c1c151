//! Facts about a customer that staff make, of which the journal hears by a trigger, or the customer.

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

/// Tells a fact with what goes with it; by nobody of staff: by the customer.
pub fn tell_more(
    customer: &CustomerId,
    by: Option<&AccountId>,
    fact: Fact,
    told: &Told<'_>,
    now: i64,
) -> Result<Sql, Refused> {
    Ok(sql(
        "insert into history (customer_id, at, actor, account_id, fact, fields, before, detail, note_id)
        values (?1, ?2, case when ?3 is null then 'customer' else 'staff' end, ?3, ?4, ?5, ?6, ?7, ?8)",
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

/// Tells a bare fact of the customer's own.
pub fn tell_own(customer: &CustomerId, fact: Fact, now: i64) -> Sql {
    sql("insert into history (customer_id, at, actor, fact)
        values (?1, ?2, 'customer', ?3)")
    .bind(customer)
    .bind(now)
    .bind(fact.code())
}

fn json(value: &(impl Serialize + ?Sized)) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
