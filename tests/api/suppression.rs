//! The mail provider's webhook: who may tell, what it means, and the addresses that mails to many no longer go to.

use domain::customer::{ConsentState, Customer, CustomerQuery};
use domain::history::Actor;
use domain::id::CustomerId;
use domain::mail_event::Reason;
use serde_json::json;
use tests::campaigning::{consenting, figures, fill, letter, pace};
use tests::contact::zoe;
use tests::mail_events::{Message, PATH, bounced, complained, seconds, told};
use tests::recording::code;
use tests::staff::Staff;
use tests::world::{email, word};
use tests::{Browser, Mails, World};

/// A customer who agreed.
async fn agreed(world: &World, owner: &Staff, who: &str) -> (String, Customer) {
    let address = email(who);
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    browser.agrees(true).await.expect("200");
    let customer = owner.find(&address).await;
    (address, customer)
}

async fn facts(owner: &Staff, id: &CustomerId, fact: &str) -> usize {
    let history = owner.history(id).await;
    let all = history.iter().filter(|entry| entry.fact.code() == fact);
    all.filter(|entry| entry.actor == Actor::System).count()
}

#[tokio::test]
async fn t37_a_refusal_for_good_makes_the_address_fail_once_and_orders_mails_go_on() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, customer) = agreed(&world, &owner, "bounces").await;
    let provider = Browser::new(&world);
    let message = Message::of(&bounced(&address.to_uppercase(), "mail-1", "Permanent"));
    for _ in 0..5 {
        provider.tells(&message).await.expect(200);
    }
    let all: Vec<Browser> = (0..4).map(|_| Browser::new(&world)).collect();
    tokio::join!(
        all[0].tells(&message),
        all[1].tells(&message),
        all[2].tells(&message),
        all[3].tells(&message)
    );
    let record = owner.customer(&customer.id).await;
    let suppressed = record.suppressed.as_ref().expect("it fails");
    assert_eq!(suppressed.reason, Reason::Bounce);
    assert_eq!(suppressed.detail.as_deref(), Some("No such user here"));
    assert!(
        record.agrees(),
        "a server says nothing of what somebody wants"
    );
    assert_eq!(facts(&owner, &customer.id, "mail_bounced").await, 1);
    // Another bounce of the same address is no news.
    provider
        .tells_of(&bounced(&address, "mail-2", "Permanent"))
        .await;
    assert_eq!(facts(&owner, &customer.id, "mail_bounced").await, 1);
    // Transactional mail goes on.
    Browser::new(&world).prove(&address).await;
    assert!(Mails::get().count(&address, "code").await >= 2);
}

#[tokio::test]
async fn t37_a_complaint_takes_the_consent_back() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, customer) = agreed(&world, &owner, "complains").await;
    let provider = Browser::new(&world);
    provider
        .tells_of(&bounced(&address, "mail-3", "Permanent"))
        .await;
    provider.tells_of(&complained(&address, "mail-4")).await;
    provider
        .tells_of(&bounced(&address, "mail-5", "Permanent"))
        .await;
    let record = owner.customer(&customer.id).await;
    assert_eq!(
        record.suppressed.as_ref().map(|own| own.reason),
        Some(Reason::Complaint),
        "the graver reason stays"
    );
    let act = &record.consents[0];
    assert_eq!(
        (act.state, &*act.way),
        (ConsentState::Withdrawn, "complaint")
    );
    assert_eq!(facts(&owner, &customer.id, "mail_complained").await, 1);
    assert_eq!(facts(&owner, &customer.id, "consent_withdrawn").await, 1);
}

#[tokio::test]
async fn t37_what_may_pass_what_is_unknown_and_strangers_mean_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, customer) = agreed(&world, &owner, "passes").await;
    let provider = Browser::new(&world);
    for event in [
        bounced(&address, "m", "Transient"),
        bounced(&address, "m", "Undetermined"),
        told("email.delivered", &address),
        told("email.delivery_delayed", &address),
        told("contact.created", &address),
        json!({ "type": "email.bounced" }),
        json!({ "type": "email.complained", "data": { "to": "not a list" } }),
        json!([1, 2]),
        json!("text"),
        bounced("nobody@example.org", "m", "Permanent"),
        bounced("not an address", "m", "Permanent"),
        complained("' or 1=1 --", "m"),
    ] {
        provider.tells_of(&event).await;
    }
    provider
        .tells(&Message::made("msg-no-json", &seconds().to_string(), "{"))
        .await
        .expect(200);
    let record = owner.customer(&customer.id).await;
    assert!(record.suppressed.is_none() && record.agrees());
    let sql = "select count(*) from suppressions where email_key = 'nobody@example.org'";
    assert_eq!(world.database().number(sql, &[]).await, 0, "nobody of ours");
}

