//! One customer as attackers and careless clients ask for it: foreign fields, roles, hostile and broken text, wrong types.

use domain::account::Role;
use domain::credentials::AccountForm;
use domain::customer::CustomerForm;
use serde_json::json;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::{code, invited, jeanne, of, refused, typed};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

#[tokio::test]
async fn t27_what_a_form_does_not_offer_is_refused_and_changes_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("mass")).await;
    let path = format!("/api/admin/customers/{}", made.id);
    for key in [
        "id",
        "role",
        "is_admin",
        "email_verified",
        "verified",
        "verified_at",
        "login_enabled",
        "enabled",
        "group_ids",
        "created_at",
        "password_hash",
        "customer_id",
        "customerId",
        "stage",
        "orders",
        "total",
        "status",
    ] {
        let mut body = json!({ "version": made.version, "last_name": "Autre" });
        body[key] = json!(1);
        let reply = owner.send("PUT", &path, &body.to_string()).await;
        assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        let mut body = json!(jeanne(&email("mass-new")));
        body[key] = json!(1);
        let reply = owner
            .send("POST", "/api/admin/customers", &body.to_string())
            .await;
        assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        let body = json!({ "can_sign_in": true, "password": PASSWORD, key: 1 });
        if key != "enabled" {
            let reply = owner
                .send("PUT", &format!("{path}/account"), &body.to_string())
                .await;
            assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        }
    }
    // An edit gives no sign-in and joins no group; a new customer has no version yet.
    let body = json!({ "version": made.version, "groups": [], "account": { "can_sign_in": true } });
    let reply = owner.send("PUT", &path, &body.to_string()).await;
    assert_eq!(
        reply.expect(422).faults(),
        ["groups: unknown_key", "account: unknown_key"]
    );
    let mut form = jeanne(&email("versioned"));
    form.version = Some(1);
    assert_eq!(refused(owner.create(&form).await), ["version: unknown_key"]);
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn t28_support_creates_and_corrects_but_gives_no_sign_in() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let made = support.creates(&email("t28")).await;
    let right = (403, "right".to_owned());
    for account in [AccountForm::default(), typed(PASSWORD), invited()] {
        let address = email("t28-account");
        let form = CustomerForm {
            account: Some(account.clone()),
            ..jeanne(&address)
        };
        assert_eq!(code(support.create(&form).await), right);
        assert!(support.search(&address).await.is_empty());
        assert_eq!(code(support.set_account(&made.id, &account).await), right);
    }
    assert_eq!(code(support.send_reset(&made.id).await), right);
    assert_eq!(code(support.end_sessions(&made.id).await), right);
    assert_eq!(code(support.lift_slowing(&made.id).await), right);
    assert_eq!(code(support.preview_erasure(&made.id).await), right);
    assert_eq!(code(support.erase(&made.id, None).await), right);
    assert_eq!(support.customer(&made.id).await, made);
}

#[tokio::test]
async fn t30_hostile_text_is_kept_and_given_back_literally() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for text in [
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "\"autofocus onfocus=\"alert(1)",
        "</script>O’Brien",
    ] {
        let form = CustomerForm {
            last_name: Some(text.into()),
            organisation: Some(text.into()),
            ..jeanne(&email("hostile"))
        };
        let made = owner
            .create(&form)
            .await
            .expect("a name may be anything that is no link");
        assert_eq!(
            (&*made.last_name, made.organisation.as_deref()),
            (text, Some(text))
        );
        assert_eq!(owner.customer(&made.id).await, made);
    }
}

#[tokio::test]
async fn t34_broken_text_is_refused_by_field() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("broken")).await;
    let path = format!("/api/admin/customers/{}", made.id);
    let headers = tests::browser::same_origin(world.url());
    let mut headers = headers.to_vec();
    headers.push(("content-type", "application/json"));
    for bytes in [
        &b"{\"version\":1,\"last_name\":\"\xff\xfe\"}"[..],
        b"{\"last_name\":\"\\ud800\"}",
        b"\xef\xbb\xbf{}",
        b"{",
        b"",
    ] {
        let reply = owner.raw("PUT", &path, &headers, bytes.to_vec()).await;
        assert!([400, 422].contains(&reply.status), "{reply}");
    }
    for (text, reason) in [
        ("a\u{0}b", "control_chars"),
        ("a\u{202e}b", "control_chars"),
        ("\u{301}".repeat(10_000).as_str(), "too_long"),
    ] {
        let form = CustomerForm {
            organisation: Some(text.into()),
            ..of(&made)
        };
        assert_eq!(
            refused(owner.edit(&made.id, &form).await),
            [format!("organisation: {reason}")]
        );
    }
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn t35_wrong_types_are_named() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("types")).await;
    let path = format!("/api/admin/customers/{}", made.id);
    let asked = [
        ("PUT", path.clone(), "last_name"),
        ("PUT", path.clone(), "email"),
        ("POST", "/api/admin/customers".to_owned(), "first_name"),
        ("PUT", format!("{path}/account"), "password"),
        ("POST", format!("{path}/notes"), "text"),
        ("DELETE", path.clone(), "email"),
    ];
    for (method, path, field) in &asked {
        for wrong in ["1", "1e309", "[\"a\"]", "{\"a\":1}", "true", "-0"] {
            let reply = owner
                .send(method, path, &format!("{{\"{field}\":{wrong}}}"))
                .await;
            assert!([400, 422].contains(&reply.status), "{reply}");
            if reply.status == 422 {
                let faults = reply.faults();
                assert!(
                    faults.iter().any(|fault| fault.starts_with(*field)),
                    "{reply}"
                );
            }
        }
        for whole in ["[]", "null", "1", "\"a\""] {
            let reply = owner.send(method, path, whole).await;
            assert!([400, 422].contains(&reply.status), "{reply}");
        }
    }
    for version in ["\"1\"", "-1", "1.5", "9223372036854775808"] {
        let reply = owner
            .send("PUT", &path, &format!("{{\"version\":{version}}}"))
            .await;
        assert_eq!(reply.expect(422).faults(), ["version: type"]);
    }
    let twice = "{\"version\":1,\"version\":1}";
    let reply = owner.send("PUT", &path, twice).await;
    assert_eq!(reply.expect(422).faults(), ["version: duplicate_key"]);
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn nobody_but_staff_gets_near_a_record() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("near");
    let customer = Browser::new(&world);
    customer.leave(&zoe(&address)).await;
    customer.prove(&address).await;
    let own = owner.find(&address).await;
    let path = format!("/api/admin/customers/{}", own.id);
    for (browser, status) in [(&Browser::new(&world), 401), (&customer, 403)] {
        for (method, tail) in [
            ("PUT", ""),
            ("DELETE", ""),
            ("GET", "/erasure"),
            ("POST", "/notes"),
            ("POST", "/addresses"),
            ("GET", "/purchases"),
            ("PUT", "/account"),
            ("POST", "/password-resets"),
            ("DELETE", "/sessions"),
            ("DELETE", "/throttle"),
        ] {
            let body = if method == "GET" { "" } else { "{}" };
            let reply = browser.send(method, &format!("{path}{tail}"), body).await;
            assert_eq!(reply.status, status, "{reply}");
        }
        let body = json!(jeanne(&email("near-new"))).to_string();
        let reply = browser.send("POST", "/api/admin/customers", &body).await;
        assert_eq!(reply.status, status, "{reply}");
    }
    assert_eq!(owner.customer(&own.id).await, own);
}
