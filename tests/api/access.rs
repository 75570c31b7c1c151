//! The route matrix: every endpoint of the contract by everybody who might ask (rule 13).

use domain::account::Role;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{self, Access, Declared, Method};
use serde_json::json;
use tests::browser::fill;
use tests::contact::{somebody_else, zoe};
use tests::staff::{self, Staff};
use tests::world::email;
use tests::{Browser, World};

/// One customer with pending details, a checkout, an order and its mail, a product: all somebody else's.
struct Things {
    customer: String,
    pending: String,
    checkout: String,
    order: String,
    mail: String,
    product: String,
}

impl Things {
    async fn new(world: &World) -> Things {
        let address = email("matrix");
        let visitor = Browser::new(world);
        let order = visitor.buys_service(&zoe(&address)).await;
        let checkout = visitor.leave(&zoe(&address)).await.to_string();
        Browser::new(world).leave(&somebody_else(&address)).await;
        let owner = Staff::owner(world).await;
        let customer = owner.find(&address).await;
        let sql = "select id from outbox where order_id = ?1 and template = 'order_placed'";
        let mail = world.database().rows(sql, &[order.id.as_str()]).await;
        Things {
            customer: customer.id.to_string(),
            pending: customer.pending[0].id.to_string(),
            checkout,
            order: order.id.to_string(),
            mail: mail[0][0].as_str().unwrap_or_default().to_owned(),
            product: order.lines[0].product.to_string(),
        }
    }

    fn path(&self, one: &Declared) -> String {
        let nouns = [
            ("/api/admin/orders", &self.order),
            ("/api/admin/products", &self.product),
            ("/api/admin/outbox", &self.mail),
            ("/api/admin/", &self.customer),
            ("/api/orders", &self.order),
            ("/api/", &self.checkout),
        ];
        let noun = nouns.iter().find(|(start, _)| one.path.starts_with(start));
        let (_, id) = noun.expect("every endpoint is under /api/");
        fill(one.path, &[id, &self.pending])
    }
}

/// A well-formed body for each endpoint that takes one; of no use to anybody.
fn body(one: &Declared) -> String {
    let body = match one.path {
        "/api/checkouts/{id}/contact" => json!(zoe(&email("matrix-body"))),
        "/api/checkouts/{id}/order" => json!({ "payment_method": "transfer", "terms": 1 }),
        "/api/session" => json!({ "email": email("nobody"), "password": "wrong but long enough" }),
        "/api/session/codes" => json!({ "email": email("nobody") }),
        "/api/password-resets" if one.method == Method::Post => json!({ "email": email("nobody") }),
        "/api/password-resets" => json!({ "token": "x", "password": "quatre pommes vertes" }),
        // Without a version nothing is applied: the row stays for the next one to ask.
        "/api/admin/customers/{id}/pending/{pid}" => json!({ "fields": ["phone"] }),
        "/api/checkouts" => json!({ "lines": [] }),
        _ => json!({}),
    };
    if one.has_request {
        body.to_string()
    } else {
        String::new()
    }
}

/// What the table of the contract promises to somebody; `None` for not signed in.
fn promised(one: &Declared, role: Option<Role>) -> fn(u16) -> bool {
    match (one.access, role) {
        (Access::Public, _) => |status| ![403, 404, 405].contains(&status),
        // A customer is told first that another mailbox is locked.
        (Access::Browser, Some(Role::Customer)) => |status| [404, 422].contains(&status),
        (Access::Browser | Access::Order, _) => |status| status == 404,
        (Access::Account | Access::Customer, None) => |status| status == 401,
        (Access::Account, Some(_)) => |status| (200..300).contains(&status) || status == 422,
        (Access::Customer, Some(Role::Customer)) => |status| status == 200,
        (Access::Customer, Some(_)) => |status| status == 403,
        (Access::Staff(_), None) => |status| status == 401,
        (Access::Staff(right), Some(role)) if !role.may(right) => |status| status == 403,
        // 409: a mail that was sent is not tried again.
        (Access::Staff(_), Some(_)) => {
            |status| (200..300).contains(&status) || [409, 422].contains(&status)
        }
    }
}

