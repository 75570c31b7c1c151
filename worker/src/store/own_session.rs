//! The sessions of an account, as its owner sees and ends them.

use crate::db::{Db, GONE, Refused, Sql, guard_changed, sql};
use crate::store::account::note;
use domain::api::security::OpenSession;
use domain::device::Device;
use domain::history::Fact;
use domain::id::{AccountId, SessionId};
use serde::Deserialize;

/// Sessions that are listed.
const LISTED_MAX: u32 = 100;

/// The sessions that last, the one used last first.
pub async fn list(
    db: &Db,
    account: &AccountId,
    this: &SessionId,
    now: i64,
) -> Result<Vec<OpenSession>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: SessionId,
        device: Option<String>,
        country: Option<String>,
        created_at: i64,
        seen_at: i64,
    }
    let select = sql(
        "select id, device, country, created_at, seen_at from sessions
        where account_id = ?1 and idle_at > ?2 and ends_at > ?2
        order by seen_at desc, id desc limit ?3",
    )
    .bind(account)
    .bind(now)
    .bind(LISTED_MAX);
    let rows: Vec<Row> = db.run(select).await?.all()?;
    let session = |row: Row| OpenSession {
        this: row.id == *this,
        id: row.id,
        device: Device::read(row.device.as_deref()),
        country: row.country,
        created_at: row.created_at,
        seen_at: row.seen_at,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends one; `gone` for another's, or one that ended.
pub async fn end(
    db: &Db,
    account: &AccountId,
    session: &SessionId,
    now: i64,
) -> Result<(), Refused> {
    let delete = sql("delete from sessions where id = ?2 and account_id = ?1")
        .bind(account)
        .bind(session);
    ended(db, account, delete, now).await
}

/// Ends every one but this; `gone` where there is no other.
pub async fn end_others(
    db: &Db,
    account: &AccountId,
    this: &SessionId,
    now: i64,
) -> Result<(), Refused> {
    let delete = sql("delete from sessions where account_id = ?1 and id <> ?2")
        .bind(account)
        .bind(this);
    ended(db, account, delete, now).await
}

async fn ended(db: &Db, account: &AccountId, delete: Sql, now: i64) -> Result<(), Refused> {
    db.batch(vec![
        delete,
        guard_changed(GONE),
        note(account, Fact::SessionsEnded, now),
    ])
    .await
    .map(|_| ())
}
