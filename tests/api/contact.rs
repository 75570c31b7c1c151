//! The contact step: what is refused and how, what is kept exactly, what nobody may slip in.

use domain::api::checkout::GetCheckout;
use domain::api::shop::InLocale;
use domain::contact::{AddressForm, BillingForm, ContactForm};
use domain::id::CheckoutId;
use serde_json::{Value, json};
use tests::contact::{somebody_else, zoe};
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::{email, word};
use tests::{Browser, Reply, World};

async fn put(visitor: &Browser, checkout: &CheckoutId, body: &str) -> Reply {
    visitor
        .send("PUT", &format!("/api/checkouts/{checkout}/contact"), body)
        .await
}

async fn put_bytes(visitor: &Browser, checkout: &CheckoutId, body: Vec<u8>) -> Reply {
    let [site, origin] = tests::browser::same_origin(visitor.world.url());
    let headers = [site, origin, ("content-type", "application/json")];
    visitor
        .raw(
            "PUT",
            &format!("/api/checkouts/{checkout}/contact"),
            &headers,
            body,
        )
        .await
}

fn body_of(form: &ContactForm) -> Value {
    serde_json::to_value(form).unwrap()
}

#[tokio::test]
async fn contact_details_make_the_customer_and_keep_what_was_typed() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let address = email("first");
    let form = somebody_else(&address);
    let id = visitor.leave(&form).await;
    let checkout = visitor
        .get::<GetCheckout>(&id, &InLocale::default())
        .await
        .unwrap();
    assert_eq!(
        checkout.contact,
        Some(form.clone()),
        "the form comes back as typed"
    );

    let customer = Staff::owner(&world).await.find(&address).await;
    let proved = form.prove().unwrap();
    assert_eq!(customer.details(), domain::pending::Details::from(&proved));
    assert_eq!(
        customer.address.as_ref().unwrap().postcode.as_deref(),
        Some("SW1A 1AA")
    );
    assert_eq!(
        (customer.email.as_str(), customer.verified),
        (address.as_str(), false)
    );
    assert_eq!(
        (customer.stage.code(), customer.account.code()),
        ("contact", "none")
    );
    assert_eq!((customer.version, customer.pending.len()), (1, 0));
    let history = Staff::owner(&world).await.history(&customer.id).await;
    let facts: Vec<&str> = history.iter().map(|entry| entry.fact.code()).collect();
    assert_eq!(facts, ["created"]);
}

#[tokio::test]
async fn a_ticked_consent_waits_with_its_words_until_the_mailbox_is_proved() {
    let world = World::get();
    for (ticked, expected) in [(Some(true), 1), (Some(false), 0), (None, 0)] {
        let address = email("consent");
        let form = ContactForm {
            marketing_consent: ticked,
            ..zoe(&address)
        };
        let id = Browser::new(&world).leave(&form).await;
        let rows = world
            .database()
            .rows(
                "select state, text, version, way, purpose from consents where checkout_id = ?1",
                &[id.as_str()],
            )
            .await;
        assert_eq!(rows.len(), expected, "{ticked:?}");
        for row in rows {
            assert_eq!(row[0], json!("pending"));
            assert!(row[1].as_str().unwrap().contains("e-mail"), "{row:?}");
            assert_eq!(
                row[2].as_f64(),
                Some(f64::from(domain::settings::CONSENT_VERSION))
            );
            assert_eq!(
                (&row[3], &row[4]),
                (&json!("checkout"), &json!("marketing"))
            );
        }
    }
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_in_the_order_of_the_form() {
    let visitor = Browser::new(&World::get());
    let checkout = visitor.open_checkout().await.id;
    let reply = put(&visitor, &checkout, "{}").await;
    reply.expect(422);
    assert_eq!(
        reply.faults(),
        [
            "email: required",
            "first_name: required",
            "last_name: required",
            "address.country: required",
            "address.line1: required",
            "address.city: required",
        ]
    );
    let form = ContactForm {
        email: "zoe@".into(),
        first_name: "http://evil.test".into(),
        last_name: "x".repeat(101),
        phone: Some("call me".into()),
        locale: Some("de".into()),
        address: AddressForm {
            line1: "1\u{202E}2".into(),
            postcode: Some("7501".into()),
            city: "Paris".into(),
            country: "FR".into(),
            ..AddressForm::default()
        },
        billing: Some(BillingForm {
            organisation: "A".into(),
            vat_id: Some("DE123456789".into()),
            siren: Some("123".into()),
            address: None,
        }),
        ..ContactForm::default()
    };
    let refused = visitor.submit_contact(&checkout, &form).await.unwrap_err();
    assert_eq!(
        faults(&refused),
        faults(&domain::problem::Problem::fields(form.prove().unwrap_err()))
    );
    assert_eq!(refused.fields.len(), 9, "{:?}", faults(&refused));
}

#[tokio::test]
async fn a_refused_submission_stores_nothing() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let address = email("refused");
    let checkout = visitor.open_checkout().await.id;
    let mut form = zoe(&address);
    form.address.postcode = None;
    assert_eq!(
        visitor
            .submit_contact(&checkout, &form)
            .await
            .unwrap_err()
            .status,
        422
    );
    let customers = "select count(*) from customers where email_key = ?1";
    assert_eq!(world.database().number(customers, &[&address]).await, 0);
    let checkout = visitor
        .get::<GetCheckout>(&checkout, &InLocale::default())
        .await
        .unwrap();
    assert_eq!(checkout.contact, None);
}

