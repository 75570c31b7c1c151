//! Mail to be sent: rows written in the batch of their cause, claimed by a sender, marked with what became of them.

use crate::db::{Answers, Db, GONE, Refused, Sql, guard_changed, sql};
use crate::store::{journal, throttle};
use domain::account::Account;
use domain::id::{AccountId, CustomerId, MailId, OrderId, TokenId};
use domain::journal::{Act, SubjectKind};
use domain::locale::Locale;
use domain::mail::Template;
use domain::outbox::{CLAIMED_MAX, LEASE, MailRow, MailState};
use domain::page::{Cursor, Page};
use domain::throttle::STAFF_MAIL;
use serde::Deserialize;

/// A fresh id for a row that SQL itself makes: a random UUID as text.
pub const NEW_ID: &str = "lower(printf('%s-%s-4%s-8%s-%s', hex(randomblob(4)), hex(randomblob(2)), \
    substr(hex(randomblob(2)), 2), substr(hex(randomblob(2)), 2), hex(randomblob(6))))";

/// The language of the shop itself, as SQL.
pub const SHOP_LOCALE: &str =
    "coalesce((select value ->> 'locale' from settings where key = 'shop'), 'fr')";

/// A mail to the buyer of each order that `chosen` (a condition over `o`, with `?1` the time) names: to the mailbox on
/// the record, or the order's own where the record is gone. Nobody is left to be told of an order whose buyer was erased.
pub fn to_buyers(template: &str, chosen: &str, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, order_id, due_at, created_at)
        select {NEW_ID}, ?2, o.locale, coalesce(c.email, o.buyer ->> 'email'), o.customer_id, o.id, ?1, ?1
        from orders o left join customers c on c.id = o.customer_id
        where {chosen} and o.erased_at is null"
    ))
    .bind(now)
    .bind(template)
}

/// A mail to the buyer of one order.
pub fn to_buyer(template: &str, order: &OrderId, now: i64) -> Sql {
    to_buyers(template, "o.id = ?3", now).bind(order)
}

/// A notice to the shop about an order, where it has said where notices go.
pub fn to_shop(template: &str, order: &OrderId, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, order_id, due_at, created_at)
        select {NEW_ID}, ?2, {SHOP_LOCALE}, s.value ->> 'contact_email', ?3, ?1, ?1
        from settings s where s.key = 'shop' and coalesce(s.value ->> 'contact_email', '') <> ''"
    ))
    .bind(now)
    .bind(template)
    .bind(order)
}

/// An offer of an account, if this batch made the dormant account `account`.
pub fn invitation(account: &AccountId, order: &OrderId, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, account_id, params, due_at, created_at)
        select {NEW_ID}, 'invitation', o.locale, a.email, a.customer_id, a.id, json_object('ordered', json('true')), ?1, ?1
        from accounts a, orders o where a.id = ?2 and o.id = ?3"
    ))
    .bind(now)
    .bind(account)
    .bind(order)
}

/// Lets a mail go to the owner who asks whether mails leave. [`Refused::Guard`] `throttled` for who asks too often.
pub async fn test(db: &Db, id: &MailId, by: &Account, now: i64) -> Result<(), Refused> {
    let mail = sql(format!(
        "insert into outbox (id, template, locale, recipient, account_id, due_at, created_at)
        select ?1, 'test', {SHOP_LOCALE}, email, id, ?3, ?3 from accounts where id = ?2"
    ))
    .bind(id)
    .bind(&by.id)
    .bind(now);
    let subject = Some((SubjectKind::Mail, id.as_str()));
    db.batch(vec![
        throttle::charge(&STAFF_MAIL, by.id.as_str(), now),
        mail,
        journal::tell(by, Act::TestMailSent, subject, &[], now),
    ])
    .await
    .map(|_| ())
}

