//! What becomes of pending details: staff decide, or the customer whose browser typed them.

use crate::db::{Db, GONE, Refused, STALE, Sql, guard_changed, sql};
use crate::store::address::use_address;
use domain::contact::Address;
use domain::customer::Keys;
use domain::history::Fact;
use domain::id::{AccountId, AddressId, CustomerId, PendingId};
use domain::pending::{Details, DetailsField};
use serde::Deserialize;

/// Which pending details are decided about, and by whom: staff, or none for the customer.
pub struct Decision<'a> {
    pub customer: &'a CustomerId,
    pub pending: &'a PendingId,
    pub by: Option<&'a AccountId>,
}

/// The record as it is to be.
pub struct Change<'a> {
    /// The version it is made from.
    pub version: u32,
    pub details: &'a Details,
    pub keys: &'a Keys,
    /// A new address for the book, where it changed.
    pub address: Option<&'a Address>,
    pub address_id: AddressId,
    pub fields: &'a [DetailsField],
}

/// Takes details over: the record, its address book, its history, and the details wait no more.
/// [`Refused::Guard`]: `stale` when the record changed since, `gone` when somebody decided already.
pub async fn apply(
    db: &Db,
    decision: &Decision<'_>,
    change: &Change<'_>,
    now: i64,
) -> Result<(), Refused> {
    let details = change.details;
    let json = |error: serde_json::Error| Refused::Cause(format!("json: {error}"));
    let billing = details
        .billing
        .as_ref()
        .map(serde_json::to_string)
        .transpose()
        .map_err(json)?;
    let record = sql(
        "update customers set version = version + 1, first_name = ?3, last_name = ?4,
            phone = ?5, organisation = ?6, billing = ?7, name_key = ?8, search_text = ?9
        where id = ?1 and version = ?2",
    )
    .bind(decision.customer)
    .bind(change.version)
    .bind(&details.first_name)
    .bind(&details.last_name)
    .bind(&details.phone)
    .bind(&details.organisation)
    .bind(billing)
    .bind(&change.keys.name_key)
    .bind(&change.keys.search_text);
    let mut batch = vec![
        record,
        guard_changed(STALE),
        take(decision),
        guard_changed(GONE),
    ];
    if let Some(address) = change.address {
        batch.extend(use_address(
            decision.customer,
            &change.address_id,
            address,
            now,
        ));
    }
    let fields: Vec<&str> = change.fields.iter().map(|field| field.code()).collect();
    let fields = serde_json::to_string(&fields).map_err(json)?;
    batch.push(note(decision, Fact::PendingApplied, &fields, now));
    db.batch(batch).await.map(|_| ())
}

/// Sets details aside; `gone` when they wait no more.
pub async fn dismiss(db: &Db, decision: &Decision<'_>, now: i64) -> Result<(), Refused> {
    db.batch(vec![
        take(decision),
        guard_changed(GONE),
        note(decision, Fact::PendingDismissed, "[]", now),
    ])
    .await
    .map(|_| ())
}

/// The oldest details that this browser typed for a customer, if any wait.
pub async fn typed_in(
    db: &Db,
    customer: &CustomerId,
    browser_hash: &str,
) -> Result<Option<PendingId>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: PendingId,
    }
    let oldest = sql("select p.id from pending_details p
        cross join checkouts c on c.id = p.checkout_id
        where p.customer_id = ?1 and c.browser_hash = ?2 order by p.typed_at, p.id limit 1")
    .bind(customer)
    .bind(browser_hash);
    Ok(db.run(oldest).await?.first::<Row>()?.map(|row| row.id))
}

/// Drops details that say nothing new.
pub async fn drop(db: &Db, decision: &Decision<'_>) -> Result<(), Refused> {
    db.run(take(decision)).await.map(|_| ())
}

fn take(decision: &Decision<'_>) -> Sql {
    sql("delete from pending_details where id = ?1 and customer_id = ?2")
        .bind(decision.pending)
        .bind(decision.customer)
}

fn note(decision: &Decision<'_>, fact: Fact, fields: &str, now: i64) -> Sql {
    sql(
        "insert into history (customer_id, at, actor, account_id, fact, fields)
        values (?1, ?2, case when ?3 is null then 'customer' else 'staff' end, ?3, ?4, ?5)",
    )
    .bind(decision.customer)
    .bind(now)
    .bind(decision.by)
    .bind(fact.code())
    .bind(fields)
}
