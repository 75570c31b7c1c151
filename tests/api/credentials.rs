//! "Informations d'identification": giving and taking sign-in, typed passwords, invitations (rule 6).

use domain::account::Role;
use domain::credentials::{AccountForm, Credentials};
use domain::customer::{AccountState, Customer, CustomerForm};
use serde_json::json;
use std::sync::Arc;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::{code, inner, invited, jeanne, outer, refused, typed};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Mails, World};

/// How a customer signs in, as staff see it.
pub fn own(customer: &Customer) -> &Credentials {
    let credentials = customer.credentials.as_ref();
    credentials.unwrap_or_else(|| panic!("{} has no account", customer.email))
}

/// A customer who signs in with [`PASSWORD`], the browser she is signed in with, and the owner.
pub async fn signed_in(who: &str) -> (Staff, Customer, Browser) {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email(who);
    let browser = Browser::new(&world);
    browser.leave(&zoe(&address)).await;
    browser.opens_account(&address).await;
    let customer = owner.find(&address).await;
    (owner, customer, browser)
}

/// Whether somebody is signed in in a browser.
pub async fn is_in(browser: &Browser) -> bool {
    browser.session().await.account.is_some()
}

/// Whether a password signs in.
pub async fn lets_in(world: &World, email: &str, password: &str) -> bool {
    match Browser::new(world).sign_in(email, password).await {
        Ok(_) => true,
        Err(problem) => {
            assert_eq!((problem.status, &*problem.code), (401, "credentials"));
            false
        }
    }
}

#[tokio::test]
async fn a_typed_password_signs_in_once_and_must_then_be_changed() {
    let world = World::get();
    let manager = Staff::of_role(&world, Role::Manager).await;
    let address = email("given");
    let form = CustomerForm {
        account: Some(typed(PASSWORD)),
        ..jeanne(&address)
    };
    let made = manager.create(&form).await.expect("a manager may");
    let credentials = own(&made);
    assert!(credentials.can_sign_in && credentials.enabled && credentials.must_change);
    assert!(credentials.has_password && !credentials.verified);
    assert_eq!(
        credentials.switched_by.as_deref(),
        Some(manager.email.as_str())
    );
    assert_eq!(made.account, AccountState::Enabled);
    let facts = manager.facts(&made.id).await;
    assert_eq!(facts, ["password_given", "sign_in_given", "added"]);
    let mail = Mails::get().wait(&address, "credentials_changed").await;
    assert!(!mail.to_string().contains(PASSWORD), "never mailed");
    let browser = Browser::new(&world);
    let session = browser
        .sign_in(&address, PASSWORD)
        .await
        .expect("it signs in");
    assert!(session.account.is_some_and(|own| own.must_change));
    let reply = browser.send("GET", "/api/account", "").await;
    assert_eq!((reply.status, &*reply.problem().code), (403, "must_change"));
    let seen = manager.customer(&made.id).await;
    assert!(own(&seen).signed_in_at.is_some() && own(&seen).sessions == 1);
    let chosen = "une autre phrase de passe";
    browser
        .change_password(PASSWORD, chosen)
        .await
        .expect("the old one is known");
    browser.send("GET", "/api/account", "").await.expect(200);
    assert!(!own(&manager.customer(&made.id).await).must_change);
    assert!(!lets_in(&world, &address, PASSWORD).await);
    // A new one over the old one: whoever is in leaves.
    let kept = AccountForm {
        must_change: Some(false),
        ..typed(PASSWORD)
    };
    manager.sets_account(&made.id, &kept).await;
    assert!(!is_in(&browser).await);
    let session = browser
        .sign_in(&address, PASSWORD)
        .await
        .expect("the new one");
    assert!(session.account.is_some_and(|own| !own.must_change));
}

