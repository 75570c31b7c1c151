//! How the signed-in customer signs in: another e-mail, and the sessions that are open.

use super::session::Session;
use super::{Access, Endpoint, Method};
use crate::device::Device;
use crate::email_change::{EmailForm, EmailState, EmailToken};
use crate::id::SessionId;
use serde::{Deserialize, Serialize};

/// `GET /api/account/email`
pub struct GetEmail;

impl Endpoint for GetEmail {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/email";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "The e-mail the customer signs in with, and the one that waits to be confirmed.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = EmailState;
}

/// `PUT /api/account/email`
pub struct AskEmail;

impl Endpoint for AskEmail {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/email";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 202;
    const SUMMARY: &'static str = "Asks for another e-mail, with the password: mails a link to the new address and tells the old one, which stays valid until then. The answer never tells whether the address is somebody's.";
    type Params = ();
    type Query = ();
    type Request = EmailForm;
    type Response = ();
}

/// `DELETE /api/account/email`
pub struct WithdrawEmail;

impl Endpoint for WithdrawEmail {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/account/email";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Withdraws the e-mail that waits to be confirmed: its link works no more.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `PUT /api/email-changes`
pub struct ConfirmEmail;

impl Endpoint for ConfirmEmail {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/email-changes";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "Takes up the link that confirms another e-mail. Every other session ends; where this browser is signed in it stays so, with a new token.";
    type Params = ();
    type Query = ();
    type Request = EmailToken;
    type Response = Session;
}

/// A session of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenSession {
    pub id: SessionId,
    /// True for the session that asks.
    pub this: bool,
    pub device: Device,
    /// ISO code of the country it was opened in, where the platform told.
    pub country: Option<String>,
    /// Unix milliseconds, UTC; the last use to within five minutes.
    pub created_at: i64,
    pub seen_at: i64,
}

/// Sessions that last, the one used last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenSessions {
    pub items: Vec<OpenSession>,
}

/// `GET /api/account/sessions`
pub struct ListSessions;

impl Endpoint for ListSessions {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/sessions";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Where the customer is signed in.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = OpenSessions;
}

/// `DELETE /api/account/sessions/{id}`
pub struct EndSession;

impl Endpoint for EndSession {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/account/sessions/{id}";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Signs the customer out of one session.";
    type Params = SessionId;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `DELETE /api/account/sessions`
pub struct EndOtherSessions;

impl Endpoint for EndOtherSessions {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/account/sessions";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Signs the customer out everywhere but here.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = ();
}
