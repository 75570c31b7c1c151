//! The signed-in customer's own record and orders.

use super::{Access, Endpoint, Method, PageQuery};
use crate::account::Profile;
use crate::api::customer::Apply;
use crate::api::session::Session;
use crate::customer::{BookForm, Purchases};
use crate::id::{AddressId, PendingId};
use crate::order::OrderSummary;
use crate::page::Page;
use crate::pending::Pending;
use crate::profile::ProfileForm;
use serde::{Deserialize, Serialize};

/// `GET /api/account`
pub struct GetProfile;

impl Endpoint for GetProfile {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "The signed-in customer's own details and address book.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Profile;
}

/// `GET /api/account/orders`
pub struct ListOwnOrders;

impl Endpoint for ListOwnOrders {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/orders";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "The signed-in customer's orders, newest first.";
    type Params = ();
    type Query = PageQuery;
    type Request = ();
    type Response = Page<OrderSummary>;
}

/// `GET /api/account/purchases`
pub struct ListOwnPurchases;

impl Endpoint for ListOwnPurchases {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/purchases";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "What the signed-in customer acquired, newest first.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Purchases;
}

/// `PUT /api/account/password`
pub struct ChangePassword;

#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password as it is. May be empty where the account has none and a code opened this session within the hour.
    #[serde(default)]
    pub current: String,
    #[serde(default)]
    pub password: String,
}

impl Endpoint for ChangePassword {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/password";
    const ACCESS: Access = Access::Account;
    const SUMMARY: &'static str = "Changes the password: ends every other session and every open link, gives this session a new token.";
    type Params = ();
    type Query = ();
    type Request = PasswordChange;
    type Response = Session;
}

/// `PUT /api/account`
pub struct EditProfile;

impl Endpoint for EditProfile {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Changes the signed-in customer's own details: what is left out stays, what is emptied goes. Stale: 409 with the record as it is.";
    type Params = ();
    type Query = ();
    type Request = ProfileForm;
    type Response = Profile;
}

/// `POST /api/account/addresses`
pub struct AddOwnAddress;

impl Endpoint for AddOwnAddress {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/account/addresses";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 201;
    const SUMMARY: &'static str =
        "Adds an address to the own book, which becomes the default: the one used last.";
    type Params = ();
    type Query = ();
    type Request = BookForm;
    type Response = Profile;
}

/// `PUT /api/account/addresses/{id}`
pub struct EditOwnAddress;

impl Endpoint for EditOwnAddress {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/addresses/{id}";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Changes an entry of the own book, or makes it the default.";
    type Params = AddressId;
    type Query = ();
    type Request = BookForm;
    type Response = Profile;
}

/// `DELETE /api/account/addresses/{id}`
pub struct RemoveOwnAddress;

impl Endpoint for RemoveOwnAddress {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/account/addresses/{id}";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "Removes an entry of the own book; the one used before it becomes the default.";
    type Params = AddressId;
    type Query = ();
    type Request = ();
    type Response = Profile;
}

/// Details that wait on the own record, oldest first, and the version a decision starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnPending {
    pub version: u32,
    pub items: Vec<Pending>,
}

/// `GET /api/account/pending`
pub struct ListOwnPending;

impl Endpoint for ListOwnPending {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/pending";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "What was typed at a checkout for this mailbox by somebody who was not signed in.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = OwnPending;
}

/// `PUT /api/account/pending/{id}`
pub struct ApplyOwnPending;

impl Endpoint for ApplyOwnPending {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/pending/{id}";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "Takes the chosen details that wait over into the own record; the others are set aside.";
    type Params = PendingId;
    type Query = ();
    type Request = Apply;
    type Response = Profile;
}

/// `DELETE /api/account/pending/{id}`
pub struct DismissOwnPending;

impl Endpoint for DismissOwnPending {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/account/pending/{id}";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Sets details that wait on the own record aside.";
    type Params = PendingId;
    type Query = ();
    type Request = ();
    type Response = ();
}
