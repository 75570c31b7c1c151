//! Codes that prove a mailbox: asked for, tried, and used to sign in. The sender of the mail makes the code itself.

use crate::db::{Answers, Db, GONE, Refused, Sql, guard_changed, sql};
use crate::store::account::{self, Change};
use crate::store::session::Opened;
use crate::store::{journal, throttle};
use domain::account::{Account, Role};
use domain::code::{LIFETIME, SENDABLE, TRIES_MAX};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, MailId, TokenId};
use domain::session::RESET;
use domain::throttle::{PROOF_CLIENT, PROOF_MAILBOX, SIGN_IN_ACCOUNT, SIGN_IN_CLIENT};
use serde::Deserialize;

/// A mail asked for that proves a mailbox, whoever's it is.
pub struct Asked<'a> {
    pub client: &'a str,
    /// The mailbox's digest, for throttles.
    pub mailbox: &'a str,
    pub email_key: &'a str,
    pub mail: &'a MailId,
}

/// A code is asked for in a browser: the same statements for every mailbox, and the database decides whether a mail
/// goes to anybody. A full bucket of the mailbox changes nothing; [`Refused::Guard`] `throttled` for the client's.
pub async fn ask(
    db: &Db,
    asked: &Asked<'_>,
    id: &TokenId,
    browser_hash: &str,
    now: i64,
) -> Result<(), Refused> {
    let fresh = sql("insert into codes (id, browser_hash, email_key, expires_at)
        select ?1, ?2, ?3, ?4 where changes() > 0
        on conflict (browser_hash, email_key) do update set id = excluded.id, code_mac = null,
            tries = 0, used_at = null, expires_at = excluded.expires_at")
    .bind(id)
    .bind(browser_hash)
    .bind(asked.email_key)
    .bind(now + SENDABLE + LIFETIME);
    // Nothing goes to staff, who have passwords, nor to whoever was locked out; always to the address on record.
    let mail = sql(format!(
        "insert into outbox
            (id, template, locale, recipient, customer_id, code_id, due_at, created_at, expires_at)
        select ?1, 'code', {}, c.email, c.id, k.id, ?3, ?3, ?4
        from codes k join customers c on c.email_key = k.email_key
        where k.id = ?2
            and not exists (select 1 from accounts a where a.email_key = c.email_key
                and (a.enabled = 0 or a.role <> 'customer' or a.customer_id is not c.id))
            and not exists (select 1 from accounts a where a.customer_id = c.id
                and a.email_key <> c.email_key)",
        account::LOCALE
    ))
    .bind(asked.mail)
    .bind(id)
    .bind(now)
    .bind(now + SENDABLE);
    let [client, mailbox] = charges(asked, now);
    db.batch(vec![client, mailbox, fresh, mail])
        .await
        .map(|_| ())
}

/// A link to set a password is asked for: as [`ask`], but for any account that is not locked out. Staff who have no
/// password yet take up their invitation, which ends.
pub async fn ask_reset(db: &Db, asked: &Asked<'_>, now: i64) -> Result<(), Refused> {
    let mail = sql(format!(
        "insert into outbox
            (id, template, locale, recipient, customer_id, account_id, due_at, created_at, expires_at)
        select ?1, 'reset', {}, a.email, a.customer_id, a.id, ?3, ?3, ?4
        from accounts a left join customers c on c.id = a.customer_id
        where changes() > 0 and a.email_key = ?2 and a.enabled = 1
            and (a.role = 'customer' or a.password_hash is not null)",
        account::LOCALE
    ))
    .bind(asked.mail)
    .bind(asked.email_key)
    .bind(now)
    .bind(now + RESET);
    let [client, mailbox] = charges(asked, now);
    db.batch(vec![client, mailbox, mail]).await.map(|_| ())
}

fn charges(asked: &Asked<'_>, now: i64) -> [Sql; 2] {
    [
        throttle::charge(&PROOF_CLIENT, asked.client, now),
        throttle::charge_quietly(&PROOF_MAILBOX, asked.mailbox, now),
    ]
}

/// The code that a try is made at.
#[derive(Deserialize)]
pub struct Tried {
    pub id: TokenId,
    /// Empty until the mail left, and for mailboxes nobody knows.
    pub code_mac: Option<String>,
}

/// Takes one try of the code that this browser asked for, in the same trip as the sign-in's limits.
/// [`Refused::Guard`] `throttled`.
pub async fn take_try(
    db: &Db,
    email_key: &str,
    browser_hash: &str,
    bucket: &str,
    client: &str,
    now: i64,
) -> Result<Option<Tried>, Refused> {
    let attempt = sql("update codes set tries = tries + 1
        where browser_hash = ?1 and email_key = ?2 and used_at is null and expires_at > ?3 and tries < ?4
        returning id, code_mac")
    .bind(browser_hash)
    .bind(email_key)
    .bind(now)
    .bind(TRIES_MAX);
    let batch = vec![
        throttle::charge(&SIGN_IN_ACCOUNT, bucket, now),
        throttle::charge(&SIGN_IN_CLIENT, client, now),
        // Staff have no codes: whoever tries one fails.
        journal::sign_in_tried(email_key, now),
        attempt,
    ];
    let mut answers = Answers::new(db.batch(batch).await?);
    for _ in 0..3 {
        answers.take();
    }
    answers.take().first()
}

/// A right code, and the ids that new rows take if there are to be any.
pub struct Used<'a> {
    pub code: &'a TokenId,
    pub email_key: &'a str,
    pub browser_hash: &'a str,
    pub account: &'a AccountId,
    pub mail: &'a MailId,
}

/// Whom a right code let in.
pub struct SignedIn {
    pub account: Account,
    pub customer: CustomerId,
}

/// Uses a code: the mailbox is proved, what was set before it was proved is wiped, the account is made where there was
/// none, and the session opens. `gone`, and nothing at all, when the code was used meanwhile or nobody may sign in.
pub async fn sign_in(
    db: &Db,
    used: &Used<'_>,
    opened: &Opened<'_>,
    now: i64,
) -> Result<SignedIn, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: AccountId,
        email: String,
        customer_id: CustomerId,
        has_password: u8,
        must_change: u8,
    }
    let mut batch = vec![
        sql("update codes set used_at = ?2 where id = ?1 and used_at is null and expires_at > ?2")
            .bind(used.code)
            .bind(now),
        guard_changed(GONE),
        make_account(used, now),
    ];
    batch.extend(account::prove_mailbox(
        used.email_key,
        Some(used.browser_hash),
        now,
    ));
    batch.extend(open_account(used, now));
    batch.push(
        sql("insert into sessions
                (id, token_hash, account_id, created_at, seen_at, idle_at, ends_at, idle, proved_at, device, country)
            select ?1, ?2, a.id, ?4, ?4, ?5, ?6, ?7, ?4, ?8, ?9
            from accounts a join customers c on c.id = a.customer_id
            where a.email_key = ?3 and c.email_key = ?3 and a.enabled = 1 and a.role = 'customer'")
        .bind(opened.id)
        .bind(opened.token_hash)
        .bind(used.email_key)
        .bind(now)
        .bind(now + opened.idle)
        .bind(now + opened.lasts)
        .bind(opened.idle)
        .bind(opened.device)
        .bind(opened.country),
    );
    batch.push(guard_changed(GONE));
    batch.push(sql("delete from sessions where token_hash = ?1").bind(opened.replaces));
    batch.push(throttle::empty(&SIGN_IN_ACCOUNT, opened.forgives));
    batch.push(
        sql("update accounts set signed_in_at = ?2 where email_key = ?1")
            .bind(used.email_key)
            .bind(now),
    );
    batch.push(
        sql(
            "select id, email, customer_id, password_hash is not null as has_password, must_change
            from accounts where email_key = ?1",
        )
        .bind(used.email_key),
    );
    let rows = db.batch(batch).await?;
    let row: Option<Row> = rows.last().map(|rows| rows.first()).transpose()?.flatten();
    let row = row.ok_or(Refused::Guard(GONE))?;
    Ok(SignedIn {
        account: Account {
            id: row.id,
            email: row.email,
            role: Role::Customer,
            has_password: row.has_password == 1,
            must_change: row.must_change == 1,
        },
        customer: row.customer_id,
    })
}

