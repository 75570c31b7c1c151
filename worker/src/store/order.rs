//! Orders: found by those who may see them, listed for staff, and placed in one batch.

mod end;
mod place;
pub mod settle;

pub use end::{End, cancel_overdue, complete, end, remind, withdraw};
pub use place::{Placed, place};
pub use settle::settle;

use crate::db::{Answers, Db, Refused, Sql, sql, stored};
use domain::checkout::{Line, VatShare};
use domain::id::{AccountId, CustomerId, InvoiceId, OrderId, ProductId};
use domain::invoice::{self, Kind as Document};
use domain::locale::Locale;
use domain::order::{
    Buyer, IssuedPaper, Order, OrderQuery, OrderRecord, OrderRow, OrderState, PaymentMethod,
    Transfer, Withdrawal,
};
use domain::page::{Cursor, Page};
use domain::product::Kind;
use serde::Deserialize;

/// Who asks to see an order.
#[derive(Default)]
pub struct Seer<'a> {
    /// The browser's own cookie, digested.
    pub browser_hash: Option<&'a str>,
    /// What stands behind the `#` of a mailed link, digested.
    pub token_hash: Option<&'a str>,
    /// Who is signed in.
    pub account: Option<&'a AccountId>,
}

/// An order as stored.
pub struct Stored {
    pub order: Order,
    pub customer: Option<CustomerId>,
    pub verified: bool,
    pub erased_at: Option<i64>,
    /// The language it was placed in.
    pub locale: Locale,
}

impl Stored {
    /// As staff see it.
    pub fn record(self) -> OrderRecord {
        OrderRecord {
            order: self.order,
            customer: self.customer,
            verified: self.verified,
            erased_at: self.erased_at,
        }
    }
}

/// An order, whoever asks.
pub async fn find(db: &Db, id: &OrderId) -> Result<Option<Stored>, Refused> {
    let order = sql(format!("select {COLUMNS} from orders o where o.id = ?1")).bind(id);
    read(db, order, id).await
}

/// An order, for somebody who may see it: the browser that placed it (signed in, where it was placed signed in), the
/// holder of its link, its customer (all of them once the mailbox is proved, else those placed signed in).
pub async fn find_for(
    db: &Db,
    id: &OrderId,
    seer: &Seer<'_>,
    now: i64,
) -> Result<Option<Stored>, Refused> {
    let order = sql(format!(
        "select {COLUMNS} from orders o where o.id = ?1 and (
            (o.browser_hash = ?2 and (o.account_id is null or o.account_id = ?3))
            or exists (select 1 from tokens t where t.token_hash = ?4 and t.order_id = o.id
                and t.purpose = 'order' and t.expires_at > ?5)
            or exists (select 1 from accounts a where a.id = ?3 and a.customer_id = o.customer_id
                and (a.verified_at is not null or o.account_id = a.id)))"
    ))
    .bind(id)
    .bind(seer.browser_hash)
    .bind(seer.account)
    .bind(seer.token_hash)
    .bind(now);
    read(db, order, id).await
}

/// Of `orders o`.
const COLUMNS: &str = "o.id, o.number, o.customer_id, o.state, o.payment_method, o.currency,
    o.total, o.vat, o.buyer, o.transfer, o.terms, o.waiver, o.placed_at, o.paid_at,
    o.ended_at, o.withdraw_until, o.withdrawn_at, o.erased_at, o.locale,
    exists (select 1 from customers c where c.id = o.customer_id and c.verified_at is not null) as verified";

