//! Keys under which a POST may be repeated: the same key and body make one thing (rule 16).

use crate::db::{Db, REPEATED, Refused, Sql, guard_changed, sql};
use serde::Deserialize;

/// A key as a client sent it, within what it may be repeated.
pub struct Key<'a> {
    /// Route and actor or browser.
    pub scope: &'a str,
    pub key: &'a str,
    pub body_hash: &'a str,
}

/// Claims a key, if there is one, for what is about to be made, or fails the batch with `repeated`.
pub fn claim<'a>(key: impl Into<Option<&'a Key<'a>>>, made: &str, now: i64) -> Vec<Sql> {
    let Some(key) = key.into() else {
        return Vec::new();
    };
    let claim = sql(
        "insert into idempotency_keys (scope, key, body_hash, made, at)
        values (?1, ?2, ?3, ?4, ?5) on conflict (scope, key) do nothing",
    )
    .bind(key.scope)
    .bind(key.key)
    .bind(key.body_hash)
    .bind(made)
    .bind(now);
    vec![claim, guard_changed(REPEATED)]
}

/// What a key made before.
#[derive(Deserialize)]
pub struct Made {
    pub body_hash: String,
    /// The id of it.
    pub made: String,
}

/// What was made under a key, if anything.
pub async fn find(db: &Db, scope: &str, key: &str) -> Result<Option<Made>, Refused> {
    db.run(
        sql("select body_hash, made from idempotency_keys where scope = ?1 and key = ?2")
            .bind(scope)
            .bind(key),
    )
    .await?
    .first()
}
