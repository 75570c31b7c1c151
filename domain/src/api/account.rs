//! The signed-in customer's own record and orders.

use super::{Access, Endpoint, Method, PageQuery};
use crate::account::Profile;
use crate::api::session::Session;
use crate::customer::Purchases;
use crate::order::OrderSummary;
use crate::page::Page;
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
