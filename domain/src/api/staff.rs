//! The team.

use super::{Access, Endpoint, Method};
use crate::id::AccountId;
use crate::permission::Right;
use crate::staff::{InviteForm, StaffForm, StaffMember, Team};

/// `GET /api/admin/staff`
pub struct ListStaff;

impl Endpoint for ListStaff {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/staff";
    const ACCESS: Access = Access::Staff(Right::ManageTeam);
    const SUMMARY: &'static str = "The team, owners first.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Team;
}

/// `POST /api/admin/staff`
pub struct InviteStaff;

impl Endpoint for InviteStaff {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/staff";
    const ACCESS: Access = Access::Staff(Right::ManageTeam);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str =
        "Invites somebody to the team by mail; a mailbox that has an account: 422 `email: taken`.";
    type Params = ();
    type Query = ();
    type Request = InviteForm;
    type Response = StaffMember;
}

/// `PUT /api/admin/staff/{id}`
pub struct EditStaff;

impl Endpoint for EditStaff {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/staff/{id}";
    const ACCESS: Access = Access::Staff(Right::ManageTeam);
    const SUMMARY: &'static str = "Renames, gives another role, switches on or off; their sessions end where they may do less. The last owner: 409 `last_owner`.";
    type Params = AccountId;
    type Query = ();
    type Request = StaffForm;
    type Response = StaffMember;
}

/// `POST /api/admin/staff/{id}/invitation`
pub struct InviteStaffAgain;

impl Endpoint for InviteStaffAgain {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/staff/{id}/invitation";
    const ACCESS: Access = Access::Staff(Right::ManageTeam);
    const SUMMARY: &'static str =
        "Sends the invitation again to who has not taken it up; taken up: 409 `taken_up`.";
    type Params = AccountId;
    type Query = ();
    type Request = ();
    type Response = StaffMember;
}

/// `DELETE /api/admin/staff/{id}`
pub struct RemoveStaff;

impl Endpoint for RemoveStaff {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/staff/{id}";
    const ACCESS: Access = Access::Staff(Right::ManageTeam);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Removes somebody from the team: sessions end now, what they did stays in the journal. The last owner: 409 `last_owner`.";
    type Params = AccountId;
    type Query = ();
    type Request = ();
    type Response = ();
}
