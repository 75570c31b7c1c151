//! Sending an order again: one key and one checkout make one order, however often they come.

use domain::api::order::{Agreement, IDEMPOTENCY_KEY};
use domain::product::Kind;
use serde_json::json;
use std::sync::Arc;
use tests::buying::{self, agreement, idempotency_key};
use tests::contact::zoe;
use tests::world::email;
use tests::{Browser, Mails, World};

#[tokio::test]
async fn repeating_an_order_by_its_key_is_the_same_order() {
    let world = World::get();
    let visitor = Arc::new(Browser::new(&world));
    let product = visitor.product(Kind::Service).await;
    let form = zoe(&email("again"));
    let checkout = Arc::new(visitor.ready(&[(&product, 1)], &form).await);
    let key = idempotency_key();
    let start = Arc::new(tokio::sync::Barrier::new(12));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (visitor, checkout) = (visitor.clone(), checkout.clone());
        let (key, start) = (key.clone(), start.clone());
        running.spawn(async move {
            start.wait().await;
            visitor
                .place_by_key(&checkout.id, &key, &agreement(&checkout))
                .await
        });
    }
    let replies = running.join_all().await;
    let first = buying::order(&replies[0]);
    for reply in &replies {
        reply.expect(201);
        assert_eq!(buying::order(reply), first);
    }
    let again = visitor
        .place_by_key(&checkout.id, &key, &agreement(&checkout))
        .await;
    assert_eq!(buying::order(again.expect(201)), first);

    // Another body under the same key is another wish: it is not done.
    let other = Agreement {
        quote: None,
        ..agreement(&checkout)
    };
    let reply = visitor.place_by_key(&checkout.id, &key, &other).await;
    reply.expect(422);
    assert_eq!(reply.faults(), ["idempotency_key: reused"]);
    // Another key cannot make a second order of one checkout.
    let reply = visitor
        .place_by_key(&checkout.id, &idempotency_key(), &agreement(&checkout))
        .await;
    assert!([200, 201, 409].contains(&reply.status), "{reply}");
    if reply.status < 400 {
        assert_eq!(buying::order(&reply).id, first.id);
    }
    let sql = "select count(*) from orders where email_key = ?1";
    assert_eq!(world.database().number(sql, &[&form.email]).await, 1);
    assert_eq!(
        visitor.checkout(&checkout.id).await.order,
        Some(first.id.clone())
    );
    Mails::get().wait(&form.email, "order_placed").await;
    let rows = world
        .database()
        .rows(
            "select template from outbox where order_id = ?1 and template = 'order_placed'",
            &[first.id.as_str()],
        )
        .await;
    assert_eq!(rows.len(), 1, "one confirmation");
}

#[tokio::test]
async fn an_order_without_a_key_or_with_a_wild_one_is_refused() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let product = visitor.product(Kind::Service).await;
    let checkout = visitor
        .ready(&[(&product, 1)], &zoe(&email("keyless")))
        .await;
    let body = json!(agreement(&checkout)).to_string();
    let bare = visitor.place_raw(&checkout.id, &[], &body).await;
    bare.expect(422);
    assert_eq!(bare.faults(), ["idempotency_key: required"]);
    for key in ["", " ", &"k".repeat(5_000), "a b"] {
        let headers = [(IDEMPOTENCY_KEY, key)];
        let reply = visitor.place_raw(&checkout.id, &headers, &body).await;
        reply.expect(422);
        assert!(
            reply.faults()[0].starts_with("idempotency_key: "),
            "{reply}"
        );
    }
}
