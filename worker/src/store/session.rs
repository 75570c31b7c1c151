//! Accounts, their sessions and one-time links. Tokens are stored as SHA-256 only.

use crate::db::{Answers, Db, GONE, Refused, Sql, guard_changed, sql};
use crate::store::account::{self, Change};
use crate::store::{journal, throttle};
use domain::account::{Account, Role};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, MailId, SessionId};
use domain::session::TOUCH;
use domain::throttle::{Limit, SIGN_IN_ACCOUNT};
use serde::Deserialize;

/// A session that still lasts.
pub struct Resumed {
    pub id: SessionId,
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
        session_id: SessionId,
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
                "select s.id as session_id, a.id, a.email, a.role,
                    a.password_hash is not null as has_password, a.must_change, a.customer_id, a.verified_at, s.proved_at, s.seen_at, s.ends_at
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
        id: row.session_id,
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
    pub email_key: String,
    pub role: Role,
    pub password_hash: Option<String>,
    pub pepper_id: Option<String>,
    enabled: u8,
    must_change: u8,
}

impl Found {
    pub fn enabled(&self) -> bool {
        self.enabled == 1
    }

    pub fn must_change(&self) -> bool {
        self.must_change == 1
    }
}

/// A try to sign in by password.
pub struct Try {
    /// The account of the mailbox, if there is one.
    pub found: Option<Found>,
    pub told: Told,
}

/// Where the journal tells of a try, if the account is one of staff's.
pub struct Told(Option<i64>);

/// Takes a place in each of the buckets for a try with this mailbox. [`Refused::Guard`] `throttled`.
pub async fn take_try(
    db: &Db,
    email_key: &str,
    charges: &[(&Limit, &str)],
    now: i64,
) -> Result<Try, Refused> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
    }
    let charged = charges
        .iter()
        .map(|(limit, who)| throttle::charge(limit, who, now));
    let mut batch: Vec<Sql> = charged.collect();
    batch.push(journal::sign_in_tried(email_key, now));
    batch.push(
        sql(
            "select id, email, email_key, role, password_hash, pepper_id, enabled, must_change
            from accounts where email_key = ?1",
        )
        .bind(email_key),
    );
    let mut answers = Answers::new(db.batch(batch).await?);
    for _ in charges {
        answers.take();
    }
    let told: Option<Row> = answers.take().first()?;
    Ok(Try {
        told: Told(told.map(|row| row.seq)),
        found: answers.take().first()?,
    })
}

/// A signed-in account, by its id.
pub async fn find_own(db: &Db, id: &AccountId) -> Result<Option<Found>, Refused> {
    db.run(
        sql(
            "select id, email, email_key, role, password_hash, pepper_id, enabled, must_change
            from accounts where id = ?1 and enabled = 1",
        )
        .bind(id),
    )
    .await?
    .first()
}

/// A session to be opened.
pub struct Opened<'a> {
    pub id: &'a SessionId,
    pub token_hash: &'a str,
    /// How long it may lie idle, and last at all: milliseconds.
    pub idle: i64,
    pub lasts: i64,
    /// What it is opened with, as [`domain::device`] stores it, and in which country, if the platform tells.
    pub device: &'a str,
    pub country: Option<&'a str>,
    /// The session this browser had before: it ends here.
    pub replaces: Option<&'a str>,
    /// The bucket of failures that the success forgives.
    pub forgives: &'a str,
}

/// A new hash of the same password, where the old one's parameters are out of date.
pub struct Rehashed<'a> {
    pub hash: &'a str,
    pub pepper_id: &'a str,
}

