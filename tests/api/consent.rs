//! What one agrees to: given in one click with its words, time and way, taken back in one click, every act kept.

use domain::api::Endpoint;
use domain::api::rights::SetConsent;
use domain::customer::ConsentState;
use domain::history::Actor;
use serde_json::json;
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::recording::{code, typed};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

async fn customer(world: &World, who: &str) -> (Browser, String) {
    let address = email(who);
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    (browser, address)
}

#[tokio::test]
async fn a_consent_is_given_and_taken_back_and_each_act_is_kept() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, address) = customer(&world, "consents").await;
    let nothing = browser.consents().await;
    assert!(!nothing.purposes[0].given && nothing.history.is_empty());
    let given = browser.agrees(true).await.expect("200");
    assert!(given.purposes[0].given);
    let act = &given.history[0];
    assert_eq!(
        (act.state, &*act.way, act.version),
        (ConsentState::Given, "space", 1)
    );
    assert_eq!(
        act.text, given.purposes[0].text_fr,
        "the words that were read"
    );
    // Repeating it is no act.
    assert_eq!(browser.agrees(true).await.expect("200"), given);
    let record = owner.find(&address).await;
    assert_eq!(record.consents.len(), 1);
    let taken = browser.agrees(false).await.expect("200");
    assert!(!taken.purposes[0].given);
    let states: Vec<_> = taken.history.iter().map(|act| act.state).collect();
    assert_eq!(states, [ConsentState::Withdrawn, ConsentState::Given]);
    assert_eq!(taken.history[1], given.history[0], "its proof stays");
    assert_eq!(browser.agrees(false).await.expect("200"), taken);
    assert!(browser.agrees(true).await.unwrap().purposes[0].given);
    let history = owner.history(&record.id).await;
    let told: Vec<&str> = history.iter().map(|entry| entry.fact.code()).collect();
    assert_eq!(
        told[..3],
        ["consent_given", "consent_withdrawn", "consent_given"]
    );
    assert!(
        history[..3]
            .iter()
            .all(|entry| entry.actor == Actor::Customer)
    );
}

#[tokio::test]
async fn a_tick_that_nobody_proved_does_not_come_true_after_taking_back() {
    let world = World::get();
    let (browser, address) = customer(&world, "consent-tick").await;
    let stranger = Browser::new(&world);
    stranger.leave(&somebody_else(&address)).await;
    browser.agrees(true).await.unwrap();
    browser.agrees(false).await.unwrap();
    stranger.prove(&address).await;
    assert!(!browser.consents().await.purposes[0].given);
}

#[tokio::test]
async fn two_at_once_are_one_act() {
    let world = World::get();
    let (browser, _) = customer(&world, "consent-twice").await;
    let (one, two) = tokio::join!(browser.agrees(true), browser.agrees(true));
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(browser.consents().await.history.len(), 1);
}

#[tokio::test]
async fn other_words_than_those_read_and_unproved_mailboxes_agree_to_nothing() {
    let world = World::get();
    let (browser, _) = customer(&world, "consent-words").await;
    for (body, status, code) in [
        (
            json!({ "purpose": "marketing", "given": true }),
            422,
            "fields",
        ),
        (
            json!({ "purpose": "marketing", "given": true, "locale": "fr", "version": 9 }),
            409,
            "stale",
        ),
        (
            json!({ "purpose": "profiling", "given": true }),
            422,
            "fields",
        ),
        (
            json!({ "purpose": "marketing", "given": true, "locale": "fr", "version": 1, "text": "x" }),
            422,
            "fields",
        ),
    ] {
        let reply = browser
            .send("PUT", SetConsent::PATH, &body.to_string())
            .await;
        assert_eq!(
            (reply.status, &*reply.problem().code),
            (status, code),
            "{body}"
        );
    }
    assert!(browser.consents().await.history.is_empty());
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("consent-unproved")).await;
    owner.sets_account(&made.id, &typed(PASSWORD)).await;
    let guest = Browser::new(&world);
    guest.sign_in(&made.email, PASSWORD).await.unwrap();
    let sql = "update accounts set must_change = 0 where email = ?1";
    world.database().rows(sql, &[&made.email]).await;
    assert_eq!(code(guest.agrees(true).await), (403, "proof".into()));
    guest
        .agrees(false)
        .await
        .expect("taking back is always possible");
}
