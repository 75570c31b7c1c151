//! Requests forged by other sites: no unsafe method works without proof that it comes from the shop's own pages (rule 10).

use domain::account::Role;
use domain::api::{self, Access, Declared, Method};
use domain::bulk::{BulkAct, BulkForm};
use domain::id::{CheckoutId, CustomerId, OrderId, ProductId};
use domain::product::Kind;
use tests::browser::{fill, is_unsafe};
use tests::campaigning::letter;
use tests::contact::{somebody_else, zoe};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

/// The owner's browser with a checkout in it, and each unsafe endpoint with its path filled for it.
struct Victim {
    owner: Staff,
    doors: Vec<(Declared, String)>,
    customer: CustomerId,
    checkout: CheckoutId,
    order: OrderId,
    product: ProductId,
    /// What a forged contact step would leave.
    forger: String,
}

impl Victim {
    async fn new() -> Victim {
        let world = World::get();
        let owner = Staff::of_role(&world, Role::Owner).await;
        let address = email("forged");
        Browser::new(&world).leave(&zoe(&address)).await;
        Browser::new(&world).leave(&somebody_else(&address)).await;
        let customer = owner.find(&address).await;
        let checkout = owner.open_checkout().await.id;
        let order = Browser::new(&world).buys_service(&zoe(&address)).await;
        let product = owner.sells(Kind::Service, 100, 2_000).await;
        let sql = "select id from outbox where order_id = ?1 and template = 'order_placed'";
        let mail = world.database().rows(sql, &[order.id.as_str()]).await;
        let mail = mail[0][0].as_str().unwrap_or_default().to_owned();
        let order = order.id;
        let document = owner.publishes(&tests::documents::page("Forged")).await;
        let group = owner.groups_as("Forged").await;
        owner.puts_in(&customer.id, &group.id).await;
        let form = BulkForm {
            act: Some(BulkAct::TakeSignIn),
            customers: Some(vec![customer.id.clone()]),
            ..BulkForm::default()
        };
        let bulk = owner.prepare(&form).await.id;
        let letter = owner
            .drafts(&letter("Forged", "Forged", &[&group]))
            .await
            .id;
        let file = "email,last_name,first_name\nforged@example.com,Forged,F\n";
        let import = owner.hands_in_customers(file).await.id;
        let account = owner.session().await.account.expect("signed in").id;
        // Joining changed nothing that a version counts; the record is read as it is now.
        let customer = owner.customer(&customer.id).await;
        let doors = api::all()
            .into_iter()
            // Rule 12: who holds the token of a mail may come from anywhere (`unsubscribe`, `suppression`).
            .filter(|one| is_unsafe(one.method) && one.access != Access::Anywhere)
            .map(|one| {
                let ids = match one.path {
                    path if path.contains("/pending/") => {
                        vec![customer.id.as_str(), customer.pending[0].id.as_str()]
                    }
                    path if path.starts_with("/api/admin/customers/") => {
                        let second = match path {
                            path if path.contains("/addresses/") => {
                                customer.addresses[0].id.as_str()
                            }
                            _ => group.id.as_str(),
                        };
                        vec![customer.id.as_str(), second]
                    }
                    path if path.starts_with("/api/admin/groups") => vec![group.id.as_str()],
                    path if path.starts_with("/api/admin/bulks") => vec![bulk.as_str()],
                    path if path.starts_with("/api/admin/campaigns") => vec![letter.as_str()],
                    path if path.starts_with("/api/admin/imports") => vec![import.as_str()],
                    path if path.starts_with("/api/admin/staff") => vec![account.as_str()],
                    path if path.starts_with("/api/admin/documents/{") => {
                        vec![document.id.as_str()]
                    }
                    path if path.starts_with("/api/admin/products") => vec![product.id.as_str()],
                    path if path.contains("/orders/") => vec![order.as_str()],
                    path if path.starts_with("/api/admin/outbox") => vec![mail.as_str()],
                    _ => vec![checkout.as_str()],
                };
                let path = fill(one.path, &ids);
                (one, path)
            })
            .collect();
        Victim {
            owner,
            doors,
            customer: customer.id,
            checkout,
            order,
            product: product.id,
            forger: email("forger"),
        }
    }

