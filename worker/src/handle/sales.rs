//! The month's sales, as a file for the accountant.

use crate::call::Call;
use crate::reply::{Done, Fail, Reply};
use crate::store::{sales, settings};
use domain::api::File;
use domain::api::sales::GetSales;
use domain::locale::Locale;
use domain::problem::FieldError;
use domain::sales::{DOCUMENTS_MAX, csv};

/// `GET /api/admin/sales`
pub async fn get(call: Call<GetSales>) -> Done<GetSales> {
    let visit = &call.visit;
    let month = call.query.month;
    let month = month.ok_or_else(|| Fail::field("month", "required"))?;
    let locale = match call.query.locale {
        Some(locale) => locale,
        None => settings::shop(&visit.db).await?.locale,
    };
    let documents = sales::documents(&visit.db, month, DOCUMENTS_MAX).await?;
    let documents = documents.ok_or_else(|| FieldError {
        max: u32::try_from(DOCUMENTS_MAX).ok(),
        ..FieldError::new("month", "too_many")
    })?;
    let text = csv(&documents, locale);
    // What leaves the shop is told before it leaves.
    sales::tell_export(&visit.db, month, call.staff()?, visit.now).await?;
    let word = match locale {
        Locale::En => "sales",
        Locale::Fr => "ventes",
    };
    Ok(Reply::new(File {
        name: format!("{word}-{}.csv", month.text()),
        media: "text/csv; charset=utf-8".to_owned(),
        bytes: text.into_bytes(),
    }))
}
