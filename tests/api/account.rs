//! The customer's account: whose record it shows, what signing in brings to a checkout, and what it never takes over.

use domain::account::Role;
use domain::contact::{AddressForm, BillingForm, ContactForm};
use domain::history::{Actor, Fact};
use domain::id::{AddressId, Id};
use domain::pending::DetailsField;
use domain::session::{BROWSER_COOKIE, COOKIE};
use tests::contact::{named, somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::reply::faults;
use tests::staff::{self, Staff, password};
use tests::world::email;
use tests::{Browser, Mails, World};

/// A customer signed in by a code, whose record is Zoé's.
async fn customer(world: &World) -> (Browser, String) {
    let address = email("member");
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    (browser, address)
}

#[tokio::test]
async fn t01_nobody_claims_a_guests_order_without_reading_the_mailbox() {
    let world = World::get();
    let address = email("guest");
    let guest = Browser::new(&world);
    let placed = guest.buys_service(&zoe(&address)).await;
    Staff::owner(&world).await.marks_paid(&placed.id).await;
    Mails::get().wait(&address, "invitation").await;

    let attacker = Browser::new(&world);
    attacker.leave(&somebody_else(&address)).await;
    attacker.ask_reset(&address).await.expect(202);
    attacker.ask_code(&address).await.expect(202);
    for code in ["000000", "123456", "999999"] {
        let refused = attacker.sign_in_by_code(&address, code).await;
        assert_eq!(refused.unwrap_err().status, 401);
    }
    let refused = attacker.sign_in(&address, PASSWORD).await.unwrap_err();
    assert_eq!(refused.status, 401);
    let refused = attacker.set_password(&"A".repeat(43), PASSWORD).await;
    assert_eq!(refused.unwrap_err().status, 422);
    // Buying under the same mailbox shows nothing of the first order either.
    let bought = attacker.buys_service(&somebody_else(&address)).await;
    for path in [
        "/api/account".to_owned(),
        "/api/account/orders".to_owned(),
        format!("/api/orders/{}", placed.id),
        format!("/api/orders/{}", bought.id),
    ] {
        let reply = attacker.send("GET", &path, "").await;
        if path.ends_with(bought.id.as_str()) {
            reply.expect(200);
        } else {
            assert!([401, 404].contains(&reply.status), "{reply}");
        }
        for private in ["Zoé", "Martin", "Lilas", "+33639981234", placed.id.as_str()] {
            assert!(!reply.text().contains(private), "{private} in {reply}");
        }
    }
    // An account of one's own claims nothing of another's mailbox.
    let (member, own) = customer(&world).await;
    let checkout = member.open_checkout().await.id;
    let locked = member.submit_contact(&checkout, &zoe(&address)).await;
    assert_eq!(faults(&locked.unwrap_err()), ["email: locked"]);
    assert_eq!(member.own_orders().await, []);
    assert_eq!(member.order(&placed.id).await.unwrap_err().status, 404);
    assert_eq!(member.profile().await.email, own);
}

#[tokio::test]
async fn guest_orders_come_into_the_account_once_the_mailbox_is_proved() {
    let world = World::get();
    let address = email("later");
    let first = Browser::new(&world).buys_service(&zoe(&address)).await;
    let second = Browser::new(&world).buys_access(&zoe(&address)).await;
    Browser::new(&world)
        .buys_access(&zoe(&email("other")))
        .await;
    let member = Browser::new(&world);
    member.prove(&address).await;
    let numbers: Vec<u32> = member.own_orders().await.iter().map(|o| o.number).collect();
    assert_eq!(numbers, [second.number, first.number], "newest first");
    assert_eq!(member.order(&first.id).await.unwrap(), first);
    member.sign_out().await;
    assert_eq!(member.order(&first.id).await.unwrap_err().status, 404);
}

#[tokio::test]
async fn what_the_customer_corrects_at_checkout_is_saved_back_and_told() {
    let world = World::get();
    let (member, address) = customer(&world).await;
    let owner = Staff::owner(&world).await;
    let before = owner.find(&address).await;
    let changed = ContactForm {
        last_name: "Martin-Dubois".into(),
        phone: Some("06 39 98 55 66".into()),
        organisation: Some("Les Bocaux".into()),
        address: AddressForm {
            line1: "8 quai des Brumes".into(),
            postcode: Some("29200".into()),
            city: "Brest".into(),
            country: "FR".into(),
            ..AddressForm::default()
        },
        billing: Some(BillingForm {
            organisation: "Les Bocaux SARL".into(),
            siren: Some("303 265 045".into()),
            ..BillingForm::default()
        }),
        ..zoe(&address)
    };
    let checkout = member.open_checkout().await;
    assert!(checkout.signed_in);
    let submitted = member.submit_contact(&checkout.id, &changed).await.unwrap();
    assert_eq!(
        submitted.saved,
        [
            DetailsField::LastName,
            DetailsField::Phone,
            DetailsField::Organisation,
            DetailsField::Address,
            DetailsField::Billing,
        ]
    );
    let after = owner.customer(&before.id).await;
    assert_eq!(after.last_name, "Martin-Dubois");
    assert_eq!(after.phone.as_deref(), Some("+33639985566"));
    assert_eq!(after.billing.unwrap().organisation, "Les Bocaux SARL");
    assert_eq!(after.address.unwrap().city, "Brest");
    assert!(after.version > before.version);
    assert_eq!(after.pending, [], "one's own record needs no waiting");
    let entries = owner.history(&before.id).await;
    let told = entries
        .iter()
        .find(|entry| entry.fact == Fact::DetailsChanged)
        .expect("the change is told");
    assert_eq!(told.actor, Actor::Customer);
    assert_eq!(
        told.fields,
        ["last_name", "phone", "organisation", "address", "billing"]
    );
    let profile = member.profile().await;
    let cities: Vec<&str> = profile
        .addresses
        .iter()
        .map(|saved| saved.address.city.as_str())
        .collect();
    assert_eq!(cities, ["Brest", "Paris"], "the one used last comes first");
    // The same again changes nothing.
    let again = member.submit_contact(&checkout.id, &changed).await.unwrap();
    assert_eq!(again.saved, []);
    assert_eq!(owner.history(&before.id).await.len(), entries.len());
    assert_eq!(owner.customer(&before.id).await.version, after.version);
    // A phone left out is no wish to forget it.
    let without = ContactForm {
        phone: None,
        ..changed.clone()
    };
    member.submit_contact(&checkout.id, &without).await.unwrap();
    assert!(owner.customer(&before.id).await.phone.is_some());
    // The address used before comes first again and is not kept twice.
    let back = ContactForm {
        address: zoe(&address).address,
        ..changed
    };
    member.submit_contact(&checkout.id, &back).await.unwrap();
    let profile = member.profile().await;
    let cities: Vec<&str> = profile
        .addresses
        .iter()
        .map(|saved| saved.address.city.as_str())
        .collect();
    assert_eq!(cities, ["Paris", "Brest"]);
}

#[tokio::test]
async fn t29_an_address_of_the_book_is_changed_by_its_owner_alone() {
    let world = World::get();
    let (member, address) = customer(&world).await;
    let (other, others_address) = customer(&world).await;
    let mine = member.profile().await.addresses[0].id.clone();
    let theirs = other.profile().await.addresses[0].id.clone();
    let checkout = member.open_checkout().await.id;
    let moved = |id: &AddressId| {
        let mut form = zoe(&address);
        form.address.line1 = "14 rue des Lilas".into();
        form.address_id = Some(id.clone());
        form
    };
    let unknown: AddressId = Id::new(1, staff::random());
    for id in [&theirs, &unknown] {
        let refused = member.submit_contact(&checkout, &moved(id)).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.status, faults(&refused)),
            (422, vec!["address_id: unknown".to_owned()])
        );
    }
    let guest = Browser::new(&world);
    let guests = guest.open_checkout().await.id;
    let mut form = zoe(&others_address);
    form.address_id = Some(theirs.clone());
    let refused = guest.submit_contact(&guests, &form).await.unwrap_err();
    assert_eq!(refused.status, 422, "{refused:?}");
    assert_eq!(
        other.profile().await.addresses[0].address.line1,
        "12 rue des Lilas"
    );
    member
        .submit_contact(&checkout, &moved(&mine))
        .await
        .unwrap();
    let book = member.profile().await.addresses;
    assert_eq!(book.len(), 1, "changed, not added: {book:?}");
    assert_eq!(book[0].address.line1, "14 rue des Lilas");
}

