//! Bulk changes: frozen in one statement, shown, started, stopped, taken back and dropped. What a chunk does is in
//! [`chunk`].

mod act;
mod chunk;

pub use chunk::{advance, claim, finish, next, release};

use crate::db::{Db, MOVED, Refused, STALE, Sql, guard_changed, guard_unless, sql};
use crate::store::customer::{Bound, matching};
use crate::store::idempotency::{self, Key};
use crate::store::journal;
use domain::account::Account;
use domain::bulk::{
    Bulk, BulkAct, BulkFailure, BulkState, Chosen, FINISHED_KEPT_DAYS, PREPARED_KEPT, TOTAL_MAX,
    Wanted,
};
use domain::group::GroupMark;
use domain::id::{BulkId, CustomerId, GroupId};
use domain::journal::{Act, SubjectKind};
use domain::page::{Cursor, Page};
use domain::session::DAY;
use serde::Deserialize;

/// Of `bulks b`, its group `g` and who asked for it `a`.
const COLUMNS: &str = "b.id, b.act, b.state, b.total, b.done, b.skipped, b.failed, b.invitations, b.undoes, \
    b.created_at, g.id as group_id, g.code, g.name, \
    case when a.removed_at is null then coalesce(a.name, a.email) end as by \
    from bulks b left join groups g on g.id = b.group_id left join accounts a on a.id = b.account_id";

#[derive(Deserialize)]
struct Row {
    id: BulkId,
    act: BulkAct,
    state: BulkState,
    total: u32,
    done: u32,
    skipped: u32,
    failed: u32,
    invitations: u32,
    undoes: Option<BulkId>,
    created_at: i64,
    group_id: Option<GroupId>,
    code: Option<String>,
    name: Option<String>,
    by: Option<String>,
}

impl From<Row> for Bulk {
    fn from(row: Row) -> Bulk {
        Bulk {
            id: row.id,
            act: row.act,
            group: match (row.group_id, row.code, row.name) {
                (Some(id), Some(code), Some(name)) => Some(GroupMark { id, code, name }),
                _ => None,
            },
            state: row.state,
            total: row.total,
            done: row.done,
            skipped: row.skipped,
            failed: row.failed,
            invitations: row.invitations,
            undoes: row.undoes,
            by: row.by,
            created_at: row.created_at,
        }
    }
}

/// Bulk changes a list shows.
const LISTED_MAX: u32 = 50;

/// Those that run, were stopped or ended lately, newest first.
pub async fn list(db: &Db) -> Result<Vec<Bulk>, Refused> {
    let newest = sql(format!(
        "select {COLUMNS} where b.seq < ?1 and b.state <> 'prepared' order by b.seq desc limit ?2"
    ))
    .bind(Cursor::before(None))
    .bind(LISTED_MAX);
    let rows: Vec<Row> = db.run(newest).await?.all()?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One bulk change.
pub async fn find(db: &Db, id: &BulkId) -> Result<Option<Bulk>, Refused> {
    let one = sql(format!("select {COLUMNS} where b.id = ?1")).bind(id);
    Ok(db.run(one).await?.first::<Row>()?.map(Into::into))
}

/// The bulk change that takes this one back.
pub async fn find_undo(db: &Db, id: &BulkId) -> Result<Option<Bulk>, Refused> {
    let one = sql(format!("select {COLUMNS} where b.undoes = ?1")).bind(id);
    Ok(db.run(one).await?.first::<Row>()?.map(Into::into))
}

/// Freezes and counts the customers of a bulk change. [`Refused::Guard`]: `repeated` where the key made one before,
/// `stale` for an unknown group, `moved` for more customers than one may be over.
pub async fn prepare(
    db: &Db,
    id: &BulkId,
    wanted: &Wanted<'_>,
    key: &Key<'_>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    batch.push(
        sql(
            "insert into bulks (id, act, group_id, state, total, account_id, created_at)
            select ?1, ?2, ?3, 'prepared', 0, ?4, ?5
            where ?3 is null or exists (select 1 from groups where id = ?3)",
        )
        .bind(id)
        .bind(wanted.act.code())
        .bind(wanted.group)
        .bind(&by.id)
        .bind(now),
    );
    batch.push(guard_changed(STALE));
    batch.extend(freeze(id, &wanted.chosen)?);
    batch.extend(count(id, wanted.act));
    batch.push(
        guard_unless("(select total from bulks where id = ?1) <= ?2", MOVED)
            .bind(id)
            .bind(TOTAL_MAX),
    );
    db.batch(batch).await.map(|_| ())
}

