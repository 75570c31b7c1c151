//! What customers do about themselves, when a call to D1 fails: nothing is half written (T44).

use domain::api::Endpoint;
use domain::api::rights::{EraseOwn, SetConsent};
use domain::api::security::{AskEmail, ConfirmEmail};
use serde_json::json;
use tests::contact::zoe;
use tests::faults::{Case, Effects, Request, each_call_fails};
use tests::proving::PASSWORD;
use tests::world::email;
use tests::{Browser, Mails, World};

async fn customer(world: &World) -> (Browser, String) {
    let address = email("fault");
    let browser = Browser::new(world);
    browser.leave(&zoe(&address)).await;
    browser.prove(&address).await;
    (browser, address)
}

#[tokio::test]
async fn t44_another_email_asked_for() {
    const EFFECTS: Effects = &[
        (
            "waits",
            "select count(*) from email_changes where email_key = ?1",
            1,
        ),
        (
            "mails",
            "select count(*) from outbox where recipient = ?1 and template = 'email_change'",
            1,
        ),
        (
            "told",
            "select count(*) from history h join accounts a on a.customer_id = h.customer_id
                join email_changes e on e.account_id = a.id
            where e.email_key = ?1 and fact = 'email_change_asked'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "asking", 202, EFFECTS, || async {
        let (browser, _) = customer(&world).await;
        let subject = email("fault-new");
        let body = json!({ "email": subject }).to_string();
        Case {
            request: Request::new(browser, "PUT", AskEmail::PATH.to_owned(), body),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_another_email_confirmed() {
    const EFFECTS: Effects = &[
        (
            "record",
            "select count(*) from customers where email_key = ?1",
            1,
        ),
        (
            "account",
            "select count(*) from accounts where email_key = ?1",
            1,
        ),
        (
            "found",
            "select count(*) from customers_search s join customers c on c.seq = s.rowid
            where c.email_key = ?1 and instr(s.search_text, ?1) > 0",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id
            where c.email_key = ?1 and fact = 'email_changed'",
            1,
        ),
        (
            "former told",
            "select count(*) from outbox o join customers c on c.id = o.customer_id
            where c.email_key = ?1 and template = 'email_changed'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "confirming", 200, EFFECTS, || async {
        let (browser, _) = customer(&world).await;
        let subject = email("fault-new");
        browser.asks_email(&subject, "").await.unwrap();
        let token = Mails::get().wait(&subject, "email_change").await.token();
        let body = json!({ "token": token }).to_string();
        Case {
            request: Request::new(browser, "PUT", ConfirmEmail::PATH.to_owned(), body),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_consent() {
    const EFFECTS: Effects = &[
        (
            "act",
            "select count(*) from consents k join customers c on c.id = k.customer_id where c.email_key = ?1",
            1,
        ),
        (
            "told",
            "select count(*) from history h join customers c on c.id = h.customer_id
            where c.email_key = ?1 and fact = 'consent_given'",
            1,
        ),
        (
            "on the record",
            "select coalesce(sum(consent), 0) from customers where email_key = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "consenting", 200, EFFECTS, || async {
        let (browser, subject) = customer(&world).await;
        let body = json!({ "purpose": "marketing", "given": true, "locale": "fr", "version": 1 });
        Case {
            request: Request::new(
                browser,
                "PUT",
                SetConsent::PATH.to_owned(),
                body.to_string(),
            ),
            subject,
        }
    })
    .await;
}

#[tokio::test]
async fn t44_erasing_oneself() {
    const EFFECTS: Effects = &[
        (
            "record",
            "select count(*) = 0 from customers where email_key = ?1",
            1,
        ),
        (
            "account",
            "select count(*) = 0 from accounts where email_key = ?1",
            1,
        ),
        (
            "checkouts",
            "select count(*) = 0 from checkouts where contact ->> 'email' = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "erasing", 204, EFFECTS, || async {
        let subject = email("fault");
        let browser = Browser::new(&world);
        browser.leave(&zoe(&subject)).await;
        browser.opens_account(&subject).await;
        let body = json!({ "password": PASSWORD }).to_string();
        Case {
            request: Request::new(browser, "POST", EraseOwn::PATH.to_owned(), body),
            subject,
        }
    })
    .await;
}