#[tokio::test]
async fn another_mailbox_is_locked_out_while_signed_in() {
    let world = World::get();
    let (member, address) = customer(&world).await;
    let checkout = member.open_checkout().await.id;
    let other = email("locked");
    let locked = member.submit_contact(&checkout, &zoe(&other)).await;
    let locked = locked.unwrap_err();
    assert_eq!(
        (locked.status, faults(&locked)),
        (422, vec!["email: locked".to_owned()])
    );
    let sql = "select count(*) from customers where email = ?1";
    assert_eq!(world.database().number(sql, &[&other]).await, 0);
    // Its own in other letters is its own.
    member
        .submit_contact(&checkout, &zoe(&address.to_uppercase()))
        .await
        .unwrap();
}

#[tokio::test]
async fn what_this_browser_typed_is_applied_when_it_proves_the_mailbox_and_nothing_else() {
    let world = World::get();
    let address = email("typed");
    Browser::new(&world).leave(&zoe(&address)).await;
    let elsewhere = Browser::new(&world);
    elsewhere.leave(&somebody_else(&address)).await;
    let home = Browser::new(&world);
    let checkout = home.leave(&named("Zoé", "Lefèvre", &address)).await;
    let owner = Staff::owner(&world).await;
    assert_eq!(owner.find(&address).await.pending.len(), 2);
    home.prove(&address).await;
    let after = owner.find(&address).await;
    assert_eq!(after.last_name, "Lefèvre");
    assert_eq!(after.pending.len(), 1, "{:?}", after.pending);
    assert_eq!(after.pending[0].details.first_name, "Ruth");
    // The checkout goes on where it was.
    let seen = home.checkout(&checkout).await;
    assert_eq!(seen.contact.unwrap().last_name, "Lefèvre");
    assert!(seen.signed_in);
}

