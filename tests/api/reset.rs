//! Links from mails that set a password: to the shop's own address, to the mailbox of the account, once, for an hour.

use crate::password::{OTHER, account, link, signs_in};
use domain::session::RESET;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tests::buying::agreement;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::reply::faults;
use tests::staff::{self, Staff};
use tests::world::{email, now};
use tests::{Browser, Mails, Reply, World};

#[tokio::test]
async fn t14_a_reset_ends_every_session_and_link_and_tells_the_mailbox() {
    let world = World::get();
    let (home, address) = account(&world).await;
    let thief = home.stolen();
    let older = link(&world, &address, 0).await;
    let token = link(&world, &address, 1).await;
    let told = Mails::get().count(&address, "credentials_changed").await;
    let browser = Browser::new(&world);
    browser.set_password(&token, OTHER).await.unwrap();
    assert_eq!(browser.session().await.account, None, "it signs nobody in");
    for dead in [&home, &thief] {
        dead.send("GET", "/api/account", "").await.expect(401);
        assert_eq!(dead.session().await.account, None);
    }
    for spent in [&older, &token] {
        let refused = browser.set_password(spent, PASSWORD).await.unwrap_err();
        assert_eq!((refused.status, faults(&refused).len()), (422, 1));
    }
    let notice = Mails::get()
        .wait_for(&address, "credentials_changed", told + 1)
        .await;
    assert!(!notice.message.text.contains(OTHER), "{notice}");
    assert!(
        !notice.message.text.contains('#'),
        "no link that opens anything"
    );
    assert_eq!(signs_in(&world, &address, PASSWORD).await, 401);
    assert_eq!(signs_in(&world, &address, OTHER).await, 200);
}

/// Requests that claim to be meant for another host.
async fn poisoned(world: &World, path: &str, body: &str) -> Vec<Reply> {
    let url = world.url();
    let (_, host) = url.split_once("://").unwrap();
    let mut replies = Vec::new();
    for headers in [
        vec![("host", "evil.test")],
        vec![("host", "evil.test"), ("x-forwarded-host", host)],
        vec![("x-forwarded-host", "evil.test")],
        vec![
            ("x-forwarded-host", "evil.test"),
            ("x-forwarded-proto", "https"),
        ],
        vec![("forwarded", "for=192.0.2.1;host=evil.test;proto=https")],
        vec![("x-host", "evil.test"), ("x-original-host", "evil.test")],
        vec![
            ("x-original-url", "https://evil.test/"),
            ("x-rewrite-url", "https://evil.test/"),
        ],
        vec![("referer", "https://evil.test/checkout")],
    ] {
        let mut all = tests::browser::same_origin(url).to_vec();
        all.push(("content-type", "application/json"));
        all.extend(headers);
        let visitor = Browser::new(world);
        replies.push(visitor.raw("POST", path, &all, body.to_owned()).await);
    }
    replies
}

#[tokio::test]
async fn t19_links_begin_with_the_configured_address_whatever_the_request_says() {
    let world = World::get();
    let (_, address) = account(&world).await;
    let body = serde_json::json!({ "email": address }).to_string();
    let mut accepted = 0;
    for path in ["/api/password-resets", "/api/session/codes"] {
        for reply in poisoned(&world, path, &body).await {
            assert!([202, 400, 403, 421].contains(&reply.status), "{reply}");
            accepted += usize::from(reply.status == 202);
            assert!(!reply.text().contains("evil.test"), "{reply}");
        }
    }
    assert!(accepted > 0, "some of these headers do no harm");
    // The mailbox takes three an hour; an order's mail comes besides.
    let buyer = Browser::new(&world);
    let product = buyer.product(domain::product::Kind::Service).await;
    let checkout = buyer.ready(&[(&product, 1)], &zoe(&address)).await;
    let headers = [
        (domain::api::order::IDEMPOTENCY_KEY, "poisoned"),
        ("x-forwarded-host", "evil.test"),
        ("forwarded", "host=evil.test"),
    ];
    let agreed = serde_json::to_string(&agreement(&checkout)).unwrap();
    buyer
        .place_raw(&checkout.id, &headers, &agreed)
        .await
        .expect(201);
    Mails::get().wait(&address, "order_placed").await;
    Mails::get().wait(&address, "reset").await;
    let base = format!("{}/", world.url());
    for mail in Mails::get().of(&address).await {
        let message = &mail.message;
        let all = format!("{} {} {:?}", message.text, message.html, message.headers);
        assert!(!all.contains("evil.test"), "{mail}");
        for part in [&message.text, &message.html] {
            for (colon, _) in part.match_indices("://") {
                let start = part[..colon].rfind(|c: char| !c.is_ascii_alphabetic());
                let link = &part[start.map_or(0, |before| before + 1)..];
                let link = link.split_whitespace().next().unwrap_or_default();
                assert!(link.starts_with(&base), "{link} in {mail}");
            }
        }
    }
}

