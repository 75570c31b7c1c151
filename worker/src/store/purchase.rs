//! What a customer acquired, for the customer and for staff.

use crate::db::{Answers, Db, Refused, Sql, sql};
use crate::store::space::Own;
use domain::customer::Purchase;
use domain::id::{CustomerId, OrderId, ProductId, PurchaseId};
use domain::product::Kind;
use serde::Deserialize;

/// Products there may be.
const PURCHASES_MAX: u32 = 500;

/// Of `purchases u`, its product `p`, and the orders `f` and `l` of its first and latest line.
const COLUMNS: &str = "u.id, u.product_id as product, p.kind, p.name_en, p.name_fr, p.listed, u.reference, u.quantity,
    u.valid_from, u.valid_until, u.ended_at, u.first_order_id as first_order, f.number as first_number,
    u.last_order_id as last_order, l.number as last_number
    from purchases u join products p on p.id = u.product_id
        join orders f on f.id = u.first_order_id join orders l on l.id = u.last_order_id";

#[derive(Deserialize)]
struct Row {
    id: PurchaseId,
    product: ProductId,
    kind: Kind,
    name_en: String,
    name_fr: String,
    listed: u8,
    reference: String,
    quantity: u32,
    valid_from: i64,
    valid_until: Option<i64>,
    ended_at: Option<i64>,
    first_order: OrderId,
    first_number: u32,
    last_order: OrderId,
    last_number: u32,
}

/// What a customer acquired, newest first; `None` when there is no such customer.
pub async fn of_customer(db: &Db, customer: &CustomerId) -> Result<Option<Vec<Purchase>>, Refused> {
    let known = sql("select id from customers where id = ?1").bind(customer);
    let list = sql(format!(
        "select {COLUMNS} where u.customer_id = ?1 order by u.valid_from desc, u.id desc limit ?2"
    ))
    .bind(customer)
    .bind(PURCHASES_MAX);
    let mut answers = Answers::new(db.batch(vec![known, list]).await?);
    if !answers.take().any()? {
        return Ok(None);
    }
    rows(&answers.take()).map(Some)
}

/// What a signed-in customer acquired, newest first: of orders that the account may see.
pub async fn own(db: &Db, own: &Own<'_>) -> Result<Vec<Purchase>, Refused> {
    let list: Sql = sql(format!(
        "select {COLUMNS}
        where u.customer_id = ?1 and (?3 = 1 or (f.account_id = ?4 and l.account_id = ?4))
        order by u.valid_from desc, u.id desc limit ?2"
    ))
    .bind(own.customer)
    .bind(PURCHASES_MAX)
    .bind(own.verified)
    .bind(own.account);
    rows(&db.run(list).await?)
}

fn rows(rows: &crate::db::Rows) -> Result<Vec<Purchase>, Refused> {
    let rows: Vec<Row> = rows.all()?;
    Ok(rows
        .into_iter()
        .map(|row| Purchase {
            id: row.id,
            product: row.product,
            kind: row.kind,
            name_en: row.name_en,
            name_fr: row.name_fr,
            reference: row.reference,
            quantity: row.quantity,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            ended_at: row.ended_at,
            first_order: row.first_order,
            first_number: row.first_number,
            last_order: row.last_order,
            last_number: row.last_number,
            listed: row.listed == 1,
        })
        .collect())
}
