//! Whether the shop knows a mailbox is told at no door: not by the answer, not by the work behind it (T04, T05).

use domain::account::Role;
use domain::api::address;
use domain::api::checkout::SubmitContact;
use domain::product::Kind;
use serde_json::json;
use tests::browser::escape;
use tests::buying::{agreement, idempotency_key};
use tests::contact::{somebody_else, zoe};
use tests::staff::{self, password};
use tests::world::email;
use tests::{Browser, Figures, Mails, Reply, World};

/// A mailbox of each kind the shop may know, by the same number of letters.
async fn mailboxes(world: &World) -> Vec<(&'static str, String)> {
    let new = || email("door");
    let unknown = new();
    let contact = new();
    Browser::new(world).leave(&zoe(&contact)).await;
    let invited = new();
    let buyer = Browser::new(world);
    let free = buyer.free_product().await;
    buyer.buys(&[(&free, 1)], &zoe(&invited)).await;
    let mut kinds = vec![
        ("unknown", unknown),
        ("left details", contact),
        ("invited", invited),
    ];
    for (kind, change) in [
        ("with an account", "enabled = 1"),
        ("disabled", "enabled = 0, can_sign_in = 0"),
        ("unverified", "verified_at = null"),
        (
            "without a password",
            "password_hash = null, pepper_id = null",
        ),
    ] {
        let mailbox = new();
        Browser::new(world).leave(&zoe(&mailbox)).await;
        let account = staff::account(world, Role::Customer).await;
        let sql = format!(
            "update accounts set email = ?1, email_key = ?1, {change}, \
             customer_id = (select id from customers where email = ?1) where email = ?2"
        );
        world.database().rows(&sql, &[&mailbox, &account]).await;
        kinds.push((kind, mailbox));
    }
    let letters = kinds[0].1.len();
    assert!(kinds.iter().all(|(_, mailbox)| mailbox.len() == letters));
    kinds
}

/// What a door shows to somebody outside: status, headers, words, with what is each request's own masked.
fn shown(reply: &Reply, own: &[&str]) -> String {
    let headers: Vec<String> = reply
        .same_headers()
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            // The value is random; that it is set, and how, is what can be seen.
            "set-cookie" => {
                let (cookie, attributes) = value.split_once(';').unwrap_or((&value, ""));
                let (name, _) = cookie.split_once('=').unwrap_or((cookie, ""));
                format!("set-cookie: {name}; {attributes}")
            }
            "content-length" => String::new(),
            _ => format!("{name}: {value}"),
        })
        .collect();
    let mut text = reply.text();
    if reply.status >= 400 {
        let mut value = reply.value();
        value["trace"] = json!(null);
        text = value.to_string();
    }
    for (place, part) in own.iter().enumerate() {
        text = text.replace(part, &format!("[{place}]"));
    }
    format!("{} {headers:?} {text}", reply.status)
}

/// One door: what each kind of mailbox is shown, and what D1 and the hashes cost, must be the same.
fn compare(door: &str, replies: &[(&str, Reply, Vec<String>)]) {
    let (_, first, own) = &replies[0];
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let (expected, work) = (shown(first, &own), Figures::of(first));
    assert!(work.statements > 0, "{door}: {first}");
    for (kind, reply, own) in &replies[1..] {
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        assert_eq!(shown(reply, &own), expected, "{door}, {kind}");
        let figures = Figures::of(reply);
        assert_eq!(
            (figures.trips, figures.statements, figures.hashes),
            (work.trips, work.statements, work.hashes),
            "{door}, {kind}: trips, statements, hashes"
        );
    }
}

#[tokio::test]
async fn t04_t05_the_contact_step_shows_and_works_the_same_for_every_mailbox() {
    let world = World::get();
    let mut replies = Vec::new();
    for (kind, mailbox) in mailboxes(&world).await {
        let visitor = Browser::new(&world);
        let checkout = visitor.open_checkout().await.id;
        let form = somebody_else(&mailbox);
        let path = address::<SubmitContact>(&checkout, &(), escape);
        let reply = visitor.send_form("PUT", &path, &form).await;
        reply.expect(200);
        replies.push((kind, reply, vec![checkout.to_string(), mailbox]));
    }
    compare("contact", &replies);
}