async fn read(db: &Db, order: Sql, id: &OrderId) -> Result<Option<Stored>, Refused> {
    let lines = sql(
        "select product_id, name, kind, validity_days, quantity, price, vat_rate, amount, vat
        from order_lines where order_id = ?1 order by place",
    )
    .bind(id);
    let documents = sql(
        "select i.id, i.kind, i.series, i.year, i.number, i.issued_on, p.size
            from invoices i join papers p on p.invoice_id = i.id where i.order_id = ?1",
    )
    .bind(id);
    let mut answers = Answers::new(db.batch(vec![order, lines, documents]).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    let lines: Vec<LineRow> = answers.take().all()?;
    let documents: Vec<DocumentRow> = answers.take().all()?;
    row.stored(lines, &documents).map(Some)
}

#[derive(Deserialize)]
struct Row {
    id: OrderId,
    number: u32,
    customer_id: Option<CustomerId>,
    state: OrderState,
    payment_method: PaymentMethod,
    currency: String,
    total: i64,
    vat: String,
    buyer: String,
    transfer: Option<String>,
    terms: u32,
    waiver: Option<String>,
    placed_at: i64,
    paid_at: Option<i64>,
    ended_at: Option<i64>,
    withdraw_until: Option<i64>,
    withdrawn_at: Option<i64>,
    erased_at: Option<i64>,
    locale: Locale,
    verified: u8,
}

impl Row {
    fn stored(self, lines: Vec<LineRow>, documents: &[DocumentRow]) -> Result<Stored, Refused> {
        let transfer: Option<Transfer> = self
            .transfer
            .as_deref()
            .map(|text| stored("order", text))
            .transpose()?;
        let vat: Vec<VatShare> = stored("order", &self.vat)?;
        let buyer: Buyer = stored("order", &self.buyer)?;
        let numbered = |kind: Document| {
            let document = documents.iter().find(|document| document.kind == kind)?;
            Some(IssuedPaper {
                id: document.id.clone(),
                number: invoice::number(&document.series, document.year, document.number),
                issued_on: document.issued_on.clone(),
                size: document.size,
            })
        };
        Ok(Stored {
            order: Order {
                id: self.id,
                number: self.number,
                state: self.state,
                placed_at: self.placed_at,
                paid_at: self.paid_at,
                ended_at: self.ended_at,
                lines: lines.into_iter().map(Into::into).collect(),
                total: self.total,
                vat,
                currency: self.currency,
                buyer,
                payment_method: self.payment_method,
                transfer: transfer.filter(|_| self.state == OrderState::Placed),
                invoice: numbered(Document::Invoice),
                credit_note: numbered(Document::CreditNote),
                waiver: self.waiver,
                terms: self.terms,
                withdrawal: Withdrawal {
                    until: self.withdraw_until,
                    declared_at: self.withdrawn_at,
                },
            },
            customer: self.customer_id,
            verified: self.verified == 1,
            erased_at: self.erased_at,
            locale: self.locale,
        })
    }
}

#[derive(Deserialize)]
struct LineRow {
    product_id: ProductId,
    name: String,
    kind: Kind,
    validity_days: Option<u32>,
    quantity: u32,
    price: i64,
    vat_rate: u32,
    amount: i64,
    vat: i64,
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Line {
        Line {
            product: row.product_id,
            name: row.name,
            kind: row.kind,
            validity_days: row.validity_days,
            quantity: row.quantity,
            price: row.price,
            vat_rate: row.vat_rate,
            amount: row.amount,
            vat: row.vat,
        }
    }
}

#[derive(Deserialize)]
struct DocumentRow {
    id: InvoiceId,
    kind: Document,
    series: String,
    year: i64,
    number: u32,
    issued_on: String,
    size: Option<u32>,
}

/// Rows a page of orders has.
const PAGE: u32 = 50;

/// A page of orders, newest first.
pub async fn list(db: &Db, query: &OrderQuery) -> Result<Page<OrderRow>, Refused> {
    let before = Cursor::before(query.cursor.as_ref());
    let q = query.q.trim();
    let mut conditions = vec!["o.seq < ?1".to_owned()];
    let mut values: Vec<crate::db::Value> = Vec::new();
    let mut index = "";
    let mut narrow = |condition: &str, value: crate::db::Value| {
        values.push(value);
        conditions.push(condition.replace("?n", &format!("?{}", values.len() + 2)));
    };
    // One index decides; the rest is looked at row by row, newest first, so that a page stays a short walk.
    if let Ok(number) = q.trim_start_matches(['#', 'C', 'c']).parse::<u32>() {
        narrow("o.number = ?n", number.into());
    } else if !q.is_empty() {
        // Of at most a thousand: a beginning that more share is no search yet.
        narrow(
            "o.seq in (select seq from orders indexed by orders_by_email
                where email_key >= ?n and email_key < ?n || char(1114111) limit 1000)",
            q.to_ascii_lowercase().into(),
        );
    } else if query.customer.is_some() {
        index = "indexed by orders_of_customer";
    }
    if let Some(customer) = &query.customer {
        narrow("o.customer_id = ?n", customer.into());
    }
    if let Some(state) = query.state {
        narrow("o.state = ?n", state.code().into());
    }
    let text = format!(
        "select o.seq, o.id, o.number, o.state, o.placed_at, o.total, o.currency,
            o.buyer ->> 'first_name' as first_name, o.buyer ->> 'last_name' as last_name,
            o.buyer ->> 'email' as email, o.withdrawn_at is not null as withdrawn,
            o.customer_id as customer, o.erased_at is not null as erased
        from orders o {index} where {} order by o.seq desc limit ?2",
        conditions.join(" and ")
    );
    let statement = values
        .into_iter()
        .fold(sql(text).bind(before).bind(PAGE + 1), Sql::bind);
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        id: OrderId,
        number: u32,
        state: OrderState,
        placed_at: i64,
        total: i64,
        currency: String,
        first_name: Option<String>,
        last_name: Option<String>,
        email: Option<String>,
        withdrawn: u8,
        customer: Option<CustomerId>,
        erased: u8,
    }
    let rows: Vec<Row> = db.run(statement).await?.all()?;
    let page = Page::cut(rows, PAGE, |row| Cursor::age(row.seq));
    Ok(page.map(|row| OrderRow {
        id: row.id,
        number: row.number,
        state: row.state,
        placed_at: row.placed_at,
        total: row.total,
        currency: row.currency,
        first_name: row.first_name.unwrap_or_default(),
        last_name: row.last_name.unwrap_or_default(),
        email: row.email.unwrap_or_default(),
        withdrawn: row.withdrawn == 1,
        customer: row.customer,
        erased: row.erased == 1,
    }))
}

fn text(value: &impl serde::Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
