//! The space is its customer's alone (T24): every endpoint of it, about somebody's own things, called by them, by another
//! customer, by nobody, and by links that are no longer any.

use crate::sample::Sample;
use domain::api::order::{IDEMPOTENCY_KEY, ORDER_TOKEN};
use domain::api::{self, Access, Declared};
use domain::id::{InvoiceId, OrderId};
use domain::order::Order;
use domain::upload::NAME_HEADER;
use serde_json::{Value, json};
use tests::browser::same_origin;
use tests::buying::idempotency_key;
use tests::contact::{somebody_else, zoe};
use tests::conversing::{message, question};
use tests::documents;
use tests::recording::quay;
use tests::staff::{self, Staff};
use tests::world::{email, now};
use tests::{Browser, Mails, Reply, World};

/// A signed-in customer.
struct Customer {
    browser: Browser,
    email: String,
}

impl Customer {
    async fn new(world: &World) -> Customer {
        let email = email("space");
        let browser = Browser::new(world);
        browser.leave(&zoe(&email)).await;
        browser.prove(&email).await;
        // Not the browser that typed the details: the session alone opens the space.
        let signed_in = Browser::new(world);
        signed_in.prove(&email).await;
        Customer {
            browser: signed_in,
            email,
        }
    }

    /// An order placed elsewhere for this customer.
    async fn order(&self) -> Order {
        let elsewhere = Browser::new(&self.browser.world);
        elsewhere.buys_service(&zoe(&self.email)).await
    }

    /// An order that was paid, and its invoice.
    async fn invoice(&self, owner: &Staff) -> (OrderId, InvoiceId) {
        let placed = self.order().await.id;
        let paper = owner.marks_paid(&placed).await.order.invoice;
        (placed, paper.expect("an invoice").id)
    }
}

/// A call about this customer's own things, which they may make. An endpoint of the space without a line here fails.
async fn own(one: &Declared, customer: &Customer, owner: &Staff) -> Sample {
    let name = format!("{} {}", one.method.name(), one.path);
    let plain = || Sample::of(one, &[]);
    match name.as_str() {
        "GET /api/account"
        | "GET /api/account/orders"
        | "GET /api/account/space"
        | "GET /api/account/invoices"
        | "GET /api/account/purchases"
        | "GET /api/account/pending"
        | "GET /api/account/email"
        | "GET /api/account/sessions"
        | "GET /api/account/consents"
        | "GET /api/account/export"
        | "GET /api/account/erasure" => plain(),
        "POST /api/account/erasure" => plain().with(json!({})),
        "PUT /api/account/password" => plain().with(json!({})).or(&[422]),
        "PUT /api/account" => {
            let version = customer.browser.profile().await.version;
            plain().with(json!({ "version": version, "last_name": "Durand" }))
        }
        "POST /api/account/addresses" => {
            let version = customer.browser.profile().await.version;
            plain().with(json!({ "version": version, "address": quay("2 quai du Port") }))
        }
        "PUT /api/account/addresses/{id}" => {
            let own = customer.browser.profile().await;
            Sample::of(one, &[own.addresses[0].id.as_str()])
                .with(json!({ "version": own.version, "address": quay("3 quai du Port") }))
        }
        "DELETE /api/account/addresses/{id}" => {
            let own = customer.browser.profile().await;
            Sample::of(one, &[own.addresses[0].id.as_str()])
        }
        "PUT /api/account/pending/{id}" | "DELETE /api/account/pending/{id}" => {
            let world = &customer.browser.world;
            Browser::new(world)
                .leave(&somebody_else(&customer.email))
                .await;
            let waiting = customer.browser.waiting().await;
            let call = Sample::of(one, &[waiting.items[0].id.as_str()]);
            match one.has_request {
                true => call.with(json!({ "version": waiting.version, "fields": ["phone"] })),
                false => call,
            }
        }
        "PUT /api/account/email" => plain().with(json!({ "email": email("space-new") })),
        "DELETE /api/account/email" => {
            let asked = customer.browser.asks_email(&email("space-new"), "").await;
            asked.expect("a code opened the session a moment ago");
            plain()
        }
        "DELETE /api/account/sessions" => plain(),
        "DELETE /api/account/sessions/{id}" => {
            let open = customer.browser.open_sessions().await;
            let elsewhere = open.iter().find(|session| !session.this);
            Sample::of(one, &[elsewhere.expect("two are open").id.as_str()])
        }
        "PUT /api/account/consents" => plain()
            .with(json!({ "purpose": "marketing", "given": true, "locale": "fr", "version": 1 })),
        "GET /api/orders/{id}"
        | "POST /api/orders/{id}/withdrawal"
        | "GET /api/orders/{id}/pro-forma" => {
            Sample::of(one, &[customer.order().await.id.as_str()])
        }
        "GET /api/account/conversations" | "GET /api/account/conversations/unread" => plain(),
        "POST /api/account/conversations/files" => plain().with("Une note."),
        "GET /api/account/conversations/{id}/attachments/{aid}" => {
            let (id, file) = customer.browser.asks_with_file().await;
            Sample::of(one, &[id.as_str(), file.id.as_str()])
        }
        "POST /api/account/conversations" => plain().with(question("Mienne", "Bonjour")),
        "GET /api/account/conversations/{id}" => conversation(one, customer).await,
        "POST /api/account/conversations/{id}/messages" => {
            conversation(one, customer).await.with(message("Encore"))
        }
        "PUT /api/account/conversations/{id}/state" => {
            let closed = json!({ "state": "closed" });
            conversation(one, customer).await.with(closed)
        }
        "PUT /api/account/conversations/{id}/read" => {
            conversation(one, customer).await.with(json!({ "upto": 1 }))
        }
        "GET /api/orders/{id}/invoices/{invoice}/pdf" => {
            let (order, paper) = customer.invoice(owner).await;
            Sample::of(one, &[order.as_str(), paper.as_str()])
        }
        "GET /api/account/invoices/{id}/pdf" => {
            Sample::of(one, &[customer.invoice(owner).await.1.as_str()])
        }
        "GET /api/account/documents" => plain(),
        "GET /api/account/documents/{id}"
        | "GET /api/account/documents/{id}/file"
        | "PUT /api/account/documents/{id}/read" => {
            let id = owner.find(&customer.email).await.id;
            let form = documents::for_customer(documents::page("Dossier"), &id);
            let made = owner.publishes_file(form, "dossier").await;
            Sample::of(one, &[made.id.as_str()])
        }
        _ => panic!("{name} is not in the table: say here what of one's own it is called about"),
    }
}