/// The customers, as they are found now: who comes later is not among them. One more than may be tells that there are
/// too many.
fn freeze(id: &BulkId, chosen: &Chosen<'_>) -> Result<Option<Sql>, Refused> {
    let mut bound = Bound::default();
    let bulk = bound.put(id);
    let found = match chosen {
        Chosen::Customers(customers) => {
            let ids = serde_json::to_string(customers)
                .map_err(|error| Refused::Cause(format!("ids: {error}")))?;
            let ids = bound.put(ids);
            Some(format!(
                "select c.id from customers c where c.id in (select value from json_each({ids}))"
            ))
        }
        Chosen::Matching(query) => matching(query, &mut bound, TOTAL_MAX + 1),
    };
    Ok(found.map(|found| {
        bound.into_sql(format!(
            "insert into bulk_items (bulk_id, customer_id) select {bulk}, f.id from ({found}) f"
        ))
    }))
}

/// Counts what was frozen, and for whom an invitation will be needed: nobody has a way in who has neither password nor
/// proved mailbox.
pub fn count(id: &BulkId, act: BulkAct) -> Vec<Sql> {
    let total = sql(
        "update bulks set total = (select count(*) from bulk_items where bulk_id = ?1)
        where id = ?1",
    )
    .bind(id);
    let invitations = sql("update bulks set invitations = (
            select count(*) from bulk_items i join customers c on c.id = i.customer_id
                left join accounts a on a.customer_id = c.id
            where i.bulk_id = ?1
                and (a.id is null or (a.role = 'customer' and a.can_sign_in = 0 and a.paused = 0
                    and a.password_hash is null and a.verified_at is null))
                and not exists (select 1 from accounts o
                    where o.email_key = c.email_key and o.customer_id is not c.id))
        where id = ?1")
    .bind(id);
    match act {
        BulkAct::GiveSignIn => vec![total, invitations],
        _ => vec![total],
    }
}

