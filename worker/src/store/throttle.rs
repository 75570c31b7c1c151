//! Leaky buckets in D1: charging one is a single statement, so that two requests at once cannot both take the last place.

use crate::db::{Answers, Db, Refused, Sql, THROTTLED, sql};
use domain::throttle::Limit;
use serde::Deserialize;

/// Takes one place in a bucket, or fails the whole batch with the name `throttled`.
pub fn charge(limit: &Limit, who: &str, now: i64) -> Sql {
    sql(format!(
        "insert into throttles (key, tat) values (?1, ?2 + ?3) on conflict (key) do update set tat = {FILLED}"
    ))
    .bind(key(limit, who))
    .bind(now)
    .bind(limit.interval)
    .bind(limit.window())
}

/// Takes one place in a bucket if there is one: the next statement's `changes()` tells. Nobody else can.
pub fn charge_quietly(limit: &Limit, who: &str, now: i64) -> Sql {
    sql("insert into throttles (key, tat) values (?1, ?2 + ?3)
        on conflict (key) do update set tat = max(tat, ?2) + ?3 where max(tat, ?2) + ?3 - ?2 <= ?4")
    .bind(key(limit, who))
    .bind(now)
    .bind(limit.interval)
    .bind(limit.window())
}

/// Takes one place for a `mark` that was not seen lately, or fails the whole batch. A mark holds for the bucket's
/// window, during which repeating the same thing is free.
pub fn charge_once(limit: &Limit, who: &str, mark: &str, now: i64) -> [Sql; 2] {
    let mark = format!("{}:{mark}", key(limit, who));
    let charge = sql(format!(
        "insert into throttles (key, tat) select ?1, ?2 + ?3
        where not exists (select 1 from throttles where key = ?5 and tat > ?2)
        on conflict (key) do update set tat = {FILLED}"
    ))
    .bind(key(limit, who))
    .bind(now)
    .bind(limit.interval)
    .bind(limit.window())
    .bind(&mark);
    let remember = sql("insert into throttles (key, tat) values (?1, ?2 + ?3)
        on conflict (key) do update set tat = excluded.tat where tat <= ?2")
    .bind(mark)
    .bind(now)
    .bind(limit.window());
    [charge, remember]
}

/// The bucket with one place more taken (?2 now, ?3 interval, ?4 window); a full one fails as guards do.
const FILLED: &str = "case when max(tat, ?2) + ?3 - ?2 <= ?4 then max(tat, ?2) + ?3 \
    else json_extract('{}', '!throttled') end";

/// Empties a bucket: a sign-in that succeeded forgives the failures before it.
pub fn empty(limit: &Limit, who: &str) -> Sql {
    sql("delete from throttles where key = ?1").bind(key(limit, who))
}

/// Empties a bucket with those kept beside it for single browsers ([`crate::device::bucket`]).
pub fn empty_all(limit: &Limit, who: &str) -> Sql {
    sql("delete from throttles where key = ?1 or (key > ?1 || ':' and key < ?1 || ';')")
        .bind(key(limit, who))
}

/// Until when such a bucket, or one kept beside it, takes no more; none where each does.
pub async fn full_until(
    db: &Db,
    limit: &Limit,
    who: &str,
    now: i64,
) -> Result<Option<i64>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        tat: Option<i64>,
    }
    let fullest = sql("select max(tat) as tat from throttles
        where key = ?1 or (key > ?1 || ':' and key < ?1 || ';')")
    .bind(key(limit, who));
    let tat = db
        .run(fullest)
        .await?
        .first::<Row>()?
        .and_then(|row| row.tat);
    Ok(tat.map(|tat| limit.free_at(tat)).filter(|at| *at > now))
}

/// Takes one place in each of several buckets, in one trip. `Err` holds the seconds to wait for the fullest.
pub async fn charge_all(
    db: &Db,
    charges: &[(&Limit, &str)],
    now: i64,
) -> Result<Result<(), i64>, Refused> {
    let batch = charges.iter().map(|(limit, who)| charge(limit, who, now));
    match db.batch(batch.collect()).await {
        Ok(_) => Ok(Ok(())),
        Err(Refused::Guard(THROTTLED)) => Ok(Err(wait(db, charges, now).await?)),
        Err(other) => Err(other),
    }
}

/// Seconds until each of the buckets takes one more.
pub async fn wait(db: &Db, charges: &[(&Limit, &str)], now: i64) -> Result<i64, Refused> {
    #[derive(Deserialize)]
    struct Row {
        tat: i64,
    }
    let select = |(limit, who): &(&Limit, &str)| {
        sql("select tat from throttles where key = ?1").bind(key(limit, who))
    };
    let rows = db.batch(charges.iter().map(select).collect()).await?;
    let mut answers = Answers::new(rows);
    let mut longest = 1;
    for (limit, _) in charges {
        if let Some(row) = answers.take().first::<Row>()? {
            longest = longest.max(limit.retry_after(row.tat, now));
        }
    }
    Ok(longest)
}

fn key(limit: &Limit, who: &str) -> String {
    format!("{}:{who}", limit.name)
}
