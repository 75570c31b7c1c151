//! Whatever call to D1 fails, the answer is 503, nothing is half written, and the same request then succeeds with one
//! effect (T44).

use domain::api::checkout::SubmitContact;
use domain::api::order::{IDEMPOTENCY_KEY, PlaceOrder, SetOrderState};
use domain::api::session::{Mailbox, NewPassword};
use domain::api::{Endpoint, address};
use domain::order::OrderState;
use serde_json::json;
use tests::browser::escape;
use tests::buying::{agreement, idempotency_key};
use tests::contact::{somebody_else, zoe};
use tests::faults::{Case, Effects, FAULT_AT, Request, each_call_fails};
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Mails, World};

#[tokio::test]
async fn t44_the_header_is_heard_at_all() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let headers = [(FAULT_AT, "1")];
    let reply = visitor
        .attempt("GET", "/api/products", &headers, Vec::new())
        .await;
    let reply = reply.unwrap();
    assert_eq!(reply.status, 503, "{reply}");
    assert!(reply.header("retry-after").is_some());
    for wild in ["0", "-1", "x", "999999999999999999999", "1,2"] {
        let headers = [(FAULT_AT, wild)];
        let reply = visitor
            .attempt("GET", "/api/products", &headers, Vec::new())
            .await;
        assert_eq!(reply.unwrap().status, 200, "{wild}");
    }
}