#[tokio::test]
async fn t20_letters_that_look_alike_reach_no_other_mailbox() {
    let world = World::get();
    let number = tests::world::number();
    let address = format!("mike.{number}@example.com");
    Browser::new(&world).leave(&zoe(&address)).await;
    Browser::new(&world).opens_account(&address).await;
    let mut asked = Vec::new();
    for spelled in [
        format!("mıke.{number}@example.com"),
        format!("mİke.{number}@example.com"),
        format!("ｍike.{number}@example.com"),
        format!("mi\u{212a}e.{number}@example.com"),
        format!("mike.{number}@exam\u{ad}ple.com"),
        format!("mike.{number}@example\u{3002}com"),
        format!("mike.{number}@ex\u{430}mple.com"),
        format!("mike.{number}\u{200b}@example.com"),
    ] {
        for reply in [
            Browser::new(&world).ask_reset(&spelled).await,
            Browser::new(&world).ask_code(&spelled).await,
        ] {
            assert!([202, 422].contains(&reply.status), "{reply}");
        }
        asked.push(spelled);
    }
    // What is asked for last comes last.
    let asking = Browser::new(&world);
    asking.ask_reset(&address.to_uppercase()).await.expect(202);
    Mails::get().wait(&address, "reset").await;
    for spelled in asked {
        assert_eq!(Mails::get().attempts(&spelled).await, 0, "{spelled}");
    }
    assert_eq!(Mails::get().count(&address, "code").await, 1);
    assert_eq!(Mails::get().count(&address, "reset").await, 1);
    assert_eq!(
        Mails::get().wait(&address, "reset").await.message.to,
        [address],
        "to the stored spelling, not to the typed one"
    );
}

#[tokio::test]
async fn t21_a_reset_link_ends_after_an_hour_and_only_its_hash_is_kept() {
    let world = World::get();
    let (_, address) = account(&world).await;
    let token = link(&world, &address, 0).await;
    assert!(domain::session::is_token(&token), "{token}");
    let hash: String = Sha256::digest(token.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let database = world.database();
    let sql = "select expires_at from tokens where token_hash = ?1 and purpose = 'reset'";
    let ends = database.number(sql, &[&hash]).await;
    assert!((now()..=now() + RESET).contains(&ends), "{ends}");
    for table in ["tokens", "outbox", "history", "idempotency_keys"] {
        let sql = format!("select * from {table}");
        let rows = database.rows(&sql, &[]).await;
        assert!(!format!("{rows:?}").contains(&token), "{table} knows it");
    }
    let sql = "update tokens set expires_at = 1 where token_hash = ?1";
    database.rows(sql, &[&hash]).await;
    let refused = Browser::new(&world).set_password(&token, OTHER).await;
    let refused = refused.unwrap_err();
    let reference = Browser::new(&world)
        .set_password(&"A".repeat(43), OTHER)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.status, refused.fields),
        (reference.status, reference.fields)
    );
    assert_eq!(signs_in(&world, &address, PASSWORD).await, 200);
}

