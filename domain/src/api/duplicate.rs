//! Customers who may be one person: found, told apart, compared, merged, and merges undone.

use super::{Access, Endpoint, Method, PageQuery};
use crate::duplicate::{Comparison, Duplicate, Duplicates, Merge, MergeForm};
use crate::id::{CustomerId, MergeId};
use crate::page::Page;
use crate::permission::Right;

/// `GET /api/admin/duplicates`
pub struct ListDuplicates;

impl Endpoint for ListDuplicates {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/duplicates";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "Customers who may be one person, two by two: the same phone, the same name and postcode, spellings of one mailbox. The newest first.";
    type Params = ();
    type Query = PageQuery;
    type Request = ();
    type Response = Page<Duplicate>;
}

/// `GET /api/admin/customers/{id}/duplicates`
pub struct GetDuplicates;

impl Endpoint for GetDuplicates {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers/{id}/duplicates";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str =
        "Whom a customer may be the same person as, and the merges that can still be undone.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Duplicates;
}

/// `DELETE /api/admin/customers/{id}/duplicates/{other}`
pub struct TellApart;

impl Endpoint for TellApart {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/duplicates/{other}";
    const ACCESS: Access = Access::Staff(Right::MergeCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Says that two customers are two persons: they are found no more. Said already: 204 too.";
    type Params = (CustomerId, CustomerId);
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `PUT /api/admin/customers/{id}/duplicates/{other}`
pub struct FindAgain;

impl Endpoint for FindAgain {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}/duplicates/{other}";
    const ACCESS: Access = Access::Staff(Right::MergeCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Takes back that two customers are two persons.";
    type Params = (CustomerId, CustomerId);
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `GET /api/admin/customers/{id}/comparison/{other}`
pub struct CompareCustomers;

impl Endpoint for CompareCustomers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers/{id}/comparison/{other}";
    const ACCESS: Access = Access::Staff(Right::MergeCustomers);
    const SUMMARY: &'static str = "Two records side by side, with all that belongs to them. The same one twice: 422 `other: same`.";
    type Params = (CustomerId, CustomerId);
    type Query = ();
    type Request = ();
    type Response = Comparison;
}

/// `POST /api/admin/merges`
pub struct MergeCustomers;

impl Endpoint for MergeCustomers {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/merges";
    const ACCESS: Access = Access::Staff(Right::MergeCustomers);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Makes two records one, with everything that belongs to them. 409 with the comparison as it is: `stale`, `two_accounts` until an account is chosen, `staff_mailbox`.";
    type Params = ();
    type Query = ();
    type Request = MergeForm;
    type Response = Merge;
}

/// `GET /api/admin/merges/{id}`
pub struct GetMerge;

impl Endpoint for GetMerge {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/merges/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "A merge, and until when it can be undone.";
    type Params = MergeId;
    type Query = ();
    type Request = ();
    type Response = Merge;
}

/// `POST /api/admin/merges/{id}/undo`
pub struct UndoMerge;

impl Endpoint for UndoMerge {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/merges/{id}/undo";
    const ACCESS: Access = Access::Staff(Right::MergeCustomers);
    const SUMMARY: &'static str = "Gives the other record back what was its own, unless it changed since. Undone already: that. 409: `merge_over` after 30 days, `mailbox_taken` where a customer or account has the e-mail by now.";
    type Params = MergeId;
    type Query = ();
    type Request = ();
    type Response = Merge;
}
