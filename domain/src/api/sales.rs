//! The month's sales.

use super::{Access, Endpoint, File, Method, Query};
use crate::locale::Locale;
use crate::permission::Right;
use crate::problem::FieldError;
use crate::sales::Month;

/// `GET /api/admin/sales`
pub struct GetSales;

/// Which month, and in which language the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SalesQuery {
    /// Required.
    pub month: Option<Month>,
    pub locale: Option<Locale>,
}

impl Query for SalesQuery {
    const KEYS: &'static [&'static str] = &["month", "locale"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "month" => self.month = Some(Month::parse(value).ok_or_else(|| unknown("month"))?),
            "locale" => self.locale = Some(Locale::parse(value).ok_or_else(|| unknown("locale"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.month.map(|month| ("month", month.text())));
        pairs.extend(
            self.locale
                .map(|locale| ("locale", locale.code().to_owned())),
        );
        pairs
    }
}

impl Endpoint for GetSales {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/sales";
    const ACCESS: Access = Access::Staff(Right::ExportSales);
    const SUMMARY: &'static str =
        "A month's invoices and credit notes with their VAT per rate, as CSV for the accountant.";
    type Params = ();
    type Query = SalesQuery;
    type Request = ();
    type Response = File;
}
