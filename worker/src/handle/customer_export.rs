//! Customers taken out of the shop, as a file that is written while it is sent.

use crate::call::Call;
use crate::db::{Db, Refused};
use crate::reply::{Done, Fail, Reply};
use crate::store::customer::export;
use crate::store::settings;
use crate::zone;
use domain::api::Streamed;
use domain::api::export::{CountExport, ExportCustomers, ExportQuery, ExportSize};
use domain::csv::Separator;
use domain::customer::export::{Format, USUAL, file_name};
use domain::page::NEWEST;
use domain::time;
use futures_util::stream;
use worker::ResponseBuilder;

/// `GET /api/admin/exports`
pub async fn count(call: Call<CountExport>) -> Done<CountExport> {
    let rows = export::count(&call.visit.db, &call.query).await?;
    Ok(Reply::new(ExportSize { rows }))
}

/// `GET /api/admin/exports/customers`
pub async fn customers(call: Call<ExportCustomers>) -> Done<ExportCustomers> {
    let (visit, query) = (&call.visit, &call.query);
    let settings = settings::settings(&visit.db).await?;
    let locale = query.locale.unwrap_or(settings.shop.locale);
    let format = Format {
        columns: match &query.columns {
            Some(columns) => columns.clone(),
            None => USUAL.to_vec(),
        },
        separator: query.separator.unwrap_or(Separator::of(locale)),
        locale,
        currency: settings.shop.currency,
    };
    let today = match zone::of(&settings.sale.seller.time_zone) {
        Some(zone) => zone.moment(visit.now),
        None => time::moment(visit.now, 0),
    };
    let name = file_name(&settings.shop.name, &today.date.iso(), locale);
    let rows = export::count(&visit.db, query).await?;
    // What leaves the shop is told before it leaves.
    export::tell(&visit.db, query, rows, call.staff()?, visit.now).await?;
    let file = Writing {
        db: visit.db.clone(),
        query: query.clone(),
        text: format.head(),
        format,
        next: Some(NEWEST),
    };
    // Its beginning is read before anything is answered: what fails at once is a problem like any other.
    let file = file.go_on().await?;
    let trace = visit.trace.clone();
    let pieces = stream::try_unfold(file, move |file| {
        let trace = trace.clone();
        async move {
            file.piece()
                .await
                .map_err(|cause| broken_off(&trace, &cause))
        }
    });
    let response = ResponseBuilder::new()
        .from_stream(pieces)
        .map_err(|error| Fail::cause("export", error))?;
    let media = "text/csv; charset=utf-8".to_owned();
    Ok(Reply {
        body: response.into_parts().1,
        ..Reply::new(Streamed { name, media })
    })
}

/// A file on its way: what is written and not sent, and where it goes on.
struct Writing {
    db: Db,
    query: ExportQuery,
    format: Format,
    text: String,
    next: Option<i64>,
}

impl Writing {
    /// Writes the next customers, if there are any.
    async fn go_on(mut self) -> Result<Writing, Refused> {
        let Some(before) = self.next else {
            return Ok(self);
        };
        let read = export::read(&self.db, &self.query, &self.format.columns, before).await?;
        for row in &read.rows {
            self.format.write(&mut self.text, row);
        }
        self.next = read.next;
        Ok(self)
    }

    /// What is sent next, and the rest; none at the end. One piece is held at a time, whatever the file's length.
    async fn piece(self) -> Result<Option<(String, Writing)>, Refused> {
        let mut file = match self.text.is_empty() {
            true => self.go_on().await?,
            false => self,
        };
        let text = std::mem::take(&mut file.text);
        Ok((!text.is_empty()).then_some((text, file)))
    }
}

/// Ends the answer in a way that no client takes for its end.
fn broken_off(trace: &str, cause: &Refused) -> worker::Error {
    let cause = format!("{cause:?}");
    let line = serde_json::json!({ "event": "export_broken_off", "trace": trace, "cause": cause });
    worker::console_error!("{line}");
    worker::Error::RustError("broken off".to_owned())
}
