//! The contract as served: the document, and what happens off its paths.

use domain::api::Endpoint;
use domain::api::shop::{GetHealth, GetShop, InLocale, ListProducts};
use domain::locale::Locale;
use tests::staff::Staff;
use tests::{Browser, World};

#[tokio::test]
async fn health_answers_with_the_version() {
    let visitor = Browser::new(&World::get());
    let health = visitor.get::<GetHealth>(&(), &()).await.unwrap();
    assert_eq!(
        (health.status.as_str(), health.version.as_str()),
        ("ok", env!("CARGO_PKG_VERSION"))
    );
}

#[tokio::test]
async fn the_served_document_is_the_one_the_types_make() {
    let visitor = Browser::new(&World::get());
    let served = visitor.send("GET", "/api/openapi.json", "").await;
    served.expect(200);
    assert_eq!(
        served.value(),
        domain::api::openapi::document(),
        "`cargo xtask openapi` writes it anew"
    );
}

#[tokio::test]
async fn the_shop_tells_what_its_forms_need_and_products_in_both_languages() {
    let visitor = Browser::new(&World::get());
    let shop = visitor.get::<GetShop>(&(), &()).await.unwrap();
    assert!(
        !shop.name.is_empty() && domain::country::find(&shop.country).is_some(),
        "{shop:?}"
    );
    assert!((1..=36).contains(&shop.retention_months), "{shop:?}");
    let mut texts = Vec::new();
    for locale in [Locale::En, Locale::Fr] {
        let query = InLocale {
            locale: Some(locale),
        };
        let products = visitor
            .get::<ListProducts>(&(), &query)
            .await
            .unwrap()
            .items;
        assert!(!products.is_empty());
        for product in &products {
            assert!(
                product.price >= 0 && !product.name.is_empty() && !product.summary.is_empty(),
                "{product:?}"
            );
        }
        texts.push(
            products
                .into_iter()
                .map(|product| product.summary)
                .collect::<Vec<_>>(),
        );
    }
    assert_ne!(texts[0], texts[1]);
    let reply = visitor.send("GET", "/api/products?locale=de", "").await;
    assert_eq!(reply.faults(), ["locale: unknown"]);
}

#[tokio::test]
async fn unknown_paths_under_api_are_a_json_404_for_every_method() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for path in [
        "/api",
        "/api/",
        "/api/nope",
        "/api/health/",
        "/api/health/x",
        "/api/Health",
        "/api//health",
        "/api/admin",
        "/api/admin/",
        "/api/admin/customers/",
        "/api/checkouts/",
        "/api/.env",
        "/api/openapi.json/",
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            let reply = owner.send(method, path, "").await;
            reply.expect(404);
            assert_eq!(reply.problem().code, "not_found");
        }
    }
}

#[tokio::test]
async fn a_wrong_method_is_405_and_says_which_are_right() {
    let visitor = Browser::new(&World::get());
    for (method, path, allowed) in [
        ("POST", GetHealth::PATH, "GET"),
        ("DELETE", ListProducts::PATH, "GET"),
        ("GET", "/api/checkouts", "POST"),
        ("PUT", "/api/session", "GET"),
        ("PUT", "/api/session", "DELETE"),
        ("PATCH", "/api/session", "POST"),
        ("TRACE", "/api/session", "GET"),
        ("PROPFIND", "/api/health", "GET"),
    ] {
        // Some methods never reach the Worker: the runtime refuses them itself.
        let Some(reply) = visitor
            .attempt(
                method,
                path,
                &[("sec-fetch-site", "same-origin")],
                Vec::new(),
            )
            .await
        else {
            panic!("{method} {path} got no answer");
        };
        if method == "TRACE" || method == "PROPFIND" {
            assert!((400..=501).contains(&reply.status), "{reply}");
            continue;
        }
        reply.expect(405);
        assert_eq!(reply.problem().code, "method");
        let allow = reply.header("allow").unwrap();
        assert!(
            allow.split(", ").any(|one| one == allowed),
            "{allow} on {reply}"
        );
    }
}

#[tokio::test]
async fn unknown_keys_in_an_address_are_refused() {
    let owner = Staff::owner(&World::get()).await;
    for path in [
        "/api/health?x=1",
        "/api/session?x=1",
        "/api/products?x=1",
        "/api/admin/customers?customer_id=1",
    ] {
        let reply = owner.send("GET", path, "").await;
        reply.expect(422);
        assert!(reply.faults()[0].ends_with(": unknown_key"), "{reply}");
    }
}

#[tokio::test]
async fn every_problem_has_a_reference_of_its_own() {
    let visitor = Browser::new(&World::get());
    let first = visitor.send("GET", "/api/nope", "").await.problem().trace;
    let second = visitor.send("GET", "/api/nope", "").await.problem().trace;
    assert_ne!(first, second);
}
