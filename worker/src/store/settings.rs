//! The shop's settings, and the products it lists.

use crate::db::{Answers, Db, Refused, Rows, Sql, sql};
use domain::id::ProductId;
use domain::locale::Locale;
use domain::product::{Kind, Product};
use domain::settings::Shop;
use serde::Deserialize;

/// Selects the settings that [`read_shop`] reads.
pub fn select_shop() -> Sql {
    sql("select value from settings where key = 'shop'")
}

/// The shop as it is set, or as it comes.
pub fn read_shop(rows: &Rows) -> Result<Shop, Refused> {
    #[derive(Deserialize)]
    struct Row {
        value: String,
    }
    let Some(row) = rows.first::<Row>()? else {
        return Ok(Shop::default());
    };
    serde_json::from_str(&row.value).map_err(|error| Refused::Cause(format!("settings: {error}")))
}

/// The shop's settings.
pub async fn shop(db: &Db) -> Result<Shop, Refused> {
    read_shop(&db.run(select_shop()).await?)
}

/// The settings, and every listed product in the language asked for (else the shop's), in the shop's order.
pub async fn shop_and_products(
    db: &Db,
    locale: Option<Locale>,
) -> Result<(Shop, Vec<Product>), Refused> {
    let listed = sql(
        "select id, kind, name_en, name_fr, summary_en, summary_fr, price, vat_rate, validity_days
        from products where listed = 1 order by seq limit 500",
    );
    let mut answers = Answers::new(db.batch(vec![select_shop(), listed]).await?);
    let shop = read_shop(&answers.take())?;
    let locale = locale.unwrap_or(shop.locale);
    let rows: Vec<ProductRow> = answers.take().all()?;
    Ok((
        shop,
        rows.into_iter().map(|row| row.product(locale)).collect(),
    ))
}

#[derive(Deserialize)]
struct ProductRow {
    id: ProductId,
    kind: Kind,
    name_en: String,
    name_fr: String,
    summary_en: String,
    summary_fr: String,
    price: i64,
    vat_rate: u32,
    validity_days: Option<u32>,
}

impl ProductRow {
    fn product(self, locale: Locale) -> Product {
        let (name, summary) = match locale {
            Locale::En => (self.name_en, self.summary_en),
            Locale::Fr => (self.name_fr, self.summary_fr),
        };
        Product {
            id: self.id,
            name,
            summary,
            kind: self.kind,
            price: self.price,
            vat_rate: self.vat_rate,
            validity_days: self.validity_days,
        }
    }
}
