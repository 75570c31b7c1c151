//! "Informations d'identification": the account of a customer, as staff see it and make it (rule 6).

use crate::db::{Db, GONE, MOVED, Refused, Rows, Sql, guard_changed, sql};
use crate::store::account::{self, LOCALE, tell_change};
use crate::store::email_change;
use crate::store::history::tell;
use crate::store::outbox::NEW_ID;
use crate::store::throttle;
use domain::credentials::{Change, Credentials};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, MailId};
use domain::session::{INVITATION, RESET};
use domain::throttle::SIGN_IN_ACCOUNT;
use serde::Deserialize;

/// Asks for a customer's credentials; [`read`] takes the answer.
pub fn of(customer: &CustomerId, now: i64) -> Sql {
    sql(
        "select a.can_sign_in, a.paused, a.password_hash is not null as has_password, a.must_change,
            a.verified_at, a.invited_at, a.invited_until, a.signed_in_at, a.switched_at,
            coalesce(s.name, s.email) as switched_by,
            (select count(*) from sessions o where o.account_id = a.id and o.idle_at > ?2 and o.ends_at > ?2) as sessions
        from accounts a left join accounts s on s.id = a.switched_by
        where a.customer_id = ?1 and a.role = 'customer'",
    )
    .bind(customer)
    .bind(now)
}

/// Reads what [`of`] asked for; `None` without an account. Whether sign-ins are slowed is the throttle's to tell.
pub fn read(rows: &Rows) -> Result<Option<Credentials>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        can_sign_in: u8,
        paused: u8,
        has_password: u8,
        must_change: u8,
        verified_at: Option<i64>,
        invited_at: Option<i64>,
        invited_until: Option<i64>,
        signed_in_at: Option<i64>,
        switched_at: Option<i64>,
        switched_by: Option<String>,
        sessions: u32,
    }
    Ok(rows.first::<Row>()?.map(|row| Credentials {
        can_sign_in: row.can_sign_in == 1,
        enabled: row.paused == 0,
        has_password: row.has_password == 1,
        must_change: row.must_change == 1,
        verified: row.verified_at.is_some(),
        invited_at: row.invited_at,
        invited_until: row.invited_until,
        signed_in_at: row.signed_in_at,
        sessions: row.sessions,
        switched_at: row.switched_at,
        switched_by: row.switched_by,
        slowed_until: None,
    }))
}

/// An account as it is to be, and what the decision was made from.
pub struct Set<'a> {
    pub customer: &'a CustomerId,
    pub before: Option<&'a Credentials>,
    pub change: &'a Change<'a>,
    /// The typed password's hash, and the id of the pepper in it.
    pub password: Option<(&'a str, &'a str)>,
    /// The id of the account, where there is none yet.
    pub account: &'a AccountId,
    /// The id of the mail that tells the owner of a typed password.
    pub mail: &'a MailId,
    pub by: &'a AccountId,
}

/// Makes an account what it is to be. [`Refused::Guard`]: `moved` when it changed since it was read, `taken` where a
/// member of the team has the mailbox.
pub async fn set(db: &Db, set: &Set<'_>, now: i64) -> Result<(), Refused> {
    db.batch(statements(set, now)).await.map(|_| ())
}

/// The statements of [`set`], for the batch that makes the customer too.
pub fn statements(set: &Set<'_>, now: i64) -> Vec<Sql> {
    let Set {
        customer,
        change,
        by,
        ..
    } = set;
    let mut batch = vec![
        match set.before {
            None => open(set, now),
            Some(before) => change_account(set, before, now),
        },
        guard_changed(MOVED),
    ];
    if change.ends_sessions {
        batch.push(end_sessions(customer));
    }
    if change.ends_links || change.invite {
        batch.extend(end_links(customer, now));
    }
    if change.outer {
        let fact = match change.can_sign_in {
            true => Fact::SignInGiven,
            false => Fact::SignInTaken,
        };
        batch.push(tell(customer, by, fact, now));
    }
    if change.inner {
        let fact = match change.enabled {
            true => Fact::AccountEnabled,
            false => Fact::AccountDisabled,
        };
        batch.push(tell(customer, by, fact, now));
    }
    if change.invite {
        batch.push(tell(customer, by, Fact::Invited, now));
        batch.push(invitation(customer, now));
    }
    if change.password.is_some() {
        batch.push(tell(customer, by, Fact::PasswordGiven, now));
        batch.push(tell_change(
            "a.customer_id = ?1 and a.role = 'customer'",
            customer.as_str(),
            set.mail,
            account::Change::PasswordGiven,
            now,
        ));
    }
    batch
}

/// The account of a customer who has none.
fn open(set: &Set<'_>, now: i64) -> Sql {
    let change = set.change;
    sql("insert into accounts (id, customer_id, email, email_key, role, can_sign_in, paused, enabled,
            password_hash, pepper_id, must_change, switched_at, switched_by, invited_at, invited_until, created_at)
        select ?1, c.id, c.email, c.email_key, 'customer', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?9
        from customers c
        where c.id = ?2 and not exists (select 1 from accounts where customer_id = c.id)")
    .bind(set.account)
    .bind(set.customer)
    .bind(change.can_sign_in)
    .bind(!change.enabled)
    .bind(change.can_sign_in && change.enabled)
    .bind(set.password.map(|(hash, _)| hash))
    .bind(set.password.map(|(_, pepper)| pepper))
    .bind(change.must_change)
    .bind(now)
    .bind(set.by)
    .bind(change.invite.then_some(now))
    .bind(change.invite.then_some(now + INVITATION))
}

