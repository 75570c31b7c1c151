//! The signed-in customer's record, address book and orders; what proving a mailbox and changing credentials entail.

use crate::db::{Answers, Db, GONE, Refused, STALE, Sql, guard_changed, sql, stored};
use crate::store::{email_change, journal, throttle};
use domain::account::{BOOK_MAX, Profile, SavedAddress};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, MailId, OrderId};
use domain::locale::Locale;
use domain::order::{OrderState, OrderSummary};
use domain::page::{Cursor, Page};
use domain::throttle::SIGN_IN_ACCOUNT;
use serde::Deserialize;

/// The language of mails to a customer `c`, who may not have said one, or be none.
pub const LOCALE: &str =
    "coalesce(c.locale, (select value ->> 'locale' from settings where key = 'shop'), 'fr')";

/// A customer's own record with the address book, the entry used last first.
pub async fn find(db: &Db, customer: &CustomerId) -> Result<Option<Profile>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        version: u32,
        first_name: String,
        last_name: String,
        email: String,
        phone: Option<String>,
        organisation: Option<String>,
        locale: Option<Locale>,
        billing: Option<String>,
    }
    let record = sql(
        "select version, first_name, last_name, email, phone, organisation, locale, billing
        from customers where id = ?1",
    )
    .bind(customer);
    let book = sql(
        "select id, line1, line2, postcode, city, region, country from addresses
        where customer_id = ?1 order by used_at desc, id desc limit ?2",
    )
    .bind(customer)
    .bind(BOOK_MAX);
    let mut answers = Answers::new(db.batch(vec![record, book]).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    let addresses: Vec<SavedAddress> = answers.take().all()?;
    let billing = row
        .billing
        .as_deref()
        .map(|text| stored("billing", text))
        .transpose()?;
    Ok(Some(Profile {
        version: row.version,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        phone: row.phone,
        organisation: row.organisation,
        locale: row.locale,
        billing,
        addresses,
    }))
}

/// Orders a page of the list has.
const ORDERS_PAGE: u32 = 20;

/// A page of a customer's orders, newest first: all of them for an account whose mailbox was proved, else the
/// account's own.
pub async fn orders(
    db: &Db,
    customer: &CustomerId,
    account: &AccountId,
    verified: bool,
    cursor: Option<&Cursor>,
) -> Result<Page<OrderSummary>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        id: OrderId,
        number: u32,
        state: OrderState,
        placed_at: i64,
        total: i64,
        currency: String,
    }
    let page = sql(
        "select seq, id, number, state, placed_at, total, currency from orders
        where customer_id = ?1 and (?2 = 1 or account_id = ?3) and seq < ?4
        order by seq desc limit ?5",
    )
    .bind(customer)
    .bind(verified)
    .bind(account)
    .bind(Cursor::before(cursor))
    .bind(ORDERS_PAGE + 1);
    let rows: Vec<Row> = db.run(page).await?.all()?;
    let page = Page::cut(rows, ORDERS_PAGE, |row| Cursor::age(row.seq));
    Ok(page.map(|row| OrderSummary {
        id: row.id,
        number: row.number,
        state: row.state,
        placed_at: row.placed_at,
        total: row.total,
        currency: row.currency,
    }))
}

