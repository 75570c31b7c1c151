//! Customers as staff read them: lists, searches, a record, its history.

mod conditions;
pub mod export;
mod list;

pub use conditions::{Bound, matching};
pub use list::list;

use crate::db::{Answers, Db, Refused, sql, stored};
use crate::store::credentials;
use domain::account::{BOOK_MAX, SavedAddress};
use domain::api::customer::HistoryQuery;
use domain::contact::Billing;
use domain::customer::{AccountState, Customer, OrderFigures, Stage};
use domain::history::{Actor, Entry, Fact, Kind, OrderMark};
use domain::id::{
    AccountId, CampaignId, CheckoutId, ConversationId, CustomerId, NoteId, OrderId, PendingId,
};
use domain::locale::Locale;
use domain::note::{EDITABLE, Note};
use domain::page::{Cursor, Page};
use domain::pending::{Details, KEPT, Pending, differing};
use serde::Deserialize;

/// Consents a record shows, newest first.
const CONSENTS_SHOWN: u32 = 50;

/// A customer's record, with all that stands on its page and does not grow with its orders: one trip.
pub async fn find(db: &Db, id: &CustomerId, now: i64) -> Result<Option<Customer>, Refused> {
    let record = sql(
        "select id, version, email, verified_at, first_name, last_name, phone, organisation,
            billing, locale, stage, account, created_at,
            orders_count, orders_paid, orders_total, last_order_at
        from customers where id = ?1",
    )
    .bind(id);
    let book = sql(
        "select id, line1, line2, postcode, city, region, country from addresses
        where customer_id = ?1 order by used_at desc, id desc limit ?2",
    )
    .bind(id)
    .bind(BOOK_MAX);
    let pending = sql(
        "select id, checkout_id, details, typed_at from pending_details
        where customer_id = ?1 order by typed_at, id limit ?2",
    )
    .bind(id)
    .bind(KEPT);
    let groups = sql("select g.id, g.code, g.name from customers c
        join memberships m on m.customer_seq = c.seq join groups g on g.id = m.group_id
        where c.id = ?1 order by g.name_key, g.id")
    .bind(id);
    let consents = sql(
        "select purpose, state, text, version, way, at, asked_at, asked_way from consents
        where customer_id = ?1 order by at desc, id desc limit ?2",
    )
    .bind(id)
    .bind(CONSENTS_SHOWN);
    let suppressed = sql("select s.reason, s.at, s.detail from customers c
        join suppressions s on s.email_key = c.email_key where c.id = ?1")
    .bind(id);
    let batch = vec![
        record,
        book,
        pending,
        groups,
        consents,
        suppressed,
        credentials::of(id, now),
    ];
    let mut answers = Answers::new(db.batch(batch).await?);
    let Some(row) = answers.take().first::<RecordRow>()? else {
        return Ok(None);
    };
    let book: Vec<SavedAddress> = answers.take().all()?;
    let waiting: Vec<PendingRow> = answers.take().all()?;
    let mut customer = row.customer(book)?;
    customer.groups = answers.take().all()?;
    customer.consents = answers.take().all()?;
    customer.suppressed = answers.take().first()?;
    customer.credentials = credentials::read(&answers.take())?;
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
    orders_count: u32,
    orders_paid: u32,
    orders_total: i64,
    last_order_at: Option<i64>,
}

impl RecordRow {
    fn customer(self, book: Vec<SavedAddress>) -> Result<Customer, Refused> {
        let billing: Option<Billing> = self
            .billing
            .as_deref()
            .map(|text| stored("stored json", text))
            .transpose()?;
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
            address: book.first().map(|entry| entry.address.clone()),
            billing,
            stage: self.stage,
            account: self.account,
            created_at: self.created_at,
            pending: Vec::new(),
            addresses: book,
            credentials: None,
            groups: Vec::new(),
            consents: Vec::new(),
            suppressed: None,
            orders: OrderFigures {
                count: self.orders_count,
                paid: self.orders_paid,
                total: self.orders_total,
                last_at: self.last_order_at,
            },
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
        let details: Details = stored("stored json", &self.details)?;
        Ok(Pending {
            id: self.id,
            checkout: self.checkout_id,
            typed_at: self.typed_at,
            differing: differing(record, &details),
            details,
        })
    }
}

/// The facts of a kind, as a JSON list.
fn facts_of(kind: Kind) -> String {
    let codes = Fact::ALL.into_iter().filter(|fact| fact.kind() == kind);
    let codes: Vec<String> = codes.map(|fact| format!("\"{}\"", fact.code())).collect();
    format!("[{}]", codes.join(","))
}

/// Entries a page of history has.
const HISTORY_PAGE: u32 = 20;

/// A page of a customer's history, newest first; `None` when there is no such customer.
pub async fn history(
    db: &Db,
    id: &CustomerId,
    asked: &HistoryQuery,
    reader: Option<&AccountId>,
    now: i64,
) -> Result<Option<Page<Entry>>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        at: i64,
        actor: Actor,
        by: Option<String>,
        account_id: Option<AccountId>,
        fact: Fact,
        fields: String,
        before: Option<String>,
        detail: Option<String>,
        order_id: Option<OrderId>,
        number: Option<u32>,
        note_id: Option<NoteId>,
        text: Option<String>,
        edited_at: Option<i64>,
        conversation_id: Option<ConversationId>,
        campaign_id: Option<CampaignId>,
    }
    let customer = sql("select id from customers where id = ?1").bind(id);
    let entries = sql(
        "select h.seq, h.at, h.actor, coalesce(a.name, a.email) as by, h.account_id, h.fact, h.fields,
            h.before, h.detail, h.order_id, o.number, n.id as note_id, n.text, n.edited_at,
            h.conversation_id, h.campaign_id
        from history h left join accounts a on a.id = h.account_id
            left join orders o on o.id = h.order_id left join notes n on n.id = h.note_id
        where h.customer_id = ?1 and h.seq < ?2
            and (?4 is null or h.fact in (select value from json_each(?4)))
        order by h.seq desc limit ?3",
    )
    .bind(id)
    .bind(Cursor::before(asked.cursor.as_ref()))
    .bind(HISTORY_PAGE + 1)
    .bind(asked.kind.map(facts_of));
    let mut answers = Answers::new(db.batch(vec![customer, entries]).await?);
    if !answers.take().any()? {
        return Ok(None);
    }
    let rows: Vec<Row> = answers.take().all()?;
    let page = Page::cut(rows, HISTORY_PAGE, |row| Cursor::age(row.seq));
    let entries = page.try_map(|row| {
        let own = reader.is_some() && row.account_id.as_ref() == reader;
        let editable_until = Some(row.at + EDITABLE).filter(|until| own && *until > now);
        let note = match (row.note_id, row.text) {
            (Some(id), Some(text)) => Some(Note {
                id,
                text,
                edited_at: row.edited_at,
                editable_until,
            }),
            _ => None,
        };
        Ok(Entry {
            at: row.at,
            actor: row.actor,
            by: row.by,
            fact: row.fact,
            fields: stored("stored json", &row.fields)?,
            order: match (row.order_id, row.number) {
                (Some(id), Some(number)) => Some(OrderMark { id, number }),
                _ => None,
            },
            before: row
                .before
                .as_deref()
                .map(|text| stored("stored json", text))
                .transpose()?,
            detail: row.detail,
            note,
            conversation: row.conversation_id,
            campaign: row.campaign_id,
        })
    })?;
    Ok(Some(entries))
}
