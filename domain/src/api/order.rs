//! Orders: placed at a checkout, followed by their buyer, kept by staff.

use super::shop::InLocale;
use super::{Access, Endpoint, Method, Query};
use crate::id::{CheckoutId, OrderId};
use crate::order::{Order, OrderQuery, OrderRecord, OrderRow, OrderState, PaymentMethod};
use crate::page::Page;
use crate::permission::Right;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// The header that a guest's link stands for: the token from behind its `#`.
pub const ORDER_TOKEN: &str = "Order-Token";
/// The header that makes repeating a POST safe (rule 16).
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// `POST /api/checkouts/{id}/order`
pub struct PlaceOrder;

/// What the buyer agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    #[serde(default)]
    pub payment_method: Option<PaymentMethod>,
    /// The version of the terms that were accepted.
    #[serde(default)]
    pub terms: Option<u32>,
    /// True where the right of withdrawal was waived for what is delivered online.
    #[serde(default)]
    pub waiver: bool,
    /// The checkout's quote as it was shown; another one by now: 409 `changed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl Endpoint for PlaceOrder {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/checkouts/{id}/order";
    const ACCESS: Access = Access::Browser;
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Places the order of a checkout whose contact step is done; needs an Idempotency-Key. What is free is completed at once.";
    type Params = CheckoutId;
    type Query = InLocale;
    type Request = Agreement;
    type Response = Order;
}

/// `GET /api/orders/{id}`
pub struct GetOrder;

impl Endpoint for GetOrder {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/orders/{id}";
    const ACCESS: Access = Access::Order;
    const SUMMARY: &'static str = "An order, to its signed-in customer, to whoever holds its link, or to the browser that placed it.";
    type Params = OrderId;
    type Query = ();
    type Request = ();
    type Response = Order;
}

/// `POST /api/orders/{id}/withdrawal`
pub struct Withdraw;

impl Endpoint for Withdraw {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/orders/{id}/withdrawal";
    const ACCESS: Access = Access::Order;
    const SUMMARY: &'static str = "Declares the withdrawal from the contract, within its term; acknowledged by mail. Safe to repeat.";
    type Params = OrderId;
    type Query = ();
    type Request = ();
    type Response = Order;
}

/// `GET /api/admin/orders`
pub struct ListOrders;

impl Query for OrderQuery {
    const KEYS: &'static [&'static str] = &["q", "state", "customer", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        OrderQuery::take(self, key, value)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(self.state.map(|state| ("state", state.code().to_owned())));
        pairs.extend(
            self.customer
                .as_ref()
                .map(|id| ("customer", id.to_string())),
        );
        pairs.extend(self.cursor.as_ref().map(|cursor| ("cursor", cursor.text())));
        pairs
    }
}

impl Endpoint for ListOrders {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/orders";
    const ACCESS: Access = Access::Staff(Right::ReadOrders);
    const SUMMARY: &'static str =
        "Orders, newest first; by number or the beginning of an e-mail, by state, of one customer.";
    type Params = ();
    type Query = OrderQuery;
    type Request = ();
    type Response = Page<OrderRow>;
}

/// `GET /api/admin/orders/{id}`
pub struct ReviewOrder;

impl Endpoint for ReviewOrder {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/orders/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadOrders);
    const SUMMARY: &'static str = "An order as staff see it.";
    type Params = OrderId;
    type Query = ();
    type Request = ();
    type Response = OrderRecord;
}

/// `PUT /api/admin/orders/{id}/state`
pub struct SetOrderState;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StateWanted {
    #[serde(default)]
    pub state: Option<OrderState>,
}

impl Endpoint for SetOrderState {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/orders/{id}/state";
    const ACCESS: Access = Access::Staff(Right::SettleOrders);
    const SUMMARY: &'static str = "Marks an order paid, completed, cancelled or refunded; a state it cannot take from here: 409. Safe to repeat.";
    type Params = OrderId;
    type Query = ();
    type Request = StateWanted;
    type Response = OrderRecord;
}