/// What a mailbox's proof changes for the customer it belongs to: the record says so, and what was ticked in this
/// very browser is given.
pub fn prove_mailbox(email_key: &str, browser_hash: Option<&str>, now: i64) -> [Sql; 4] {
    [
        sql("insert into history (customer_id, at, actor, fact)
            select id, ?2, 'customer', ?3 from customers where email_key = ?1 and verified_at is null")
        .bind(email_key)
        .bind(now)
        .bind(Fact::MailboxProved.code()),
        sql("update customers set verified_at = ?2 where email_key = ?1 and verified_at is null")
            .bind(email_key)
            .bind(now),
        sql("insert into history (customer_id, at, actor, fact)
            select id, ?2, 'customer', ?4 from customers where email_key = ?1 and consent = 0 and exists (
                select 1 from consents where customer_id = customers.id and state = 'pending'
                    and checkout_id in (select id from checkouts where browser_hash = ?3 and customer_id = customers.id))")
        .bind(email_key)
        .bind(now)
        .bind(browser_hash)
        .bind(Fact::ConsentGiven.code()),
        sql("update consents set state = 'given', at = ?2, asked_at = at, asked_way = way
            where customer_id = (select id from customers where email_key = ?1) and state = 'pending'
                and exists (select 1 from checkouts
                    where id = consents.checkout_id and browser_hash = ?3)")
        .bind(email_key)
        .bind(now)
        .bind(browser_hash),
    ]
}

/// Changes of credentials that the owner is told by mail.
#[derive(Clone, Copy)]
pub enum Change {
    AccountOpened,
    PasswordSet,
    PasswordChanged,
    /// By staff.
    PasswordGiven,
}

impl Change {
    /// As the mail's parameter.
    fn code(self) -> &'static str {
        match self {
            Change::AccountOpened => "account_opened",
            Change::PasswordSet => "password_set",
            Change::PasswordChanged => "password_changed",
            Change::PasswordGiven => "password_given",
        }
    }
}

/// Lets a mail tell the owner of the account `a` that `which` (SQL over ?1) finds.
pub fn tell_change(which: &str, key: &str, mail: &MailId, change: Change, now: i64) -> Sql {
    sql(format!(
        "insert into outbox
            (id, template, locale, recipient, customer_id, account_id, params, due_at, created_at)
        select ?2, 'credentials_changed', {LOCALE}, a.email, a.customer_id, a.id,
            json_object('change', ?3), ?4, ?4
        from accounts a left join customers c on c.id = a.customer_id where {which}"
    ))
    .bind(key)
    .bind(mail)
    .bind(change.code())
    .bind(now)
}

/// Ends every link and code that could still change the account's credentials or open it, those that wait to be
/// mailed among them, and another e-mail that waits.
pub fn end_links(account: &AccountId, now: i64) -> [Sql; 4] {
    [
        email_change::end("?1").bind(account),
        sql("update tokens set used_at = ?2 where account_id = ?1 and used_at is null")
            .bind(account)
            .bind(now),
        sql("delete from codes where email_key = (select email_key from accounts where id = ?1)")
            .bind(account),
        sql("update outbox set state = 'dropped'
            where state in ('waiting', 'sending') and account_id = ?1 and template in ('reset', 'invitation', 'staff_invitation', 'email_change')")
        .bind(account),
    ]
}

/// A new password for a signed-in account.
pub struct NewPassword<'a> {
    pub account: &'a AccountId,
    /// The hash that `current` was right for; none where there was no password.
    pub replaces: Option<&'a str>,
    pub hash: &'a str,
    pub pepper_id: &'a str,
    /// This session's token, and the one it has from now on.
    pub token_hash: &'a str,
    pub new_token_hash: &'a str,
    pub mail: &'a MailId,
    /// The bucket of failures that the success forgives.
    pub forgives: &'a str,
}

/// Changes the password: every other session and every open link ends, this session's token is another.
/// [`Refused::Guard`]: `stale` when the password was changed meanwhile, `gone` when this session ended.
pub async fn change_password(db: &Db, new: &NewPassword<'_>, now: i64) -> Result<(), Refused> {
    let (fact, change) = match new.replaces {
        Some(_) => (Fact::PasswordChanged, Change::PasswordChanged),
        None => (Fact::PasswordSet, Change::PasswordSet),
    };
    let mut batch = vec![
        sql("update accounts set password_hash = ?2, pepper_id = ?3, must_change = 0, invited_until = null
            where id = ?1 and enabled = 1 and password_hash is ?4")
        .bind(new.account)
        .bind(new.hash)
        .bind(new.pepper_id)
        .bind(new.replaces),
        guard_changed(STALE),
        sql("update sessions set token_hash = ?3 where token_hash = ?2 and account_id = ?1")
            .bind(new.account)
            .bind(new.token_hash)
            .bind(new.new_token_hash),
        guard_changed(GONE),
        sql("delete from sessions where account_id = ?1 and token_hash <> ?2")
            .bind(new.account)
            .bind(new.new_token_hash),
    ];
    batch.extend(end_links(new.account, now));
    batch.push(note(new.account, fact, now));
    batch.push(journal::own_password(new.account, fact, now));
    batch.push(tell_change(
        "a.id = ?1",
        new.account.as_str(),
        new.mail,
        change,
        now,
    ));
    batch.push(throttle::empty(&SIGN_IN_ACCOUNT, new.forgives));
    db.batch(batch).await.map(|_| ())
}

/// Tells in the customer's history what its account's owner did. Staff have none.
pub fn note(account: &AccountId, fact: Fact, now: i64) -> Sql {
    sql("insert into history (customer_id, at, actor, fact)
        select customer_id, ?2, 'customer', ?3 from accounts
        where id = ?1 and customer_id is not null")
    .bind(account)
    .bind(now)
    .bind(fact.code())
}