/// Opens a session for an account, unless it was disabled or its password changed a moment ago (then `gone`).
pub async fn open(
    db: &Db,
    opened: &Opened<'_>,
    found: &Found,
    told: Told,
    rehashed: Option<&Rehashed<'_>>,
    now: i64,
) -> Result<(), Refused> {
    let insert = sql("insert into sessions
            (id, token_hash, account_id, created_at, seen_at, idle_at, ends_at, idle, device, country)
        select ?1, ?2, id, ?4, ?4, ?5, ?6, ?7, ?9, ?10 from accounts
        where id = ?3 and enabled = 1 and password_hash is ?8")
    .bind(opened.id)
    .bind(opened.token_hash)
    .bind(&found.id)
    .bind(now)
    .bind(now + opened.idle)
    .bind(now + opened.lasts)
    .bind(opened.idle)
    .bind(&found.password_hash)
    .bind(opened.device)
    .bind(opened.country);
    let mut batch = vec![
        insert,
        guard_changed(GONE),
        sql("delete from sessions where token_hash = ?1").bind(opened.replaces),
        throttle::empty(&SIGN_IN_ACCOUNT, opened.forgives),
        sql("update accounts set signed_in_at = ?2 where id = ?1")
            .bind(&found.id)
            .bind(now),
        journal::sign_in_succeeded(told.0),
    ];
    if let Some(new) = rehashed {
        batch.push(
            sql("update accounts set password_hash = ?2, pepper_id = ?3 where id = ?1")
                .bind(&found.id)
                .bind(new.hash)
                .bind(new.pepper_id),
        );
    }
    db.batch(batch).await.map(|_| ())
}

/// Ends a session.
pub async fn close(db: &Db, token_hash: &str, now: i64) -> Result<(), Refused> {
    db.batch(vec![
        journal::signed_out(token_hash, now),
        sql("delete from sessions where token_hash = ?1").bind(token_hash),
    ])
    .await
    .map(|_| ())
}

/// The account that an open link sets the password of.
#[derive(Deserialize)]
pub struct Linked {
    pub id: AccountId,
    pub email: String,
    pub email_key: String,
    pub customer_id: Option<CustomerId>,
}

/// Looks up an invitation or reset link without consuming it.
pub async fn find_link(db: &Db, token_hash: &str, now: i64) -> Result<Option<Linked>, Refused> {
    db.run(
        sql("select a.id, a.email, a.email_key, a.customer_id
            from tokens t join accounts a on a.id = t.account_id
            where t.token_hash = ?1 and t.used_at is null and t.expires_at > ?2 and a.enabled = 1")
        .bind(token_hash)
        .bind(now),
    )
    .await?
    .first()
}

/// A password set by a link.
pub struct SetPassword<'a> {
    pub token_hash: &'a str,
    pub linked: &'a Linked,
    pub hash: &'a str,
    pub pepper_id: &'a str,
    /// This browser, if it has been at a checkout.
    pub browser_hash: Option<&'a str>,
    pub mail: &'a MailId,
}

/// Takes up a link, which proves the mailbox it was sent to: of several at once one wins, the others are `gone`.
/// The account's other links, its codes and all its sessions end.
pub async fn set_password(db: &Db, set: &SetPassword<'_>, now: i64) -> Result<(), Refused> {
    let account = &set.linked.id;
    let decide = sql("update tokens set used_at = ?3
        where token_hash = ?1 and account_id = ?2 and used_at is null and expires_at > ?3
            and exists (select 1 from accounts where id = ?2 and enabled = 1)")
    .bind(set.token_hash)
    .bind(account)
    .bind(now);
    let opened = sql("insert into history (customer_id, at, actor, fact)
        select customer_id, ?2, 'customer', ?3 from accounts
        where id = ?1 and customer_id is not null and verified_at is null")
    .bind(account)
    .bind(now)
    .bind(Fact::AccountOpened.code());
    let change = sql(
        "update accounts set password_hash = ?2, pepper_id = ?3, must_change = 0,
            verified_at = coalesce(verified_at, ?4), invited_until = null
        where id = ?1",
    )
    .bind(account)
    .bind(set.hash)
    .bind(set.pepper_id)
    .bind(now);
    let mut batch = vec![decide, guard_changed(GONE)];
    batch.extend(account::end_links(account, now));
    batch.extend(account::prove_mailbox(
        &set.linked.email_key,
        set.browser_hash,
        now,
    ));
    batch.extend([
        opened,
        change,
        account::note(account, Fact::PasswordSet, now),
        journal::own_password(account, Fact::PasswordSet, now),
        sql("delete from sessions where account_id = ?1").bind(account),
        account::tell_change(
            "a.id = ?1",
            account.as_str(),
            set.mail,
            Change::PasswordSet,
            now,
        ),
    ]);
    db.batch(batch).await.map(|_| ())
}