#[tokio::test]
async fn a_corrected_submission_in_the_same_checkout_is_taken() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let checkout = visitor.open_checkout().await.id;
    let (wrong, right) = (email("wrong"), email("right"));
    visitor
        .submit_contact(&checkout, &zoe(&wrong))
        .await
        .unwrap();
    visitor
        .submit_contact(&checkout, &zoe(&right))
        .await
        .unwrap();
    let again = visitor
        .get::<GetCheckout>(&checkout, &InLocale::default())
        .await
        .unwrap();
    assert_eq!(again.contact.unwrap().email, right);
    let owner = Staff::owner(&world).await;
    owner.find(&right).await;
}

#[tokio::test]
async fn t27_keys_nobody_asked_for_are_refused_at_every_level() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let address = email("mass");
    let checkout = visitor.open_checkout().await.id;
    let before = world
        .database()
        .rows(
            "select * from checkouts where id = ?1",
            &[checkout.as_str()],
        )
        .await;
    for key in [
        "id",
        "role",
        "is_admin",
        "isAdmin",
        "email_verified",
        "emailVerified",
        "verified",
        "verified_at",
        "login_enabled",
        "group_ids",
        "created_at",
        "createdAt",
        "password_hash",
        "password",
        "customer_id",
        "customerId",
        "total",
        "status",
        "stage",
        "account",
        "version",
        "name_key",
        "__proto__",
    ] {
        for place in ["", "address", "billing", "billing.address"] {
            let mut form = body_of(&ContactForm {
                billing: Some(BillingForm {
                    organisation: "A".into(),
                    address: Some(zoe(&address).address),
                    ..BillingForm::default()
                }),
                ..zoe(&address)
            });
            let pointer = format!("/{}", place.replace('.', "/"));
            let target = form.pointer_mut(pointer.trim_end_matches('/')).unwrap();
            target
                .as_object_mut()
                .unwrap()
                .insert(key.into(), json!("1"));
            let reply = put(&visitor, &checkout, &form.to_string()).await;
            reply.expect(422);
            let path = if place.is_empty() {
                key.to_owned()
            } else {
                format!("{place}.{key}")
            };
            assert_eq!(reply.faults(), [format!("{path}: unknown_key")], "{reply}");
        }
    }
    let after = world
        .database()
        .rows(
            "select * from checkouts where id = ?1",
            &[checkout.as_str()],
        )
        .await;
    assert_eq!(before, after, "the checkout is as it was");
    let customers = "select count(*) from customers where email_key = ?1";
    assert_eq!(world.database().number(customers, &[&address]).await, 0);
}

