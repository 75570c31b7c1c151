//! The month's sales: the documents as they were issued.

use crate::db::{Db, Refused, sql, stored};
use crate::store::journal;
use domain::account::Account;
use domain::invoice::{self, Kind};
use domain::journal::Act;
use domain::sales::{Document, Month};
use serde::Deserialize;

/// Documents read in one trip.
const READ: u32 = 1_000;

/// The invoices and credit notes of a month, in the order of their days and numbers; `None` where there are more than `max`.
pub async fn documents(
    db: &Db,
    month: Month,
    max: usize,
) -> Result<Option<Vec<Document>>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        kind: Kind,
        series: String,
        year: i64,
        number: u32,
        issued_on: String,
        data: String,
    }
    let mut documents = Vec::new();
    // Days are compared as text: none is later than a 31st.
    let (mut day, mut series, mut number) = (month.text(), String::new(), 0);
    let end = format!("{}-31", month.text());
    loop {
        let read = sql(
            "select kind, series, year, number, issued_on, data from invoices
            where (issued_on, series, number) > (?1, ?2, ?3) and issued_on <= ?4
            order by issued_on, series, number limit ?5",
        )
        .bind(&day)
        .bind(&series)
        .bind(number)
        .bind(&end)
        .bind(READ);
        let rows: Vec<Row> = db.run(read).await?.all()?;
        let more = rows.len() == READ as usize;
        for row in rows {
            let data = stored("invoice", &row.data)?;
            documents.push(Document {
                kind: row.kind,
                number: invoice::number(&row.series, row.year, row.number),
                issued_on: row.issued_on.clone(),
                data,
            });
            (day, series, number) = (row.issued_on, row.series, row.number);
        }
        if documents.len() > max {
            return Ok(None);
        }
        if !more {
            return Ok(Some(documents));
        }
    }
}

/// Tells that a month's sales left the shop.
pub async fn tell_export(db: &Db, month: Month, by: &Account, now: i64) -> Result<(), Refused> {
    let told = journal::tell(by, Act::SalesExported, None, &[&month.text()], now);
    db.run(told).await.map(|_| ())
}
