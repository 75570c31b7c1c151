//! Opening a checkout: the server's prices, the basket's bounds, and the browser it belongs to.

use domain::api::checkout::{Basket, GetCheckout, OpenCheckout};
use domain::api::shop::{GetShop, InLocale};
use domain::checkout::BasketLine;
use domain::id::{Id, ProductId};
use domain::locale::Locale;
use domain::session::BROWSER_COOKIE;
use serde_json::json;
use tests::contact::zoe;
use tests::reply::faults;
use tests::world::email;
use tests::{Browser, World, staff};

fn in_locale(locale: Locale) -> InLocale {
    InLocale {
        locale: Some(locale),
    }
}

#[tokio::test]
async fn a_checkout_is_priced_by_the_server_in_the_language_asked_for() {
    let visitor = Browser::new(&World::get());
    let products = visitor.products().await;
    let lines: Vec<BasketLine> = products
        .iter()
        .zip(2..)
        .map(|(product, quantity)| BasketLine {
            product: product.id.clone(),
            quantity,
        })
        .collect();
    let basket = Basket { lines };
    let checkout = visitor
        .call::<OpenCheckout>(&(), &in_locale(Locale::En), &basket)
        .await
        .unwrap();
    for ((line, product), quantity) in checkout.lines.iter().zip(&products).zip(2i64..) {
        assert_eq!((&line.product, &line.name), (&product.id, &product.name));
        assert_eq!(
            (line.price, line.amount),
            (product.price, product.price * quantity)
        );
        assert_eq!(line.vat_rate, product.vat_rate);
    }
    assert_eq!(checkout.lines.len(), products.len());
    assert_eq!(
        checkout.total,
        checkout.lines.iter().map(|line| line.amount).sum::<i64>()
    );
    let vat: i64 = checkout.vat.iter().map(|share| share.vat).sum();
    assert_eq!(vat, checkout.lines.iter().map(|line| line.vat).sum::<i64>());
    let shop = visitor.get::<GetShop>(&(), &()).await.unwrap();
    assert_eq!(checkout.currency, shop.currency);
    assert_eq!(checkout.contact, None);

    let french = visitor
        .get::<GetCheckout>(&checkout.id, &in_locale(Locale::Fr))
        .await
        .unwrap();
    assert_eq!(french.total, checkout.total);
    let names =
        |c: &domain::checkout::Checkout| c.lines.iter().map(|l| l.name.clone()).collect::<Vec<_>>();
    assert_ne!(
        names(&french),
        names(&checkout),
        "the demo's names are translated"
    );
}

#[tokio::test]
async fn baskets_out_of_bounds_are_refused_by_line() {
    let visitor = Browser::new(&World::get());
    let product = visitor.products().await.remove(0).id;
    let line = |product: &ProductId, quantity: u32| BasketLine {
        product: product.clone(),
        quantity,
    };
    let unknown: ProductId = Id::new(1, staff::random());
    let many: Vec<BasketLine> = (0..51)
        .map(|_| line(&Id::new(1, staff::random()), 1))
        .collect();
    for (lines, expected) in [
        (vec![], vec!["lines: required"]),
        (
            vec![line(&product, 0)],
            vec!["lines.0.quantity: out_of_range"],
        ),
        (
            vec![line(&product, 100)],
            vec!["lines.0.quantity: out_of_range"],
        ),
        (
            vec![line(&product, 1), line(&product, 1)],
            vec!["lines.1.product: duplicate_key"],
        ),
        (
            vec![line(&product, 1), line(&unknown, 1)],
            vec!["lines.1.product: unknown"],
        ),
        (many, vec!["lines: out_of_range"]),
    ] {
        let refused = visitor
            .call::<OpenCheckout>(&(), &InLocale::default(), &Basket { lines })
            .await;
        assert_eq!(faults(&refused.unwrap_err()), expected);
    }
}

