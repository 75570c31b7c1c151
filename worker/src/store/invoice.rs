//! Invoices and credit notes: listed for their customer, found for their file, and what that file was at first.

use crate::db::{Answers, Db, Refused, sql, stored};
use crate::store::space::Own;
use domain::id::{InvoiceId, OrderId};
use domain::invoice::{self, Invoice, InvoiceState, InvoiceSummary, Kind};
use domain::locale::Locale;
use domain::order::Numbered;
use domain::page::{Cursor, Page, TOTAL_CAP};
use serde::Deserialize;

/// A frozen document.
pub struct Frozen {
    pub id: InvoiceId,
    pub kind: Kind,
    pub own: Numbered,
    pub data: Invoice,
    /// The order's.
    pub locale: Locale,
    /// Of the file that was made of it first; none before that.
    pub sha256: Option<String>,
}

/// Invoices a page of the list has.
const PAGE: u32 = 20;

/// A page of a customer's invoices and credit notes, latest issued first; the first page tells how many there are.
pub async fn list(
    db: &Db,
    own: &Own<'_>,
    cursor: Option<&Cursor>,
) -> Result<Page<InvoiceSummary>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        id: InvoiceId,
        kind: Kind,
        series: String,
        year: i64,
        number: u32,
        issued_on: String,
        total: i64,
        size: Option<u32>,
        credited: u8,
        currency: String,
        order_id: OrderId,
        order_number: u32,
    }
    #[derive(Deserialize)]
    struct Count {
        n: u32,
    }
    let page = sql(
        "select p.seq, i.id, i.kind, i.series, i.year, i.number, i.issued_on, i.total, p.size,
            o.currency, o.id as order_id, o.number as order_number,
            exists (select 1 from invoices c where c.order_id = i.order_id and c.kind = 'credit_note') as credited
        from papers p indexed by papers_of_customer
            join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id
        where p.customer_id = ?1 and (?2 = 1 or o.account_id = ?3) and p.seq < ?4
        order by p.seq desc limit ?5",
    )
    .bind(own.customer)
    .bind(own.verified)
    .bind(own.account)
    .bind(Cursor::before(cursor))
    .bind(PAGE + 1);
    let mut batch = vec![page];
    // Counting the papers of some orders only would read all of them.
    if cursor.is_none() && own.verified {
        let count = sql("select count(*) as n from (
            select 1 from papers where customer_id = ?1 limit ?2)");
        batch.push(count.bind(own.customer).bind(TOTAL_CAP));
    }
    let mut answers = Answers::new(db.batch(batch).await?);
    let rows: Vec<Row> = answers.take().all()?;
    let total = answers.take().first::<Count>()?.map(|count| count.n);
    let page = Page::cut(rows, PAGE, |row| Cursor::age(row.seq));
    let page = page.map(|row| InvoiceSummary {
        id: row.id,
        kind: row.kind,
        number: invoice::number(&row.series, row.year, row.number),
        issued_on: row.issued_on,
        total: row.total,
        currency: row.currency,
        state: InvoiceState::of(row.kind, row.credited == 1),
        order: row.order_id,
        order_number: row.order_number,
        size: row.size,
    });
    Ok(Page { total, ..page })
}

/// A customer's own document.
pub async fn find_own(db: &Db, id: &InvoiceId, own: &Own<'_>) -> Result<Option<Frozen>, Refused> {
    let found = sql(
        "select i.id, i.kind, i.series, i.year, i.number, i.issued_on, i.data, o.locale, p.sha256
        from invoices i join orders o on o.id = i.order_id join papers p on p.invoice_id = i.id
        where i.id = ?1 and o.customer_id = ?2 and (?3 = 1 or o.account_id = ?4)",
    )
    .bind(id)
    .bind(own.customer)
    .bind(own.verified)
    .bind(own.account);
    read(db, found).await
}

/// A document of an order; who may see the order was asked before.
pub async fn find_of(db: &Db, id: &InvoiceId, order: &OrderId) -> Result<Option<Frozen>, Refused> {
    let found = sql(
        "select i.id, i.kind, i.series, i.year, i.number, i.issued_on, i.data, o.locale, p.sha256
        from invoices i join orders o on o.id = i.order_id join papers p on p.invoice_id = i.id
        where i.id = ?1 and i.order_id = ?2",
    )
    .bind(id)
    .bind(order);
    read(db, found).await
}

async fn read(db: &Db, found: crate::db::Sql) -> Result<Option<Frozen>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: InvoiceId,
        kind: Kind,
        series: String,
        year: i64,
        number: u32,
        issued_on: String,
        data: String,
        locale: Locale,
        sha256: Option<String>,
    }
    let Some(row) = db.run(found).await?.first::<Row>()? else {
        return Ok(None);
    };
    let data = stored("invoice", &row.data)?;
    Ok(Some(Frozen {
        id: row.id,
        kind: row.kind,
        own: Numbered {
            number: invoice::number(&row.series, row.year, row.number),
            issued_on: row.issued_on,
        },
        data,
        locale: row.locale,
        sha256: row.sha256,
    }))
}

/// Keeps what a document's file is, where none was made before. True where one was, it was not the same, and nobody was
/// told yet: of two that come at once only one is.
pub async fn keep_file(
    db: &Db,
    id: &InvoiceId,
    sha256: &str,
    size: u32,
    now: i64,
) -> Result<bool, Refused> {
    let first = sql("update papers set sha256 = ?2, size = ?3, made_at = ?4
        where invoice_id = ?1 and sha256 is null")
    .bind(id)
    .bind(sha256)
    .bind(size)
    .bind(now);
    let other = sql("update papers set differs = ?2
        where invoice_id = ?1 and sha256 <> ?2 and differs is null returning seq")
    .bind(id)
    .bind(sha256);
    let mut answers = Answers::new(db.batch(vec![first, other]).await?);
    answers.take();
    answers.take().any()
}