    /// A body that the endpoint would take, so that only the headers are at fault.
    fn body(&self, one: &Declared) -> String {
        match one.path {
            "/api/checkouts/{id}/contact" => serde_json::to_string(&zoe(&self.forger)).unwrap(),
            "/api/admin/customers/{id}/pending/{pid}" if one.has_request => {
                r#"{"version":1,"fields":["phone"]}"#.to_owned()
            }
            "/api/admin/customers" => serde_json::json!({
                "last_name": "Forged", "first_name": "F", "email": self.forger
            })
            .to_string(),
            "/api/admin/customers/{id}" if one.method == Method::Put => {
                r#"{"version":1,"last_name":"Forged"}"#.to_owned()
            }
            "/api/admin/customers/{id}/account" => {
                r#"{"can_sign_in":true,"invite":true}"#.to_owned()
            }
            "/api/admin/customers/{id}/notes" => r#"{"text":"forged"}"#.to_owned(),
            "/api/admin/bulks/{id}/state" => r#"{"state":"running"}"#.to_owned(),
            "/api/admin/orders/{id}/state" => r#"{"state":"paid"}"#.to_owned(),
            "/api/admin/products/{id}" | "/api/admin/products" => {
                let mut form = tests::keeping::product(Kind::Service, 1, 0);
                form.version = Some(1);
                serde_json::to_string(&form).unwrap()
            }
            "/api/account/password" => {
                let current = &self.owner.world.owner().password;
                serde_json::json!({ "current": current, "password": "le chat dort sur le zinc" })
                    .to_string()
            }
            _ if one.has_request => "{}".to_owned(),
            _ => String::new(),
        }
    }

    /// Everything a forged request could have changed.
    async fn state(&self) -> Vec<String> {
        let database = self.owner.world.database();
        let mut state = vec![
            format!("{:?}", self.owner.session().await),
            format!("{:?}", self.owner.customer(&self.customer).await),
        ];
        for (sql, key) in [
            (
                "select id, email, password_hash, enabled from accounts where email = ?1",
                self.owner.email.as_str(),
            ),
            (
                "select count(*) from sessions where account_id = (select id from accounts where email = ?1)",
                &self.owner.email,
            ),
            (
                "select lines, contact, customer_id from checkouts where id = ?1",
                self.checkout.as_str(),
            ),
            (
                "select count(*) from checkouts where browser_hash = (select browser_hash from checkouts where id = ?1)",
                self.checkout.as_str(),
            ),
            (
                "select count(*) from customers where email = ?1",
                &self.forger,
            ),
            (
                "select state, withdrawn_at from orders where id = ?1",
                self.order.as_str(),
            ),
            (
                "select * from products where id = ?1",
                self.product.as_str(),
            ),
            ("select value, version from settings where key <> ?1", ""),
        ] {
            state.push(format!("{:?}", database.rows(sql, &[key]).await));
        }
        state
    }
}

#[tokio::test]
async fn t16_requests_from_elsewhere_are_refused_and_change_nothing() {
    let victim = Victim::new().await;
    let (owner, doors) = (&victim.owner, &victim.doors);
    let before = victim.state().await;
    let url = owner.world.url();
    let (host, _) = url.rsplit_once(':').unwrap();
    let other_port = format!("{host}:1");
    let suffix = format!("{url}.evil.test");
    let elsewhere: Vec<Vec<(&str, &str)>> = vec![
        vec![("origin", "https://evil.test")],
        vec![("origin", "null")],
        vec![("origin", "")],
        vec![("origin", &suffix)],
        vec![("origin", &other_port)],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![
            ("sec-fetch-site", "nonsense"),
            ("origin", "https://evil.test"),
        ],
        vec![("referer", url)],
        vec![],
    ];
    for (one, path) in doors {
        for headers in &elsewhere {
            let mut headers = headers.clone();
            headers.push(("content-type", one.media()));
            let reply = owner
                .raw(one.method.name(), path, &headers, victim.body(one))
                .await;
            assert_eq!(reply.status, 403, "{headers:?} {reply}");
            assert_eq!(reply.problem().code, "origin", "{reply}");
        }
    }
    assert_eq!(victim.state().await, before);
}

