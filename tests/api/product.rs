//! Products: made and changed by managers, for those who buy from then on.

use domain::account::Role;
use domain::api::product::{CreateProduct, GetProductRecord, ListProductRecords};
use domain::id::{Id, ProductId};
use domain::locale::Locale;
use domain::product::{Kind, PRICE_MAX, ProductForm};
use serde_json::json;
use tests::keeping::{edit, listed, product};
use tests::reply::faults;
use tests::staff::{self, Staff};
use tests::{Browser, World};

#[tokio::test]
async fn a_product_is_sold_as_soon_as_it_is_made_and_in_both_languages() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.sells(Kind::Access, 4_900, 2_000).await;
    assert_eq!(
        (made.version, made.kind, made.price),
        (1, Kind::Access, 4_900)
    );
    for (locale, name) in [(Locale::En, &made.name_en), (Locale::Fr, &made.name_fr)] {
        let visitor = Browser::new(&world).speaking(locale);
        let seen = listed(&visitor, &made).await;
        assert_eq!((&seen.name, seen.price), (name, made.price));
        assert_eq!(seen.validity_days, Some(365));
    }
    let records = owner.get::<ListProductRecords>(&(), &()).await.unwrap();
    assert!(records.items.contains(&made));
    let one = owner.get::<GetProductRecord>(&made.id, &()).await.unwrap();
    assert_eq!(one, made);
}

#[tokio::test]
async fn an_edit_needs_the_version_it_was_made_on() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.sells(Kind::Service, 100, 2_000).await;
    let mut form = edit(&made);
    form.price = Some(200);
    form.version = None;
    let refused = owner.edit_product(&made.id, &form).await.unwrap_err();
    assert_eq!(faults(&refused), ["version: required"]);
    form.version = Some(made.version);
    let edited = owner.edit_product(&made.id, &form).await.unwrap();
    assert_eq!((edited.price, edited.version), (200, made.version + 1));
    form.price = Some(300);
    let stale = owner.edit_product(&made.id, &form).await.unwrap_err();
    assert_eq!((stale.status, stale.code.as_ref()), (409, "stale"));
    assert_eq!(stale.current, Some(json!(edited)));
    let absent: ProductId = Id::new(1, staff::random());
    let nobody = owner.edit_product(&absent, &form).await.unwrap_err();
    assert_eq!(nobody.status, 404);
}

#[tokio::test]
async fn what_is_not_listed_is_not_sold() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.sells(Kind::Service, 100, 2_000).await;
    let visitor = Browser::new(&world);
    let seen = listed(&visitor, &made).await;
    let mut form = edit(&made);
    form.listed = false;
    owner.edit_product(&made.id, &form).await.unwrap();
    let products = visitor.products().await;
    assert!(products.iter().all(|product| product.id != made.id));
    let body = json!({ "lines": [{ "product": seen.id, "quantity": 1 }] });
    let reply = visitor
        .send("POST", "/api/checkouts", &body.to_string())
        .await;
    reply.expect(422);
    assert_eq!(reply.faults(), ["lines.0.product: unknown"]);
    let record = owner.get::<GetProductRecord>(&made.id, &()).await.unwrap();
    assert!(!record.listed, "staff still see it");
}

#[tokio::test]
async fn every_slip_of_a_product_is_named() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let right = product(Kind::Access, 100, 2_000);
    for (form, expected) in [
        (
            ProductForm::default(),
            vec![
                "name_en: required",
                "name_fr: required",
                "kind: required",
                "price: required",
                "vat_rate: required",
            ],
        ),
        (
            ProductForm {
                price: Some(-1),
                ..right.clone()
            },
            vec!["price: out_of_range"],
        ),
        (
            ProductForm {
                price: Some(PRICE_MAX + 1),
                ..right.clone()
            },
            vec!["price: out_of_range"],
        ),
        (
            ProductForm {
                vat_rate: Some(10_001),
                ..right.clone()
            },
            vec!["vat_rate: out_of_range"],
        ),
        (
            ProductForm {
                validity_days: None,
                ..right.clone()
            },
            vec!["validity_days: required"],
        ),
        (
            ProductForm {
                validity_days: Some(0),
                ..right.clone()
            },
            vec!["validity_days: out_of_range"],
        ),
        (
            ProductForm {
                name_en: "x".repeat(121),
                ..right.clone()
            },
            vec!["name_en: too_long"],
        ),
    ] {
        let refused = owner.create_product(&form).await.unwrap_err();
        assert_eq!(refused.status, 422);
        assert_eq!(faults(&refused), expected);
    }
    for (field, value) in [
        ("price", json!("100")),
        ("price", json!(1.5)),
        ("price", json!(1e300)),
        ("vat_rate", json!(-1)),
        ("kind", json!("book")),
        ("listed", json!("yes")),
        ("id", json!("x")),
    ] {
        let mut body = json!(right);
        body[field] = value;
        let reply = owner
            .send("POST", "/api/admin/products", &body.to_string())
            .await;
        reply.expect(422);
        assert!(reply.faults()[0].starts_with(field), "{reply}");
    }
}

#[tokio::test]
async fn a_repeated_creation_makes_one_product() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let mut form = product(Kind::Service, 100, 2_000);
    form.name_en = format!("Once only {}", tests::world::word());
    let body = serde_json::to_string(&form).unwrap();
    let key = tests::buying::idempotency_key();
    let mut headers = tests::browser::same_origin(world.url()).to_vec();
    headers.push(("content-type", "application/json"));
    headers.push((domain::api::order::IDEMPOTENCY_KEY, &key));
    let mut ids = Vec::new();
    for _ in 0..3 {
        let reply = owner
            .raw("POST", "/api/admin/products", &headers, body.clone())
            .await;
        reply.expect(201);
        ids.push(reply.value()["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let sql = "select count(*) from products where name_en = ?1";
    assert_eq!(world.database().number(sql, &[&form.name_en]).await, 1);
    form.price = Some(1);
    let other = serde_json::to_string(&form).unwrap();
    let reply = owner
        .raw("POST", "/api/admin/products", &headers, other)
        .await;
    reply.expect(422);
    assert_eq!(reply.faults(), ["idempotency_key: reused"]);
}

#[tokio::test]
async fn support_sees_products_and_managers_make_them() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    clerk.get::<ListProductRecords>(&(), &()).await.unwrap();
    let form = product(Kind::Service, 100, 2_000);
    let refused = clerk.call::<CreateProduct>(&(), &(), &form).await;
    assert_eq!(refused.unwrap_err().status, 403);
    let manager = Staff::of_role(&world, Role::Manager).await;
    manager.create_product(&form).await.unwrap();
}
