//! Consents to mails to many: given, taken back, and whether they may be sent. Each act is a row of its own, so that the
//! proof of the one before stays.

use crate::db::{Answers, Db, Refused, Sql, sql};
use domain::consent::Purpose;
use domain::customer::Consent;
use domain::history::{Actor, Fact};
use domain::id::{AccountId, CampaignId, ConsentId, CustomerId};
use serde::Deserialize;

/// Whether a mail to many may go to the customer `c`, as SQL: they agree today, and their mailbox has refused none.
pub const MAY_MAIL: &str = "(c.consent = 1 and c.failing = 0)";

/// Acts that are listed.
const LISTED_MAX: u32 = 200;

/// Whether a customer agrees to news today, and every act, newest first.
pub async fn find(db: &Db, customer: &CustomerId) -> Result<Option<(bool, Vec<Consent>)>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        consent: u8,
    }
    let now = sql("select consent from customers where id = ?1").bind(customer);
    let acts = sql(
        "select purpose, state, text, version, way, at, asked_at, asked_way from consents
        where customer_id = ?1 order by at desc, id desc limit ?2",
    )
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
    let own = Answered::Own;
    let insert = act(customer, id, purpose, "given", &own, now)
        .bind(text)
        .bind(version);
    let told = tell(customer, id, Fact::ConsentGiven, &own, now);
    db.batch(vec![insert, told]).await.map(|_| ())
}

/// Who answers, and how.
pub enum Answered<'a> {
    /// The customer, in the space.
    Own,
    /// Whoever reads the mailbox, by the link in a mail.
    Unsubscribed(Option<&'a CampaignId>),
    /// A member of staff, on the customer's behalf.
    Staff(&'a AccountId),
    /// Nobody: the mail provider told that its reader called a mail unwanted.
    Complained,
}

impl Answered<'_> {
    fn way(&self) -> &'static str {
        match self {
            Answered::Own => "space",
            Answered::Unsubscribed(_) => "unsubscribe",
            Answered::Staff(_) => "staff",
            Answered::Complained => "complaint",
        }
    }

    /// As histories name whoever did it.
    fn actor(&self) -> Actor {
        match self {
            Answered::Own | Answered::Unsubscribed(_) => Actor::Customer,
            Answered::Staff(_) => Actor::Staff,
            Answered::Complained => Actor::System,
        }
    }
}

/// Takes it back, unless nothing is agreed to. A tick that nobody proved must not come true later, nor a link that was mailed.
pub async fn withdraw(
    db: &Db,
    customer: &CustomerId,
    id: &ConsentId,
    purpose: Purpose,
    by: &Answered<'_>,
    now: i64,
) -> Result<(), Refused> {
    db.batch(withdrawal(customer, id, purpose, by, now))
        .await
        .map(|_| ())
}

/// The statements that take it back.
pub fn withdrawal(
    customer: &CustomerId,
    id: &ConsentId,
    purpose: Purpose,
    by: &Answered<'_>,
    now: i64,
) -> Vec<Sql> {
    let nothing = None::<&str>;
    let insert = act(customer, id, purpose, "withdrawn", by, now)
        .bind(nothing)
        .bind(nothing);
    let mut batch = Vec::from(forget(customer, purpose));
    batch.push(insert);
    batch.push(tell(customer, id, Fact::ConsentWithdrawn, by, now));
    batch
}

/// What was asked and never answered says nothing any more.
fn forget(customer: &CustomerId, purpose: Purpose) -> [Sql; 2] {
    let of = |text: &str| sql(text).bind(customer).bind(purpose.code());
    [
        of("delete from consents where customer_id = ?1 and purpose = ?2 and state = 'pending'"),
        of("update consent_links set token_hash = null where customer_id = ?1 and purpose = ?2"),
    ]
}

/// An act that changes something, after every other; what is taken back are the words that were agreed to last. ?8 and ?9:
/// the words and their version.
fn act(
    customer: &CustomerId,
    id: &ConsentId,
    purpose: Purpose,
    state: &str,
    by: &Answered<'_>,
    now: i64,
) -> Sql {
    let campaign = match by {
        Answered::Unsubscribed(campaign) => *campaign,
        _ => None,
    };
    sql("insert into consents (id, customer_id, checkout_id, purpose, state, text, version, way, at, campaign_id)
        select ?1, c.id, null, ?3, ?4, coalesce(?8, l.text), coalesce(?9, l.version), ?6,
            max(?5, coalesce(l.at + 1, 0)), ?7
        from customers c left join consents l on l.id = (
            select id from consents where customer_id = c.id and purpose = ?3 and state <> 'pending'
            order by at desc, id desc limit 1)
        where c.id = ?2 and c.consent = (?4 = 'withdrawn')")
    .bind(id)
    .bind(customer)
    .bind(purpose.code())
    .bind(state)
    .bind(now)
    .bind(by.way())
    .bind(campaign)
}

/// Tells of an act, if there was one.
fn tell(customer: &CustomerId, id: &ConsentId, fact: Fact, by: &Answered<'_>, now: i64) -> Sql {
    let staff = match by {
        Answered::Staff(account) => Some(*account),
        _ => None,
    };
    sql(
        "insert into history (customer_id, at, actor, account_id, fact)
        select customer_id, ?3, ?6, ?5, ?4
        from consents where id = ?2 and customer_id = ?1",
    )
    .bind(customer)
    .bind(id)
    .bind(now)
    .bind(fact.code())
    .bind(staff)
    .bind(by.actor().code())
}
