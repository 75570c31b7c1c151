//! Products as staff keep them.

use crate::db::{Db, REPEATED, Refused, STALE, guard_changed, sql};
use crate::store::idempotency::{self, Key};
use crate::store::journal;
use domain::account::Account;
use domain::id::ProductId;
use domain::journal::{Act, SubjectKind};
use domain::product::{Kind, ProductRecord, Proved};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: ProductId,
    version: u32,
    kind: Kind,
    name_en: String,
    name_fr: String,
    summary_en: String,
    summary_fr: String,
    price: i64,
    vat_rate: u32,
    validity_days: Option<u32>,
    listed: u8,
}

impl From<Row> for ProductRecord {
    fn from(row: Row) -> ProductRecord {
        ProductRecord {
            id: row.id,
            version: row.version,
            kind: row.kind,
            name_en: row.name_en,
            name_fr: row.name_fr,
            summary_en: row.summary_en,
            summary_fr: row.summary_fr,
            price: row.price,
            vat_rate: row.vat_rate,
            validity_days: row.validity_days,
            listed: row.listed == 1,
        }
    }
}

const COLUMNS: &str = "id, version, kind, name_en, name_fr, summary_en, summary_fr, price, \
    vat_rate, validity_days, listed";

/// Products the shop can hold at all: more is another kind of shop.
pub const PRODUCTS_MAX: u32 = 500;

/// Every product, in the shop's order.
pub async fn list(db: &Db) -> Result<Vec<ProductRecord>, Refused> {
    let rows = db
        .run(
            sql(format!(
                "select {COLUMNS} from products order by seq limit ?1"
            ))
            .bind(PRODUCTS_MAX),
        )
        .await?;
    Ok(rows.all::<Row>()?.into_iter().map(Into::into).collect())
}

/// One product.
pub async fn find(db: &Db, id: &ProductId) -> Result<Option<ProductRecord>, Refused> {
    let rows = db
        .run(sql(format!("select {COLUMNS} from products where id = ?1")).bind(id))
        .await?;
    Ok(rows.first::<Row>()?.map(Into::into))
}

/// Makes a product. [`Refused::Guard`]: `repeated` where the key made one before, `gone` where the shop is full.
pub async fn create(
    db: &Db,
    id: &ProductId,
    product: &Proved,
    key: Option<&Key<'_>>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    batch.push(
        sql(
            "insert into products (id, kind, name_en, name_fr, summary_en, summary_fr, price,
                vat_rate, validity_days, listed, created_at)
            select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
            where (select count(*) from products) < ?12",
        )
        .bind(id)
        .bind(product.kind.code())
        .bind(&product.name_en)
        .bind(&product.name_fr)
        .bind(&product.summary_en)
        .bind(&product.summary_fr)
        .bind(product.price)
        .bind(product.vat_rate)
        .bind(product.validity_days)
        .bind(product.listed)
        .bind(now)
        .bind(PRODUCTS_MAX),
    );
    batch.push(guard_changed(REPEATED));
    let subject = Some((SubjectKind::Product, id.as_str()));
    batch.push(journal::tell(by, Act::ProductCreated, subject, &[], now));
    db.batch(batch).await.map(|_| ())
}

/// Changes a product; its kind stays. [`Refused::Guard`] `stale` when it changed since.
pub async fn edit(
    db: &Db,
    id: &ProductId,
    version: u32,
    product: &Proved,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let update = sql("update products set version = version + 1, name_en = ?3, name_fr = ?4,
            summary_en = ?5, summary_fr = ?6, price = ?7, vat_rate = ?8, validity_days = ?9, listed = ?10
        where id = ?1 and version = ?2")
    .bind(id)
    .bind(version)
    .bind(&product.name_en)
    .bind(&product.name_fr)
    .bind(&product.summary_en)
    .bind(&product.summary_fr)
    .bind(product.price)
    .bind(product.vat_rate)
    .bind(product.validity_days)
    .bind(product.listed);
    let subject = Some((SubjectKind::Product, id.as_str()));
    let told = journal::tell(by, Act::ProductEdited, subject, &[], now);
    db.batch(vec![update, guard_changed(STALE), told])
        .await
        .map(|_| ())
}
