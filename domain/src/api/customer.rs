//! The back office's customers.

use super::{Access, Endpoint, Method, Query};
use crate::customer::{Customer, CustomerQuery, CustomerRow, Sort};
use crate::history::{Entry, Kind};
use crate::id::{CustomerId, PendingId};
use crate::page::{Cursor, Page};
use crate::pending::DetailsField;
use crate::permission::Right;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// `GET /api/admin/customers`
pub struct ListCustomers;

impl Query for CustomerQuery {
    const KEYS: &'static [&'static str] = &[
        "q",
        "stage",
        "account",
        "group",
        "country",
        "consent",
        "pending",
        "failing",
        "created_from",
        "created_to",
        "ordered_from",
        "ordered_to",
        "sort",
        "cursor",
        "limit",
    ];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        CustomerQuery::take(self, key, value)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(self.stage.map(|stage| ("stage", stage.code().to_owned())));
        pairs.extend(
            self.account
                .map(|state| ("account", state.code().to_owned())),
        );
        pairs.extend(self.group.as_ref().map(|id| ("group", id.to_string())));
        pairs.extend(self.country.clone().map(|code| ("country", code)));
        let yes_or_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        pairs.extend(self.consent.map(|yes| ("consent", yes_or_no(yes))));
        pairs.extend(self.pending.map(|yes| ("pending", yes_or_no(yes))));
        pairs.extend(self.failing.map(|yes| ("failing", yes_or_no(yes))));
        for (key, at) in [
            ("created_from", self.created_from),
            ("created_to", self.created_to),
            ("ordered_from", self.ordered_from),
            ("ordered_to", self.ordered_to),
        ] {
            pairs.extend(at.map(|at| (key, at.to_string())));
        }
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.code().to_owned()));
        }
        pairs.extend(self.cursor.as_ref().map(|cursor| ("cursor", cursor.text())));
        pairs.extend(self.limit.map(|limit| ("limit", limit.to_string())));
        pairs
    }
}

impl Endpoint for ListCustomers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "Customers by name or age, or found by any part of name, e-mail, phone or organisation (newest first).";
    type Params = ();
    type Query = CustomerQuery;
    type Request = ();
    type Response = Page<CustomerRow>;
}

/// `GET /api/admin/customers/{id}`
pub struct GetCustomer;

impl Endpoint for GetCustomer {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "A customer's record, with the pending details that wait on it.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `GET /api/admin/customers/{id}/history`
pub struct ListHistory;

/// Where a page of history goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryQuery {
    pub kind: Option<Kind>,
    pub cursor: Option<Cursor>,
}

impl Query for HistoryQuery {
    const KEYS: &'static [&'static str] = &["kind", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "kind" => self.kind = Some(Kind::parse(value).ok_or_else(|| unknown("kind"))?),
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.kind.map(|kind| ("kind", kind.code().to_owned())));
        pairs.extend(self.cursor.as_ref().map(|cursor| ("cursor", cursor.text())));
        pairs
    }
}

impl Endpoint for ListHistory {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers/{id}/history";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "What happened to a customer's record, newest first.";
    type Params = CustomerId;
    type Query = HistoryQuery;
    type Request = ();
    type Response = Page<Entry>;
}

/// `PUT /api/admin/customers/{id}/pending/{pid}`
pub struct ApplyPending;

/// Which of the typed details the record takes over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// The record's version as it was seen; missing 422, stale 409.
    #[serde(default)]
    pub version: Option<u32>,
    /// At least one.
    #[serde(default)]
    pub fields: Vec<DetailsField>,
}

impl Endpoint for ApplyPending {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}/pending/{pid}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str =
        "Takes the chosen pending details over into the record; the others are set aside.";
    type Params = (CustomerId, PendingId);
    type Query = ();
    type Request = Apply;
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/pending/{pid}`
pub struct DismissPending;

impl Endpoint for DismissPending {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/pending/{pid}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Sets pending details aside.";
    type Params = (CustomerId, PendingId);
    type Query = ();
    type Request = ();
    type Response = ();
}
