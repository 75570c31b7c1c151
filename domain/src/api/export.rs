//! Customers taken out of the shop as a file: how many that would be, and the file.

use super::{Access, Endpoint, Method, Query, Streamed};
use crate::csv::Separator;
use crate::customer::{CustomerQuery, LIMIT_MAX, export};
use crate::id::CustomerId;
use crate::import::Column;
use crate::locale::Locale;
use crate::permission::Right;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// Which customers, and how the file is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportQuery {
    /// The list's search and filters; everybody without one. It has no page, and the newest come first.
    pub list: CustomerQuery,
    /// Of those only these, at most [`LIMIT_MAX`].
    pub customers: Option<Vec<CustomerId>>,
    /// [`export::USUAL`] where nobody chose.
    pub columns: Option<Vec<Column>>,
    /// The language's own where nobody chose.
    pub separator: Option<Separator>,
    /// The shop's own where nobody chose.
    pub locale: Option<Locale>,
}

impl ExportQuery {
    /// The keys of what narrows it, for the journal: never what they are set to.
    pub fn narrowed_by(&self) -> Vec<&'static str> {
        let mut keys: Vec<&'static str> = self.list.pairs().iter().map(|(key, _)| *key).collect();
        keys.extend(self.customers.as_ref().map(|_| "customers"));
        keys
    }
}

/// Reads `a,b`, each part once; `field: unknown` for what `parse` does not know.
fn parts<T: PartialEq>(
    field: &'static str,
    value: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, FieldError> {
    let mut parts = Vec::new();
    for part in value.split(',') {
        let part = parse(part).ok_or_else(|| FieldError::new(field, "unknown"))?;
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(parts)
}

impl Query for ExportQuery {
    const KEYS: &'static [&'static str] = &[
        "q",
        "stage",
        "account",
        "group",
        "country",
        "consent",
        "pending",
        "created_from",
        "created_to",
        "ordered_from",
        "ordered_to",
        "customers",
        "columns",
        "separator",
        "locale",
    ];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "customers" => {
                if value.split(',').count() > LIMIT_MAX as usize {
                    return Err(FieldError {
                        max: Some(LIMIT_MAX),
                        ..FieldError::new("customers", "too_many")
                    });
                }
                self.customers = Some(parts("customers", value, CustomerId::parse)?);
            }
            "columns" => self.columns = Some(parts("columns", value, export::column)?),
            "separator" => {
                let separator = Separator::parse(value);
                self.separator = Some(separator.ok_or_else(|| unknown("separator"))?);
            }
            "locale" => self.locale = Some(Locale::parse(value).ok_or_else(|| unknown("locale"))?),
            "sort" | "cursor" | "limit" => {
                return Err(FieldError::new(key.to_owned(), "unknown_key"));
            }
            other => self.list.take(other, value)?,
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.list.pairs();
        let ids = |ids: &Vec<CustomerId>| {
            let ids: Vec<&str> = ids.iter().map(CustomerId::as_str).collect();
            ids.join(",")
        };
        pairs.extend(self.customers.as_ref().map(|own| ("customers", ids(own))));
        let codes = |columns: &Vec<Column>| {
            let codes: Vec<&str> = columns.iter().map(|column| column.code()).collect();
            codes.join(",")
        };
        pairs.extend(self.columns.as_ref().map(|own| ("columns", codes(own))));
        pairs.extend(
            self.separator
                .map(|separator| ("separator", separator.code().to_owned())),
        );
        pairs.extend(
            self.locale
                .map(|locale| ("locale", locale.code().to_owned())),
        );
        pairs
    }
}

/// How many customers a file would have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportSize {
    pub rows: u32,
}

/// `GET /api/admin/exports`
pub struct CountExport;

impl Endpoint for CountExport {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/exports";
    const ACCESS: Access = Access::Staff(Right::ExportCustomers);
    const SUMMARY: &'static str = "How many customers an export of these filters would hold.";
    type Params = ();
    type Query = ExportQuery;
    type Request = ();
    type Response = ExportSize;
}

/// `GET /api/admin/exports/customers`
pub struct ExportCustomers;

impl Endpoint for ExportCustomers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/exports/customers";
    const ACCESS: Access = Access::Staff(Right::ExportCustomers);
    const SUMMARY: &'static str = "All customers whom the list's search and filters show, as CSV (RFC 4180, UTF-8 with a byte order mark), newest first; written while it is sent, and broken off where it cannot be written to its end.";
    type Params = ();
    type Query = ExportQuery;
    type Request = ();
    type Response = Streamed;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(query: &str) -> Vec<(String, String)> {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let errors = ExportQuery::read(pairs).err().unwrap_or_default();
        errors
            .into_iter()
            .map(|error| (error.field.into_owned(), error.reason.into_owned()))
            .collect()
    }

    #[test]
    fn a_question_reads_back_and_tells_what_narrows_it() {
        let query = ExportQuery {
            list: CustomerQuery {
                q: "zoé".into(),
                pending: Some(true),
                ..CustomerQuery::default()
            },
            customers: Some(vec![CustomerId::new(1, [1; 10])]),
            columns: Some(vec![Column::Email, Column::Groups]),
            separator: Some(Separator::Tab),
            locale: Some(Locale::Fr),
        };
        let pairs = query.pairs();
        let read = ExportQuery::read(pairs.iter().map(|(key, value)| (*key, value.as_str())));
        assert_eq!(read.unwrap(), query);
        assert_eq!(query.narrowed_by(), ["q", "pending", "customers"]);
        assert!(pairs.iter().all(|(key, _)| ExportQuery::KEYS.contains(key)));
    }

    #[test]
    fn t32_a_forged_question_is_named() {
        let error = |field: &str, reason: &str| vec![(field.to_owned(), reason.to_owned())];
        for (query, errors) in [
            ("columns=email,password_hash", error("columns", "unknown")),
            ("columns=", error("columns", "unknown")),
            ("separator=%7C", error("separator", "unknown")),
            ("customers=1", error("customers", "unknown")),
            ("limit=5", error("limit", "unknown_key")),
            ("sort=name", error("sort", "unknown_key")),
            ("stage=x' or 1=1", error("stage", "unknown")),
        ] {
            assert_eq!(reasons(query), errors, "{query}");
        }
        let ids = vec![CustomerId::new(1, [1; 10]).to_string(); 101].join(",");
        assert_eq!(
            reasons(&format!("customers={ids}")),
            error("customers", "too_many")
        );
        assert_eq!(reasons("columns=email,email"), []);
    }
}
