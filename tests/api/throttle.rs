//! Throttles: guessing is slowed where it hurts the guesser, never the shop's own people (rule 14).

use domain::account::Role;
use domain::session::DEVICE_COOKIE;
use domain::throttle::{CONTACT_CLIENT, SIGN_IN_ACCOUNT, SIGN_IN_CLIENT, TOKEN_CLIENT};
use serde_json::json;
use tests::contact::zoe;
use tests::staff::{self, Staff, password};
use tests::world::{self, email};
use tests::{Browser, Reply, World};

async fn guess(browser: &Browser, path: &str, email: &str, headers: &[(&str, &str)]) -> Reply {
    let body = json!({ "email": email, "password": "a wrong password" }).to_string();
    let mut all = tests::browser::same_origin(browser.world.url()).to_vec();
    all.push(("content-type", "application/json"));
    all.extend_from_slice(headers);
    browser.send_patiently("POST", path, &all, &body).await
}

/// Turns the throttles' clock: every bucket whose key holds this text is this much emptier.
async fn wait_for(world: &World, key: &str, millis: i64) {
    let sql = "update throttles set tat = tat - cast(?1 as integer) where instr(key, ?2) > 0";
    world
        .database()
        .rows(sql, &[&millis.to_string(), key])
        .await;
}

#[tokio::test]
async fn t09_guessing_one_account_from_many_addresses_is_slowed_and_the_lock_ends_by_itself() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let at_home = Browser::new(&world);
    at_home.sign_in(&address, &password()).await.unwrap();
    assert!(
        at_home.cookie(DEVICE_COOKIE).is_some(),
        "a browser that signed in is known again"
    );
    at_home.sign_out().await;
    assert!(
        at_home.cookie(DEVICE_COOKIE).is_some(),
        "signing out does not make it a stranger"
    );

    let before = world
        .database()
        .rows("select key from throttles", &[])
        .await;
    let mut refused = 0;
    for place in 0..100 {
        let reply = guess(&Browser::new(&world), "/api/session", &address, &[]).await;
        match reply.status {
            401 => assert!(place < 20, "guess {place} was still checked"),
            429 => {
                refused += 1;
                assert_eq!(reply.problem().code, "rate_limited");
                let wait: i64 = reply.header("retry-after").unwrap().parse().unwrap();
                assert!(
                    (1..=SIGN_IN_ACCOUNT.interval / 1000).contains(&wait),
                    "{reply}"
                );
            }
            _ => panic!("{reply}"),
        }
    }
    assert!(refused >= 100 - 20, "{refused}");

    // The right password from an unknown browser must wait too; from a known one it need not.
    let stranger = Browser::new(&world);
    assert_eq!(
        stranger
            .sign_in(&address, &password())
            .await
            .unwrap_err()
            .code,
        "rate_limited"
    );
    at_home.sign_in(&address, &password()).await.unwrap();

    let after = world
        .database()
        .rows("select key from throttles", &[])
        .await;
    let new: Vec<String> = after
        .iter()
        .filter(|row| !before.contains(row))
        .filter_map(|row| row[0].as_str().map(str::to_owned))
        .collect();
    assert!(
        !new.iter().any(|key| key.contains(&address)),
        "no address in clear: {new:?}"
    );
    for key in new.iter().filter(|key| key.contains(SIGN_IN_ACCOUNT.name)) {
        wait_for(&world, key, SIGN_IN_ACCOUNT.interval).await;
    }
    stranger.sign_in(&address, &password()).await.unwrap();
}

