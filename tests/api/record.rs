//! One customer as staff change it: created, corrected, the address book, notes, purchases.

use domain::account::Role;
use domain::customer::{AccountState, CustomerForm};
use domain::history::{Actor, Fact};
use serde_json::json;
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::recording::{code, jeanne, refused, typed};
use tests::staff::{self, Staff};
use tests::world::email;
use tests::{Browser, Mails, World};

#[tokio::test]
async fn a_customer_needs_names_and_email_and_is_found_at_once() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let address = email("created");
    let made = support.creates(&address).await;
    assert_eq!(
        (made.version, made.account, made.verified),
        (1, AccountState::None, false)
    );
    assert_eq!(made.last_name, "N’Guyen-Ünal");
    assert_eq!(support.find(&address).await, made);
    assert!(!support.search("n’guyen-unal").await.is_empty());
    let history = support.history(&made.id).await;
    assert_eq!(history.len(), 1);
    let Some(first) = history.first() else {
        panic!("a history")
    };
    assert_eq!((first.fact, first.actor), (Fact::Added, Actor::Staff));
    assert_eq!(first.by.as_deref(), Some(support.email.as_str()));
    assert_eq!(Mails::get().of(&address).await.len(), 0, "nobody is told");

    let missing = support.create(&CustomerForm::default()).await;
    assert_eq!(
        refused(missing),
        [
            "last_name: required",
            "first_name: required",
            "email: required"
        ]
    );
}

#[tokio::test]
async fn a_known_email_is_answered_with_the_customer_who_has_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("known");
    Browser::new(&world).leave(&zoe(&address)).await;
    let zoe = owner.find(&address).await;
    let taken = owner.create(&jeanne(&address.to_uppercase())).await;
    let problem = taken.expect_err("the mailbox is taken");
    assert_eq!((problem.status, &*problem.code), (409, "email_taken"));
    assert_eq!(problem.current, Some(json!(zoe)));
    assert_eq!(
        owner.customer(&zoe.id).await,
        zoe,
        "nothing of hers changed"
    );
    // A mailbox of the team is no obstacle, until it is to sign in as a customer too.
    let colleague = staff::account(&world, Role::Support).await;
    let with_account = CustomerForm {
        account: Some(typed(PASSWORD)),
        ..jeanne(&colleague)
    };
    assert_eq!(refused(owner.create(&with_account).await), ["email: taken"]);
    let shopper = owner.creates(&colleague).await;
    let set = owner.set_account(&shopper.id, &typed(PASSWORD)).await;
    assert_eq!(refused(set), ["email: taken"]);
}

#[tokio::test]
async fn correcting_the_email_keeps_the_account_and_tells_both_addresses() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (old, new) = (email("wrong"), email("right"));
    let visitor = Browser::new(&world);
    visitor.leave(&somebody_else(&old)).await;
    visitor.opens_account(&old).await;
    let before = owner.find(&old).await;
    let moved = owner.moves(&before.id, &new.to_uppercase()).await;
    assert_eq!(moved.id, before.id);
    assert_eq!((&moved.email, moved.verified), (&new.to_uppercase(), false));
    assert_eq!(moved.account, AccountState::Enabled);
    assert_eq!(moved.version, before.version + 1);
    let cookies = visitor.session().await;
    assert!(cookies.account.is_none(), "sessions of the old address end");
    let browser = Browser::new(&world);
    assert_eq!(code(browser.sign_in(&old, PASSWORD).await).0, 401);
    let session = browser
        .sign_in(&new, PASSWORD)
        .await
        .expect("the password stays");
    assert_eq!(
        session.account.map(|own| own.email),
        Some(new.to_uppercase())
    );
    let history = owner.history(&moved.id).await;
    let entry = history
        .iter()
        .find(|entry| entry.fact == Fact::EmailChanged);
    assert_eq!(entry.and_then(|entry| entry.detail.as_deref()), Some(&*old));
    let mails = Mails::get();
    let told_old = mails.wait(&old, "email_corrected").await;
    let told_new = mails.wait(&new.to_uppercase(), "email_corrected").await;
    assert_ne!(told_old.message.text, told_new.message.text);
    for (mail, other) in [(&told_old, &new), (&told_new, &old)] {
        let all = format!("{mail} {}", mail.message.html).to_lowercase();
        assert!(
            !all.contains(other.as_str()),
            "each is told of itself only: {mail}"
        );
        assert!(!all.contains("ruth"), "our words only: {mail}");
    }
}