#[tokio::test]
async fn a_typed_password_keeps_the_rules_of_passwords() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("rules.of.passwords");
    let made = owner.creates(&address).await;
    let shop = owner.settings().await.shop.name;
    for (password, reason) in [
        ("", "required"),
        ("court", "too_short"),
        ("motdepasse1234", "common"),
        (address.as_str(), "contains_email"),
        (&format!("{shop} {shop}"), "contains_shop"),
        (&"x y".repeat(50), "too_long"),
    ] {
        let set = owner.set_account(&made.id, &typed(password)).await;
        assert_eq!(refused(set), [format!("password: {reason}")]);
        let form = CustomerForm {
            account: Some(typed(password)),
            email: Some(address.replace("rules", "rules.too")),
            ..jeanne("")
        };
        if reason != "contains_email" {
            let created = owner.create(&form).await;
            assert_eq!(refused(created), [format!("account.password: {reason}")]);
        }
    }
    for (form, fault) in [
        (outer(true), "password: required"),
        (
            AccountForm {
                invite: Some(true),
                ..inner(true)
            },
            "can_sign_in: required",
        ),
        (
            AccountForm {
                invite: Some(true),
                ..typed(PASSWORD)
            },
            "invite: unneeded",
        ),
        (
            AccountForm {
                must_change: Some(true),
                ..invited()
            },
            "must_change: no_password",
        ),
        (
            AccountForm {
                enabled: Some(false),
                ..invited()
            },
            "enabled: required",
        ),
    ] {
        assert_eq!(refused(owner.set_account(&made.id, &form).await), [fault]);
    }
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn an_invitation_is_an_offer_until_it_is_taken_up() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("offered");
    let made = owner.creates(&address).await;
    let set = owner.sets_account(&made.id, &invited()).await;
    assert_eq!(set.account, AccountState::Invited);
    let credentials = own(&set).clone();
    assert!(credentials.invited_at.is_some() && credentials.invited_until > credentials.invited_at);
    let mails = Mails::get();
    let first = mails.wait(&address, "invitation").await;
    // In either language the word stands in the mail of a purchase only.
    assert!(!first.message.text.contains("confirmation"), "{first}");
    // Sent again: the older link ends.
    let again = AccountForm {
        invite: Some(true),
        ..AccountForm::default()
    };
    owner.sets_account(&made.id, &again).await;
    let second = mails.wait_for(&address, "invitation", 2).await;
    let browser = Browser::new(&world);
    let old = browser.set_password(&first.token(), PASSWORD).await;
    assert_eq!(refused(old), ["token: token"]);
    browser
        .set_password(&second.token(), PASSWORD)
        .await
        .expect("the newest link");
    browser
        .sign_in(&address, PASSWORD)
        .await
        .expect("the account is open");
    let open = owner.customer(&made.id).await;
    assert_eq!((open.account, open.verified), (AccountState::Enabled, true));
    assert_eq!(own(&open).invited_until, None);
    assert_eq!(
        refused(owner.set_account(&made.id, &again).await),
        ["invite: unneeded"]
    );
    let facts = owner.facts(&made.id).await;
    assert_eq!(facts.iter().filter(|fact| *fact == "invited").count(), 2);
}

#[tokio::test]
async fn a_withdrawn_invitation_opens_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("withdrawn");
    let made = owner.creates(&address).await;
    owner.sets_account(&made.id, &invited()).await;
    let token = Mails::get().wait(&address, "invitation").await.token();
    let off = owner.sets_account(&made.id, &outer(false)).await;
    assert_eq!(
        (off.account, own(&off).invited_until),
        (AccountState::Disabled, None)
    );
    let browser = Browser::new(&world);
    assert_eq!(
        refused(browser.set_password(&token, PASSWORD).await),
        ["token: token"]
    );
    // Ticking the box again gives no way in by itself, and the old link stays dead after a new offer.
    assert_eq!(
        refused(owner.set_account(&made.id, &outer(true)).await),
        ["password: required"]
    );
    owner.sets_account(&made.id, &invited()).await;
    assert_eq!(
        refused(browser.set_password(&token, PASSWORD).await),
        ["token: token"]
    );
}

