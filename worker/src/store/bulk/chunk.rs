//! A chunk of a bulk change: outcomes, what they entail and the counters, in one batch. Whoever dies loses and doubles
//! nothing: what has no outcome is still to be done, by whoever holds the lease next.

use super::act::Work;
use crate::db::{Answers, Db, Refused, Rows, STALE, Sql, guard_changed, sql};
use domain::bulk::{BulkAct, CHUNK, LEASE};
use domain::id::{AccountId, BulkId, GroupId};
use serde::Deserialize;

/// A bulk change that a worker has claimed. `lease` is the claim: its end, which no other claim shares.
#[derive(Deserialize)]
pub struct Claimed {
    pub id: BulkId,
    pub act: BulkAct,
    pub group_id: Option<GroupId>,
    pub account_id: AccountId,
    pub lease: i64,
}

/// The next items to be done, from one customer's id to another's: none between them is done.
#[derive(Deserialize)]
pub struct Chunk {
    pub first: String,
    pub last: String,
}

/// Claims the oldest bulk change that runs and that nobody works at.
pub async fn claim(db: &Db, now: i64) -> Result<Option<Claimed>, Refused> {
    db.run(
        sql("update bulks set lease = ?1 + ?2
            where seq = (select seq from bulks where state = 'running' and (lease is null or lease <= ?1)
                order by seq limit 1)
            returning id, act, group_id, account_id, lease")
        .bind(now)
        .bind(LEASE),
    )
    .await?
    .first()
}

/// Lets somebody else go on at once.
pub async fn release(db: &Db, claimed: &Claimed) -> Result<(), Refused> {
    db.run(
        sql("update bulks set lease = null where id = ?1 and lease = ?2")
            .bind(&claimed.id)
            .bind(claimed.lease),
    )
    .await
    .map(|_| ())
}

/// Ends a bulk change that has nothing left to do.
pub async fn finish(db: &Db, claimed: &Claimed, now: i64) -> Result<(), Refused> {
    db.run(
        sql(
            "update bulks set state = 'finished', ended_at = ?3, lease = null
            where id = ?1 and lease = ?2 and state = 'running'
                and not exists (select 1 from bulk_items where bulk_id = ?1 and outcome is null)",
        )
        .bind(&claimed.id)
        .bind(claimed.lease)
        .bind(now),
    )
    .await
    .map(|_| ())
}

/// What is to be done first.
pub async fn next(db: &Db, claimed: &Claimed) -> Result<Option<Chunk>, Refused> {
    read(&db.run(waiting(claimed)).await?)
}

fn waiting(claimed: &Claimed) -> Sql {
    sql(
        "select min(customer_id) as first, max(customer_id) as last from (
            select customer_id from bulk_items where bulk_id = ?1 and outcome is null
            order by customer_id limit ?2)",
    )
    .bind(&claimed.id)
    .bind(CHUNK)
}

fn read(rows: &Rows) -> Result<Option<Chunk>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        first: Option<String>,
        last: Option<String>,
    }
    let row: Option<Row> = rows.first()?;
    Ok(row.and_then(|row| match (row.first, row.last) {
        (Some(first), Some(last)) => Some(Chunk { first, last }),
        _ => None,
    }))
}

/// Does a chunk and tells the next one. [`Refused::Guard`] `stale` when the bulk change was stopped or the lease has
/// passed to somebody else: then nothing was done.
pub async fn advance(
    db: &Db,
    claimed: &mut Claimed,
    chunk: &Chunk,
    now: i64,
) -> Result<Option<Chunk>, Refused> {
    let lease = (now + LEASE).max(claimed.lease + 1);
    let mut batch = vec![
        sql("update bulks set lease = ?3 where id = ?1 and lease = ?2 and state = 'running'")
            .bind(&claimed.id)
            .bind(claimed.lease)
            .bind(lease),
        guard_changed(STALE),
    ];
    let work = Work {
        claimed,
        chunk,
        now,
    };
    work.push(&mut batch);
    batch.push(work.over(
        "update bulks set
            done = done + (select count(*) from bulk_items where bulk_id = ?1 and outcome = 'done'
                and customer_id between ?2 and ?3),
            skipped = skipped + (select count(*) from bulk_items where bulk_id = ?1 and outcome = 'skipped'
                and customer_id between ?2 and ?3),
            failed = failed + (select count(*) from bulk_items where bulk_id = ?1 and outcome = 'failed'
                and customer_id between ?2 and ?3)
        where id = ?1",
    ));
    batch.push(waiting(claimed));
    let count = batch.len();
    let mut answers = Answers::new(db.batch(batch).await?);
    claimed.lease = lease;
    for _ in 1..count {
        answers.take();
    }
    read(&answers.take())
}
