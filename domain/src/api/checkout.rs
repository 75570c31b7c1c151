//! The checkout's endpoints, the main job among them.

use super::shop::InLocale;
use super::{Access, Endpoint, Method};
use crate::checkout::{BasketLine, Checkout};
use crate::contact::ContactForm;
use crate::id::CheckoutId;
use crate::pending::DetailsField;
use serde::{Deserialize, Serialize};

/// `POST /api/checkouts`
pub struct OpenCheckout;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Basket {
    #[serde(default)]
    pub lines: Vec<BasketLine>,
}

impl Endpoint for OpenCheckout {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/checkouts";
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Opens a checkout for a basket, at the server's prices, and binds it to this browser by a cookie.";
    type Params = ();
    type Query = InLocale;
    type Request = Basket;
    type Response = Checkout;
}

/// `GET /api/checkouts/{id}`
pub struct GetCheckout;

impl Endpoint for GetCheckout {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/checkouts/{id}";
    const ACCESS: Access = Access::Browser;
    const SUMMARY: &'static str =
        "The basket and what this browser typed; 404 to any other browser.";
    type Params = CheckoutId;
    type Query = InLocale;
    type Request = ();
    type Response = Checkout;
}

/// `PUT /api/checkouts/{id}/contact`
pub struct SubmitContact;

/// The whole answer: nothing in it tells whether the shop knew the mailbox. Signed in, it names what the record took over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Submitted {
    pub id: CheckoutId,
    /// What was typed, as it was typed.
    pub contact: ContactForm,
    /// Signed in only: what was saved back to the customer's record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saved: Vec<DetailsField>,
}

impl Endpoint for SubmitContact {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/checkouts/{id}/contact";
    const ACCESS: Access = Access::Browser;
    const SUMMARY: &'static str = "Leaves contact details: the mailbox becomes a customer, or what was typed waits on the one it is. Safe to repeat.";
    type Params = CheckoutId;
    type Query = ();
    type Request = ContactForm;
    type Response = Submitted;
}