/// The account as it is to be, if it still is as it was read: everything a decision rests on is compared.
fn change_account(set: &Set<'_>, before: &Credentials, now: i64) -> Sql {
    let change = set.change;
    let switched = change.outer || change.inner;
    sql("update accounts set can_sign_in = ?2, paused = ?3, enabled = ?4,
            password_hash = coalesce(?5, password_hash), pepper_id = coalesce(?6, pepper_id), must_change = ?7,
            switched_at = coalesce(?8, switched_at), switched_by = case when ?8 is null then switched_by else ?9 end,
            invited_at = coalesce(?10, invited_at),
            invited_until = case when ?11 = 1 then ?12 else invited_until end
        where customer_id = ?1 and role = 'customer' and can_sign_in = ?13 and paused = ?14
            and (password_hash is not null) = ?15 and must_change = ?16 and (verified_at is not null) = ?17
            and invited_until is ?18")
    .bind(set.customer)
    .bind(change.can_sign_in)
    .bind(!change.enabled)
    .bind(change.can_sign_in && change.enabled)
    .bind(set.password.map(|(hash, _)| hash))
    .bind(set.password.map(|(_, pepper)| pepper))
    .bind(change.must_change)
    .bind(switched.then_some(now))
    .bind(set.by)
    .bind(change.invite.then_some(now))
    .bind(change.invite || change.ends_links)
    .bind(change.invite.then_some(now + INVITATION))
    .bind(before.can_sign_in)
    .bind(!before.enabled)
    .bind(before.has_password)
    .bind(before.must_change)
    .bind(before.verified)
    .bind(before.invited_until)
}

/// The account of the customer ?1.
const OWN: &str = "(select id from accounts where customer_id = ?1 and role = 'customer')";

/// Ends every session of a customer's account.
fn end_sessions(customer: &CustomerId) -> Sql {
    sql(format!("delete from sessions where account_id = {OWN}")).bind(customer)
}

/// Ends every link and code that could still let somebody in, those that wait to be mailed among them.
fn end_links(customer: &CustomerId, now: i64) -> [Sql; 4] {
    [
        email_change::end(OWN).bind(customer),
        sql(format!(
            "update tokens set used_at = ?2 where account_id = {OWN} and used_at is null"
        ))
        .bind(customer)
        .bind(now),
        sql("delete from codes where email_key = (select email_key from customers where id = ?1)")
            .bind(customer),
        sql("update outbox set state = 'dropped' where customer_id = ?1
            and state in ('waiting', 'sending', 'failed')
            and template in ('reset', 'invitation', 'code', 'email_change')")
        .bind(customer),
    ]
}

/// The offer of an account by mail, where one is open.
pub fn invitation(customer: &CustomerId, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, account_id, due_at, created_at)
        select {NEW_ID}, 'invitation', {LOCALE}, a.email, c.id, a.id, ?2, ?2
        from customers c join accounts a on a.customer_id = c.id
        where c.id = ?1 and a.role = 'customer' and a.enabled = 1 and a.invited_until > ?2
            and a.verified_at is null and a.password_hash is null"
    ))
    .bind(customer)
    .bind(now)
}

/// Sends a link to choose a new password; `gone` where there is no way in.
pub async fn send_reset(
    db: &Db,
    customer: &CustomerId,
    by: &AccountId,
    now: i64,
) -> Result<(), Refused> {
    let mail = sql(format!(
        "insert into outbox
            (id, template, locale, recipient, customer_id, account_id, due_at, created_at, expires_at)
        select {NEW_ID}, 'reset', {LOCALE}, a.email, c.id, a.id, ?2, ?2, ?3
        from customers c join accounts a on a.customer_id = c.id
        where c.id = ?1 and a.role = 'customer' and a.enabled = 1"
    ))
    .bind(customer)
    .bind(now)
    .bind(now + RESET);
    db.batch(vec![
        mail,
        guard_changed(GONE),
        tell(customer, by, Fact::ResetSent, now),
    ])
    .await
    .map(|_| ())
}

/// Signs a customer out everywhere.
pub async fn sign_out(
    db: &Db,
    customer: &CustomerId,
    by: &AccountId,
    now: i64,
) -> Result<(), Refused> {
    db.batch(vec![
        end_sessions(customer),
        tell(customer, by, Fact::SessionsEnded, now),
    ])
    .await
    .map(|_| ())
}

/// Lets the next password be looked at without waiting. `mailbox` is the account's digest.
pub async fn lift_slowing(
    db: &Db,
    customer: &CustomerId,
    mailbox: &str,
    by: &AccountId,
    now: i64,
) -> Result<(), Refused> {
    db.batch(vec![
        throttle::empty_all(&SIGN_IN_ACCOUNT, mailbox),
        tell(customer, by, Fact::SlowingLifted, now),
    ])
    .await
    .map(|_| ())
}
