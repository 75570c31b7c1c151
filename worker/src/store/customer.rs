//! Customers as staff read them: lists, searches, a record, its history.

mod list;

pub use list::list;

use crate::db::{Answers, Db, Refused, sql};
use domain::contact::{Address, Billing};
use domain::customer::{AccountState, Customer, Stage};
use domain::history::{Actor, Entry, Fact, OrderMark};
use domain::id::{CheckoutId, CustomerId, OrderId, PendingId};
use domain::locale::Locale;
use domain::page::{Cursor, Page};
use domain::pending::{Details, KEPT, Pending, differing};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A customer's record, with the address used last and what waits on it.
pub async fn find(db: &Db, id: &CustomerId) -> Result<Option<Customer>, Refused> {
    let record = sql(
        "select id, version, email, verified_at, first_name, last_name, phone, organisation,
            billing, locale, stage, account, created_at
        from customers where id = ?1",
    )
    .bind(id);
    let address = sql(
        "select line1, line2, postcode, city, region, country from addresses
        where customer_id = ?1 order by used_at desc, id desc limit 1",
    )
    .bind(id);
    let pending = sql(
        "select id, checkout_id, details, typed_at from pending_details
        where customer_id = ?1 order by typed_at, id limit ?2",
    )
    .bind(id)
    .bind(KEPT);
    let mut answers = Answers::new(db.batch(vec![record, address, pending]).await?);
    let Some(row) = answers.take().first::<RecordRow>()? else {
        return Ok(None);
    };
    let address: Option<Address> = answers.take().first()?;
    let waiting: Vec<PendingRow> = answers.take().all()?;
    let mut customer = row.customer(address)?;
    let record = customer.details();
    for row in waiting {
        customer.pending.push(row.pending(&record)?);
    }
    Ok(Some(customer))
}

#[derive(Deserialize)]
struct RecordRow {
    id: CustomerId,
    version: u32,
    email: String,
    verified_at: Option<i64>,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    organisation: Option<String>,
    billing: Option<String>,
    locale: Option<Locale>,
    stage: Stage,
    account: AccountState,
    created_at: i64,
}

impl RecordRow {
    fn customer(self, address: Option<Address>) -> Result<Customer, Refused> {
        let billing: Option<Billing> = self.billing.as_deref().map(json).transpose()?;
        Ok(Customer {
            id: self.id,
            version: self.version,
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            verified: self.verified_at.is_some(),
            phone: self.phone,
            organisation: self.organisation,
            locale: self.locale,
            address,
            billing,
            stage: self.stage,
            account: self.account,
            created_at: self.created_at,
            pending: Vec::new(),
        })
    }
}

#[derive(Deserialize)]
struct PendingRow {
    id: PendingId,
    checkout_id: Option<CheckoutId>,
    details: String,
    typed_at: i64,
}

impl PendingRow {
    fn pending(self, record: &Details) -> Result<Pending, Refused> {
        let details: Details = json(&self.details)?;
        Ok(Pending {
            id: self.id,
            checkout: self.checkout_id,
            typed_at: self.typed_at,
            differing: differing(record, &details),
            details,
        })
    }
}

/// Entries a page of history has.
const HISTORY_PAGE: u32 = 20;

/// A page of a customer's history, newest first; `None` when there is no such customer.
pub async fn history(
    db: &Db,
    id: &CustomerId,
    cursor: Option<&Cursor>,
) -> Result<Option<Page<Entry>>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        at: i64,
        actor: Actor,
        email: Option<String>,
        fact: Fact,
        fields: String,
        before: Option<String>,
        order_id: Option<OrderId>,
        number: Option<u32>,
    }
    let customer = sql("select id from customers where id = ?1").bind(id);
    let entries = sql(
        "select h.seq, h.at, h.actor, a.email, h.fact, h.fields, h.before, h.order_id, o.number
        from history h left join accounts a on a.id = h.account_id
            left join orders o on o.id = h.order_id
        where h.customer_id = ?1 and h.seq < ?2 order by h.seq desc limit ?3",
    )
    .bind(id)
    .bind(cursor.map_or(9_007_199_254_740_991, |cursor| cursor.seq))
    .bind(HISTORY_PAGE + 1);
    let mut answers = Answers::new(db.batch(vec![customer, entries]).await?);
    #[derive(Deserialize)]
    struct Known {
        #[serde(rename = "id")]
        _id: String,
    }
    if answers.take().first::<Known>()?.is_none() {
        return Ok(None);
    }
    let mut rows: Vec<Row> = answers.take().all()?;
    let more = rows.len() > HISTORY_PAGE as usize;
    rows.truncate(HISTORY_PAGE as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        key: String::new(),
        seq: row.seq,
    });
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(Entry {
            at: row.at,
            actor: row.actor,
            by: row.email,
            fact: row.fact,
            fields: json(&row.fields)?,
            order: match (row.order_id, row.number) {
                (Some(id), Some(number)) => Some(OrderMark { id, number }),
                _ => None,
            },
            before: row.before.as_deref().map(json).transpose()?,
        });
    }
    Ok(Some(Page {
        items,
        next,
        total: None,
        partial: false,
    }))
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, Refused> {
    serde_json::from_str(text).map_err(|error| Refused::Cause(format!("stored json: {error}")))
}
