//! The customers of a campaign that has started, with what became of the mail to each; and what one of them may be named by.

use crate::db::{Db, Refused, sql};
use domain::campaign::{Outcome, Recipient, RecipientQuery};
use domain::id::{CampaignId, CustomerId};
use domain::locale::Locale;
use domain::page::{Cursor, Page};
use serde::Deserialize;

/// Recipients a page has.
const PAGE: u32 = 50;

/// A page of them, by reason where an outcome is asked for. Who is gone has no name any more.
pub async fn list(
    db: &Db,
    campaign: &CampaignId,
    query: &RecipientQuery,
) -> Result<Page<Recipient>, Refused> {
    // A place is a reason and a customer: ids have no `|`.
    let after = query.cursor.as_ref().map_or("", |cursor| &*cursor.key);
    let (reason, id) = after.split_once('|').unwrap_or_default();
    let which = match (query.outcome, query.unsubscribed, &query.reason) {
        (Some(_), _, None) => {
            "and m.state = ?5 and (m.reason, m.customer_id) > (?2, ?3) order by m.reason, m.customer_id"
        }
        (Some(_), _, Some(_)) => {
            "and m.state = ?5 and m.reason = ?6 and m.customer_id > ?3 and ?2 is not null order by m.customer_id"
        }
        (None, true, _) => {
            "and m.unsubscribed_at is not null and m.customer_id > ?3 and ?2 is not null order by m.customer_id"
        }
        (None, false, _) => "and m.customer_id > ?3 and ?2 is not null order by m.customer_id",
    };
    let mut page = sql(format!(
        "select m.customer_id as id, c.first_name, c.last_name, c.email, m.locale, m.state as outcome, m.reason, m.at,
            m.unsubscribed_at
        from campaign_mails m left join customers c on c.id = m.customer_id
        where m.campaign_id = ?1 {which} limit ?4"
    ))
    .bind(campaign)
    .bind(reason)
    .bind(id)
    .bind(PAGE + 1);
    if let Some(outcome) = query.outcome {
        page = page.bind(outcome.code());
        if let Some(reason) = &query.reason {
            page = page.bind(reason);
        }
    }
    let rows: Vec<Row> = db.run(page).await?.all()?;
    let page = Page::cut(rows, PAGE, |row| Cursor {
        key: format!("{}|{}", row.reason, row.id),
        seq: 0,
    });
    Ok(page.map(|row| Recipient {
        id: row.id,
        first_name: row.first_name.unwrap_or_default(),
        last_name: row.last_name.unwrap_or_default(),
        email: row.email.unwrap_or_default(),
        locale: row.locale,
        outcome: Some(row.outcome),
        reason: row.reason,
        at: Some(row.at),
        unsubscribed_at: row.unsubscribed_at,
    }))
}

#[derive(Deserialize)]
struct Row {
    id: CustomerId,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    locale: Locale,
    outcome: Outcome,
    reason: String,
    at: i64,
    unsubscribed_at: Option<i64>,
}

/// What a text may name of a customer.
#[derive(Default, Deserialize)]
pub struct Named {
    pub first_name: String,
    pub last_name: String,
    pub organisation: Option<String>,
}

/// What a preview or a test names of the customer it is made for.
pub async fn named(db: &Db, customer: &CustomerId) -> Result<Option<Named>, Refused> {
    let one = sql("select first_name, last_name, organisation from customers where id = ?1");
    db.run(one.bind(customer)).await?.first()
}