#[tokio::test]
async fn t35_wrong_types_are_refused_naming_the_field() {
    let visitor = Browser::new(&World::get());
    let checkout = visitor.open_checkout().await.id;
    let right = body_of(&ContactForm {
        billing: Some(BillingForm {
            organisation: "A".into(),
            ..BillingForm::default()
        }),
        marketing_consent: Some(false),
        ..zoe(&email("types"))
    });
    let wrong = [
        "1",
        "1.5",
        "-0",
        "9223372036854775808",
        "[]",
        "[\"a\"]",
        "{\"a\":1}",
        "true",
    ];
    for field in [
        "first_name",
        "last_name",
        "email",
        "phone",
        "organisation",
        "locale",
        "address.line1",
        "address.line2",
        "address.postcode",
        "address.city",
        "address.region",
        "address.country",
        "billing.organisation",
        "billing.vat_id",
        "billing.siren",
    ] {
        for value in wrong {
            expect_type_error(&visitor, &checkout, &right, field, value).await;
        }
    }
    for field in [
        "first_name",
        "email",
        "address.line1",
        "billing.organisation",
        "address",
    ] {
        expect_type_error(&visitor, &checkout, &right, field, "null").await;
    }
    for field in ["address", "billing", "billing.address"] {
        for value in ["1", "\"x\"", "true", "[1]"] {
            expect_type_error(&visitor, &checkout, &right, field, value).await;
        }
    }
    for value in ["\"true\"", "1", "0", "[]", "{}"] {
        expect_type_error(&visitor, &checkout, &right, "marketing_consent", value).await;
    }
}

async fn expect_type_error(
    visitor: &Browser,
    checkout: &CheckoutId,
    right: &Value,
    field: &str,
    value: &str,
) {
    let mut form = right.clone();
    let (place, key) = field.rsplit_once('.').unwrap_or(("", field));
    let pointer = if place.is_empty() {
        String::new()
    } else {
        format!("/{place}")
    };
    let target = form.pointer_mut(&pointer).unwrap().as_object_mut().unwrap();
    target.insert(key.into(), json!("MARK"));
    let body = form.to_string().replace("\"MARK\"", value);
    let reply = put(visitor, checkout, &body).await;
    reply.expect(422);
    let fault = reply.faults().remove(0);
    // Inside a value of the wrong kind the fault may lie deeper; it always names the field.
    assert!(fault.starts_with(field), "{field} = {value}: {reply}");
}

#[tokio::test]
async fn t35_bodies_that_are_no_contact_are_refused() {
    let visitor = Browser::new(&World::get());
    let checkout = visitor.open_checkout().await.id;
    for (body, status) in [
        ("", 400),
        ("[]", 422),
        ("null", 422),
        ("1", 422),
        ("\"x\"", 422),
        ("1e309", 400),
        ("{", 400),
        ("{}{}", 400),
        ("{} x", 400),
        ("{'email':'a'}", 400),
        ("{\"email\":}", 400),
        ("{\"email\":NaN}", 400),
        ("{\"first_name\":\"a\",\"first_name\":\"b\"}", 422),
        ("{\"first_name\":\"a\",\"first_n\\u0061me\":\"b\"}", 422),
    ] {
        let reply = put_bytes(&visitor, &checkout, body.as_bytes().to_vec()).await;
        assert_eq!(reply.status, status, "{body} gave {reply}");
    }
    let twice = put(
        &visitor,
        &checkout,
        "{\"first_name\":\"a\",\"first_name\":\"b\"}",
    )
    .await;
    assert_eq!(twice.faults(), ["first_name: duplicate_key"]);
}

#[tokio::test]
async fn t35_objects_by_position_are_no_objects() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let checkout = visitor.open_checkout().await.id;
    let address = email("position");
    let place = json!(["12 rue des Lilas", null, "75011", "Paris", null, "FR"]);
    let whole = json!(["Zoé", "Martin", address, null, null, zoe(&address).address]);
    put(&visitor, &checkout, &whole.to_string())
        .await
        .expect(422);
    let mut nested = body_of(&zoe(&address));
    nested["address"] = place;
    put(&visitor, &checkout, &nested.to_string())
        .await
        .expect(422);
    let basket = visitor
        .send("POST", "/api/checkouts", &json!([[]]).to_string())
        .await;
    basket.expect(422);
    assert_eq!(basket.faults()[0], ": type", "{basket}");
}

