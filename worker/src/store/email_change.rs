//! Another e-mail for a customer's account: it waits until its mailbox has confirmed it, then record and account have it.

use crate::db::{Db, GONE, Refused, STALE, Sql, guard_changed, sql};
use crate::store::account::{LOCALE, note};
use crate::store::history::{Told, tell_more};
use crate::store::outbox::{NEW_ID, SHOP_LOCALE};
use crate::store::{history, throttle};
use domain::account::Account;
use domain::customer::Keys;
use domain::email::Email;
use domain::email_change::{LIFETIME, WaitingEmail};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, TokenId};
use domain::throttle::{EMAIL_CHANGE, PROOF_MAILBOX, SIGN_IN_ACCOUNT};
use serde::Deserialize;

/// What waits on an account.
pub async fn waiting(
    db: &Db,
    account: &AccountId,
    now: i64,
) -> Result<Option<WaitingEmail>, Refused> {
    let select = sql(
        "select email, asked_at, expires_at as until from email_changes
        where account_id = ?1 and expires_at > ?2",
    )
    .bind(account)
    .bind(now);
    db.run(select).await?.first()
}

/// Another e-mail that is asked for.
pub struct Asked<'a> {
    pub id: &'a TokenId,
    pub account: &'a AccountId,
    pub customer: &'a CustomerId,
    pub email: &'a Email,
    /// The new mailbox's digest, for throttles.
    pub mailbox: &'a str,
    /// The bucket of wrong passwords that the right one forgives.
    pub forgives: &'a str,
}

/// Lets another e-mail wait, in place of one that did. The same statements run whatever the mailbox: the database decides
/// whether the link goes to it, or a word to whoever has it already; the one who asks is told nothing of that.
/// [`Refused::Guard`]: `throttled` for who asks too often, `gone` for an account that may not sign in or whose own mailbox
/// was never proved.
pub async fn ask(db: &Db, asked: &Asked<'_>, now: i64) -> Result<(), Refused> {
    let Asked { id, account, .. } = asked;
    let wait = sql(
        "insert into email_changes (id, account_id, email, email_key, asked_at, expires_at)
        select ?1, id, ?3, ?4, ?5, ?6 from accounts
        where id = ?2 and enabled = 1 and role = 'customer' and verified_at is not null
        on conflict (account_id) do update set id = excluded.id, email = excluded.email,
            email_key = excluded.email_key, token_hash = null, asked_at = excluded.asked_at,
            expires_at = excluded.expires_at",
    )
    .bind(*id)
    .bind(*account)
    .bind(asked.email.as_str())
    .bind(asked.email.key())
    .bind(now)
    .bind(now + LIFETIME);
    let mail = sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, account_id, code_id,
            due_at, created_at, expires_at)
        select {NEW_ID}, iif(coalesce(h.email, s.email) is null, 'email_change', 'email_taken'),
            coalesce(iif(h.email is null, iif(s.email is null, c.locale, null), h.locale), {SHOP_LOCALE}),
            coalesce(h.email, s.email, e.email),
            iif(h.email is null, iif(s.email is null, c.id, s.customer_id), h.id),
            iif(coalesce(h.email, s.email) is null, e.account_id, null),
            iif(coalesce(h.email, s.email) is null, e.id, null), ?2, ?2, e.expires_at
        from email_changes e join accounts a on a.id = e.account_id join customers c on c.id = a.customer_id
            left join customers h on h.email_key = e.email_key and h.id <> c.id
            left join accounts s on s.email_key = e.email_key and s.id <> a.id
        where changes() > 0 and e.id = ?1"
    ))
    .bind(*id)
    .bind(now);
    let tell_old = sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, account_id, due_at, created_at)
        select {NEW_ID}, 'email_change_asked', {LOCALE}, a.email, c.id, a.id, ?2, ?2
        from accounts a join customers c on c.id = a.customer_id where a.id = ?1"
    ))
    .bind(*account)
    .bind(now);
    db.batch(vec![
        throttle::charge(&EMAIL_CHANGE, account.as_str(), now),
        drop_mails(asked.customer),
        wait,
        guard_changed(GONE),
        throttle::charge_quietly(&PROOF_MAILBOX, asked.mailbox, now),
        mail,
        tell_old,
        note(account, Fact::EmailChangeAsked, now),
        throttle::empty(&SIGN_IN_ACCOUNT, asked.forgives),
    ])
    .await
    .map(|_| ())
}

/// Withdraws what waits; `gone` where nothing does.
pub async fn withdraw(
    db: &Db,
    account: &AccountId,
    customer: &CustomerId,
    now: i64,
) -> Result<(), Refused> {
    db.batch(vec![
        end("?1").bind(account),
        guard_changed(GONE),
        drop_mails(customer),
        history::tell_own(customer, Fact::EmailChangeWithdrawn, now),
    ])
    .await
    .map(|_| ())
}

/// Ends what waits on an account (SQL over ?1).
pub fn end(account: &str) -> Sql {
    sql(format!(
        "delete from email_changes where account_id = {account}"
    ))
}

