//! `kill -9` of everything the server is made of while people submit: what was acknowledged is there (T41).

use domain::api::checkout::SubmitContact;
use domain::api::{Endpoint, address};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tests::browser::{escape, same_origin};
use tests::contact::zoe;
use tests::world::email;
use tests::{Browser, Server};

const CLIENTS: usize = 8;
const ROUNDS: usize = 3;

/// What became of the submissions.
#[derive(Default)]
struct Tally {
    acknowledged: Mutex<Vec<String>>,
    sent: Mutex<Vec<String>>,
    count: AtomicUsize,
    over: AtomicBool,
}

/// Leaves contact details under ever new mailboxes until the server is gone.
async fn client(browser: Browser, tally: Arc<Tally>) {
    let origin = browser.world.url().to_owned();
    let [site, origin] = same_origin(&origin);
    let headers = [site, origin, ("content-type", "application/json")];
    let product = browser.products().await.remove(0).id;
    let basket =
        format!("{{\"lines\":[{{\"product\":\"{product}\",\"quantity\":1}}]}}").into_bytes();
    while !tally.over.load(Ordering::Relaxed) {
        let Some(opened) = browser
            .attempt("POST", "/api/checkouts", &headers, basket.clone())
            .await
        else {
            break;
        };
        if opened.status != 201 {
            break;
        }
        let checkout = serde_json::from_value(opened.value()["id"].clone()).unwrap();
        let path = address::<SubmitContact>(&checkout, &(), escape);
        let mailbox = email("crash");
        let body = serde_json::to_vec(&zoe(&mailbox)).unwrap();
        tally.sent.lock().unwrap().push(mailbox.clone());
        let reply = browser
            .attempt(SubmitContact::METHOD.name(), &path, &headers, body)
            .await;
        if reply.is_some_and(|reply| reply.status == 200) {
            tally.acknowledged.lock().unwrap().push(mailbox);
            tally.count.fetch_add(1, Ordering::Relaxed);
        } else if !tally.over.load(Ordering::Relaxed) {
            // Past the sixty contact steps a client may take, another visitor comes.
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t41_every_acknowledged_submission_survives_kill_9() {
    let mut server = Server::start("crash").await;
    let mut acknowledged: Vec<String> = Vec::new();
    let mut sent: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let tally = Arc::new(Tally::default());
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..CLIENTS {
            running.spawn(client(Browser::new(&server.world), tally.clone()));
        }
        // Another moment of the work each time.
        let enough = 40 + 23 * round;
        while tally.count.load(Ordering::Relaxed) < enough {
            assert!(!running.is_empty());
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        server.kill();
        tally.over.store(true, Ordering::Relaxed);
        running.join_all().await;
        acknowledged.extend(tally.acknowledged.lock().unwrap().drain(..));
        sent.extend(tally.sent.lock().unwrap().drain(..));
        server.serve(&[]);
        server.ready().await;
        examine(&server, &acknowledged, &sent).await;
    }
    assert!(acknowledged.len() >= ROUNDS * 40, "{}", acknowledged.len());
    let visitor = Browser::new(&server.world);
    visitor.leave(&zoe(&email("after"))).await;
}

/// Everything acknowledged is there once, with all its rows; nothing is there that was not sent.
async fn examine(server: &Server, acknowledged: &[String], sent: &[String]) {
    let database = server.world.database();
    let rows = database
        .rows(
            "select email from customers where email like 'crash.%'",
            &[],
        )
        .await;
    let stored: Vec<String> = rows
        .iter()
        .filter_map(|row| row[0].as_str().map(str::to_owned))
        .collect();
    let unique: HashSet<&String> = stored.iter().collect();
    assert_eq!(unique.len(), stored.len());
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|mailbox| !unique.contains(mailbox))
        .collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let known: HashSet<&String> = sent.iter().collect();
    assert!(stored.iter().all(|mailbox| known.contains(mailbox)));
    for (what, sql) in [
        (
            "a customer without its address",
            "select count(*) from customers c where not exists (select 1 from addresses where customer_id = c.id)",
        ),
        (
            "a customer without its history",
            "select count(*) from customers c where not exists (select 1 from history where customer_id = c.id)",
        ),
        (
            "a customer without its checkout",
            "select count(*) from customers c where not exists (select 1 from checkouts where customer_id = c.id and contact is not null)",
        ),
        (
            "a customer the search does not find",
            "select count(*) from customers c where not exists (select 1 from customers_search s where s.rowid = c.seq)",
        ),
        (
            "a count that is wrong",
            "select abs((select count(*) from customers) - (select coalesce(sum(n), 0) from customer_counts))",
        ),
    ] {
        assert_eq!(database.number(sql, &[]).await, 0, "{what}");
    }
    let broken = database.rows("pragma foreign_key_check", &[]).await;
    assert_eq!(broken.len(), 0, "{broken:?}");
    let quick = database.rows("pragma quick_check", &[]).await;
    assert_eq!(quick[0][0], serde_json::json!("ok"), "{quick:?}");
}
