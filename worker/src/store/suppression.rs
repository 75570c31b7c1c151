//! Addresses that mails to many no longer go to, because they refused one for good or their reader called one unwanted. The mails
//! of orders and accounts go on: whoever ordered wants those, and an address may work again.

use crate::db::{Db, GONE, REPEATED, Refused, Sql, guard_changed, sql};
use crate::random;
use crate::store::{consent, history};
use domain::consent::Purpose;
use domain::history::Fact;
use domain::id::{AccountId, CustomerId};
use domain::mail_event::{Failing, Reason};
use serde::Deserialize;

/// The customers that an event is about.
pub async fn whose(db: &Db, email_keys: &[String]) -> Result<Vec<CustomerId>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: CustomerId,
    }
    let keys = serde_json::to_string(email_keys)
        .map_err(|error| Refused::Cause(format!("json: {error}")))?;
    let select =
        sql("select id from customers where email_key in (select value from json_each(?1))")
            .bind(keys);
    let rows: Vec<Row> = db.run(select).await?.all()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Keeps what an event told of customers' mailboxes; a complaint takes the consent back besides. `repeated` for a message that
/// was told before.
pub async fn tell(
    db: &Db,
    message: &str,
    failing: &Failing,
    customers: &[CustomerId],
    now: i64,
) -> Result<(), Refused> {
    let mut batch = vec![
        sql("insert into mail_events (id, at) values (?1, ?2) on conflict (id) do nothing")
            .bind(message)
            .bind(now),
        guard_changed(REPEATED),
    ];
    for customer in customers {
        batch.extend([
            note(customer, failing, now),
            suppress(customer, failing, now),
        ]);
        if failing.reason == Reason::Complaint {
            let id = random::id(now).map_err(|fail| Refused::Cause(format!("{fail:?}")))?;
            let by = consent::Answered::Complained;
            batch.extend(consent::withdrawal(
                customer,
                &id,
                Purpose::Marketing,
                &by,
                now,
            ));
        }
    }
    batch.push(outcome(failing, now));
    db.batch(batch).await.map(|_| ())
}

/// What became of a campaign's mail, where it was one: the counts of its results follow by triggers.
fn outcome(failing: &Failing, now: i64) -> Sql {
    match failing.reason {
        Reason::Bounce => sql(
            "update campaign_mails set state = 'failed', reason = 'bounced', at = ?2
            where provider_id = ?1 and state in ('sent', 'unknown')",
        )
        .bind(&failing.mail)
        .bind(now),
        Reason::Complaint => sql("update campaign_mails set reason = 'complained'
            where provider_id = ?1 and state = 'sent'")
        .bind(&failing.mail),
    }
}

/// Tells it of a mailbox that was not known to fail, or not in that way.
fn note(customer: &CustomerId, failing: &Failing, now: i64) -> Sql {
    let fact = match failing.reason {
        Reason::Bounce => Fact::MailBounced,
        Reason::Complaint => Fact::MailComplained,
    };
    sql("insert into history (customer_id, at, actor, fact)
        select c.id, ?2, 'system', ?3 from customers c where c.id = ?1 and not exists (
            select 1 from suppressions s where s.email_key = c.email_key and s.reason in (?4, 'complaint'))")
    .bind(customer)
    .bind(now)
    .bind(fact.code())
    .bind(failing.reason.code())
}

/// A complaint takes the place of a bounce, never the other way round; since when it fails stays.
fn suppress(customer: &CustomerId, failing: &Failing, now: i64) -> Sql {
    sql("insert into suppressions (email_key, reason, at, detail)
        select c.email_key, ?2, ?3, ?4 from customers c where c.id = ?1
        on conflict (email_key) do update set reason = excluded.reason, detail = excluded.detail
            where suppressions.reason = 'bounce' and excluded.reason = 'complaint'")
    .bind(customer)
    .bind(failing.reason.code())
    .bind(now)
    .bind(&failing.detail)
}

/// Lets mails to many go to a customer's mailbox again; `gone` where nothing keeps them from it.
pub async fn lift(db: &Db, customer: &CustomerId, by: &AccountId, now: i64) -> Result<(), Refused> {
    db.batch(vec![
        sql("delete from suppressions
            where email_key = (select email_key from customers where id = ?1)")
        .bind(customer),
        guard_changed(GONE),
        history::tell(customer, by, Fact::SuppressionLifted, now),
    ])
    .await
    .map(|_| ())
}