#[tokio::test]
async fn t16_forms_and_plain_text_are_no_json() {
    let victim = Victim::new().await;
    let (owner, doors) = (&victim.owner, &victim.doors);
    let before = victim.state().await;
    let kinds = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/jsonx",
        "",
    ];
    // Staff are refused by the space before their body is looked at.
    let asked = |one: &Declared| one.has_request && one.access != Access::Customer;
    for (one, path) in doors.iter().filter(|(one, _)| asked(one)) {
        for kind in kinds {
            let mut headers = tests::browser::same_origin(owner.world.url()).to_vec();
            if !kind.is_empty() {
                headers.push(("content-type", kind));
            }
            let reply = owner
                .raw(one.method.name(), path, &headers, victim.body(one))
                .await;
            assert_eq!(reply.status, 415, "{kind:?} {reply}");
        }
    }
    assert_eq!(victim.state().await, before);
}

#[tokio::test]
async fn t16_get_and_head_do_nothing_on_unsafe_paths() {
    let victim = Victim::new().await;
    let (owner, doors) = (&victim.owner, &victim.doors);
    let before = victim.state().await;
    let readable: Vec<&str> = api::all()
        .iter()
        .filter(|one| !is_unsafe(one.method))
        .map(|one| one.path)
        .collect();
    for (one, path) in doors
        .iter()
        .filter(|(one, _)| one.access != Access::Customer)
    {
        let status = owner.raw("GET", path, &[], "").await.status;
        let expected = if readable.contains(&one.path) {
            200
        } else {
            405
        };
        assert_eq!(status, expected, "GET {path}");
        owner.raw("HEAD", path, &[], "").await.expect(expected);
        for header in [
            "x-http-method-override",
            "x-method-override",
            "x-http-method",
        ] {
            let reply = owner
                .raw("GET", path, &[(header, one.method.name())], "")
                .await;
            assert_eq!(reply.status, expected, "{header} on {path}");
        }
    }
    assert_eq!(victim.state().await, before);
}

#[tokio::test]
async fn a_client_without_cookies_needs_no_origin_and_the_shops_own_origin_is_proof_enough() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let products = visitor.products().await;
    let basket = format!(
        "{{\"lines\":[{{\"product\":\"{}\",\"quantity\":1}}]}}",
        products[0].id
    );
    let json = ("content-type", "application/json");
    visitor
        .raw("POST", "/api/checkouts", &[json], basket.clone())
        .await
        .expect(201);
    // Now the browser has a cookie, so proof is asked for: either header will do.
    visitor
        .raw("POST", "/api/checkouts", &[json], basket.clone())
        .await
        .expect(403);
    visitor
        .raw(
            "POST",
            "/api/checkouts",
            &[json, ("origin", world.url())],
            basket.clone(),
        )
        .await
        .expect(201);
    visitor
        .raw(
            "POST",
            "/api/checkouts",
            &[json, ("sec-fetch-site", "same-origin")],
            basket.clone(),
        )
        .await
        .expect(201);
    visitor
        .raw(
            "POST",
            "/api/checkouts",
            &[json, ("sec-fetch-site", "none")],
            basket,
        )
        .await
        .expect(201);
}

#[tokio::test]
async fn no_other_site_may_read_answers() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for path in ["/api/session", "/api/admin/customers", "/api/products"] {
        let reply = owner
            .raw("GET", path, &[("origin", "https://evil.test")], "")
            .await;
        assert!(
            !reply
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-")),
            "{reply}"
        );
        let preflight = [
            ("origin", "https://evil.test"),
            ("access-control-request-method", "PUT"),
        ];
        let reply = owner.raw("OPTIONS", path, &preflight, "").await;
        assert!([405, 404].contains(&reply.status), "{reply}");
        assert!(
            !reply
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-")),
            "{reply}"
        );
    }
}
