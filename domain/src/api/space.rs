//! The customers' space: what its customer sees, and how staff arrange it.

use super::{Access, Endpoint, Method};
use crate::permission::Right;
use crate::space::{Arrangement, Space, SpaceForm};

/// `GET /api/account/space`
pub struct GetSpace;

impl Endpoint for GetSpace {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/space";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "The blocks this customer sees, in order, with how much is in them, and what there is to do.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Space;
}

/// `GET /api/admin/space`
pub struct GetArrangement;

impl Endpoint for GetArrangement {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/space";
    const ACCESS: Access = Access::Staff(Right::ReadSpace);
    const SUMMARY: &'static str = "How the customers' space is arranged: its blocks in order, on or off, for everyone or for groups.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Arrangement;
}

/// `PUT /api/admin/space`
pub struct ArrangeSpace;

impl Endpoint for ArrangeSpace {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/space";
    const ACCESS: Access = Access::Staff(Right::EditSpace);
    /// As many announcements as fit, in both languages, each character as JSON may escape it.
    const BODY_MAX: usize = 2 * 1024 * 1024;
    const SUMMARY: &'static str =
        "Arranges the customers' space anew; a kind of block that is left out is switched off.";
    type Params = ();
    type Query = ();
    type Request = SpaceForm;
    type Response = Arrangement;
}
