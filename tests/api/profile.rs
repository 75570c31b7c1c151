//! The customer's own record: details, the address book, and what waits on it.

use domain::api::account::{EditOwnAddress, EditProfile};
use domain::api::{Endpoint, address};
use domain::contact::BillingForm;
use domain::customer::BookForm;
use domain::history::{Actor, Fact};
use domain::pending::DetailsField;
use domain::profile::ProfileForm;
use serde_json::json;
use tests::contact::{somebody_else, zoe};
use tests::recording::{code, quay, refused};
use tests::rights::of;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

/// Somebody signed in, whose details were typed elsewhere.
async fn customer(world: &World, who: &str) -> (Browser, String) {
    let address = email(who);
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    (browser, address)
}

#[tokio::test]
async fn a_customer_changes_details_and_the_history_says_who() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, address) = customer(&world, "profile").await;
    let before = browser.profile().await;
    let form = ProfileForm {
        last_name: Some("Durand".into()),
        phone: Some(String::new()),
        locale: Some("en".into()),
        billing: Some(BillingForm {
            organisation: "Atelier Zoé SARL".into(),
            ..BillingForm::default()
        }),
        ..of(&before)
    };
    let after = browser.edits_profile(&form).await.expect("it is one's own");
    assert_eq!(after.version, before.version + 1);
    assert_eq!((&*after.first_name, &*after.last_name), ("Zoé", "Durand"));
    assert_eq!((&after.phone, &after.email), (&None, &address));
    assert_eq!(after, browser.profile().await);
    let customer = owner.find(&address).await;
    let entry = &owner.history(&customer.id).await[0];
    assert_eq!(
        (entry.actor, entry.fact),
        (Actor::Customer, Fact::DetailsChanged)
    );
    assert_eq!(entry.fields, ["last_name", "phone", "billing", "locale"]);
    assert_eq!(
        entry.before.as_ref().map(|own| &*own.last_name),
        Some("Martin")
    );
    assert!(
        owner
            .search("durand")
            .await
            .iter()
            .any(|row| row.email == address)
    );
    // Nothing new is no change.
    let same = browser.edits_profile(&of(&after)).await.unwrap();
    assert_eq!(same.version, after.version);
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_told_what_the_other_said() {
    let world = World::get();
    let (browser, _) = customer(&world, "profile-race").await;
    let seen = browser.profile().await;
    let form = |name: &str| ProfileForm {
        last_name: Some(name.into()),
        ..of(&seen)
    };
    let (one, two) = (form("Premier"), form("Second"));
    let (first, second) = tokio::join!(browser.edits_profile(&one), browser.edits_profile(&two));
    let (won, lost) = match (first, second) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        both => panic!("one wins: {both:?}"),
    };
    assert_eq!((lost.status, &*lost.code), (409, "stale"));
    assert_eq!(lost.current, Some(json!(won)));
    let missing = ProfileForm::default();
    assert_eq!(
        refused(browser.edits_profile(&missing).await),
        ["version: required"]
    );
}

#[tokio::test]
async fn t27_only_what_is_ones_own_to_say_is_taken() {
    let world = World::get();
    let (browser, _) = customer(&world, "profile-mass").await;
    let before = browser.profile().await;
    for (key, value) in [
        ("email", json!("other@example.com")),
        ("id", json!("x")),
        ("customer_id", json!("x")),
        ("stage", json!("buyer")),
        ("account", json!({ "can_sign_in": true })),
        ("groups", json!([])),
        ("verified_at", json!(1)),
        ("lastName", json!("x")),
        ("addresses", json!([])),
        ("role", json!("owner")),
    ] {
        let body = json!({ "version": before.version, "first_name": "Eve", key: value });
        let reply = browser
            .send("PUT", EditProfile::PATH, &body.to_string())
            .await;
        assert_eq!(reply.status, 422, "{key}: {reply}");
    }
    assert_eq!(browser.profile().await, before);
}

