//! What is known of the files in R2: who handed them in, and whether they wait, are kept, or are to go. A row whose
//! holder is deleted is told to go by a trigger of the holder's table.

use crate::db::{Answers, Db, NO_FILE, Refused, Sql, guard_changed, sql};
use domain::id::{AccountId, BlobId};
use domain::upload::{Blob, WAITING_MAX};
use serde::Deserialize;

/// Files that one sweep deletes.
const SWEPT_MAX: u32 = 100;

/// Notes an upload before its object is written. False where this account has too many waiting.
pub async fn wait(db: &Db, blob: &Blob, by: &AccountId, now: i64) -> Result<bool, Refused> {
    let insert = sql(
        "insert into blobs (id, account_id, name, kind, size, state, at)
        select ?1, ?2, ?3, ?4, ?5, 'waiting', ?6
        where (select count(*) from blobs where account_id = ?2 and state = 'waiting') < ?7
        returning id",
    )
    .bind(&blob.id)
    .bind(by)
    .bind(&blob.name)
    .bind(blob.kind.extension())
    .bind(blob.size)
    .bind(now)
    .bind(WAITING_MAX);
    db.run(insert).await?.any()
}

/// Takes a waiting upload of this account into use, within the batch that attaches it; fails the batch with `no_file` where
/// there is none such.
pub fn attach(id: &BlobId, by: &AccountId, now: i64) -> [Sql; 2] {
    let attach = sql("update blobs set state = 'kept', at = ?3
        where id = ?1 and account_id = ?2 and state = 'waiting'")
    .bind(id)
    .bind(by)
    .bind(now);
    [attach, guard_changed(NO_FILE)]
}

#[derive(Deserialize)]
struct Row {
    id: BlobId,
}

/// What is to go: what was told to, and what has waited since before `before`, which nothing can attach any more.
pub async fn doomed(db: &Db, before: i64, now: i64) -> Result<Vec<BlobId>, Refused> {
    let expire = sql("update blobs set state = 'doomed', at = ?2 where id in (
        select id from blobs where state = 'waiting' and at <= ?1 order by at limit ?3)")
    .bind(before)
    .bind(now)
    .bind(SWEPT_MAX);
    let doomed =
        sql("select id from blobs where state = 'doomed' order by at limit ?1").bind(SWEPT_MAX);
    let mut answers = Answers::new(db.batch(vec![expire, doomed]).await?);
    answers.take();
    let rows: Vec<Row> = answers.take().all()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Forgets what is no more.
pub async fn forget(db: &Db, ids: &[BlobId]) -> Result<(), Refused> {
    let ids: Vec<&str> = ids.iter().map(BlobId::as_str).collect();
    let ids =
        serde_json::to_string(&ids).map_err(|error| Refused::Cause(format!("json: {error}")))?;
    let forget =
        sql("delete from blobs where state = 'doomed' and id in (select value from json_each(?1))");
    db.run(forget.bind(ids)).await.map(|_| ())
}