/// A link that has not left yet leaves no more.
fn drop_mails(customer: &CustomerId) -> Sql {
    sql("update outbox set state = 'dropped' where customer_id = ?1
        and state in ('waiting', 'sending', 'failed') and template = 'email_change'")
    .bind(customer)
}

/// Makes the link of a change known by its token's hash; `false` where it does not wait any more.
pub async fn link(db: &Db, id: &TokenId, token_hash: &str, now: i64) -> Result<bool, Refused> {
    let update = sql("update email_changes set token_hash = ?2
        where id = ?1 and expires_at > ?3 returning id")
    .bind(id)
    .bind(token_hash)
    .bind(now);
    db.run(update).await?.any()
}

/// A change whose link was followed.
#[derive(Deserialize)]
pub struct Linked {
    pub id: TokenId,
    pub account_id: AccountId,
    pub customer_id: CustomerId,
    pub email: String,
    /// The mailbox until now.
    pub email_key: String,
}

/// Looks a link up without consuming it.
pub async fn find(db: &Db, token_hash: &str, now: i64) -> Result<Option<Linked>, Refused> {
    let select = sql(
        "select e.id, e.account_id, a.customer_id, e.email, a.email_key
        from email_changes e join accounts a on a.id = e.account_id
        where e.token_hash = ?1 and e.expires_at > ?2 and a.enabled = 1
            and a.customer_id is not null and a.role = 'customer'",
    )
    .bind(token_hash)
    .bind(now);
    db.run(select).await?.first()
}

/// A change that is confirmed.
pub struct Confirmed<'a> {
    pub linked: &'a Linked,
    pub email: &'a Email,
    /// The version of the record that `keys` are made from.
    pub version: u32,
    pub keys: &'a Keys,
    /// The e-mail that stood there.
    pub former: &'a str,
    /// This browser's session, if it has one, and the token it has from now on if it is the account's.
    pub token_hash: &'a str,
    pub new_token_hash: &'a str,
}

/// Gives record and account the confirmed e-mail: every session but this browser's ends, with all that the old mailbox could
/// still let in. Tells the account where this browser goes on being signed in. [`Refused::Guard`]: `gone` for a link that
/// was used meanwhile, `stale` for a record that changed, `taken` where somebody else has the mailbox by now.
pub async fn confirm(
    db: &Db,
    confirmed: &Confirmed<'_>,
    now: i64,
) -> Result<Option<Account>, Refused> {
    let Linked {
        id,
        account_id: account,
        customer_id: customer,
        email_key: former_key,
        ..
    } = confirmed.linked;
    let record = sql(
        "update customers set version = version + 1, email = ?3, email_key = ?4,
            name_key = ?5, search_text = ?6, verified_at = ?7
        where id = ?1 and version = ?2",
    )
    .bind(customer)
    .bind(confirmed.version)
    .bind(confirmed.email.as_str())
    .bind(confirmed.email.key())
    .bind(&confirmed.keys.name_key)
    .bind(&confirmed.keys.search_text)
    .bind(now);
    let told = Told {
        detail: Some(confirmed.former),
        ..Told::default()
    };
    let tell_former = sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, due_at, created_at)
        select {NEW_ID}, 'email_changed', {LOCALE}, ?2, c.id, ?3, ?3 from customers c where c.id = ?1"
    ))
    .bind(customer)
    .bind(confirmed.former)
    .bind(now);
    let batch = vec![
        sql("delete from email_changes where id = ?1 and account_id = ?2 and expires_at > ?3
                and exists (select 1 from accounts where id = ?2 and enabled = 1 and email_key = ?4)")
        .bind(id)
        .bind(account)
        .bind(now)
        .bind(former_key),
        guard_changed(GONE),
        record,
        guard_changed(STALE),
        sql("update accounts set email = ?2, email_key = ?3 where id = ?1")
            .bind(account)
            .bind(confirmed.email.as_str())
            .bind(confirmed.email.key()),
        sql("delete from codes where email_key = ?1").bind(former_key),
        sql("update tokens set used_at = ?2 where account_id = ?1 and used_at is null")
            .bind(account)
            .bind(now),
        sql("update outbox set state = 'dropped' where customer_id = ?1
            and state in ('waiting', 'sending', 'failed') and template in ('reset', 'code')")
        .bind(customer),
        sql("update outbox set recipient = ?2
            where customer_id = ?1 and state in ('waiting', 'failed') and order_id is not null")
        .bind(customer)
        .bind(confirmed.email.as_str()),
        // A tick nobody proved was for the old mailbox; what was typed for it waits for the customer alone.
        sql("delete from consents where customer_id = ?1 and state = 'pending'").bind(customer),
        sql("delete from consent_links where customer_id = ?1").bind(customer),
        sql("update pending_details set checkout_id = null where customer_id = ?1").bind(customer),
        sql("update sessions set token_hash = ?3 where token_hash = ?2 and account_id = ?1")
            .bind(account)
            .bind(confirmed.token_hash)
            .bind(confirmed.new_token_hash),
        sql("delete from sessions where account_id = ?1 and token_hash <> ?2")
            .bind(account)
            .bind(confirmed.new_token_hash),
        tell_more(customer, None, Fact::EmailChanged, &told, now)?,
        tell_former,
        sql("select a.id, a.email, a.role, a.password_hash is not null as has_password, a.must_change
            from sessions s join accounts a on a.id = s.account_id where s.token_hash = ?1")
        .bind(confirmed.new_token_hash),
    ];
    let rows = db.batch(batch).await?;
    let row: Option<AccountRow> = rows.last().map(|rows| rows.first()).transpose()?.flatten();
    Ok(row.map(AccountRow::account))
}

#[derive(Deserialize)]
struct AccountRow {
    id: AccountId,
    email: String,
    role: domain::account::Role,
    has_password: u8,
    must_change: u8,
}

impl AccountRow {
    fn account(self) -> Account {
        Account {
            id: self.id,
            email: self.email,
            role: self.role,
            has_password: self.has_password == 1,
            must_change: self.must_change == 1,
        }
    }
}