/// A mail that a sender has claimed.
#[derive(Deserialize)]
pub struct Claimed {
    pub id: MailId,
    pub template: String,
    pub locale: Locale,
    pub recipient: String,
    pub account_id: Option<AccountId>,
    pub order_id: Option<OrderId>,
    pub code_id: Option<TokenId>,
    pub params: String,
    pub tries: u32,
    pub created_at: i64,
    pub expires_at: Option<i64>,
}

/// Claims what is due, oldest first: also what a sender claimed and never reported back on. While a mail is being
/// sent, `due_at` is the end of its lease.
pub async fn claim(db: &Db, lease: &str, now: i64) -> Result<Vec<Claimed>, Refused> {
    db.run(
        sql(
            "update outbox set state = 'sending', lease = ?1, tries = tries + 1, due_at = ?2 + ?3
            where id in (select id from outbox indexed by outbox_due
                where state in ('waiting', 'sending') and due_at <= ?2 order by due_at limit ?4)
            returning id, template, locale, recipient, account_id, order_id, code_id, params, tries,
                created_at, expires_at",
        )
        .bind(lease)
        .bind(now)
        .bind(LEASE)
        .bind(CLAIMED_MAX),
    )
    .await?
    .all()
}

/// What became of a claimed mail.
pub enum Outcome {
    /// It left; with its text where development keeps it.
    Sent(Option<String>),
    /// To be tried again at this time.
    Again(String, i64),
    Failed(String),
    /// Of no use any more.
    Dropped,
}

/// Marks a mail, unless its lease has passed to another sender. The last mail to somebody who is erased leaves no row.
pub fn mark(mail: &Claimed, lease: &str, outcome: &Outcome, now: i64) -> Sql {
    let again = matches!(outcome, Outcome::Again(..));
    if mail.template == Template::Erased.code() && !again {
        return sql("delete from outbox where id = ?1 and lease = ?2")
            .bind(&mail.id)
            .bind(lease);
    }
    let (state, error, due, text) = match outcome {
        Outcome::Sent(text) => (MailState::Sent, None, now, text.clone()),
        Outcome::Again(error, due) => (MailState::Waiting, Some(error.clone()), *due, None),
        Outcome::Failed(error) => (MailState::Failed, Some(error.clone()), now, None),
        Outcome::Dropped => (MailState::Dropped, None, now, None),
    };
    sql(
        "update outbox set state = ?3, error = ?4, due_at = ?5, text = ?6, lease = null,
            sent_at = case when ?3 = 'sent' then ?7 end
        where id = ?1 and lease = ?2",
    )
    .bind(&mail.id)
    .bind(lease)
    .bind(state.code())
    .bind(error)
    .bind(due)
    .bind(text)
    .bind(now)
}

/// A page of the outbox, newest first.
pub async fn list(
    db: &Db,
    state: Option<MailState>,
    cursor: Option<&Cursor>,
) -> Result<Page<MailRow>, Refused> {
    let before = Cursor::before(cursor);
    let list = match state {
        Some(state) => sql(format!(
            "select {COLUMNS} from outbox where state = ?3 and seq < ?1 order by seq desc limit ?2"
        ))
        .bind(before)
        .bind(PAGE + 1)
        .bind(state.code()),
        None => sql(format!(
            "select {COLUMNS} from outbox where seq < ?1 order by seq desc limit ?2"
        ))
        .bind(before)
        .bind(PAGE + 1),
    };
    let rows: Vec<Row> = db.run(list).await?.all()?;
    Ok(Page::cut(rows, PAGE, |row| Cursor::age(row.seq)).map(Into::into))
}

/// Whether any mail that is still remembered has left.
pub async fn any_sent(db: &Db) -> Result<bool, Refused> {
    let one = sql("select seq from outbox where state = 'sent' order by seq limit 1");
    db.run(one).await?.any()
}

/// One mail.
pub async fn find(db: &Db, id: &MailId) -> Result<Option<MailRow>, Refused> {
    let rows = db
        .run(sql(format!("select {COLUMNS} from outbox where id = ?1")).bind(id))
        .await?;
    Ok(rows.first::<Row>()?.map(Into::into))
}