#[tokio::test]
async fn t34_broken_text_is_refused() {
    let visitor = Browser::new(&World::get());
    let checkout = visitor.open_checkout().await.id;
    let json = body_of(&zoe(&email("broken"))).to_string();
    let with = |bytes: &[u8]| {
        let (before, after) = json.split_once("Zoé").unwrap();
        [before.as_bytes(), bytes, after.as_bytes()].concat()
    };
    for (bytes, what) in [
        (with(&[0xff, 0xfe]), "no UTF-8"),
        (with(&[0xc0, 0xaf]), "overlong"),
        (with(&[0xed, 0xa0, 0x80]), "a surrogate in UTF-8"),
        (with(b"\\ud800"), "a lone surrogate"),
        (with(b"\\udc00\\ud800"), "surrogates the wrong way round"),
        (with(&[0x00]), "a bare NUL"),
        (vec![0xff, 0xfe, b'{', 0, b'}', 0], "UTF-16"),
    ] {
        let reply = put_bytes(&visitor, &checkout, bytes).await;
        assert_eq!(
            (reply.status, reply.problem().code.as_ref()),
            (400, "json"),
            "{what}: {reply}"
        );
    }
    for (bytes, what) in [
        (with(b"\\u0000"), "an escaped NUL"),
        (with(b"Z\\u0007"), "a bell"),
        (with("Zo\u{202E}é".as_bytes()), "a direction override"),
        (with("Zo\u{2028}é".as_bytes()), "a line separator"),
        (with(b"Zo\\nBcc: a@x.com"), "a line break"),
    ] {
        let reply = put_bytes(&visitor, &checkout, bytes).await;
        assert_eq!(
            reply.faults(),
            ["first_name: control_chars"],
            "{what}: {reply}"
        );
    }
    let marks = with(format!("e{}", "\u{0301}".repeat(10_000)).as_bytes());
    assert_eq!(
        put_bytes(&visitor, &checkout, marks).await.faults(),
        ["first_name: too_long"]
    );
}

#[tokio::test]
async fn t34_unusual_but_real_text_is_given_back_identically() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for (first, last) in [
        ("Zoe\u{301}", "Decomposed"),
        ("李小龙", "日本"),
        ("😀👩‍👩‍👧", "Emoji"),
        ("محمد", "עברית"),
        ("e\u{0301}\u{0316}\u{0300}", "Σίσυφος"),
        ("<b>\"'&amp;</b>", "O'Brien; drop table customers; --"),
        ("=1+1", "@SUM(A1)"),
    ] {
        let address = email("text");
        let visitor = Browser::new(&world);
        let form = ContactForm {
            first_name: first.into(),
            last_name: format!("{last} {}", word()),
            ..zoe(&address)
        };
        let id = visitor.leave(&form).await;
        let checkout = visitor
            .get::<GetCheckout>(&id, &InLocale::default())
            .await
            .unwrap();
        assert_eq!(checkout.contact.as_ref(), Some(&form));
        let customer = owner.find(&address).await;
        assert_eq!(
            (&customer.first_name, &customer.last_name),
            (&form.first_name, &form.last_name)
        );
    }
    // A byte order mark before the JSON is either refused or no part of it.
    let visitor = Browser::new(&world);
    let checkout = visitor.open_checkout().await.id;
    let marked = format!("\u{FEFF}{}", body_of(&zoe(&email("bom"))));
    let reply = put(&visitor, &checkout, &marked).await;
    assert!([200, 400].contains(&reply.status), "{reply}");
}

#[tokio::test]
async fn countries_without_postcode_need_none_and_others_do() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let mut form = zoe(&email("hong-kong"));
    form.phone = None;
    form.address = AddressForm {
        line1: "1 Queen’s Road".into(),
        city: "Hong Kong".into(),
        country: "HK".into(),
        ..AddressForm::default()
    };
    visitor.leave(&form).await;
    form.address.country = "US".into();
    let checkout = visitor.open_checkout().await.id;
    let refused = visitor.submit_contact(&checkout, &form).await.unwrap_err();
    assert_eq!(
        faults(&refused),
        ["address.postcode: required", "address.region: required"]
    );
    form.address.country = "ZZ".into();
    let refused = visitor.submit_contact(&checkout, &form).await.unwrap_err();
    assert_eq!(faults(&refused), ["address.country: unknown"]);
}