#[tokio::test]
async fn the_book_has_one_default_and_removing_it_makes_another_the_default() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, email) = customer(&world, "own-book").await;
    let lines = |own: &domain::account::Profile| -> Vec<String> {
        let entries = own.addresses.iter();
        entries.map(|entry| entry.address.line1.clone()).collect()
    };
    browser.adds_address(quay("2 quai du Port")).await.unwrap();
    let own = browser.adds_address(quay("3 quai du Port")).await.unwrap();
    assert_eq!(
        lines(&own),
        ["3 quai du Port", "2 quai du Port", "12 rue des Lilas"]
    );
    // The oldest becomes the default, without a word of it changed.
    let default = BookForm {
        version: Some(own.version),
        default: Some(true),
        address: None,
    };
    let last = own.addresses[2].id.clone();
    let own = browser.edits_address(&last, &default).await.unwrap();
    assert_eq!(
        lines(&own),
        ["12 rue des Lilas", "3 quai du Port", "2 quai du Port"]
    );
    let own = browser.removes_address(&last).await.unwrap();
    assert_eq!(lines(&own), ["3 quai du Port", "2 quai du Port"]);
    assert_eq!(code(browser.removes_address(&last).await).0, 404, "once");
    let record = owner.find(&email).await;
    assert_eq!(
        record.address.map(|own| own.line1).as_deref(),
        Some("3 quai du Port")
    );
    let facts = owner.facts(&record.id).await;
    assert_eq!(
        facts[..4],
        [
            "address_removed",
            "address_changed",
            "address_added",
            "address_added"
        ]
    );
    // An address that is there already joins nothing.
    let again = browser.adds_address(quay("2 quai du Port")).await.unwrap();
    assert_eq!(lines(&again), ["2 quai du Port", "3 quai du Port"]);
}

#[tokio::test]
async fn t29_an_entry_of_anothers_book_is_not_found() {
    let world = World::get();
    let (zoe, _) = customer(&world, "book-own").await;
    let (eve, _) = customer(&world, "book-other").await;
    let hers = zoe.profile().await;
    let entry = &hers.addresses[0].id;
    let form = BookForm {
        version: Some(eve.profile().await.version),
        address: Some(quay("9 quai du Port")),
        default: Some(true),
    };
    let refused = eve.edits_address(entry, &form).await;
    assert_eq!(code(refused).0, 404);
    let path = address::<EditOwnAddress>(entry, &(), str::to_owned);
    let gone = eve.send("DELETE", &path, "").await;
    assert_eq!(gone.status, 404, "{gone}");
    assert_eq!(zoe.profile().await, hers);
}

#[tokio::test]
async fn what_waits_is_used_or_set_aside_by_the_customer() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, email) = customer(&world, "own-pending").await;
    let stranger = Browser::new(&world);
    stranger.leave(&somebody_else(&email)).await;
    let waiting = browser.waiting().await;
    assert_eq!(waiting.version, browser.profile().await.version);
    let item = &waiting.items[0];
    assert!(item.differing.contains(&DetailsField::Phone));
    let fields = [DetailsField::Phone, DetailsField::Address];
    let stale = browser
        .takes_over(&item.id, waiting.version + 1, &fields)
        .await;
    assert_eq!(code(stale), (409, "stale".into()));
    let none = browser.takes_over(&item.id, waiting.version, &[]).await;
    assert_eq!(refused(none), ["fields: required"]);
    let own = browser.takes_over(&item.id, waiting.version, &fields).await;
    let own = own.expect("it is one's own");
    assert_eq!(own.phone.as_deref(), Some("+447700900123"));
    assert_eq!(own.addresses[0].address.line1, "1 High Street");
    assert_eq!(own.first_name, "Zoé");
    assert!(browser.waiting().await.items.is_empty());
    let again = browser.takes_over(&item.id, own.version, &fields).await;
    assert_eq!(code(again).0, 404, "once");
    let record = owner.find(&email).await;
    let entry = &owner.history(&record.id).await[0];
    assert_eq!(
        (entry.actor, entry.fact),
        (Actor::Customer, Fact::PendingApplied)
    );
    Browser::new(&world).leave(&somebody_else(&email)).await;
    let item = browser.waiting().await.items.remove(0);
    browser.sets_aside(&item.id).await.unwrap();
    assert_eq!(code(browser.sets_aside(&item.id).await).0, 404);
    assert_eq!(browser.profile().await, own);
}
