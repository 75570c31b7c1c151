//! The address book of a customer as staff or its owner keep it, under the record's version.

use crate::db::{Db, GONE, Refused, STALE, guard_changed, sql};
use crate::store::address;
use crate::store::history::{Told, tell_more};
use domain::contact::Address;
use domain::history::Fact;
use domain::id::{AccountId, AddressId, CustomerId};

/// What becomes of an entry of the address book.
pub enum Entry<'a> {
    /// Joins the book, as the one used last.
    Add(&'a AddressId, &'a Address),
    /// Says something else; the one used last from now on, or where it was.
    Change(&'a AddressId, &'a Address, bool),
    /// Is the one used last.
    Use(&'a AddressId),
    Remove(&'a AddressId),
}

/// Changes a customer's address book. [`Refused::Guard`]: `stale` when the record changed since `version` (removing
/// asks for none), `gone` for an entry that is not in this book.
pub async fn keep_book(
    db: &Db,
    customer: &CustomerId,
    version: Option<u32>,
    entry: &Entry<'_>,
    by: Option<&AccountId>,
    now: i64,
) -> Result<(), Refused> {
    let grow = sql("update customers set version = version + 1
        where id = ?1 and (?2 is null or version = ?2)")
    .bind(customer)
    .bind(version);
    let mut batch = vec![grow, guard_changed(STALE)];
    let (fact, fields): (Fact, &[&str]) = match entry {
        Entry::Add(..) => (Fact::AddressAdded, &["address"]),
        Entry::Change(..) | Entry::Use(_) => (Fact::AddressChanged, &["address"]),
        Entry::Remove(_) => (Fact::AddressRemoved, &["address"]),
    };
    match entry {
        Entry::Add(id, address) => {
            batch.extend(address::use_address(customer, id, address, now));
        }
        Entry::Change(id, address, last) => {
            let used_at = last.then_some(now);
            batch.push(address::change_address(customer, id, address, used_at));
            batch.push(guard_changed(GONE));
        }
        Entry::Use(id) => {
            batch.push(address::use_entry(customer, id, now));
            batch.push(guard_changed(GONE));
        }
        Entry::Remove(id) => {
            batch.push(address::remove(customer, id));
            batch.push(guard_changed(GONE));
        }
    }
    let told = Told {
        fields,
        ..Told::default()
    };
    batch.push(tell_more(customer, by, fact, &told, now)?);
    db.batch(batch).await.map(|_| ())
}
