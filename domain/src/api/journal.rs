//! The journal.

use super::{Access, Endpoint, Method, Query};
use crate::journal::{JournalQuery, Line};
use crate::page::Page;
use crate::permission::Right;
use crate::problem::FieldError;

impl Query for JournalQuery {
    const KEYS: &'static [&'static str] = &["area", "by", "from", "to", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        JournalQuery::take(self, key, value)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.area.map(|area| ("area", area.code().to_owned())));
        pairs.extend(self.by.as_ref().map(|by| ("by", by.to_string())));
        pairs.extend(self.from.map(|at| ("from", at.to_string())));
        pairs.extend(self.to.map(|at| ("to", at.to_string())));
        pairs.extend(self.cursor.as_ref().map(|cursor| ("cursor", cursor.text())));
        pairs
    }
}

/// `GET /api/admin/audit`
pub struct ListJournal;

impl Endpoint for ListJournal {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/audit";
    const ACCESS: Access = Access::Staff(Right::ReadJournal);
    const SUMMARY: &'static str =
        "What staff did and who signed in to the back office, newest first.";
    type Params = ();
    type Query = JournalQuery;
    type Request = ();
    type Response = Page<Line>;
}
