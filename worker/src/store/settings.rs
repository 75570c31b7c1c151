//! The shop's settings, and the products it lists.

use crate::db::{Answers, Db, Refused, Rows, STALE, Sql, guard_changed, sql, stored};
use crate::store::journal;
use domain::account::Account;
use domain::id::ProductId;
use domain::journal::Act;
use domain::locale::Locale;
use domain::product::{Kind, Product};
use domain::settings::{Mailing, Sale, Settings, Shop, missing};
use serde::{Deserialize, Serialize};

/// Selects what [`read_settings`] reads.
pub fn select_settings() -> Sql {
    sql("select key, value, version from settings where key in ('shop', 'sale', 'mailing')")
}

/// The settings as they are, or as they come.
pub fn read_settings(rows: &Rows) -> Result<Settings, Refused> {
    #[derive(Deserialize)]
    struct Row {
        key: String,
        value: String,
        version: u32,
    }
    let mut settings = Settings::default();
    for row in rows.all::<Row>()? {
        match row.key.as_str() {
            "shop" => {
                settings.shop = stored("settings", &row.value)?;
                settings.version = row.version;
            }
            "mailing" => settings.mailing = stored("settings", &row.value)?,
            _ => settings.sale = stored("settings", &row.value)?,
        }
    }
    settings.missing = missing(&settings.shop, &settings.sale)
        .into_iter()
        .map(str::to_owned)
        .collect();
    Ok(settings)
}

/// Everything the owner sets.
pub async fn settings(db: &Db) -> Result<Settings, Refused> {
    read_settings(&db.run(select_settings()).await?)
}

/// The shop as shoppers see it.
pub async fn shop(db: &Db) -> Result<Shop, Refused> {
    Ok(settings(db).await?.shop)
}

/// Saves the settings, of which `fields` change; `stale` when they changed since `version`. Legal texts that change are
/// kept as they were.
pub async fn save(
    db: &Db,
    version: u32,
    (shop, sale, mailing): &(Shop, Sale, Mailing),
    fields: &[&str],
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let shop_row = sql("insert into settings (key, value) values ('shop', ?1)
        on conflict (key) do update set value = ?1, version = version + 1 where version = ?2")
    .bind(text(shop)?)
    .bind(version);
    let sale_row = sql("insert into settings (key, value) values ('sale', ?1)
        on conflict (key) do update set value = ?1")
    .bind(text(sale)?);
    let mailing_row = sql("insert into settings (key, value) values ('mailing', ?1)
        on conflict (key) do update set value = ?1")
    .bind(text(mailing)?);
    let batch = vec![
        shop_row,
        guard_changed(STALE),
        keep_notice("terms", sale.terms.version, now),
        keep_notice("privacy", sale.privacy.version, now),
        sale_row,
        mailing_row,
        journal::tell(by, Act::SettingsEdited, None, fields, now),
    ];
    db.batch(batch).await.map(|_| ())
}

/// Keeps the text that the one of `version` takes the place of.
fn keep_notice(kind: &str, version: u32, now: i64) -> Sql {
    sql("insert into notices (kind, version, en, fr, replaced_at)
        select ?1, n.value ->> 'version', n.value ->> 'en', n.value ->> 'fr', ?3
        from settings s, json_each(s.value) n
        where s.key = 'sale' and n.key = ?1 and n.value ->> 'version' between 1 and ?2 - 1
        on conflict (kind, version) do nothing")
    .bind(kind)
    .bind(version)
    .bind(now)
}

/// Selects what [`read_products`] reads: every listed product, in the shop's order.
pub fn select_products() -> Sql {
    sql(
        "select id, kind, name_en, name_fr, summary_en, summary_fr, price, vat_rate, validity_days
        from products where listed = 1 order by seq limit 500",
    )
}

/// Products in a language, with the VAT that the seller charges.
pub fn read_products(
    rows: &Rows,
    settings: &Settings,
    locale: Locale,
) -> Result<Vec<Product>, Refused> {
    let rows: Vec<ProductRow> = rows.all()?;
    let charged = settings.sale.seller.charges_vat();
    let product = |row: ProductRow| {
        let product = row.product(locale);
        Product {
            vat_rate: if charged { product.vat_rate } else { 0 },
            ..product
        }
    };
    Ok(rows.into_iter().map(product).collect())
}

/// The settings, and every listed product in the language asked for (else the shop's), in the shop's order.
pub async fn settings_and_products(
    db: &Db,
    locale: Option<Locale>,
) -> Result<(Settings, Vec<Product>), Refused> {
    let batch = vec![select_settings(), select_products()];
    let mut answers = Answers::new(db.batch(batch).await?);
    let settings = read_settings(&answers.take())?;
    let locale = locale.unwrap_or(settings.shop.locale);
    let products = read_products(&answers.take(), &settings, locale)?;
    Ok((settings, products))
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

fn text(value: &impl Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("settings: {error}")))
}