#[tokio::test]
async fn t44_contact() {
    const EFFECTS: Effects = &[
        (
            "customers",
            "select count(*) from customers where email = ?1",
            1,
        ),
        (
            "addresses",
            "select count(*) from addresses a join customers c on c.id = a.customer_id where c.email = ?1",
            1,
        ),
        (
            "consents",
            "select count(*) from consents a join customers c on c.id = a.customer_id where c.email = ?1",
            1,
        ),
        (
            "history",
            "select count(*) from history h join customers c on c.id = h.customer_id where c.email = ?1",
            1,
        ),
        (
            "checkouts",
            "select count(*) from checkouts where contact ->> 'email' = ?1 and customer_id is not null",
            1,
        ),
        (
            "found",
            "select count(*) from customers_search s join customers c on c.seq = s.rowid where c.email = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "contact", 200, EFFECTS, || async {
        let browser = Browser::new(&world);
        let checkout = browser.open_checkout().await.id;
        let subject = email("fault");
        let path = address::<SubmitContact>(&checkout, &(), escape);
        let body = json!(somebody_else(&subject)).to_string();
        Case {
            request: Request::new(browser, "PUT", path, body),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_pending_details() {
    const EFFECTS: Effects = &[
        (
            "pending",
            "select count(*) from pending_details p join customers c on c.id = p.customer_id where c.email = ?1",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id where c.email = ?1 and fact = 'pending_typed'",
            1,
        ),
        (
            "checkouts",
            "select count(*) from checkouts where contact ->> 'email' = ?1 and contact ->> 'first_name' = 'Ruth'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "pending", 200, EFFECTS, || async {
        let subject = email("fault");
        Browser::new(&world).leave(&zoe(&subject)).await;
        let browser = Browser::new(&world);
        let checkout = browser.open_checkout().await.id;
        let path = address::<SubmitContact>(&checkout, &(), escape);
        let body = json!(somebody_else(&subject)).to_string();
        Case {
            request: Request::new(browser, "PUT", path, body),
            subject,
        }
    })
    .await;
}

/// An order ready to be placed.
async fn to_place(world: &World, free: bool) -> Case {
    let browser = Browser::new(world);
    let subject = email("fault");
    let product = match free {
        true => browser.free_product().await,
        false => browser.product(domain::product::Kind::Access).await,
    };
    let checkout = browser.ready(&[(&product, 1)], &zoe(&subject)).await;
    let path = address::<PlaceOrder>(&checkout.id, &Default::default(), escape);
    let body = json!(agreement(&checkout)).to_string();
    let mut request = Request::new(browser, PlaceOrder::METHOD.name(), path, body);
    request.headers.push((IDEMPOTENCY_KEY, idempotency_key()));
    Case { request, subject }
}

#[tokio::test]
async fn t44_order() {
    const EFFECTS: Effects = &[
        (
            "orders",
            "select count(*) from orders where email_key = ?1 and state = 'placed'",
            1,
        ),
        (
            "lines",
            "select count(*) from order_lines l join orders o on o.id = l.order_id where o.email_key = ?1",
            1,
        ),
        (
            "told",
            "select count(*) from history h join orders o on o.id = h.order_id where o.email_key = ?1 and fact = 'order_placed'",
            1,
        ),
        (
            "confirmation and notice",
            "select count(*) from outbox x join orders o on o.id = x.order_id where o.email_key = ?1",
            2,
        ),
        (
            "keys",
            "select count(*) from idempotency_keys k join orders o on k.made = o.id where o.email_key = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "order", 201, EFFECTS, || to_place(&world, false)).await;
}

#[tokio::test]
async fn t44_free_order() {
    const EFFECTS: Effects = &[
        (
            "orders",
            "select count(*) from orders where email_key = ?1 and state = 'completed'",
            1,
        ),
        (
            "purchases",
            "select count(*) from purchases p join orders o on o.id = p.last_order_id where o.email_key = ?1",
            1,
        ),
        (
            "accounts",
            "select count(*) from accounts where email_key = ?1",
            1,
        ),
        (
            "buyers",
            "select count(*) from customers where email_key = ?1 and stage = 'buyer' and account = 'invited'",
            1,
        ),
        (
            "invitations",
            "select count(*) from outbox where recipient = ?1 and template = 'invitation'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "free order", 201, EFFECTS, || {
        to_place(&world, true)
    })
    .await;
}

#[tokio::test]
async fn t44_completion_and_refund() {
    const PAID: Effects = &[
        (
            "orders",
            "select count(*) from orders where email_key = ?1 and state = 'completed' and paid_at is not null",
            1,
        ),
        (
            "invoices",
            "select count(*) from invoices i join orders o on o.id = i.order_id where o.email_key = ?1 and i.kind = 'invoice'",
            1,
        ),
        (
            "purchases",
            "select count(*) from purchases p join orders o on o.id = p.last_order_id where o.email_key = ?1",
            1,
        ),
        (
            "accounts",
            "select count(*) from accounts where email_key = ?1",
            1,
        ),
        (
            "mails",
            "select count(*) from outbox where recipient = ?1 and template in ('order_paid', 'invitation')",
            2,
        ),
        (
            "told",
            "select count(*) from history h join orders o on o.id = h.order_id where o.email_key = ?1 and fact in ('order_paid', 'order_completed')",
            1,
        ),
    ];
    const REFUNDED: Effects = &[
        (
            "orders",
            "select count(*) from orders where email_key = ?1 and state = 'refunded'",
            1,
        ),
        (
            "credit notes",
            "select count(*) from invoices i join orders o on o.id = i.order_id where o.email_key = ?1 and i.kind = 'credit_note'",
            1,
        ),
        (
            "ended purchases",
            "select count(*) from purchases p join orders o on o.id = p.last_order_id where o.email_key = ?1 and p.ended_at is not null",
            1,
        ),
        (
            "mails",
            "select count(*) from outbox where recipient = ?1 and template = 'order_refunded'",
            1,
        ),
    ];
    let world = World::get();
    let state = async |wanted: OrderState, paid: bool| {
        let subject = email("fault");
        let placed = Browser::new(&world).buys_access(&zoe(&subject)).await;
        let owner = Staff::owner(&world).await;
        if paid {
            owner.marks_paid(&placed.id).await;
        }
        let path = address::<SetOrderState>(&placed.id, &(), escape);
        let body = json!({ "state": wanted }).to_string();
        Case {
            request: Request::new(owner.browser, "PUT", path, body),
            subject,
        }
    };
    each_call_fails(&world, "completion", 200, PAID, || {
        state(OrderState::Paid, false)
    })
    .await;
    each_call_fails(&world, "refund", 200, REFUNDED, || {
        state(OrderState::Refunded, true)
    })
    .await;
}

#[tokio::test]
async fn t44_reset() {
    const EFFECTS: Effects = &[
        (
            "used links",
            "select count(*) from accounts a where a.email_key = ?1 and not exists \
             (select 1 from tokens t where t.account_id = a.id and t.purpose = 'reset' and t.used_at is null)",
            1,
        ),
        (
            "sessions ended",
            "select count(*) from accounts a where a.email_key = ?1 and not exists (select 1 from sessions s where s.account_id = a.id)",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id where c.email_key = ?1 and fact = 'password_set'",
            1,
        ),
        (
            "notices",
            "select count(*) - 2 from outbox where recipient = ?1 and template = 'credentials_changed'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "reset", 204, EFFECTS, || async {
        let subject = email("fault");
        Browser::new(&world).leave(&zoe(&subject)).await;
        Browser::new(&world).opens_account(&subject).await;
        let sql = "delete from history where fact = 'password_set' and customer_id = (select id from customers where email = ?1)";
        world.database().rows(sql, &[&subject]).await;
        let browser = Browser::new(&world);
        browser.ask_reset(&subject).await.expect(202);
        let token = Mails::get().wait(&subject, "reset").await.token();
        let body = json!(NewPassword { token, password: "un autre mot de passe".into() });
        let path = "/api/password-resets".to_owned();
        Case {
            request: Request::new(browser, "PUT", path, body.to_string()),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_invitation() {
    const EFFECTS: Effects = &[
        (
            "accounts opened",
            "select count(*) from accounts where email_key = ?1 and password_hash is not null and verified_at is not null",
            1,
        ),
        (
            "customers",
            "select count(*) from customers where email_key = ?1 and account = 'enabled' and verified_at is not null",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id where c.email_key = ?1 and fact = 'account_opened'",
            1,
        ),
        (
            "notices",
            "select count(*) from outbox where recipient = ?1 and template = 'credentials_changed'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "invitation", 204, EFFECTS, || async {
        let subject = email("fault");
        let visitor = Browser::new(&world);
        let free = visitor.free_product().await;
        visitor.buys(&[(&free, 1)], &zoe(&subject)).await;
        let token = Mails::get().wait(&subject, "invitation").await.token();
        let body = json!(NewPassword {
            token,
            password: PASSWORD.into()
        });
        let path = "/api/password-resets".to_owned();
        Case {
            request: Request::new(Browser::new(&world), "PUT", path, body.to_string()),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_code() {
    const EFFECTS: Effects = &[
        (
            "codes",
            "select count(*) from codes where email_key = ?1",
            1,
        ),
        (
            "mails",
            "select count(*) from outbox where recipient = ?1 and template = 'code'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "code", 202, EFFECTS, || async {
        let subject = email("fault");
        let browser = Browser::new(&world);
        // The cookie that the code hangs on is there already.
        browser.leave(&zoe(&subject)).await;
        let body = json!(Mailbox {
            email: subject.clone()
        })
        .to_string();
        let path = "/api/session/codes".to_owned();
        Case {
            request: Request::new(browser, "POST", path, body),
            subject,
        }
    })
    .await;
}
