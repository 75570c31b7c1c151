//! Accounts, their sessions and one-time links. Tokens are stored as SHA-256 only.

use crate::db::{Db, GONE, Refused, guard_changed, sql};
use crate::store::throttle;
use domain::account::{Account, Role};
use domain::id::{AccountId, CustomerId, SessionId};
use domain::session::TOUCH;
use domain::throttle::SIGN_IN_ACCOUNT;
use serde::Deserialize;

/// A session that still lasts.
pub struct Resumed {
    pub account: Account,
    /// The customer whose account it is; none for staff.
    pub customer: Option<CustomerId>,
    /// True once the account's mailbox was proved.
    pub verified: bool,
    /// When a code opened the session, if one did.
    pub proved_at: Option<i64>,
    pub token_hash: String,
    pub ends_at: i64,
}

/// The session of this token, if it still lasts and its account is still enabled. Its use moves the idle end on.
pub async fn resume(db: &Db, token_hash: &str, now: i64) -> Result<Option<Resumed>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: AccountId,
        email: String,
        role: Role,
        has_password: u8,
        must_change: u8,
        customer_id: Option<CustomerId>,
        verified_at: Option<i64>,
        proved_at: Option<i64>,
        seen_at: i64,
        ends_at: i64,
    }
    let rows = db
        .run(
            sql(
                "select a.id, a.email, a.role, a.password_hash is not null as has_password,
                    a.must_change, a.customer_id, a.verified_at, s.proved_at, s.seen_at, s.ends_at
                from sessions s join accounts a on a.id = s.account_id
                where s.token_hash = ?1 and s.idle_at > ?2 and s.ends_at > ?2 and a.enabled = 1",
            )
            .bind(token_hash)
            .bind(now),
        )
        .await?;
    let Some(row) = rows.first::<Row>()? else {
        return Ok(None);
    };
    if now - row.seen_at > TOUCH {
        db.run(
            sql(
                "update sessions set seen_at = ?2, idle_at = min(ends_at, ?2 + idle)
                where token_hash = ?1",
            )
            .bind(token_hash)
            .bind(now),
        )
        .await?;
    }
    Ok(Some(Resumed {
        account: Account {
            id: row.id,
            email: row.email,
            role: row.role,
            has_password: row.has_password == 1,
            must_change: row.must_change == 1,
        },
        customer: row.customer_id,
        verified: row.verified_at.is_some(),
        proved_at: row.proved_at,
        token_hash: token_hash.to_owned(),
        ends_at: row.ends_at,
    }))
}

/// An account as sign-in needs it. Never serialised.
#[derive(Deserialize)]
pub struct Found {
    pub id: AccountId,
    pub email: String,
    pub role: Role,
    pub password_hash: Option<String>,
    pub pepper_id: Option<String>,
    enabled: u8,
}

impl Found {
    pub fn enabled(&self) -> bool {
        self.enabled == 1
    }
}

/// The account of a mailbox.
pub async fn find_account(db: &Db, email_key: &str) -> Result<Option<Found>, Refused> {
    db.run(
        sql("select id, email, role, password_hash, pepper_id, enabled
            from accounts where email_key = ?1")
        .bind(email_key),
    )
    .await?
    .first()
}

/// A session to be opened.
pub struct Opened<'a> {
    pub id: &'a SessionId,
    pub token_hash: &'a str,
    pub account: &'a AccountId,
    pub idle_at: i64,
    pub ends_at: i64,
    /// The session this browser had before: it ends here.
    pub replaces: Option<&'a str>,
    /// A new hash, where the old one's parameters are out of date.
    pub rehashed: Option<&'a str>,
    pub pepper_id: &'a str,
    /// The bucket of failures that the success forgives.
    pub forgives: &'a str,
}

/// Opens a session, unless the account was disabled a moment ago (then `gone`).
pub async fn open(db: &Db, opened: &Opened<'_>, now: i64) -> Result<(), Refused> {
    let insert = sql("insert into sessions
            (id, token_hash, account_id, created_at, seen_at, idle_at, ends_at)
        select ?1, ?2, id, ?4, ?4, ?5, ?6 from accounts where id = ?3 and enabled = 1")
    .bind(opened.id)
    .bind(opened.token_hash)
    .bind(opened.account)
    .bind(now)
    .bind(opened.idle_at)
    .bind(opened.ends_at);
    let replace = sql("delete from sessions where token_hash = ?1").bind(opened.replaces);
    let rehash = sql("update accounts set password_hash = ?2, pepper_id = ?3
        where id = ?1 and ?2 is not null")
    .bind(opened.account)
    .bind(opened.rehashed)
    .bind(opened.pepper_id);
    db.batch(vec![
        insert,
        guard_changed(GONE),
        replace,
        rehash,
        throttle::empty(&SIGN_IN_ACCOUNT, opened.forgives),
    ])
    .await
    .map(|_| ())
}

/// Ends a session.
pub async fn close(db: &Db, token_hash: &str) -> Result<(), Refused> {
    db.run(sql("delete from sessions where token_hash = ?1").bind(token_hash))
        .await
        .map(|_| ())
}

/// The account an open invitation was made for.
#[derive(Deserialize)]
pub struct Invited {
    pub id: AccountId,
    pub email: String,
}

/// Looks an invitation up without consuming it.
pub async fn find_invitation(
    db: &Db,
    token_hash: &str,
    now: i64,
) -> Result<Option<Invited>, Refused> {
    db.run(
        sql(
            "select a.id, a.email from tokens t join accounts a on a.id = t.account_id
            where t.token_hash = ?1 and t.used_at is null and t.expires_at > ?2 and a.enabled = 1",
        )
        .bind(token_hash)
        .bind(now),
    )
    .await?
    .first()
}

/// Takes up an invitation: of several at once one wins. The account's other links and all its sessions end.
pub async fn set_password(
    db: &Db,
    token_hash: &str,
    account: &AccountId,
    hash: &str,
    pepper_id: &str,
    now: i64,
) -> Result<bool, Refused> {
    let decide = sql("update tokens set used_at = ?2
        where token_hash = ?1 and used_at is null and expires_at > ?2")
    .bind(token_hash)
    .bind(now);
    let others = sql("update tokens set used_at = ?2 where account_id = ?1 and used_at is null")
        .bind(account)
        .bind(now);
    let set = sql("update accounts set password_hash = ?2, pepper_id = ?3,
            verified_at = coalesce(verified_at, ?4) where id = ?1")
    .bind(account)
    .bind(hash)
    .bind(pepper_id)
    .bind(now);
    let sign_out = sql("delete from sessions where account_id = ?1").bind(account);
    let batch = vec![decide, guard_changed(GONE), others, set, sign_out];
    match db.batch(batch).await {
        Ok(_) => Ok(true),
        Err(Refused::Guard(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
