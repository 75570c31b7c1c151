//! Saying yes and no to mails to many without signing in: by the links in mails.

use super::{Access, Elsewhere, Endpoint, Method};
use crate::unsubscribe::UnsubscribeToken;

/// `GET /api/unsubscribes/{token}`
pub struct ShowUnsubscribe;

impl Endpoint for ShowUnsubscribe {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/unsubscribes/{token}";
    const ACCESS: Access = Access::Anywhere;
    const STATUS: u16 = 303;
    const SUMMARY: &'static str =
        "Leads to the page that asks; changes nothing, as programs follow links too.";
    type Params = UnsubscribeToken;
    type Query = ();
    type Request = ();
    type Response = Elsewhere;
}

/// `POST /api/unsubscribes/{token}`
pub struct Unsubscribe;

impl Endpoint for Unsubscribe {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/unsubscribes/{token}";
    const ACCESS: Access = Access::Anywhere;
    const SUMMARY: &'static str = "Leaves the mails to many, by one click (RFC 8058): whatever the body says, from anywhere, signed in or not. Repeating it changes nothing; a token that is not ours: 404.";
    type Params = UnsubscribeToken;
    type Query = ();
    type Request = ();
    type Response = ();
}
