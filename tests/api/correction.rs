//! Correcting a customer's e-mail: the account stays linked, the old mailbox lets nobody in, both addresses are told.

use domain::account::Role;
use domain::customer::{AccountState, CustomerForm};
use domain::history::Fact;
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::recording::{code, invited, of, refused, typed};
use tests::staff::{self, Staff};
use tests::world::email;
use tests::{Browser, Mails, World};

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

#[tokio::test]
async fn another_spelling_of_the_same_mailbox_moves_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("spelt");
    let visitor = Browser::new(&world);
    visitor.leave(&zoe(&address)).await;
    visitor.opens_account(&address).await;
    let before = owner.find(&address).await;
    let moved = owner.moves(&before.id, &address.to_uppercase()).await;
    assert_eq!(
        (&moved.email, moved.verified),
        (&address.to_uppercase(), true)
    );
    let session = visitor.session().await.account.expect("the session stays");
    assert_eq!(session.email, address.to_uppercase());
    let facts = owner.facts(&moved.id).await;
    assert_eq!(facts.first().map(String::as_str), Some("details_changed"));
    assert!(!facts.contains(&"email_changed".to_owned()));
    assert_eq!(Mails::get().count(&address, "email_corrected").await, 0);
}

#[tokio::test]
async fn what_the_old_mailbox_could_let_in_ends_and_an_open_offer_follows() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (old, new) = (email("old"), email("new"));
    let mails = Mails::get();
    // A box ticked and details typed by somebody who never proved the mailbox, and a code on its way.
    let visitor = Browser::new(&world);
    visitor.leave(&somebody_else(&old)).await;
    visitor.leave(&zoe(&old)).await;
    visitor.ask_code(&old).await.expect(202);
    let code_mail = mails.wait(&old, "code").await;
    let made = owner.find(&old).await;
    assert_eq!((made.pending.len(), made.consents.len()), (1, 1));
    owner.sets_account(&made.id, &invited()).await;
    let link = mails.wait(&old, "invitation").await.token();
    let moved = owner.moves(&made.id, &new).await;
    assert_eq!(code(visitor.set_password(&link, PASSWORD).await).0, 422);
    let by_code = visitor.sign_in_by_code(&old, &code_mail.code()).await;
    assert_eq!(code(by_code).0, 401);
    assert_eq!(moved.account, AccountState::Invited);
    let link = mails.wait(&new, "invitation").await.token();
    visitor
        .set_password(&link, PASSWORD)
        .await
        .expect("the offer follows");
    visitor
        .sign_in(&new, PASSWORD)
        .await
        .expect("the account is open");
    // The browser that ticked and typed proved another mailbox than it typed: nothing of it is taken over.
    let now = owner.customer(&made.id).await;
    assert_eq!((&*now.first_name, now.consents.len()), ("Ruth", 0));
    assert_eq!(now.pending.len(), 1, "it waits for a decision");
    assert!(now.verified);
    // Nobody has the old mailbox any more: it is somebody new.
    Browser::new(&world).leave(&zoe(&old)).await;
    assert_ne!(owner.find(&old).await.id, made.id);
}

#[tokio::test]
async fn an_email_that_another_customer_or_colleague_has_is_taken() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let first = owner.creates(&email("first")).await;
    let second = owner.creates(&email("second")).await;
    let form = CustomerForm {
        email: Some(first.email.to_uppercase()),
        ..of(&second)
    };
    assert_eq!(
        refused(owner.edit(&second.id, &form).await),
        ["email: taken"]
    );
    let colleague = staff::account(&world, Role::Manager).await;
    owner.sets_account(&second.id, &typed(PASSWORD)).await;
    let form = CustomerForm {
        email: Some(colleague),
        ..of(&second)
    };
    assert_eq!(
        refused(owner.edit(&second.id, &form).await),
        ["email: taken"]
    );
    let now = owner.customer(&second.id).await;
    assert_eq!((now.email, now.version), (second.email, second.version));
}