#[tokio::test]
async fn t36_a_basket_cannot_name_its_price() {
    let visitor = Browser::new(&World::get());
    let product = visitor.products().await.remove(0).id;
    for line in [
        json!({ "product": product, "quantity": 1, "price": 1 }),
        json!({ "product": product, "quantity": -1 }),
        json!({ "product": product, "quantity": 1.5 }),
        json!({ "product": product, "quantity": 1_000_000_000_000u64 }),
        json!({ "product": product, "quantity": "1" }),
        json!({ "product": product }),
        json!({ "product": "1", "quantity": 1 }),
        json!({ "product": format!("{product}' or 1=1 --"), "quantity": 1 }),
    ] {
        let body = json!({ "lines": [line] }).to_string();
        let reply = visitor.send("POST", "/api/checkouts", &body).await;
        reply.expect(422);
        assert!(reply.faults()[0].starts_with("lines"), "{reply}");
    }
    for body in [
        json!({ "lines": [], "total": 1 }),
        json!({ "lines": {} }),
        json!({ "lines": [1] }),
    ] {
        visitor
            .send("POST", "/api/checkouts", &body.to_string())
            .await
            .expect(422);
    }
}

#[tokio::test]
async fn a_checkout_belongs_to_the_browser_that_opened_it() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let id = visitor.leave(&zoe(&email("owner-of-a-checkout"))).await;
    let mine = visitor
        .get::<GetCheckout>(&id, &InLocale::default())
        .await
        .unwrap();
    assert_eq!(mine.id, id);

    let absent = visitor
        .reply::<GetCheckout>(&Id::new(1, staff::random()), &InLocale::default(), &())
        .await;
    absent.expect(404);
    let bare = Browser::new(&world);
    let other = Browser::new(&world);
    other.open_checkout().await;
    let forger = Browser::new(&world);
    forger.set_cookie(BROWSER_COOKIE, &"A".repeat(43));
    for stranger in [&bare, &other, &forger] {
        let reply = stranger
            .reply::<GetCheckout>(&id, &InLocale::default(), &())
            .await;
        reply.expect(404);
        let without_trace = |reply: &tests::Reply| {
            let mut value = reply.value();
            value["trace"] = json!(null);
            value
        };
        assert_eq!(
            without_trace(&reply),
            without_trace(&absent),
            "what is another's is not there"
        );
        let contact = stranger.submit_contact(&id, &zoe(&email("thief"))).await;
        assert_eq!(contact.unwrap_err().status, 404);
    }
    let again = visitor
        .get::<GetCheckout>(&id, &InLocale::default())
        .await
        .unwrap();
    assert_eq!(again, mine, "strangers changed nothing");
}

#[tokio::test]
async fn one_browser_keeps_several_checkouts_under_one_cookie() {
    let visitor = Browser::new(&World::get());
    let first = visitor.open_checkout().await.id;
    let cookie = visitor
        .cookie(BROWSER_COOKIE)
        .expect("opening binds the browser");
    let second = visitor.open_checkout().await.id;
    assert_eq!(
        visitor.cookie(BROWSER_COOKIE),
        Some(cookie),
        "one browser, one cookie"
    );
    assert_ne!(first, second);
    for id in [first, second] {
        visitor
            .get::<GetCheckout>(&id, &InLocale::default())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn t15_the_browser_cookie_is_locked_to_the_host_and_only_its_hash_is_stored() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let product = visitor.products().await.remove(0).id;
    let basket = Basket {
        lines: vec![BasketLine {
            product,
            quantity: 1,
        }],
    };
    let reply = visitor
        .reply::<OpenCheckout>(&(), &InLocale::default(), &basket)
        .await;
    let line = reply.header("set-cookie").unwrap().to_ascii_lowercase();
    for attribute in ["; path=/", "; secure", "; httponly", "; samesite=lax"] {
        assert!(line.contains(attribute), "{attribute} in {line}");
    }
    assert!(
        line.starts_with("__host-") && !line.contains("domain="),
        "{line}"
    );
    let token = visitor.cookie(BROWSER_COOKIE).unwrap();
    assert!(domain::session::is_token(&token), "{token}");
    let id = reply.value()["id"].as_str().unwrap().to_owned();
    let rows = world
        .database()
        .rows("select browser_hash from checkouts where id = ?1", &[&id])
        .await;
    let stored = rows[0][0].as_str().unwrap();
    assert!(!stored.contains(&token) && stored.len() >= 43, "{stored}");
    assert!(
        !reply.text().contains(&token) && !reply.text().contains(stored),
        "{reply}"
    );
}