#[tokio::test]
async fn t21_the_newest_link_alone_works_and_none_after_the_account_is_off() {
    let world = World::get();
    let (_, address) = account(&world).await;
    let older = link(&world, &address, 0).await;
    let newer = link(&world, &address, 1).await;
    let browser = Browser::new(&world);
    let refused = browser.set_password(&older, OTHER).await.unwrap_err();
    assert_eq!(refused.status, 422);
    let sql = "update accounts set enabled = ?1, can_sign_in = ?1 where email = ?2";
    world.database().rows(sql, &["0", &address]).await;
    let off = browser.set_password(&newer, OTHER).await.unwrap_err();
    assert_eq!((off.status, off.fields), (refused.status, refused.fields));
    assert_eq!(signs_in(&world, &address, PASSWORD).await, 401);
    let enabled = "select enabled from accounts where email = ?1";
    assert_eq!(world.database().number(enabled, &[&address]).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_of_twenty_uses_of_a_mailed_link_at_once_one_wins() {
    let world = World::get();
    let (_, address) = account(&world).await;
    let token = Arc::new(link(&world, &address, 0).await);
    let told = Mails::get().count(&address, "credentials_changed").await;
    let start = Arc::new(tokio::sync::Barrier::new(20));
    let mut running = tokio::task::JoinSet::new();
    for place in 0..20 {
        let (world, token, start) = (world.clone(), token.clone(), start.clone());
        running.spawn(async move {
            let browser = Browser::new(&world);
            let chosen = format!("le chat numero {place} dort ici");
            start.wait().await;
            let outcome = browser.set_password(&token, &chosen).await;
            outcome.is_ok().then_some(chosen)
        });
    }
    let winners: Vec<String> = running.join_all().await.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1, "{winners:?}");
    assert_eq!(signs_in(&world, &address, &winners[0]).await, 200);
    assert_eq!(signs_in(&world, &address, PASSWORD).await, 401);
    Mails::get()
        .wait_for(&address, "credentials_changed", told + 1)
        .await;
    let sql =
        "select count(*) from outbox where recipient = ?1 and template = 'credentials_changed'";
    let notices = world.database().number(sql, &[&address]).await;
    assert_eq!(usize::try_from(notices).unwrap(), told + 1);
}

#[tokio::test]
async fn t22_a_flood_of_requests_sends_three_mails_and_locks_nobody_out() {
    let world = World::get();
    let (home, address) = account(&world).await;
    let mut refused = 0;
    for place in 0..50 {
        let visitor = Browser::new(&world);
        let reply = match place % 2 {
            0 => visitor.ask_reset(&address).await,
            _ => visitor.ask_code(&address).await,
        };
        refused += usize::from(reply.status != 202);
    }
    assert_eq!(refused, 0, "a full bucket changes no answer");
    let sql = "select count(*) from outbox where recipient = ?1 and template in ('code', 'reset') and state <> 'dropped'";
    let mails = world.database().number(sql, &[&address]).await;
    assert_eq!(mails, 3, "with the code that opened the account");
    home.send("GET", "/api/account", "").await.expect(200);
    assert_eq!(signs_in(&world, &address, PASSWORD).await, 200);
    let last = Mails::get().wait(&address, "reset").await.token();
    Browser::new(&world)
        .set_password(&last, OTHER)
        .await
        .unwrap();
}

#[tokio::test]
async fn t22_one_client_asks_for_twenty() {
    let world = World::get();
    let client = Browser::new(&world);
    let mut statuses = Vec::new();
    for place in 0..domain::throttle::PROOF_CLIENT.burst + 3 {
        let address = email("many");
        let reply = match place % 2 {
            0 => client.ask_reset(&address).await,
            _ => client.ask_code(&address).await,
        };
        statuses.push(reply.status);
    }
    assert_eq!(statuses[0], 202);
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let asked = statuses.iter().filter(|status| **status == 202).count();
    let burst = usize::try_from(domain::throttle::PROOF_CLIENT.burst).unwrap();
    assert!((burst..burst + 2).contains(&asked), "{statuses:?}");
}

#[tokio::test]
async fn t23_a_request_names_one_mailbox_plainly() {
    let world = World::get();
    let (_, victim) = account(&world).await;
    let attacker = email("attacker");
    Browser::new(&world).leave(&zoe(&attacker)).await;
    for path in ["/api/password-resets", "/api/session/codes"] {
        for body in [
            format!(r#"{{"email":["{victim}","{attacker}"]}}"#),
            format!(r#"{{"email":"{victim},{attacker}"}}"#),
            format!(r#"{{"email":"{victim};{attacker}"}}"#),
            format!(r#"{{"email":"{victim} {attacker}"}}"#),
            format!(r#"{{"email":"{victim}\r\nBcc: {attacker}"}}"#),
            format!(r#"{{"email":"{victim}%0abcc:{attacker}"}}"#),
            format!(r#"{{"email":"A <{attacker}>"}}"#),
            format!(r#"{{"email":"{victim}","email":"{attacker}"}}"#),
            format!(r#"{{"email":"{victim}","to":"{attacker}"}}"#),
            r#"{"email":{"$ne":""}}"#.to_owned(),
            "{}".to_owned(),
            r#"{"email":""}"#.to_owned(),
            r#"{"email":null}"#.to_owned(),
        ] {
            let reply = Browser::new(&world).send("POST", path, &body).await;
            reply.expect(422);
        }
    }
    link(&world, &victim, 0).await;
    assert_eq!(Mails::get().attempts(&attacker).await, 0);
}

#[tokio::test]
async fn a_mailbox_without_a_usable_account_gets_no_link() {
    let world = World::get();
    let contact = email("contact-only");
    Browser::new(&world).leave(&zoe(&contact)).await;
    let (_, disabled) = account(&world).await;
    let sql = "update accounts set enabled = 0, can_sign_in = 0 where email = ?1";
    world.database().rows(sql, &[&disabled]).await;
    for address in [&contact, &disabled, &email("nobody")] {
        Browser::new(&world).ask_reset(address).await.expect(202);
    }
    let (_, last) = account(&world).await;
    link(&world, &last, 0).await;
    assert_eq!(Mails::get().attempts(&contact).await, 0);
    assert_eq!(Mails::get().count(&disabled, "reset").await, 0);
}

#[tokio::test]
async fn staff_reset_their_password_the_same_way() {
    let world = World::get();
    let clerk = Staff::of_role(&world, domain::account::Role::Support).await;
    let token = link(&world, &clerk.email, 0).await;
    Browser::new(&world)
        .set_password(&token, OTHER)
        .await
        .unwrap();
    clerk
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(401);
    assert_eq!(
        signs_in(&world, &clerk.email, &staff::password()).await,
        401
    );
    assert_eq!(signs_in(&world, &clerk.email, OTHER).await, 200);
}
