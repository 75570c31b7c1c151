//! Notes on a customer: each with its entry in the history. Their author alone may mend them, for a while.

use crate::db::{Db, GONE, Refused, guard_changed, sql};
use crate::store::history::{Told, tell_more};
use crate::store::journal;
use domain::account::Account;
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, NoteId};
use domain::journal::{Act, SubjectKind};
use domain::note::EDITABLE;
use serde::Deserialize;

/// A note on a customer, and who writes or mends it.
pub struct Place<'a> {
    pub customer: &'a CustomerId,
    pub note: &'a NoteId,
    pub by: &'a Account,
}

/// Writes a note; `gone` when there is no such customer.
pub async fn write(db: &Db, place: &Place<'_>, text: &str, now: i64) -> Result<(), Refused> {
    let told = Told {
        note: Some(place.note),
        ..Told::default()
    };
    db.batch(vec![
        sql("insert into notes (id, customer_id, account_id, text, at)
            select ?1, id, ?3, ?4, ?5 from customers where id = ?2")
        .bind(place.note)
        .bind(place.customer)
        .bind(&place.by.id)
        .bind(text)
        .bind(now),
        guard_changed(GONE),
        tell_more(
            place.customer,
            Some(&place.by.id),
            Fact::NoteWritten,
            &told,
            now,
        )?,
    ])
    .await
    .map(|_| ())
}

/// A note as it stands.
#[derive(Deserialize)]
pub struct Written {
    #[serde(rename = "account_id")]
    pub author: AccountId,
}

/// A customer's note.
pub async fn find(
    db: &Db,
    customer: &CustomerId,
    note: &NoteId,
) -> Result<Option<Written>, Refused> {
    let select = sql("select account_id from notes where id = ?1 and customer_id = ?2")
        .bind(note)
        .bind(customer);
    db.run(select).await?.first()
}

/// Whose a note is, and not settled yet: ?1 the note, ?2 its customer, ?3 the author, ?4 the time it may not be older than.
const OPEN: &str = "id = ?1 and customer_id = ?2 and account_id = ?3 and at > ?4";

/// Changes a note; `gone` unless it is this author's and not settled.
pub async fn change(db: &Db, place: &Place<'_>, text: &str, now: i64) -> Result<(), Refused> {
    let update = sql(format!(
        "update notes set text = ?5, edited_at = ?6 where {OPEN}"
    ))
    .bind(place.note)
    .bind(place.customer)
    .bind(&place.by.id)
    .bind(now - EDITABLE)
    .bind(text)
    .bind(now);
    let subject = Some((SubjectKind::Customer, place.customer.as_str()));
    let told = journal::tell(place.by, Act::NoteEdited, subject, &[], now);
    db.batch(vec![update, guard_changed(GONE), told])
        .await
        .map(|_| ())
}

/// Deletes a note with its entry in the history; `gone` unless it is this author's and not settled.
pub async fn delete(db: &Db, place: &Place<'_>, now: i64) -> Result<(), Refused> {
    let delete = sql(format!("delete from notes where {OPEN}"))
        .bind(place.note)
        .bind(place.customer)
        .bind(&place.by.id)
        .bind(now - EDITABLE);
    let entry = sql("delete from history where customer_id = ?1 and note_id = ?2")
        .bind(place.customer)
        .bind(place.note);
    let subject = Some((SubjectKind::Customer, place.customer.as_str()));
    let told = journal::tell(place.by, Act::NoteDeleted, subject, &[], now);
    db.batch(vec![delete, guard_changed(GONE), entry, told])
        .await
        .map(|_| ())
}
