//! Leaving the mails to many by the link in one of them (RFC 8058): from anywhere, signed in or not, as often as one likes,
//! and by nobody else's link.

use domain::customer::{Consent, ConsentState, Customer};
use domain::history::Actor;
use domain::id::{CampaignId, CustomerId};
use serde_json::json;
use tests::contact::zoe;
use tests::staff::{Staff, random};
use tests::unsubscribing::{FORM, ONE_CLICK, token_under, unsubscribe_token};
use tests::world::email;
use tests::{Browser, World};

/// A customer who agreed in the space.
async fn agreed(world: &World, owner: &Staff, who: &str) -> (Browser, Customer) {
    let address = email(who);
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    browser.agrees(true).await.expect("200");
    (browser, owner.find(&address).await)
}

fn states(acts: &[Consent]) -> Vec<(ConsentState, &str)> {
    acts.iter().map(|act| (act.state, &*act.way)).collect()
}

const LEFT: [(ConsentState, &str); 2] = [
    (ConsentState::Withdrawn, "unsubscribe"),
    (ConsentState::Given, "space"),
];

/// Whether mails to many may go to a customer today.
async fn agrees(world: &World, id: &CustomerId) -> bool {
    let sql = "select consent from customers where id = ?1";
    world.database().number(sql, &[id.as_str()]).await == 1
}

#[tokio::test]
async fn t38_one_click_signed_out_withdraws_once_and_is_told() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, customer) = agreed(&world, &owner, "leaves").await;
    let campaign = CampaignId::new(1, random());
    let token = unsubscribe_token(&customer.id, Some(&campaign));
    let stranger = Browser::new(&world);
    for _ in 0..3 {
        stranger.unsubscribes(&token).await.expect(200);
        assert!(!agrees(&world, &customer.id).await);
    }
    let record = owner.customer(&customer.id).await;
    assert_eq!(states(&record.consents), LEFT);
    assert_eq!(record.consents[0].text, record.consents[1].text);
    let sql = "select campaign_id from consents where customer_id = ?1 and state = 'withdrawn'";
    let rows = world.database().rows(sql, &[customer.id.as_str()]).await;
    assert_eq!(rows, [[json!(campaign.as_str())]], "whose mail it was");
    let history = owner.history(&customer.id).await;
    assert_eq!(history[0].fact.code(), "consent_withdrawn");
    assert_eq!(history[0].actor, Actor::Customer);
    assert_ne!(history[1].fact.code(), "consent_withdrawn", "once");
    // Who agrees again leaves by the same link again.
    browser.agrees(true).await.expect("200");
    stranger.unsubscribes(&token).await.expect(200);
    assert!(!agrees(&world, &customer.id).await);
}

#[tokio::test]
async fn t38_two_at_once_are_one_act() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, customer) = agreed(&world, &owner, "leaves-twice").await;
    let token = unsubscribe_token(&customer.id, None);
    let (one, two) = (Browser::new(&world), Browser::new(&world));
    let (first, second) = tokio::join!(one.unsubscribes(&token), two.unsubscribes(&token));
    assert_eq!((first.status, second.status), (200, 200));
    let record = owner.customer(&customer.id).await;
    assert_eq!(states(&record.consents), LEFT);
}

#[tokio::test]
async fn t38_looking_changes_nothing_and_leads_to_the_page_that_asks() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, customer) = agreed(&world, &owner, "looks").await;
    let token = unsubscribe_token(&customer.id, None);
    let visitor = Browser::new(&world);
    for method in ["GET", "HEAD"] {
        let path = format!("/api/unsubscribes/{token}");
        let reply = visitor.raw(method, &path, &[], "").await;
        reply.expect(303);
        let place = format!("/unsubscribe#{token}");
        assert_eq!(reply.header("location"), Some(&*place));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    assert!(agrees(&world, &customer.id).await);
    let accept = [("accept", "text/html")];
    let page = visitor.raw("GET", "/unsubscribe", &accept, "").await;
    page.expect(200);
}