/// The account of a customer who has none; not opened yet.
fn make_account(used: &Used<'_>, now: i64) -> Sql {
    sql(
        "insert into accounts (id, customer_id, email, email_key, role, created_at)
        select ?1, c.id, c.email, c.email_key, 'customer', ?3 from customers c
        where c.email_key = ?2
            and not exists (select 1 from accounts where email_key = c.email_key)
            and not exists (select 1 from accounts where customer_id = c.id)",
    )
    .bind(used.account)
    .bind(used.email_key)
    .bind(now)
}

/// Whoever reads the mailbox opens the account: what anybody set before that, password and sessions, is no more.
fn open_account(used: &Used<'_>, now: i64) -> [Sql; 4] {
    let unopened = "email_key = ?1 and verified_at is null and enabled = 1 and role = 'customer'";
    [
        sql(format!(
            "delete from sessions where account_id = (select id from accounts where {unopened})"
        ))
        .bind(used.email_key),
        sql(format!(
            "insert into history (customer_id, at, actor, fact)
            select customer_id, ?2, 'customer', ?3 from accounts
            where {unopened} and customer_id is not null"
        ))
        .bind(used.email_key)
        .bind(now)
        .bind(Fact::AccountOpened.code()),
        account::tell_change(
            &format!("a.id = (select id from accounts where {unopened})"),
            used.email_key,
            used.mail,
            Change::AccountOpened,
            now,
        ),
        sql(format!(
            "update accounts set password_hash = null, pepper_id = null, must_change = 0,
                verified_at = ?2, invited_until = null
            where {unopened}"
        ))
        .bind(used.email_key)
        .bind(now),
    ]
}