/// Lets a mail be tried now; `gone` when it neither failed nor waits.
pub async fn retry(db: &Db, id: &MailId, by: &Account, now: i64) -> Result<(), Refused> {
    let update = sql("update outbox set state = 'waiting', tries = 0, due_at = ?2
        where id = ?1 and state in ('waiting', 'failed')")
    .bind(id)
    .bind(now);
    let subject = Some((SubjectKind::Mail, id.as_str()));
    let told = journal::tell(by, Act::MailRetried, subject, &[], now);
    db.batch(vec![update, guard_changed(GONE), told])
        .await
        .map(|_| ())
}

/// Rows a page has.
const PAGE: u32 = 50;

const COLUMNS: &str = "seq, id, template, locale, recipient, customer_id, order_id, state, tries, \
    due_at, error, created_at, sent_at, text";

#[derive(Deserialize)]
struct Row {
    seq: i64,
    id: MailId,
    template: String,
    locale: Locale,
    recipient: String,
    customer_id: Option<CustomerId>,
    order_id: Option<OrderId>,
    state: MailState,
    tries: u32,
    due_at: i64,
    error: Option<String>,
    created_at: i64,
    sent_at: Option<i64>,
    text: Option<String>,
}

impl From<Row> for MailRow {
    fn from(row: Row) -> MailRow {
        MailRow {
            id: row.id,
            template: row.template,
            locale: row.locale,
            recipient: row.recipient,
            state: row.state,
            tries: row.tries,
            due_at: row.due_at,
            error: row.error,
            created_at: row.created_at,
            sent_at: row.sent_at,
            order: row.order_id,
            customer: row.customer_id,
            text: row.text,
        }
    }
}

/// Makes the code of a request known by its seal; `false` when a newer request has taken its place.
pub async fn seal_code(db: &Db, id: &TokenId, seal: &str, until: i64) -> Result<bool, Refused> {
    let update = sql("update codes set code_mac = ?2, expires_at = ?3
        where id = ?1 and used_at is null returning id")
    .bind(id)
    .bind(seal)
    .bind(until);
    db.run(update).await?.any()
}

/// A link to be mailed: its token's hash, and how long it works.
pub struct Link<'a> {
    pub id: &'a TokenId,
    pub purpose: &'a str,
    pub token_hash: &'a str,
    pub expires_at: i64,
}

/// Makes the link of an account for the mail `mail`; older ones of the same purpose end. `false` for an account that is
/// gone or disabled, an offer that was taken up, or a mail that was dropped meanwhile.
pub async fn link_account(
    db: &Db,
    link: &Link<'_>,
    account: &AccountId,
    mail: &MailId,
) -> Result<bool, Refused> {
    let older =
        sql("delete from tokens where account_id = ?1 and purpose = ?2 and used_at is null")
            .bind(account)
            .bind(link.purpose);
    let insert = sql(
        "insert into tokens (id, purpose, account_id, token_hash, expires_at)
        select ?1, ?2, id, ?4, ?5 from accounts
        where id = ?3 and enabled = 1 and (?2 <> 'invitation' or (verified_at is null and (role = 'customer' or invited_until is not null)))
            and exists (select 1 from outbox where id = ?6 and state = 'sending')
        returning id",
    )
    .bind(link.id)
    .bind(link.purpose)
    .bind(account)
    .bind(link.token_hash)
    .bind(link.expires_at)
    .bind(mail);
    let rows = db.batch(vec![older, insert]).await?;
    let mut answers = Answers::new(rows);
    answers.take();
    answers.take().any()
}

/// Makes a link to an order; the ones mailed before go on working.
pub async fn link_order(db: &Db, link: &Link<'_>, order: &OrderId) -> Result<(), Refused> {
    db.run(
        sql(
            "insert into tokens (id, purpose, order_id, token_hash, expires_at)
            values (?1, 'order', ?2, ?3, ?4)",
        )
        .bind(link.id)
        .bind(order)
        .bind(link.token_hash)
        .bind(link.expires_at),
    )
    .await
    .map(|_| ())
}