#[tokio::test]
async fn staff_send_a_reset_end_sessions_and_lift_the_slowing() {
    let (owner, customer, browser) = signed_in("helped").await;
    let world = World::get();
    let address = customer.email.clone();
    let out = owner.end_sessions(&customer.id).await.expect("a customer");
    assert_eq!(own(&out).sessions, 0);
    assert!(!is_in(&browser).await);
    owner
        .end_sessions(&customer.id)
        .await
        .expect("nobody is in");
    owner
        .send_reset(&customer.id)
        .await
        .expect("there is a way in");
    let link = Mails::get().wait(&address, "reset").await.token();
    let chosen = "une phrase choisie ensuite";
    browser
        .set_password(&link, chosen)
        .await
        .expect("the link works");
    // Ten wrong ones, then the bucket is full, for the right one too.
    let stranger = Browser::new(&world);
    for _ in 0..10 {
        assert_eq!(
            code(stranger.sign_in(&address, "wrong but long enough").await).0,
            401
        );
    }
    assert_eq!(code(stranger.sign_in(&address, chosen).await).0, 429);
    let slowed = owner.customer(&customer.id).await;
    assert!(own(&slowed).slowed_until > Some(tests::world::now()));
    let lifted = owner.lift_slowing(&customer.id).await.expect("lifted");
    assert_eq!(own(&lifted).slowed_until, None);
    stranger
        .sign_in(&address, chosen)
        .await
        .expect("looked at at once");
    owner
        .lift_slowing(&customer.id)
        .await
        .expect("nothing to lift");
    let facts = owner.facts(&customer.id).await;
    let count = |fact: &str| facts.iter().filter(|other| *other == fact).count();
    assert_eq!(
        (
            count("sessions_ended"),
            count("reset_sent"),
            count("slowing_lifted")
        ),
        (1, 1, 1)
    );
    let none = owner.creates(&email("no-way-in")).await;
    assert_eq!(
        code(owner.send_reset(&none.id).await),
        (409, "no_way_in".to_owned())
    );
}

#[tokio::test]
async fn a_code_proves_the_mailbox_and_wipes_what_staff_typed() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("wiped");
    let made = owner.creates(&address).await;
    owner.sets_account(&made.id, &typed(PASSWORD)).await;
    let browser = Browser::new(&world);
    browser.prove(&address).await;
    let open = owner.customer(&made.id).await;
    assert!(own(&open).verified && !own(&open).has_password && own(&open).signed_in_at.is_some());
    assert!(!lets_in(&world, &address, PASSWORD).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_open_one_account() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("twice")).await;
    let start = Arc::new(tokio::sync::Barrier::new(2));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let (browser, start) = (owner.stolen(), start.clone());
        let path = format!("/api/admin/customers/{}/account", made.id);
        running.spawn(async move {
            browser.session().await;
            start.wait().await;
            browser
                .send("PUT", &path, &json!(invited()).to_string())
                .await
        });
    }
    for reply in running.join_all().await {
        reply.expect(200);
    }
    let sql = "select count(*) from accounts where customer_id = ?1";
    assert_eq!(world.database().number(sql, &[made.id.as_str()]).await, 1);
    let facts = owner.facts(&made.id).await;
    assert_eq!(
        facts.iter().filter(|fact| *fact == "sign_in_given").count(),
        1
    );
}

#[tokio::test]
async fn t28_a_staff_account_is_never_a_customers_to_change() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let manager = Staff::of_role(&world, Role::Manager).await;
    // A member of the team buys with the address of the team.
    let colleague = Staff::of_role(&world, Role::Owner).await;
    let visitor = Browser::new(&world);
    let order = visitor.buys_access(&zoe(&colleague.email)).await;
    owner.marks_paid(&order.id).await;
    let customer = owner.find(&colleague.email).await;
    assert_eq!(
        (customer.account, &customer.credentials),
        (AccountState::None, &None)
    );
    for form in [typed(PASSWORD), invited()] {
        let set = manager.set_account(&customer.id, &form).await;
        assert_eq!(refused(set), ["email: taken"]);
    }
    manager
        .end_sessions(&customer.id)
        .await
        .expect("a customer");
    assert!(is_in(&colleague.browser).await);
    manager.moves(&customer.id, &email("own-mailbox")).await;
    assert!(is_in(&colleague.browser).await);
    let session = colleague.session().await;
    assert_eq!(
        session.account.map(|own| own.email),
        Some(colleague.email.clone())
    );
}
