//! Double opt-in: a question is put by a tick at the checkout or by staff, a mail carries the link that answers it, and only
//! that answer, or another proof of the mailbox from where the box was ticked, makes it a consent.

use crate::db::{Db, GONE, Refused, Sql, guard_changed, sql};
use crate::store::history;
use crate::store::outbox::{NEW_ID, SHOP_LOCALE};
use domain::consent::{ASKED_AGAIN, LINK, Purpose};
use domain::history::Fact;
use domain::id::{AccountId, ConsentId, CustomerId, TokenId};
use domain::locale::Locale;
use domain::mail::Template;
use serde::Deserialize;

/// The mail of a question that `chosen` (a condition over `c`, from ?5 on) names: none to a mailbox that agreed already, that
/// fails, or that was asked within the day. It is the database that decides: the statements are the same for every mailbox.
pub fn ask(chosen: &str, id: &TokenId, now: i64) -> Sql {
    sql(format!(
        "insert into consent_links (id, customer_id, purpose, asked_at, expires_at)
        select ?1, c.id, 'marketing', ?2, ?3 from customers c
        where c.consent = 0 and c.failing = 0 and {chosen} and not exists (
            select 1 from consent_links where customer_id = c.id and asked_at > ?4)"
    ))
    .bind(id)
    .bind(now)
    .bind(now + LINK)
    .bind(now - ASKED_AGAIN)
}

/// The mail itself, if [`ask`] found that there is to be one.
pub fn mail(id: &TokenId, locale: Option<Locale>, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, code_id, due_at, created_at, expires_at)
        select {NEW_ID}, ?4, coalesce(?2, c.locale, {SHOP_LOCALE}), c.email, c.id, l.id, ?3, ?3, l.expires_at
        from consent_links l join customers c on c.id = l.customer_id where l.id = ?1"
    ))
    .bind(id)
    .bind(locale.map(Locale::code))
    .bind(now)
    .bind(Template::ConsentConfirmation.code())
}

/// Makes the link of a question known by its token's hash; `false` where it was answered or taken back meanwhile.
pub async fn link(db: &Db, id: &TokenId, token_hash: &str, now: i64) -> Result<bool, Refused> {
    let update = sql("update consent_links set token_hash = ?2
        where id = ?1 and expires_at > ?3 and customer_id in (
            select c.id from customers c where c.consent = 0 and c.failing = 0
                and exists (select 1 from consents where customer_id = c.id and state = 'pending'))
        returning id")
    .bind(id)
    .bind(token_hash)
    .bind(now);
    db.run(update).await?.any()
}

/// A question whose link was followed.
#[derive(Deserialize)]
pub struct Asked {
    pub id: TokenId,
    pub customer_id: CustomerId,
    pub purpose: Purpose,
    /// The tick or question it answers: none where that was answered by another proof of the mailbox.
    pub pending: Option<ConsentId>,
}

/// Looks a link up without consuming it: none where nothing waits for an answer and nothing was agreed to.
pub async fn find(db: &Db, token_hash: &str, now: i64) -> Result<Option<Asked>, Refused> {
    let select = sql(
        "select l.id, l.customer_id, l.purpose, (
            select id from consents where customer_id = c.id and purpose = l.purpose and state = 'pending'
            order by at desc, id desc limit 1) as pending
        from consent_links l join customers c on c.id = l.customer_id
        where l.token_hash = ?1 and l.expires_at > ?2 and (c.consent = 1 or exists (
            select 1 from consents where customer_id = c.id and purpose = l.purpose and state = 'pending'))",
    )
    .bind(token_hash)
    .bind(now);
    db.run(select).await?.first()
}

/// Makes what waits a consent, with the words, the version and the time of the tick; every mailed link has done its work then.
/// `gone` for a link that was used meanwhile.
pub async fn confirm(db: &Db, asked: &Asked, token_hash: &str, now: i64) -> Result<(), Refused> {
    let Asked {
        id,
        customer_id: customer,
        purpose,
        pending,
    } = asked;
    let pending = pending.as_ref();
    let told = sql("insert into history (customer_id, at, actor, fact)
        select c.id, ?3, 'customer', ?4 from customers c join consents s on s.customer_id = c.id
        where c.id = ?1 and c.consent = 0 and s.id = ?2 and s.state = 'pending'")
    .bind(customer)
    .bind(pending)
    .bind(now)
    .bind(Fact::ConsentGiven.code());
    let give = sql(
        "update consents set state = 'given', asked_at = at, asked_way = way, way = 'confirmation',
            at = max(?3, coalesce((select max(at) + 1 from consents l
                where l.customer_id = ?1 and l.purpose = ?4 and l.state <> 'pending'), 0))
        where customer_id = ?1 and id = ?2 and state = 'pending'
            and (select consent from customers where id = ?1) = 0",
    )
    .bind(customer)
    .bind(pending)
    .bind(now)
    .bind(purpose.code());
    // Other ticks of the same mailbox have nothing left to ask.
    let rest =
        sql("delete from consents where customer_id = ?1 and purpose = ?2 and state = 'pending'")
            .bind(customer)
            .bind(purpose.code());
    db.batch(vec![
        sql("update consent_links set token_hash = null where id = ?1 and token_hash = ?2")
            .bind(id)
            .bind(token_hash),
        guard_changed(GONE),
        sql("update consent_links set token_hash = null where customer_id = ?1 and purpose = ?2")
            .bind(customer)
            .bind(purpose.code()),
        told,
        give,
        rest,
    ])
    .await
    .map(|_| ())
}

/// A question that staff put.
pub struct Question<'a> {
    pub customer: &'a CustomerId,
    pub link: &'a TokenId,
    pub consent: &'a ConsentId,
    pub by: &'a AccountId,
    /// What is asked, in the language of the mail.
    pub text: &'a str,
    pub version: u32,
    pub locale: Locale,
}

/// Puts it, in place of one that staff put before; `gone` where there is to be no mail ([`ask`]).
pub async fn put(db: &Db, question: &Question<'_>, now: i64) -> Result<(), Refused> {
    let customer = question.customer;
    let former = sql("delete from consents
        where customer_id = ?1 and state = 'pending' and checkout_id is null")
    .bind(customer);
    let insert = sql(
        "insert into consents (id, customer_id, purpose, state, text, version, way, at)
        values (?1, ?2, ?3, 'pending', ?4, ?5, 'staff', ?6)",
    )
    .bind(question.consent)
    .bind(customer)
    .bind(Purpose::Marketing.code())
    .bind(question.text)
    .bind(question.version)
    .bind(now);
    db.batch(vec![
        ask("c.id = ?5", question.link, now).bind(customer),
        guard_changed(GONE),
        former,
        insert,
        mail(question.link, Some(question.locale), now),
        history::tell(customer, question.by, Fact::ConsentAsked, now),
    ])
    .await
    .map(|_| ())
}
