//! The back office's bulk changes.

use super::{Access, Endpoint, Method, PageQuery};
use crate::bulk::{Bulk, BulkFailure, BulkForm, BulkState, Bulks};
use crate::id::BulkId;
use crate::page::Page;
use crate::permission::Right;
use serde::{Deserialize, Serialize};

/// `GET /api/admin/bulks`
pub struct ListBulks;

impl Endpoint for ListBulks {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/bulks";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str =
        "Bulk changes that run, were stopped or ended lately, newest first.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Bulks;
}

/// `POST /api/admin/bulks`
pub struct PrepareBulk;

impl Endpoint for PrepareBulk {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/bulks";
    const ACCESS: Access = Access::Staff(Right::ChangeInBulk);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Freezes and counts the customers of a bulk change; nothing is changed before it runs. Needs an `Idempotency-Key`.";
    type Params = ();
    type Query = ();
    type Request = BulkForm;
    type Response = Bulk;
}

/// `GET /api/admin/bulks/{id}`
pub struct GetBulk;

impl Endpoint for GetBulk {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/bulks/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "How far a bulk change has come.";
    type Params = BulkId;
    type Query = ();
    type Request = ();
    type Response = Bulk;
}

/// `PUT /api/admin/bulks/{id}/state`
pub struct SetBulkState;

/// The state a bulk change is put into: `running` or `stopped`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkStateForm {
    #[serde(default)]
    pub state: Option<BulkState>,
}

impl Endpoint for SetBulkState {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/bulks/{id}/state";
    const ACCESS: Access = Access::Staff(Right::ChangeInBulk);
    const SUMMARY: &'static str =
        "Starts, stops or resumes a bulk change; a state it cannot have: 409 with what it is.";
    type Params = BulkId;
    type Query = ();
    type Request = BulkStateForm;
    type Response = Bulk;
}

/// `POST /api/admin/bulks/{id}/undo`
pub struct UndoBulk;

impl Endpoint for UndoBulk {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/bulks/{id}/undo";
    const ACCESS: Access = Access::Staff(Right::ChangeInBulk);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Takes back what a bulk change did, for those it changed, as a bulk change of its own. Done already: that one.";
    type Params = BulkId;
    type Query = ();
    type Request = ();
    type Response = Bulk;
}

/// `GET /api/admin/bulks/{id}/failures`
pub struct ListBulkFailures;

impl Endpoint for ListBulkFailures {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/bulks/{id}/failures";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str =
        "The customers a bulk change could not change, with the reason of each.";
    type Params = BulkId;
    type Query = PageQuery;
    type Request = ();
    type Response = Page<BulkFailure>;
}
