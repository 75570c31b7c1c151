//! Consents as their giver sees them. Each act in the space is a row of its own, so that the proof of the one before stays.

use crate::db::{Answers, Db, Refused, Sql, sql};
use domain::consent::Purpose;
use domain::customer::Consent;
use domain::history::Fact;
use domain::id::{ConsentId, CustomerId};
use serde::Deserialize;

/// Acts that are listed.
const LISTED_MAX: u32 = 200;

/// Whether a customer agrees to news today, and every act, newest first.
pub async fn find(db: &Db, customer: &CustomerId) -> Result<Option<(bool, Vec<Consent>)>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        consent: u8,
    }
    let now = sql("select consent from customers where id = ?1").bind(customer);
    let acts = sql("select purpose, state, text, version, way, at from consents
        where customer_id = ?1 order by at desc, id desc limit ?2")
    .bind(customer)
    .bind(LISTED_MAX);
    let mut answers = Answers::new(db.batch(vec![now, acts]).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    Ok(Some((row.consent == 1, answers.take().all()?)))
}

/// Agrees to words of a version, unless that is agreed to already.
pub async fn give(
    db: &Db,
    customer: &CustomerId,
    id: &ConsentId,
    purpose: Purpose,
    words: (&str, u32),
    now: i64,
) -> Result<(), Refused> {
    let (text, version) = words;
    let insert = act(customer, id, purpose, "given", now)
        .bind(text)
        .bind(version);
    db.batch(vec![insert, tell(customer, id, Fact::ConsentGiven, now)])
        .await
        .map(|_| ())
}

/// Takes it back, unless nothing is agreed to. A tick that nobody proved must not come true later.
pub async fn withdraw(
    db: &Db,
    customer: &CustomerId,
    id: &ConsentId,
    purpose: Purpose,
    now: i64,
) -> Result<(), Refused> {
    let unproved =
        sql("delete from consents where customer_id = ?1 and purpose = ?2 and state = 'pending'")
            .bind(customer)
            .bind(purpose.code());
    let nothing = None::<&str>;
    let insert = act(customer, id, purpose, "withdrawn", now)
        .bind(nothing)
        .bind(nothing);
    db.batch(vec![
        unproved,
        insert,
        tell(customer, id, Fact::ConsentWithdrawn, now),
    ])
    .await
    .map(|_| ())
}

/// An act that changes something, after every other; what is taken back are the words that were agreed to last. ?6 and ?7:
/// the words and their version.
fn act(customer: &CustomerId, id: &ConsentId, purpose: Purpose, state: &str, now: i64) -> Sql {
    sql("insert into consents (id, customer_id, checkout_id, purpose, state, text, version, way, at)
        select ?1, c.id, null, ?3, ?4, coalesce(?6, l.text), coalesce(?7, l.version), 'space',
            max(?5, coalesce(l.at + 1, 0))
        from customers c left join consents l on l.id = (
            select id from consents where customer_id = c.id and purpose = ?3 and state <> 'pending'
            order by at desc, id desc limit 1)
        where c.id = ?2 and c.consent = (?4 = 'withdrawn')")
    .bind(id)
    .bind(customer)
    .bind(purpose.code())
    .bind(state)
    .bind(now)
}

/// Tells of an act, if there was one.
fn tell(customer: &CustomerId, id: &ConsentId, fact: Fact, now: i64) -> Sql {
    sql("insert into history (customer_id, at, actor, fact)
        select customer_id, ?3, 'customer', ?4 from consents where id = ?2 and customer_id = ?1")
    .bind(customer)
    .bind(id)
    .bind(now)
    .bind(fact.code())
}