#[tokio::test]
async fn t38_forged_short_and_foreign_tokens_are_not_found_and_change_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, victim) = agreed(&world, &owner, "victim").await;
    let (_, other) = agreed(&world, &owner, "other").await;
    let campaign = CampaignId::new(1, random());
    let own = unsubscribe_token(&other.id, Some(&campaign));
    let right = unsubscribe_token(&victim.id, None);
    // Purpose and customer are the first 17 bytes, the campaign the next 16, the seal the rest.
    let grafted = format!("{}{}", &right[..44], &own[44..]);
    let elsewhere = unsubscribe_token(&victim.id, Some(&campaign));
    let another = format!("{}{}", &elsewhere[..44], &right[44..]);
    let flipped = |place: usize| {
        let mut text = right.clone().into_bytes();
        text[place] = if text[place] == b'A' { b'B' } else { b'A' };
        String::from_utf8(text).expect("ASCII")
    };
    let stranger = Browser::new(&world);
    for token in [
        grafted,
        another,
        flipped(0),
        flipped(5),
        flipped(30),
        flipped(44),
        flipped(67),
        right[..67].to_owned(),
        format!("{right}A"),
        right.to_lowercase(),
        "A".repeat(68),
        "1".to_owned(),
        "%00".to_owned(),
        "x".repeat(5_000),
        token_under(&"k".repeat(64), &victim.id, None),
        token_under("", &victim.id, None),
        victim.id.to_string(),
    ] {
        let reply = stranger.unsubscribes(&token).await;
        assert_eq!(reply.status, 404, "{token}");
    }
    assert!(agrees(&world, &victim.id).await && agrees(&world, &other.id).await);
}

#[tokio::test]
async fn t38_any_form_a_mail_program_may_send_is_taken_with_whatever_cookies_from_wherever() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, customer) = agreed(&world, &owner, "programs").await;
    let token = unsubscribe_token(&customer.id, None);
    let path = format!("/api/unsubscribes/{token}");
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    let bodies: [(&str, &str); 7] = [
        (FORM, ONE_CLICK),
        ("multipart/form-data; boundary=b", multipart),
        ("application/json", "{}"),
        ("application/json", "not json"),
        ("text/plain", "hello"),
        ("", ""),
        ("application/x-unheard-of", "\u{0}"),
    ];
    for (kind, body) in bodies {
        browser.agrees(true).await.expect("200");
        let mut headers = vec![
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://mail.example"),
        ];
        if !kind.is_empty() {
            headers.push(("content-type", kind));
        }
        // The customer's own browser, cookies and all.
        browser
            .raw("POST", &path, &headers, body.to_owned())
            .await
            .expect(200);
        assert!(!agrees(&world, &customer.id).await, "{kind} {body}");
    }
    // Somebody else's session does not make it theirs.
    let (stranger, known) = agreed(&world, &owner, "programs-other").await;
    stranger.unsubscribes(&token).await.expect(200);
    assert!(agrees(&world, &known.id).await);
}

#[tokio::test]
async fn t39_a_huge_body_is_refused_and_other_methods_do_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, customer) = agreed(&world, &owner, "huge").await;
    let path = format!(
        "/api/unsubscribes/{}",
        unsubscribe_token(&customer.id, None)
    );
    let stranger = Browser::new(&world);
    let form = [("content-type", FORM)];
    let huge = vec![b'x'; domain::api::BODY_MAX + 1];
    stranger.raw("POST", &path, &form, huge).await.expect(413);
    for method in ["PUT", "PATCH", "DELETE"] {
        stranger
            .raw(method, &path, &form, ONE_CLICK.to_owned())
            .await
            .expect(405);
    }
    assert!(agrees(&world, &customer.id).await);
}

#[tokio::test]
async fn who_is_gone_or_never_agreed_has_nothing_to_leave() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let stranger = Browser::new(&world);
    let made = owner.creates(&email("never-agreed")).await;
    stranger
        .unsubscribes(&unsubscribe_token(&made.id, None))
        .await
        .expect(200);
    assert!(owner.customer(&made.id).await.consents.is_empty());
    let nobody = CustomerId::new(1, random());
    let reply = stranger
        .unsubscribes(&unsubscribe_token(&nobody, None))
        .await;
    assert_eq!((reply.status, reply.body.len()), (200, 0));
}

#[tokio::test]
async fn t38_a_tick_that_waits_does_not_come_true_after_leaving() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("tick-then-leave");
    let browser = Browser::new(&world);
    let mut form = zoe(&address);
    form.marketing_consent = Some(true);
    browser.leave(&form).await;
    let customer = owner.find(&address).await;
    Browser::new(&world)
        .unsubscribes(&unsubscribe_token(&customer.id, None))
        .await
        .expect(200);
    // The very browser that ticked proves the mailbox.
    browser.prove(&address).await;
    assert!(!agrees(&world, &customer.id).await);
    let sql = "select count(*) from consents where customer_id = ?1";
    let rows = world.database().rows(sql, &[customer.id.as_str()]).await;
    assert_eq!(rows[0][0].as_f64(), Some(0.0));
}