#[tokio::test]
async fn t37_forged_changed_and_stale_messages_are_refused() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, customer) = agreed(&world, &owner, "forged").await;
    let provider = Browser::new(&world);
    let event = complained(&address, "mail-6").to_string();
    let now = seconds();
    let right = Message::made("msg-forged", &now.to_string(), &event);
    let with = |change: fn(&mut Message)| {
        let mut message = right.clone();
        change(&mut message);
        message
    };
    let at = |seconds: u64| Message::made("msg-stale", &seconds.to_string(), &event);
    let mut refused = vec![
        with(|message| message.signature.clear()),
        with(|message| message.signature = message.signature.replace("v1,", "v2,")),
        with(|message| message.signature = message.signature.replace("v1,", "")),
        with(|message| message.signature.truncate(20)),
        with(|message| message.id = "msg-other".into()),
        with(|message| message.id.clear()),
        with(|message| message.timestamp = (seconds() - 1).to_string()),
        with(|message| message.timestamp = "yesterday".into()),
        with(|message| message.body = message.body.replace("complained", "complaine")),
        with(|message| message.body.push(' ')),
        at(now - 600),
        at(now + 600),
        Message::under(b"", "msg-1", &now.to_string(), &event),
        Message::under(&[7; 24], "msg-1", &now.to_string(), &event),
    ];
    let mut flipped = right.clone().signature.into_bytes();
    flipped[8] = if flipped[8] == b'A' { b'B' } else { b'A' };
    refused.push(Message {
        signature: String::from_utf8(flipped).unwrap(),
        ..right.clone()
    });
    for message in refused {
        let reply = provider.tells(&message).await;
        assert_eq!(reply.status, 401, "{message:?}");
        assert_eq!(reply.problem().code, "signature");
    }
    let none = [("content-type", "application/json")];
    provider
        .raw("POST", PATH, &none, event.clone())
        .await
        .expect(401);
    assert!(owner.customer(&customer.id).await.suppressed.is_none());
    // While a key is being changed there are several signatures, in any order.
    let rotated = Message {
        signature: format!("v1,{} v1a,xyz {}", "A".repeat(43), right.signature),
        ..right
    };
    provider.tells(&rotated).await.expect(200);
    assert!(owner.customer(&customer.id).await.suppressed.is_some());
}

#[tokio::test]
async fn t37_a_replay_does_not_undo_what_staff_did_since() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, customer) = agreed(&world, &owner, "replay").await;
    let provider = Browser::new(&world);
    let event = bounced(&address, "mail-7", "Permanent").to_string();
    let first = Message::made("msg-replay", &seconds().to_string(), &event);
    provider.tells(&first).await.expect(200);
    owner.lifts_suppression(&customer.id).await.expect("200");
    provider.tells(&first).await.expect(200);
    // The provider tells again what it got no answer for, signed anew under the same name.
    let again = Message::made("msg-replay", &(seconds() + 1).to_string(), &event);
    provider.tells(&again).await.expect(200);
    assert!(owner.customer(&customer.id).await.suppressed.is_none());
    provider
        .tells_of(&bounced(&address, "mail-8", "Permanent"))
        .await;
    assert!(owner.customer(&customer.id).await.suppressed.is_some());
}

#[tokio::test]
async fn t39_a_huge_message_is_refused() {
    let world = World::get();
    let huge = " ".repeat(domain::api::BODY_MAX + 1);
    let message = Message::made("msg-huge", &seconds().to_string(), &huge);
    Browser::new(&world).tells(&message).await.expect(413);
}

#[tokio::test]
async fn staff_find_whose_address_fails_and_managers_lift_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let manager = Staff::of_role(&world, domain::account::Role::Manager).await;
    let support = Staff::of_role(&world, domain::account::Role::Support).await;
    let (address, customer) = agreed(&world, &owner, "found").await;
    Browser::new(&world)
        .tells_of(&bounced(&address, "mail-9", "Permanent"))
        .await;
    let found = async |failing: bool| {
        let query = CustomerQuery {
            q: address.clone(),
            failing: Some(failing),
            ..CustomerQuery::default()
        };
        let page = support.customers(&query).await;
        page.items.iter().map(|row| row.failing).collect::<Vec<_>>()
    };
    assert_eq!(
        (found(true).await, found(false).await),
        (vec![true], vec![])
    );
    let query = CustomerQuery {
        failing: Some(true),
        ..CustomerQuery::default()
    };
    let all = support.customers(&query).await;
    assert!(all.items.iter().all(|row| row.failing));
    assert!(all.items.iter().any(|row| row.id == customer.id));
    assert_eq!(code(support.lifts_suppression(&customer.id).await).0, 403);
    assert_eq!(
        code(owner.asks_consent(&customer.id).await),
        (409, "consented".into())
    );
    for _ in 0..2 {
        let lifted = manager.lifts_suppression(&customer.id).await.expect("200");
        assert!(lifted.suppressed.is_none() && lifted.agrees());
    }
    let history = owner.history(&customer.id).await;
    let lifted = history
        .iter()
        .filter(|e| e.fact.code() == "suppression_lifted");
    assert_eq!(lifted.count(), 1);
    assert_eq!(
        (found(true).await, found(false).await),
        (vec![], vec![false])
    );
}