#[tokio::test]
async fn signing_in_adopts_no_checkout_and_shows_none_to_whoever_planted_its_cookie() {
    let world = World::get();
    let (_, address) = customer(&world).await;
    // A cookie planted in the customer's browser.
    let planter = Browser::new(&world);
    let planted = planter.leave(&somebody_else(&email("planter"))).await;
    let cookie = planter.cookie(BROWSER_COOKIE).unwrap();
    let member = Browser::new(&world);
    member.set_cookie(BROWSER_COOKIE, &cookie);
    member.prove(&address).await;
    let owner = Staff::owner(&world).await;
    let record = owner.find(&address).await;
    assert_eq!(
        record.first_name, "Zoé",
        "nothing of the planter's was taken over"
    );
    // What the customer then types at it is not the planter's to read.
    let typed = ContactForm {
        organisation: Some("Secret Society".into()),
        ..zoe(&address)
    };
    if member.submit_contact(&planted, &typed).await.is_ok() {
        let seen = planter
            .send("GET", &format!("/api/checkouts/{planted}"), "")
            .await;
        assert!(!seen.text().contains("Secret Society"), "{seen}");
        assert!(!seen.text().contains(&address), "{seen}");
    }
    let own = member.open_checkout().await.id;
    member.submit_contact(&own, &typed).await.unwrap();
    let seen = planter
        .send("GET", &format!("/api/checkouts/{own}"), "")
        .await;
    assert!(!seen.text().contains("Secret Society"), "{seen}");
    // Nor is it shown once the session is over.
    member.drop_cookie(COOKIE);
    let seen = member
        .send("GET", &format!("/api/checkouts/{own}"), "")
        .await;
    assert!(!seen.text().contains("Secret Society"), "{seen}");
}

#[tokio::test]
async fn signing_out_forgets_this_browsers_checkouts() {
    let world = World::get();
    let (member, address) = customer(&world).await;
    let checkout = member.leave(&zoe(&address)).await;
    let thief = member.stolen();
    member.sign_out().await;
    for browser in [&member, &thief] {
        let seen = browser
            .send("GET", &format!("/api/checkouts/{checkout}"), "")
            .await;
        assert!(!seen.text().contains("Lilas"), "{seen}");
    }
    assert_eq!(member.cookie(BROWSER_COOKIE), None);
}

#[tokio::test]
async fn t13_a_customer_switched_off_is_out_of_every_session_and_in_by_no_door() {
    let world = World::get();
    let address = email("off");
    Browser::new(&world).leave(&zoe(&address)).await;
    let home = Browser::new(&world);
    home.opens_account(&address).await;
    let mut sessions = vec![home];
    for _ in 0..2 {
        let browser = Browser::new(&world);
        browser.sign_in(&address, PASSWORD).await.unwrap();
        sessions.push(browser);
    }
    let sql = "update accounts set enabled = cast(?1 as integer), can_sign_in = cast(?1 as integer) where email = ?2";
    world.database().rows(sql, &["0", &address]).await;
    for browser in &sessions {
        browser.send("GET", "/api/account", "").await.expect(401);
        assert_eq!(browser.session().await.account, None);
    }
    let wrong = Browser::new(&world)
        .sign_in(&address, "not the password at all")
        .await
        .unwrap_err();
    let right = Browser::new(&world)
        .sign_in(&address, PASSWORD)
        .await
        .unwrap_err();
    assert_eq!((wrong.status, wrong.code), (right.status, right.code));
    let owner = Staff::owner(&world).await;
    let record = owner.find(&address).await;
    assert_eq!(record.account, domain::customer::AccountState::Disabled);
    world.database().rows(sql, &["1", &address]).await;
    Browser::new(&world)
        .sign_in(&address, PASSWORD)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_password_given_by_staff_is_replaced_before_anything_else() {
    let world = World::get();
    let (_, address) = customer(&world).await;
    let account = staff::account(&world, Role::Customer).await;
    let sql = "update accounts set must_change = 1, password_hash = (select password_hash from accounts where email = ?2), \
               pepper_id = (select pepper_id from accounts where email = ?2) where email = ?1";
    world.database().rows(sql, &[&address, &account]).await;
    let member = Browser::new(&world);
    let session = member.sign_in(&address, &password()).await.unwrap();
    assert!(session.account.unwrap().must_change);
    for path in ["/api/account", "/api/account/orders"] {
        let reply = member.send("GET", path, "").await;
        reply.expect(403);
        assert!(!reply.text().contains("Zoé"), "{reply}");
    }
    let changed = member.change_password(&password(), PASSWORD).await;
    assert!(!changed.unwrap().account.unwrap().must_change);
    member.send("GET", "/api/account", "").await.expect(200);
}

#[tokio::test]
async fn staff_have_no_customers_record_of_their_own() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    for path in ["/api/account", "/api/account/orders"] {
        clerk.send("GET", path, "").await.expect(403);
    }
    // At the checkout they are visitors like any other.
    let address = email("clerk-buys");
    clerk.leave(&zoe(&address)).await;
}
