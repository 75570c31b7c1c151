//! What shoppers do who buy: fill a basket, leave details, order, follow the order, withdraw from it.

use crate::browser::{escape, same_origin};
use crate::{Browser, Reply, world};
use domain::api::PageQuery;
use domain::api::account::ListOwnOrders;
use domain::api::checkout::{Basket, GetCheckout, OpenCheckout};
use domain::api::order::{Agreement, GetOrder, IDEMPOTENCY_KEY, ORDER_TOKEN, PlaceOrder, Withdraw};
use domain::api::shop::InLocale;
use domain::api::{Endpoint, address};
use domain::checkout::{BasketLine, Checkout};
use domain::contact::ContactForm;
use domain::id::{CheckoutId, OrderId};
use domain::order::{Order, OrderSummary, PaymentMethod};
use domain::problem::Problem;
use domain::product::{Kind, Product};

/// What a buyer agrees to who read the page: its terms, its prices, the waiver where something is delivered online.
pub fn agreement(checkout: &Checkout) -> Agreement {
    Agreement {
        payment_method: Some(PaymentMethod::of(checkout.total)),
        terms: Some(checkout.terms),
        waiver: checkout.lines.iter().any(|line| line.kind.is_digital()),
        quote: Some(checkout.quote.clone()),
    }
}

/// A key for a request that makes something, never used before.
pub fn idempotency_key() -> String {
    format!("key-{}", world::number())
}

impl Browser {
    /// The shop's dearest product of this kind; the tests' own are as dear as a test makes them.
    pub async fn product(&self, kind: Kind) -> Product {
        let mut found = self.products().await;
        found.retain(|product| product.kind == kind && product.price > 0);
        let first = found.into_iter().next();
        first.unwrap_or_else(|| panic!("the demo shop sells a {kind:?}"))
    }

    /// A product that costs nothing.
    pub async fn free_product(&self) -> Product {
        let mut found = self.products().await;
        found.retain(|product| product.price == 0);
        let first = found.into_iter().next();
        first.expect("the demo shop gives something away")
    }

    /// Opens a checkout for these products.
    pub async fn open_basket(&self, lines: &[(&Product, u32)]) -> Checkout {
        let lines = lines.iter().map(|(product, quantity)| BasketLine {
            product: product.id.clone(),
            quantity: *quantity,
        });
        let basket = Basket {
            lines: lines.collect(),
        };
        let opened = self
            .call::<OpenCheckout>(&(), &self.in_locale(), &basket)
            .await;
        opened.unwrap_or_else(|problem| panic!("{basket:?}: {problem:?}"))
    }

    /// The checkout as this browser sees it now.
    pub async fn checkout(&self, id: &CheckoutId) -> Checkout {
        let seen = self.get::<GetCheckout>(id, &self.in_locale()).await;
        seen.unwrap_or_else(|problem| panic!("checkout {id}: {problem:?}"))
    }

    /// Opens a checkout for these products and leaves these details: ready to order.
    pub async fn ready(&self, lines: &[(&Product, u32)], form: &ContactForm) -> Checkout {
        self.world.for_sale().await;
        let opened = self.open_basket(lines).await;
        let left = self.submit_contact(&opened.id, form).await;
        left.unwrap_or_else(|problem| panic!("{form:?}: {problem:?}"));
        self.checkout(&opened.id).await
    }

    /// Places an order with a key of its own.
    pub async fn place(
        &self,
        checkout: &CheckoutId,
        agreement: &Agreement,
    ) -> Result<Order, Problem> {
        let reply = self
            .place_by_key(checkout, &idempotency_key(), agreement)
            .await;
        match reply.status {
            201 => Ok(order(&reply)),
            _ => Err(reply.problem()),
        }
    }

    /// Places an order with this key, and gives the answer itself.
    pub async fn place_by_key(
        &self,
        checkout: &CheckoutId,
        key: &str,
        agreement: &Agreement,
    ) -> Reply {
        let body = serde_json::to_string(agreement).expect("requests are JSON");
        self.place_raw(checkout, &[(IDEMPOTENCY_KEY, key)], &body)
            .await
    }

    /// Places an order with these headers and this body.
    pub async fn place_raw(
        &self,
        checkout: &CheckoutId,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        let path = address::<PlaceOrder>(checkout, &self.in_locale(), escape);
        let mut all = same_origin(self.world.url()).to_vec();
        all.push(("content-type", "application/json"));
        all.extend_from_slice(headers);
        self.raw("POST", &path, &all, body.to_owned()).await
    }

    /// Buys: basket, details, order.
    pub async fn buys(&self, lines: &[(&Product, u32)], form: &ContactForm) -> Order {
        let checkout = self.ready(lines, form).await;
        let placed = self.place(&checkout.id, &agreement(&checkout)).await;
        placed.unwrap_or_else(|problem| panic!("{}: {problem:?}", form.email))
    }

    /// Buys an hour of advice, to be paid by transfer and delivered by people.
    pub async fn buys_service(&self, form: &ContactForm) -> Order {
        let product = self.product(Kind::Service).await;
        self.buys(&[(&product, 1)], form).await
    }

    /// Buys an access, to be paid by transfer and delivered at once.
    pub async fn buys_access(&self, form: &ContactForm) -> Order {
        let product = self.product(Kind::Access).await;
        self.buys(&[(&product, 1)], form).await
    }

    /// The order as this browser may see it.
    pub async fn order(&self, id: &OrderId) -> Result<Order, Problem> {
        self.get::<GetOrder>(id, &()).await
    }

    /// The order by the token of its link.
    pub async fn order_by_link(&self, id: &OrderId, token: &str) -> Reply {
        let path = address::<GetOrder>(id, &(), escape);
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.push((ORDER_TOKEN, token));
        self.raw("GET", &path, &headers, "").await
    }

    /// Declares the withdrawal, by the link's token or as whoever this browser is.
    pub async fn withdraw(&self, id: &OrderId, token: Option<&str>) -> Reply {
        let path = address::<Withdraw>(id, &(), escape);
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.extend(token.map(|token| (ORDER_TOKEN, token)));
        self.raw(Withdraw::METHOD.name(), &path, &headers, "").await
    }

    /// The signed-in customer's orders.
    pub async fn own_orders(&self) -> Vec<OrderSummary> {
        let page = self.get::<ListOwnOrders>(&(), &PageQuery::default()).await;
        page.unwrap_or_else(|problem| panic!("own orders: {problem:?}"))
            .items
    }

    fn in_locale(&self) -> InLocale {
        InLocale {
            locale: Some(self.language()),
        }
    }
}

/// The order that an answer holds.
pub fn order(reply: &Reply) -> Order {
    serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{reply}: {error}"))
}