async fn conversation(one: &Declared, customer: &Customer) -> Sample {
    let opened = customer.browser.asks("Mienne", "Bonjour").await;
    Sample::of(one, &[opened.thread.id.as_str()])
}

fn of_the_space(one: &Declared) -> bool {
    one.path == "/api/account"
        || one.path.starts_with("/api/account/")
        || matches!(one.access, Access::Customer | Access::Order)
}

/// As the app would send it.
async fn send(one: &Declared, browser: &Browser, path: &str, body: &str, token: &str) -> Reply {
    let key = idempotency_key();
    let mut headers = same_origin(browser.world.url()).to_vec();
    headers.push((IDEMPOTENCY_KEY, &key));
    if one.has_request {
        headers.push(("content-type", one.media()));
    }
    if one.is_raw {
        headers.push((NAME_HEADER, "mienne.txt"));
    }
    if !token.is_empty() {
        headers.push((ORDER_TOKEN, token));
    }
    browser
        .send_patiently(one.method.name(), path, &headers, body)
        .await
}

/// The refusal but for its trace.
fn refusal(reply: &Reply) -> Value {
    let mut value = reply.value();
    value["trace"] = json!(null);
    value
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t24_the_space_is_its_customers_alone() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (nobody, other) = (Browser::new(&world), Customer::new(&world).await);
    let all = api::all();
    let mut space: Vec<&Declared> = all.iter().filter(|one| of_the_space(one)).collect();
    // The other customer who tries it is erased by it: last.
    space.sort_by_key(|one| one.path == "/api/account/erasure");
    assert!(space.len() >= 5, "{space:?}");
    for one in space {
        let customer = Customer::new(&world).await;
        let call = own(one, &customer, &owner).await;
        let name = format!("{} {}", one.method.name(), call.path);
        let stranger = send(one, &nobody, &call.path, &call.body, "").await;
        let closed = if one.access == Access::Order {
            404
        } else {
            401
        };
        assert_eq!(stranger.status, closed, "{name}, signed out: {stranger}");
        let others = send(one, &other.browser, &call.path, &call.body, "").await;
        assert!(
            !others.text().contains(&customer.email),
            "{name}, by another customer: {others}"
        );
        let holes = one.path.matches('{').count();
        if holes > 0 {
            let absent = domain::id::Id::<()>::new(1, staff::random());
            let absent = Sample::of(one, &vec![absent.as_str(); holes]).path;
            let absent = send(one, &other.browser, &absent, &call.body, "").await;
            assert_eq!(others.status, 404, "{name}, another’s: {others}");
            assert_eq!(refusal(&others), refusal(&absent), "{name}: no difference");
        }
        // After all that it is there as it was.
        let mine = send(one, &customer.browser, &call.path, &call.body, "").await;
        assert!(
            mine.status == one.status || call.also.contains(&mine.status),
            "{name}, one’s own: {mine}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t24_what_an_orders_link_opens_is_closed_when_it_has_ended() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let all = api::all();
    for one in all.iter().filter(|one| one.access == Access::Order) {
        let customer = Customer::new(&world).await;
        let call = own(one, &customer, &owner).await;
        let name = format!("{} {}", one.method.name(), call.path);
        let link = Mails::get().wait(&customer.email, "order_placed").await;
        let other = Customer::new(&world).await;
        other.order().await;
        let others = Mails::get().wait(&other.email, "order_placed").await;
        let guest = Browser::new(&world);
        for token in ["x", &others.token(), call.path.as_str(), "' or 1=1 --"] {
            let refused = send(one, &guest, &call.path, &call.body, token).await;
            assert_eq!(refused.status, 404, "{name} by `{token}`: {refused}");
        }
        let order = call.path.split('/').nth(3).unwrap().to_owned();
        let set = async |at: i64| {
            let sql = "update tokens set expires_at = cast(?2 as integer) where order_id = ?1";
            let at = at.to_string();
            world.database().rows(sql, &[&order, &at]).await;
        };
        set(1).await;
        let refused = send(one, &guest, &call.path, &call.body, &link.token()).await;
        assert_eq!(refused.status, 404, "{name} by an ended link: {refused}");
        set(now() + 3_600_000).await;
        let opened = send(one, &guest, &call.path, &call.body, &link.token()).await;
        assert!(
            opened.status == one.status || call.also.contains(&opened.status),
            "{name} by its link: {opened}"
        );
    }
}
