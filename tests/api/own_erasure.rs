//! Erasing oneself: told first, proved by the password, the books kept and nothing else (T12, T13).

use domain::order::OrderState;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::{code, refused, typed};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Mails, World};

async fn customer(world: &World, who: &str) -> (Browser, String) {
    let address = email(who);
    let browser = Browser::new(world);
    browser.leave(&zoe(&address)).await;
    browser.opens_account(&address).await;
    (browser, address)
}

/// Rows that a statement counts.
async fn count(world: &World, sql: &str, of: &str) -> i64 {
    world.database().number(sql, &[of]).await
}

#[tokio::test]
async fn a_customer_without_orders_goes_and_gets_one_last_mail_that_leaves_no_row() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, address) = customer(&world, "leaves").await;
    let elsewhere = Browser::new(&world);
    elsewhere.sign_in(&address, PASSWORD).await.unwrap();
    browser
        .asks_email(&email("leaves-new"), PASSWORD)
        .await
        .unwrap();
    let id = owner.find(&address).await.id;
    let told = browser.previews_erasure().await.unwrap();
    assert!(!told.keeps_books && told.has_account && told.kept_until.is_none());
    assert_eq!(
        refused(browser.erases_oneself("").await),
        ["password: required"]
    );
    assert_eq!(
        refused(browser.erases_oneself("pas celui-là du tout").await),
        ["password: wrong"]
    );
    assert!(
        browser.session().await.account.is_some(),
        "nothing is gone yet"
    );
    let stolen = browser.stolen();
    browser.erases_oneself(PASSWORD).await.expect("204");
    for ended in [&browser, &elsewhere, &stolen] {
        assert!(ended.session().await.account.is_none());
    }
    assert_eq!(code(browser.erases_oneself(PASSWORD).await).0, 401, "once");
    assert_eq!(code(elsewhere.sign_in(&address, PASSWORD).await).0, 401);
    let last = Mails::get().wait(&address, "erased").await;
    assert!(!format!("{last}").contains("Zoé"), "{last}");
    let left = "select count(*) from outbox where recipient = ?1";
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while count(&world, left, &address).await > 0 {
        assert!(
            std::time::Instant::now() < patience,
            "the last mail's row stays"
        );
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    for table in ["customers", "accounts", "email_changes"] {
        let sql = format!("select count(*) from {table} where email = ?1");
        assert_eq!(count(&world, &sql, &address).await, 0, "{table}");
    }
    let journal = "select count(*) from audit where subject_id = ?1 and deed = 'customer_left' and account_id is null";
    assert_eq!(count(&world, journal, id.as_str()).await, 1);
}

#[tokio::test]
async fn unpaid_orders_are_cancelled_and_paid_ones_keep_their_invoice() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (browser, address) = customer(&world, "leaves-books").await;
    let paid = browser.buys_access(&zoe(&address)).await;
    owner.marks_paid(&paid.id).await;
    let unpaid = Browser::new(&world).buys_service(&zoe(&address)).await;
    let told = browser.previews_erasure().await.unwrap();
    assert_eq!((told.orders, told.invoices, told.cancelled), (2, 1, 1));
    let year = told.kept_until.expect("books are kept");
    browser.erases_oneself(PASSWORD).await.expect("204");
    for (id, state) in [
        (&paid.id, OrderState::Completed),
        (&unpaid.id, OrderState::Cancelled),
    ] {
        let record = owner.review(id).await;
        assert_eq!((record.order.state, record.customer), (state, None));
        assert_eq!(&*record.order.buyer.email, "");
    }
    let last = Mails::get().wait(&address, "erased").await;
    assert!(last.message.text.contains(&year.to_string()), "{last}");
}

#[tokio::test]
async fn what_is_paid_and_not_delivered_stands_in_the_way_and_is_named() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (browser, address) = customer(&world, "leaves-early").await;
    let order = browser.buys_service(&zoe(&address)).await;
    owner.marks_paid(&order.id).await;
    let refused = browser.erases_oneself(PASSWORD).await.unwrap_err();
    assert_eq!((refused.status, &*refused.code), (409, "undelivered"));
    let current = refused.current.expect("what stands in the way");
    assert_eq!(current["undelivered"][0]["number"], order.number);
    assert!(browser.session().await.account.is_some());
    owner.find(&address).await;
}

#[tokio::test]
async fn a_code_of_a_moment_ago_stands_for_a_password_that_is_none() {
    let world = World::get();
    let address = email("leaves-code");
    let browser = Browser::new(&world);
    browser.leave(&zoe(&address)).await;
    browser.prove(&address).await;
    let set = "update sessions set proved_at = 1 where account_id = (select id from accounts where email = ?1)";
    world.database().rows(set, &[&address]).await;
    assert_eq!(
        code(browser.erases_oneself("").await),
        (403, "proof".into())
    );
    browser.prove(&address).await;
    browser.erases_oneself("").await.expect("204");
    // And nobody erases a record whose mailbox they never proved.
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("leaves-unproved")).await;
    owner.sets_account(&made.id, &typed(PASSWORD)).await;
    let guest = Browser::new(&world);
    guest.sign_in(&made.email, PASSWORD).await.unwrap();
    let sql = "update accounts set must_change = 0 where email = ?1";
    world.database().rows(sql, &[&made.email]).await;
    assert_eq!(
        code(guest.erases_oneself(PASSWORD).await),
        (403, "proof".into())
    );
    assert_eq!(owner.customer(&made.id).await.id, made.id);
}

#[tokio::test]
async fn of_two_at_once_one_is_too_late() {
    let world = World::get();
    let (browser, address) = customer(&world, "leaves-twice").await;
    let other = browser.stolen();
    let (one, two) = tokio::join!(
        browser.erases_oneself(PASSWORD),
        other.erases_oneself(PASSWORD)
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let lost = one.err().or(two.err()).unwrap();
    assert!([401, 404, 409].contains(&lost.status), "{lost:?}");
    Mails::get().wait(&address, "erased").await;
    assert_eq!(Mails::get().count(&address, "erased").await, 1);
}