#[tokio::test]
async fn t26_every_endpoint_answers_everybody_as_the_contract_says() {
    let world = World::get();
    let anonymous = Browser::new(&world);
    let other = Browser::new(&world);
    other.leave(&zoe(&email("other"))).await;
    let mut people: Vec<(&str, Option<Role>, Browser)> = vec![
        ("anonymous", None, anonymous),
        ("another browser", None, other),
    ];
    let customer = Browser::new(&world);
    let address = email("matrix-customer");
    Browser::new(&world).leave(&zoe(&address)).await;
    customer.prove(&address).await;
    people.push(("customer", Some(Role::Customer), customer));
    for (name, role) in [
        ("support", Role::Support),
        ("manager", Role::Manager),
        ("owner", Role::Owner),
    ] {
        people.push((name, Some(role), Staff::of_role(&world, role).await.browser));
    }
    let ended = Staff::of_role(&world, Role::Owner).await;
    let dead = ended.stolen();
    ended.sign_out().await;
    people.push(("owner, signed out", None, dead));
    let disabled = Staff::of_role(&world, Role::Owner).await;
    let sql = "update accounts set enabled = 0, can_sign_in = 0 where email = ?1";
    world.database().rows(sql, &[&disabled.email]).await;
    people.push(("owner, disabled", None, disabled.browser));

    // Signing out comes last, as it ends the session.
    let mut all = api::all();
    all.sort_by_key(|one| one.path == "/api/session" && one.method.name() == "DELETE");
    assert!(all.len() >= 16, "the table holds every endpoint");
    for one in &all {
        let mut things = Things::new(&world).await;
        for (name, role, browser) in &people {
            if one.method == Method::Delete {
                // A success uses the row up: each cell has its own.
                things = Things::new(&world).await;
            }
            let mut headers = tests::browser::same_origin(world.url()).to_vec();
            headers.push((IDEMPOTENCY_KEY, "the-matrix"));
            if one.has_request {
                headers.push(("content-type", "application/json"));
            }
            let reply = browser
                .raw(one.method.name(), &things.path(one), &headers, body(one))
                .await;
            let right = promised(one, *role)(reply.status);
            assert!(right, "{name} got {reply}, promised {:?}", one.access);
        }
    }
}

#[tokio::test]
async fn no_endpoint_of_the_router_is_missing_from_the_contract() {
    let visitor = Browser::new(&World::get());
    let served = visitor.send("GET", "/api/openapi.json", "").await.value();
    let mut listed: Vec<String> = Vec::new();
    for (path, methods) in served["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            listed.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    let mut declared: Vec<String> = api::all()
        .iter()
        .map(|one| format!("{} {}", one.method.name(), one.path))
        .collect();
    listed.sort();
    declared.sort();
    assert_eq!(listed, declared);
    // What a path allows beyond GET and HEAD is what the contract declares for it.
    let things = Things::new(&visitor.world).await;
    for one in api::all() {
        let reply = visitor.send("PATCH", &things.path(&one), "").await;
        reply.expect(405);
        let allowed = reply.header("allow").unwrap().to_owned();
        let mut allowed: Vec<&str> = allowed
            .split(',')
            .map(str::trim)
            .filter(|m| !["HEAD", "OPTIONS"].contains(m))
            .collect();
        let mut expected: Vec<&str> = api::all()
            .iter()
            .filter(|other| other.path == one.path)
            .map(|other| other.method.name())
            .collect();
        allowed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(allowed, expected, "{}", one.path);
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_is_no_id_too() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let absent = domain::id::CustomerId::new(1, staff::random());
    let upper = Things::new(&world).await.customer.to_uppercase();
    for id in [
        absent.as_str(),
        "1",
        "0",
        "-1",
        "null",
        "..",
        "%2e%2e",
        "a'b",
        "%00",
        &upper,
        &"9".repeat(500),
    ] {
        for tail in ["", "/history"] {
            let reply = owner
                .send("GET", &format!("/api/admin/customers/{id}{tail}"), "")
                .await;
            assert!(
                [404, 400].contains(&reply.status) || (id.contains("..") || id.contains("%2e")),
                "{reply}"
            );
        }
    }
}
