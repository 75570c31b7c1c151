//! "Informations d'identification": giving and taking sign-in.

use super::{Access, Endpoint, Method};
use crate::credentials::AccountForm;
use crate::customer::Customer;
use crate::id::CustomerId;
use crate::permission::Right;

/// `PUT /api/admin/customers/{id}/account`
pub struct SetAccount;

impl Endpoint for SetAccount {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}/account";
    const ACCESS: Access = Access::Staff(Right::GiveSignIn);
    const SUMMARY: &'static str = "Gives or takes sign-in, sets a password, invites; a left-out field stays. Switching off ends sessions at once and keeps the password.";
    type Params = CustomerId;
    type Query = ();
    type Request = AccountForm;
    type Response = Customer;
}

/// `POST /api/admin/customers/{id}/password-resets`
pub struct SendReset;

impl Endpoint for SendReset {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/customers/{id}/password-resets";
    const ACCESS: Access = Access::Staff(Right::GiveSignIn);
    const SUMMARY: &'static str =
        "Sends the customer a link to choose a new password; without a way in: 409 `no_way_in`.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/sessions`
pub struct EndSessions;

impl Endpoint for EndSessions {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/sessions";
    const ACCESS: Access = Access::Staff(Right::GiveSignIn);
    const SUMMARY: &'static str = "Signs the customer out everywhere.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/throttle`
pub struct LiftSlowing;

impl Endpoint for LiftSlowing {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/throttle";
    const ACCESS: Access = Access::Staff(Right::GiveSignIn);
    const SUMMARY: &'static str = "Lets the next password be looked at without waiting.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}
