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
    /// Taken exactly as typed. Either a password or a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The six digits of the mail, in the browser that asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Customers only: stay signed in for 30 days.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remember: bool,
}

impl Endpoint for SignIn {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/session";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "Signs in by password, or by the code that was mailed; the answer to wrong credentials never says which part was wrong.";
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

/// The mailbox that something is mailed to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    #[serde(default)]
    pub email: String,
}

/// `POST /api/session/codes`
pub struct RequestCode;

impl Endpoint for RequestCode {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/session/codes";
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 202;
    const SUMMARY: &'static str =
        "Mails a code to sign in with, if the shop knows the mailbox; the answer never tells.";
    type Params = ();
    type Query = ();
    type Request = Mailbox;
    type Response = ();
}

/// `POST /api/password-resets`
pub struct RequestReset;

impl Endpoint for RequestReset {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/password-resets";
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 202;
    const SUMMARY: &'static str =
        "Mails a link to set a password, if the mailbox has an account; the answer never tells.";
    type Params = ();
    type Query = ();
    type Request = Mailbox;
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