#[tokio::test]
async fn t09_a_right_password_costs_no_attempt() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    for _ in 0..SIGN_IN_ACCOUNT.burst + 3 {
        Browser::new(&world)
            .sign_in(&address, &password())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn t09_a_stolen_device_cookie_is_no_way_round_the_limit() {
    let world = World::get();
    let mallory = Staff::of_role(&world, Role::Customer).await;
    let device = mallory.cookie(DEVICE_COOKIE).unwrap();
    let victim = staff::account(&world, Role::Support).await;
    let mut statuses = Vec::new();
    for place in 0..(SIGN_IN_ACCOUNT.burst + 10) {
        let browser = Browser::new(&world);
        // A device that knows another account, or one that was made up, is a stranger to this account.
        let made_up = format!("{}{place:04}", "D".repeat(39));
        browser.set_cookie(
            DEVICE_COOKIE,
            if place % 2 == 0 { &device } else { &made_up },
        );
        statuses.push(guess(&browser, "/api/session", &victim, &[]).await.status);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let tried = statuses.iter().filter(|status| **status == 401).count();
    assert!(tried <= 20, "{statuses:?}");
}

#[tokio::test]
async fn t10_other_spellings_of_the_request_share_the_accounts_limit() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let mut checked = 0;
    for place in 0usize..40 {
        let spelled: String = address
            .char_indices()
            .map(|(at, c)| {
                if (at + place) % 3 == 0 {
                    c.to_ascii_uppercase()
                } else {
                    c
                }
            })
            .collect();
        let spelled = if place % 4 == 0 {
            format!(" {spelled} ")
        } else {
            spelled
        };
        checked += usize::from(
            guess(&Browser::new(&world), "/api/session", &spelled, &[])
                .await
                .status
                == 401,
        );
    }
    assert!(checked <= 20, "{checked} guesses were checked");
    let last = guess(&Browser::new(&world), "/api/session", &address, &[]).await;
    last.expect(429);
    for path in [
        "/api/session?x=1",
        "/api/session/",
        "/API/session",
        "/api/Session",
        "/api//session",
        "/api/session%2f",
    ] {
        let reply = guess(&Browser::new(&world), path, &address, &[]).await;
        assert!([404, 405, 422, 429].contains(&reply.status), "{reply}");
    }
}

#[tokio::test]
async fn t10_headers_that_anybody_can_write_do_not_make_another_client() {
    let world = World::get();
    let browser = Browser::new(&world);
    let mut statuses = Vec::new();
    for place in 0..SIGN_IN_CLIENT.burst + 5 {
        let address = format!("198.51.100.{place}");
        let forwarded = format!("for={address}");
        let headers = [
            ("x-forwarded-for", address.as_str()),
            ("x-real-ip", address.as_str()),
            ("true-client-ip", address.as_str()),
            ("forwarded", forwarded.as_str()),
            ("x-client-ip", address.as_str()),
        ];
        let reply = guess(&browser, "/api/session", &email("unknown"), &headers).await;
        statuses.push(reply.status);
        if reply.status == 429 {
            break;
        }
    }
    let burst = usize::try_from(SIGN_IN_CLIENT.burst).unwrap();
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert!(statuses.len() <= burst + 2, "{statuses:?}");
    // Another address of the same /64 is the same client; another /64 is not.
    let neighbour = browser.address().replace("::1", "::abcd:1");
    let same = Browser::new(&world).from_address(&neighbour);
    guess(&same, "/api/session", &email("unknown"), &[])
        .await
        .expect(429);
    guess(
        &Browser::new(&world),
        "/api/session",
        &email("unknown"),
        &[],
    )
    .await
    .expect(401);
}

#[tokio::test]
async fn contact_steps_of_one_client_are_counted_by_mailbox_and_repeats_are_free() {
    let world = World::get();
    let address = Browser::new(&world).address().to_owned();
    let mut accepted = 0;
    let first = email("class");
    for place in 0..CONTACT_CLIENT.burst + 5 {
        let visitor = Browser::new(&world).from_address(&address);
        let checkout = visitor.open_checkout().await.id;
        let mailbox = if place == 0 {
            first.clone()
        } else {
            email("class")
        };
        match visitor.submit_contact(&checkout, &zoe(&mailbox)).await {
            Ok(_) => {
                accepted += 1;
                if place < 5 {
                    for _ in 0..3 {
                        visitor
                            .submit_contact(&checkout, &zoe(&mailbox))
                            .await
                            .unwrap();
                    }
                }
            }
            Err(problem) => {
                assert_eq!(
                    (problem.status, problem.code.as_ref()),
                    (429, "rate_limited")
                );
                let sql = "select count(*) from customers where email = ?1";
                assert_eq!(
                    world.database().number(sql, &[&mailbox]).await,
                    0,
                    "a refused step stores nothing"
                );
            }
        }
    }
    let burst = CONTACT_CLIENT.burst;
    assert!(
        (burst..burst + 4).contains(&accepted),
        "{accepted} of {burst}: a class of 30 must be able to buy"
    );
}

#[tokio::test]
async fn a_full_bucket_tells_known_and_unknown_mailboxes_alike() {
    let world = World::get();
    let known = email("known");
    Browser::new(&world).leave(&zoe(&known)).await;
    let visitor = Browser::new(&world);
    let checkout = visitor.open_checkout().await.id;
    let mut refused = Vec::new();
    for _ in 0..CONTACT_CLIENT.burst + 5 {
        if visitor
            .submit_contact(&checkout, &zoe(&email("filler")))
            .await
            .is_err()
        {
            break;
        }
    }
    for mailbox in [known, email("known")] {
        let problem = visitor
            .submit_contact(&checkout, &zoe(&mailbox))
            .await
            .unwrap_err();
        refused.push((problem.status, problem.code));
    }
    assert_eq!(refused[0], refused[1]);
    assert_eq!(refused[0].0, 429);
}

#[tokio::test]
async fn tokens_presented_by_one_client_are_counted() {
    let browser = Browser::new(&World::get());
    let mut statuses = Vec::new();
    for _ in 0..TOKEN_CLIENT.burst + 3 {
        let token = domain::session::token(&[u8::try_from(world::number() % 251).unwrap(); 32]);
        let body = json!({ "token": token, "password": "quatre pommes vertes" }).to_string();
        let mut headers = tests::browser::same_origin(browser.world.url()).to_vec();
        headers.push(("content-type", "application/json"));
        let reply = browser
            .send_patiently("PUT", "/api/password-resets", &headers, &body)
            .await;
        statuses.push(reply.status);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert_eq!(statuses[0], 422, "{statuses:?}");
}
