//! Signing in and out, and the one-time link that sets a password.

use super::{Access, Endpoint, Method};
use crate::account::Account;
use serde::{Deserialize, Serialize};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// `null` when signed out.
    pub account: Option<Account>,
}

/// `GET /api/session`
pub struct GetSession;

impl Endpoint for GetSession {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/session";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "Who is signed in in this browser, if anybody.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Session;
}

/// `POST /api/session`
pub struct SignIn;

#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    #[serde(default)]
    pub email: String,
    /// Taken exactly as typed.
    #[serde(default)]
    pub password: String,
    /// Customers only: stay signed in for 30 days.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remember: bool,
}

impl Endpoint for SignIn {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/session";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str =
        "Signs in; the answer to wrong credentials never says which part was wrong.";
    type Params = ();
    type Query = ();
    type Request = Credentials;
    type Response = Session;
}

/// `DELETE /api/session`
pub struct SignOut;

impl Endpoint for SignOut {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/session";
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Ends the session on the server, forgets this browser's checkouts; repeating it is fine.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `PUT /api/password-resets`
pub struct SetPassword;

#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one-time token, from behind the `#` of the link.
    #[serde(default)]
    pub token: String,
    #[serde(default)]
    pub password: String,
}

impl Endpoint for SetPassword {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/password-resets";
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Takes up a one-time link: sets the password, ends the account's sessions, signs nobody in.";
    type Params = ();
    type Query = ();
    type Request = NewPassword;
    type Response = ();
}
