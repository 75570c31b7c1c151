//! The back office's groups.

use super::{Access, Endpoint, Method};
use crate::customer::Customer;
use crate::group::{Group, GroupForm};
use crate::id::{CustomerId, GroupId};
use crate::permission::Right;
use serde::{Deserialize, Serialize};

/// `GET /api/admin/groups`
pub struct ListGroups;

/// Every group, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Groups {
    pub items: Vec<Group>,
}

impl Endpoint for ListGroups {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/groups";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "The groups, by name.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Groups;
}

/// `POST /api/admin/groups`
pub struct CreateGroup;

impl Endpoint for CreateGroup {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/groups";
    const ACCESS: Access = Access::Staff(Right::EditGroups);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Makes a group; a code that is taken, in any case: 409 `group_code_taken` with the group that has it.";
    type Params = ();
    type Query = ();
    type Request = GroupForm;
    type Response = Group;
}

/// `GET /api/admin/groups/{id}`
pub struct GetGroup;

impl Endpoint for GetGroup {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/groups/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "A group; its members are the customers list's `?group=`.";
    type Params = GroupId;
    type Query = ();
    type Request = ();
    type Response = Group;
}

/// `PUT /api/admin/groups/{id}`
pub struct RenameGroup;

impl Endpoint for RenameGroup {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/groups/{id}";
    const ACCESS: Access = Access::Staff(Right::EditGroups);
    const SUMMARY: &'static str = "Renames a group; its code stays.";
    type Params = GroupId;
    type Query = ();
    type Request = GroupForm;
    type Response = Group;
}

/// `DELETE /api/admin/groups/{id}`
pub struct DeleteGroup;

impl Endpoint for DeleteGroup {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/groups/{id}";
    const ACCESS: Access = Access::Staff(Right::EditGroups);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Deletes a group: its members leave it, nothing else happens to them.";
    type Params = GroupId;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `PUT /api/admin/customers/{id}/groups/{group}`
pub struct JoinGroup;

impl Endpoint for JoinGroup {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}/groups/{group}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str = "Puts a customer into a group; there already is no change.";
    type Params = (CustomerId, GroupId);
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/groups/{group}`
pub struct LeaveGroup;

impl Endpoint for LeaveGroup {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/groups/{group}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str = "Takes a customer out of a group; not in it is no change.";
    type Params = (CustomerId, GroupId);
    type Query = ();
    type Request = ();
    type Response = Customer;
}