/// Lets a bulk change run, for the first time or again. [`Refused::Guard`] `stale` where it cannot.
pub async fn start(db: &Db, id: &BulkId, by: &Account, now: i64) -> Result<(), Refused> {
    // A prepared one that is being dropped has lost customers already.
    let start = sql("update bulks set state = 'running', lease = null
        where id = ?1 and (state = 'stopped' or (state = 'prepared' and created_at > ?2))")
    .bind(id)
    .bind(now - PREPARED_KEPT);
    let subject = Some((SubjectKind::Bulk, id.as_str()));
    let told = journal::tell(by, Act::BulkStarted, subject, &[], now);
    db.batch(vec![start, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

/// Stops a bulk change between two chunks. [`Refused::Guard`] `stale` where it does not run.
pub async fn stop(db: &Db, id: &BulkId, by: &Account, now: i64) -> Result<(), Refused> {
    let stop = sql("update bulks set state = 'stopped', lease = null
        where id = ?1 and state = 'running'")
    .bind(id);
    let subject = Some((SubjectKind::Bulk, id.as_str()));
    let told = journal::tell(by, Act::BulkStopped, subject, &[], now);
    db.batch(vec![stop, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

/// Takes a bulk change back for those it changed, by another one that runs at once. One that was stopped cannot go on
/// after that. [`Refused::Guard`] `stale` where it cannot be taken back, or was already.
pub async fn undo(
    db: &Db,
    id: &BulkId,
    before: &Bulk,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let act = before.act.opposite();
    let insert = sql(
        "insert into bulks (id, act, group_id, state, total, undoes, account_id, created_at)
        select ?1, ?2, group_id, 'running', 0, id, ?4, ?5 from bulks
        where id = ?3 and state in ('stopped', 'finished') and done > 0 and undoes is null
        on conflict (undoes) do nothing",
    )
    .bind(id)
    .bind(act.code())
    .bind(&before.id)
    .bind(&by.id)
    .bind(now);
    let items = sql("insert into bulk_items (bulk_id, customer_id)
        select ?1, customer_id from bulk_items where bulk_id = ?2 and outcome = 'done'")
    .bind(id)
    .bind(&before.id);
    let ended = sql("update bulks set state = 'finished', ended_at = ?2
        where id = ?1 and state = 'stopped'")
    .bind(&before.id)
    .bind(now);
    let subject = Some((SubjectKind::Bulk, before.id.as_str()));
    let mut batch = vec![insert, guard_changed(STALE), items, ended];
    batch.extend(count(id, act));
    batch.push(journal::tell(by, Act::BulkUndone, subject, &[], now));
    db.batch(batch).await.map(|_| ())
}

/// Failures a page has.
const FAILURES_PAGE: u32 = 50;

/// A page of the customers that a bulk change could not change. Who is gone has no name any more.
pub async fn failures(
    db: &Db,
    bulk: &Bulk,
    cursor: Option<&Cursor>,
) -> Result<Page<BulkFailure>, Refused> {
    #[derive(Deserialize)]
    struct Failure {
        id: CustomerId,
        first_name: Option<String>,
        last_name: Option<String>,
        email: Option<String>,
        reason: Option<String>,
    }
    let page = sql(
        "select i.customer_id as id, c.first_name, c.last_name, c.email, i.reason
        from bulk_items i left join customers c on c.id = i.customer_id
        where i.bulk_id = ?1 and i.outcome = 'failed' and i.customer_id > ?2
        order by i.customer_id limit ?3",
    )
    .bind(&bulk.id)
    .bind(cursor.map_or("", |cursor| cursor.key.as_str()))
    .bind(FAILURES_PAGE + 1);
    let rows: Vec<Failure> = db.run(page).await?.all()?;
    let page = Page::cut(rows, FAILURES_PAGE, |row| Cursor {
        key: row.id.to_string(),
        seq: 0,
    });
    let mut page = page.map(|row| BulkFailure {
        id: row.id,
        first_name: row.first_name.unwrap_or_default(),
        last_name: row.last_name.unwrap_or_default(),
        email: row.email.unwrap_or_default(),
        reason: row.reason.unwrap_or_default(),
    });
    page.total = cursor.is_none().then_some(bulk.failed);
    Ok(page)
}

/// Items that one sweep drops.
const DROPPED_MAX: u32 = 5_000;

/// Drops those that were prepared and never started, and those that ended long ago: first what they were over, then
/// themselves.
pub async fn drop_old(db: &Db, now: i64) -> Result<(), Refused> {
    const PREPARED: &str = "select id from bulks where state = 'prepared' and created_at <= ?1";
    const ENDED: &str =
        "select id from bulks where state in ('stopped', 'finished') and created_at <= ?1";
    let mut batch = Vec::new();
    for (old, before) in [
        (PREPARED, now - PREPARED_KEPT),
        (ENDED, now - FINISHED_KEPT_DAYS * DAY),
    ] {
        batch.push(
            sql(format!(
                "delete from bulk_items where (bulk_id, customer_id) in (
                    select bulk_id, customer_id from bulk_items where bulk_id in ({old}) limit ?2)"
            ))
            .bind(before)
            .bind(DROPPED_MAX),
        );
        batch.push(
            sql(format!(
                "delete from bulks where id in ({old})
                    and not exists (select 1 from bulk_items where bulk_id = bulks.id)"
            ))
            .bind(before),
        );
    }
    db.batch(batch).await.map(|_| ())
}
