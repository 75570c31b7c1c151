//! What staff do to one customer, when a call to D1 fails: nothing is half written (T44).

use domain::api::credentials::SetAccount;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::record::{CreateCustomer, EditCustomer, EraseCustomer};
use domain::api::{Endpoint, address};
use domain::customer::CustomerForm;
use serde_json::json;
use tests::browser::escape;
use tests::buying::idempotency_key;
use tests::contact::zoe;
use tests::faults::{Case, Effects, FAULT_AT, Request, each_call_fails};
use tests::proving::PASSWORD;
use tests::recording::{jeanne, outer, typed};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

#[tokio::test]
async fn t44_customer_by_staff() {
    const EFFECTS: Effects = &[
        (
            "customers",
            "select count(*) from customers where email_key = ?1 and account = 'enabled'",
            1,
        ),
        (
            "accounts",
            "select count(*) from accounts where email_key = ?1 and password_hash is not null",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id where c.email_key = ?1",
            3,
        ),
        (
            "journal",
            "select count(*) from audit a join customers c on c.id = a.subject_id where c.email_key = ?1",
            3,
        ),
        (
            "mails",
            "select count(*) from outbox where recipient = ?1 and template = 'credentials_changed'",
            1,
        ),
        (
            "keys",
            "select count(*) from idempotency_keys k join customers c on k.made = c.id where c.email_key = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "customer", 201, EFFECTS, || async {
        let subject = email("fault");
        let owner = Staff::owner(&world).await;
        let form = CustomerForm {
            account: Some(typed(PASSWORD)),
            ..jeanne(&subject)
        };
        let path = CreateCustomer::PATH.to_owned();
        let mut request = Request::new(owner.browser, "POST", path, json!(form).to_string());
        request.headers.push((IDEMPOTENCY_KEY, idempotency_key()));
        Case { request, subject }
    })
    .await;
}

#[tokio::test]
async fn t44_sign_in_taken() {
    const EFFECTS: Effects = &[
        (
            "accounts",
            "select count(*) from accounts where email_key = ?1 and enabled = 0 and can_sign_in = 0 and password_hash is not null",
            1,
        ),
        (
            "customers",
            "select count(*) from customers where email_key = ?1 and account = 'disabled'",
            1,
        ),
        (
            "sessions ended",
            "select count(*) from accounts a where a.email_key = ?1 and not exists (select 1 from sessions s where s.account_id = a.id)",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id where c.email_key = ?1 and fact = 'sign_in_taken'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "sign-in taken", 200, EFFECTS, || async {
        let subject = email("fault");
        let visitor = Browser::new(&world);
        visitor.leave(&zoe(&subject)).await;
        visitor.opens_account(&subject).await;
        let owner = Staff::owner(&world).await;
        let customer = owner.find(&subject).await;
        let path = address::<SetAccount>(&customer.id, &(), escape);
        let body = json!(outer(false)).to_string();
        Case {
            request: Request::new(owner.browser, "PUT", path, body),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_erasure() {
    const EFFECTS: Effects = &[
        (
            "orders",
            "select count(*) from orders where id = ?1 and erased_at is not null and customer_id is null and state = 'cancelled'",
            1,
        ),
        (
            "buyers",
            "select count(*) from orders where id = ?1 and buyer ->> 'email' = '' and email_key = ''",
            1,
        ),
        (
            "checkouts",
            "select count(*) from checkouts c join orders o on o.checkout_id = c.id where o.id = ?1 and c.contact is null",
            1,
        ),
        (
            "mails",
            "select count(*) from orders where id = ?1 and not exists (select 1 from outbox where order_id = ?1 and customer_id is not null)",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "erasure", 204, EFFECTS, || async {
        let address_typed = email("fault");
        let visitor = Browser::new(&world);
        let order = visitor.buys_service(&zoe(&address_typed)).await;
        let owner = Staff::owner(&world).await;
        let customer = owner.find(&address_typed).await;
        let path = address::<EraseCustomer>(&customer.id, &(), escape);
        let body = json!({ "email": address_typed }).to_string();
        Case {
            request: Request::new(owner.browser, "DELETE", path, body),
            subject: order.id.to_string(),
        }
    })
    .await;
}

/// A version makes an edit happen once: where the answer was lost, the same again is told what stands there now.
#[tokio::test]
async fn t44_correction_of_an_email() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for k in 1..40 {
        let (old, new) = (email("fault-old"), email("fault-new"));
        let visitor = Browser::new(&world);
        visitor.leave(&zoe(&old)).await;
        visitor.prove(&old).await;
        let before = owner.find(&old).await;
        let path = address::<EditCustomer>(&before.id, &(), escape);
        let form = CustomerForm {
            version: Some(before.version),
            email: Some(new.clone()),
            last_name: Some("Durand".into()),
            ..CustomerForm::default()
        };
        let body = json!(form).to_string();
        let fault = k.to_string();
        let mut headers = tests::browser::same_origin(world.url()).to_vec();
        headers.push(("content-type", "application/json"));
        headers.push((FAULT_AT, &fault));
        let reply = owner
            .attempt("PUT", &path, &headers, body.clone().into_bytes())
            .await;
        let reply = reply.expect("the shop is up");
        let after = owner.customer(&before.id).await;
        let facts = owner.facts(&before.id).await;
        let told =
            "select count(*) from outbox where template = 'email_corrected' and customer_id = ?1";
        let told = world.database().number(told, &[before.id.as_str()]).await;
        let accounts = "select count(*) from accounts where email_key = ?1";
        let moved = world.database().number(accounts, &[&new]).await;
        let changed = facts
            .iter()
            .filter(|fact| ["email_changed", "details_changed"].contains(&fact.as_str()));
        let whole = (
            after.email == new,
            after.last_name == "Durand",
            changed.count(),
            told,
            moved,
        );
        assert!(
            whole == (true, true, 2, 2, 1) || whole == (false, false, 0, 0, 0),
            "half written after call {k} failed: {whole:?}"
        );
        if reply.status == 200 {
            assert!(whole.0 && k > 1, "{reply}");
            return;
        }
        assert_eq!(reply.status, 503, "{reply}");
        let again = owner.send("PUT", &path, &body).await;
        match whole.0 {
            true => assert_eq!(again.expect(409).problem().current, Some(json!(after))),
            false => assert_eq!(again.expect(200).value()["email"], json!(new)),
        }
    }
    panic!("a correction makes more than 40 calls");
}