#[tokio::test]
async fn t04_t05_an_order_shows_and_works_the_same_for_every_mailbox() {
    let world = World::get();
    for free in [false, true] {
        let mut replies = Vec::new();
        for (kind, mailbox) in mailboxes(&world).await {
            let visitor = Browser::new(&world);
            let product = match free {
                true => visitor.free_product().await,
                false => visitor.product(Kind::Service).await,
            };
            let form = somebody_else(&mailbox);
            let checkout = visitor.ready(&[(&product, 1)], &form).await;
            let reply = visitor
                .place_by_key(&checkout.id, &idempotency_key(), &agreement(&checkout))
                .await;
            let order = tests::buying::order(reply.expect(201));
            let mut own = vec![
                order.id.to_string(),
                mailbox,
                format!("\"number\":{}", order.number),
            ];
            own.extend(order.transfer.map(|transfer| transfer.reference));
            for key in ["placed_at", "paid_at", "ended_at", "until", "due_at"] {
                let text = reply.text();
                let found = text.split_once(&format!("\"{key}\":"));
                let figures = found.map(|(_, rest)| rest.chars().take(13).collect::<String>());
                own.extend(figures.filter(|text| text.parse::<i64>().is_ok()));
            }
            replies.push((kind, reply, own));
        }
        compare(if free { "free order" } else { "order" }, &replies);
    }
}

#[tokio::test]
async fn t04_t05_signing_in_shows_and_works_the_same_for_every_mailbox() {
    let world = World::get();
    let mut replies = Vec::new();
    let (mut by_code, mut by_no_code) = (Vec::new(), Vec::new());
    for (kind, mailbox) in mailboxes(&world).await {
        let wrong = json!({ "email": mailbox, "password": "not the password at all" });
        let visitor = Browser::new(&world);
        let reply = visitor.send_form("POST", "/api/session", &wrong).await;
        reply.expect(401);
        replies.push((kind, reply, vec![mailbox.clone()]));
        if kind == "disabled" {
            let right = json!({ "email": mailbox, "password": password() });
            let visitor = Browser::new(&world);
            let reply = visitor.send_form("POST", "/api/session", &right).await;
            replies.push(("disabled, right password", reply, vec![mailbox.clone()]));
        }
        let code = json!({ "email": mailbox, "code": "123456" });
        let visitor = Browser::new(&world);
        let reply = visitor.send_form("POST", "/api/session", &code).await;
        by_no_code.push((kind, reply, vec![mailbox.clone()]));
        visitor.ask_code(&mailbox).await.expect(202);
        let reply = visitor.send_form("POST", "/api/session", &code).await;
        if reply.status == 401 {
            by_code.push((kind, reply, vec![mailbox]));
        }
    }
    compare("sign-in by password", &replies);
    let hashes = Figures::of(&replies[0].1).hashes;
    assert_eq!(hashes, 1, "one hash, for a mailbox nobody knows too");
    compare("a code not asked for", &by_no_code);
    compare("a wrong code", &by_code);
    assert!(by_code.len() >= 6, "one of a million guesses may be right");
}

#[tokio::test]
async fn t04_t05_codes_and_resets_show_and_work_the_same_for_every_mailbox() {
    let world = World::get();
    for path in ["/api/session/codes", "/api/password-resets"] {
        let kinds = mailboxes(&world).await;
        let mut replies = Vec::new();
        for (kind, mailbox) in &kinds {
            let body = json!({ "email": mailbox });
            let visitor = Browser::new(&world);
            let reply = visitor.send_form("POST", path, &body).await;
            reply.expect(202);
            replies.push((*kind, reply, vec![mailbox.clone()]));
        }
        compare(path, &replies);
        // The fourth mail within the hour is not sent, and nobody can tell.
        let mut full = Vec::new();
        for (kind, mailbox) in &kinds {
            let body = json!({ "email": mailbox });
            for place in 0..4 {
                let visitor = Browser::new(&world);
                let reply = visitor.send_form("POST", path, &body).await;
                reply.expect(202);
                if place == 3 {
                    full.push((*kind, reply, vec![mailbox.clone()]));
                }
            }
        }
        full.insert(0, replies.swap_remove(0));
        compare(&format!("{path}, full bucket"), &full);
    }
}

#[tokio::test]
async fn t05_a_mail_that_leaves_holds_no_answer_up() {
    let world = World::get();
    let (known, unknown) = (email("prompt"), email("prompt"));
    Browser::new(&world).leave(&zoe(&known)).await;
    Mails::get()
        .set_mode(&known, tests::mails::Mode::Hang)
        .await;
    for mailbox in [&known, &unknown] {
        let reply = Browser::new(&world).ask_code(mailbox).await;
        reply.expect(202);
        let took = reply.took;
        assert!(took < std::time::Duration::from_secs(2), "{took:?}");
    }
    Mails::get().set_mode(&known, tests::mails::Mode::Ok).await;
}

#[tokio::test]
async fn t05_tokens_that_are_none_cost_no_hash() {
    let visitor = Browser::new(&World::get());
    let form = json!({ "token": "A".repeat(43), "password": "le chat dort sur le zinc" });
    let reply = visitor
        .send_form("PUT", "/api/password-resets", &form)
        .await;
    reply.expect(422);
    assert_eq!(Figures::of(&reply).hashes, 0);
}