#[tokio::test]
async fn another_mailbox_does_not_fail_and_erasing_forgets() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, customer) = agreed(&world, &owner, "fails-moved").await;
    let provider = Browser::new(&world);
    provider
        .tells_of(&bounced(&address, "mail-10", "Permanent"))
        .await;
    let to = email("fails-moved-to");
    let moved = owner.moves(&customer.id, &to).await;
    assert!(moved.suppressed.is_none());
    let kept = async |key: &str| {
        let sql = "select count(*) from suppressions where email_key = ?1";
        world.database().number(sql, &[key]).await
    };
    assert_eq!(kept(&address).await, 0, "of the one before nothing is kept");
    let query = CustomerQuery {
        q: to.clone(),
        failing: Some(true),
        ..CustomerQuery::default()
    };
    assert!(owner.customers(&query).await.items.is_empty());
    provider.tells_of(&complained(&to, "mail-11")).await;
    assert_eq!(kept(&to).await, 1);
    owner.erase(&customer.id, None).await.expect("204");
    assert_eq!(kept(&to).await, 0);
    // Whoever comes back under that address is somebody new.
    provider
        .tells_of(&bounced(&to, "mail-12", "Permanent"))
        .await;
    Browser::new(&world).leave(&zoe(&to)).await;
    assert!(owner.find(&to).await.suppressed.is_none());
}

#[tokio::test]
async fn t38_what_comes_back_of_a_campaign_stands_in_its_results_and_the_next_one_leaves_them_out()
{
    let world = World::get();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = consenting(&world, &name, 4).await;
    let group = owner.groups_as("Comes back").await;
    fill(&world, &group.id, &name, "true").await;
    let draft = letter("Des nouvelles", "Bonjour.", &[&group]);
    let first = owner.drafts(&draft).await;
    owner.sends(&first).await;
    let sent = owner.watches_campaign(&first.id).await;
    assert_eq!(figures(&sent), [("sent", "", 4)]);
    let mut mails = Vec::new();
    for id in &people {
        let address = owner.customer(id).await.email;
        let mail = Mails::get().wait(&address, "campaign").await;
        mails.push((address, mail));
    }
    let provider = Browser::new(&world);
    let [bounces, complains, leaves, stays] = &mails[..] else {
        panic!("four mails")
    };
    for _ in 0..2 {
        provider
            .tells_of(&bounced(&bounces.0, &bounces.1.id, "Permanent"))
            .await;
        provider
            .tells_of(&complained(&complains.0, &complains.1.id))
            .await;
    }
    // By what the mail itself carries, without signing in.
    let header = &leaves.1.message.headers["List-Unsubscribe"];
    let token = header.trim_matches(['<', '>']).rsplit('/').next().unwrap();
    for _ in 0..2 {
        provider.unsubscribes(token).await.expect(200);
    }
    let results = owner.campaign(&first.id).await;
    let mut outcomes = figures(&results);
    outcomes.sort_unstable();
    assert_eq!(
        outcomes,
        [
            ("failed", "bounced", 1),
            ("sent", "", 2),
            ("sent", "complained", 1)
        ]
    );
    assert_eq!(results.unsubscribed, 1);
    let audience = owner.audience(&[&group]).await;
    assert_eq!(audience.receive(), 1, "{audience:?}");
    let second = owner.drafts(&draft).await;
    owner.sends(&second).await;
    let sent = owner.watches_campaign(&second.id).await;
    assert_eq!(sent.reached(), 1, "{:?}", sent.figures);
    for (address, expected) in [
        (&bounces.0, 1),
        (&complains.0, 1),
        (&leaves.0, 1),
        (&stays.0, 2),
    ] {
        assert_eq!(Mails::get().count(address, "campaign").await, expected);
    }
}
