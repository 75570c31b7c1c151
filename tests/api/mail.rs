//! Mail that cannot leave: the shopper notices nothing, and it leaves later, once (T42). The clock is turned, so the shop
//! is the test's own; the provider is everybody's and is told by address how to behave.

use domain::account::Role;
use domain::api::outbox::{ListOutbox, OutboxQuery, RetryMail};
use domain::order::Order;
use domain::outbox::{LEASE, MailState, back_off};
use std::time::Duration;
use tests::contact::zoe;
use tests::mails::Mode;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, Server, World};

const MINUTE: i64 = 60_000;

/// An order whose confirmation goes to a mailbox like this; the shopper does not wait for it.
async fn orders(world: &World, mode: Mode) -> (Order, String) {
    let address = email("post");
    Mails::get().set_mode(&address, mode).await;
    let visitor = Browser::new(world);
    let started = std::time::Instant::now();
    let placed = visitor.buys_service(&zoe(&address)).await;
    let took = started.elapsed();
    assert!(took < Duration::from_secs(6), "{mode:?}: {took:?}");
    (placed, address)
}

/// The confirmation's row: state, tries, error, when it is due.
struct Row {
    state: String,
    tries: i64,
    error: String,
    due_at: i64,
}

async fn row(world: &World, order: &Order) -> Row {
    let sql = "select state, tries, coalesce(error, ''), due_at from outbox where order_id = ?1 and template = 'order_placed'";
    let rows = world.database().rows(sql, &[order.id.as_str()]).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let text = |place: usize| rows[0][place].as_str().unwrap_or_default().to_owned();
    let figure = |place: usize| rows[0][place].as_f64().unwrap_or_default() as i64;
    Row {
        state: text(0),
        tries: figure(1),
        error: text(2),
        due_at: figure(3),
    }
}

/// Waits until a try was made and reported on.
async fn tried(world: &World, order: &Order, tries: i64) -> Row {
    let patience = std::time::Instant::now() + Duration::from_secs(20);
    loop {
        let row = row(world, order).await;
        if row.tries >= tries && row.state != "sending" {
            assert_eq!(row.tries, tries, "{}", row.state);
            return row;
        }
        let waiting = std::time::Instant::now() < patience;
        assert!(waiting, "{} after {} tries", row.state, row.tries);
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_mail_that_cannot_leave_leaves_later_and_once() {
    let server = Server::start("mail").await;
    let world = server.world.clone();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    a_refusal_is_final_until_staff_try_again(&world, &owner).await;
    sweeps_at_once_send_each_mail_once(&world).await;
    a_failure_is_tried_again_ever_more_rarely(&world).await;
    a_silent_provider_is_not_waited_for(&world).await;
    a_lost_answer_may_double_a_mail(&world).await;
    a_code_that_could_not_leave_in_time_never_does(&world).await;
    what_never_leaves_is_a_visible_dead_end(&world).await;
}

async fn a_refusal_is_final_until_staff_try_again(world: &World, owner: &Staff) {
    let (placed, address) = orders(world, Mode::Refuse).await;
    let refused = tried(world, &placed, 1).await;
    assert_eq!(refused.state, "failed", "{}", refused.error);
    assert!(!refused.error.is_empty());
    world.sweep_at(now() + MINUTE).await;
    assert_eq!(Mails::get().attempts(&address).await, 1);
    let query = OutboxQuery {
        state: Some(MailState::Failed),
        ..OutboxQuery::default()
    };
    let seen = owner.outbox(&query).await.items;
    let mail = seen.iter().find(|mail| mail.recipient == address);
    let mail = mail.expect("staff see it").clone();
    assert_eq!(
        (mail.template.as_str(), mail.order.as_ref()),
        ("order_placed", Some(&placed.id))
    );
    assert_eq!(mail.text, None, "what was sent is kept in development only");
    for role in [Role::Support, Role::Customer] {
        let clerk = Staff::of_role(world, role).await;
        let refused = clerk.get::<ListOutbox>(&(), &query).await.unwrap_err();
        assert_eq!(refused.status, 403);
        let refused = clerk.call::<RetryMail>(&mail.id, &(), &()).await;
        assert_eq!(refused.unwrap_err().status, 403);
    }
    Mails::get().set_mode(&address, Mode::Ok).await;
    owner.retry(&mail.id).await.unwrap();
    world.sweep_at(now()).await;
    Mails::get().wait(&address, "order_placed").await;
    tried(world, &placed, row(world, &placed).await.tries).await;
    // Sent is sent.
    let again = owner.retry(&mail.id).await.unwrap_err();
    assert_eq!(again.status, 409);
    let current: domain::outbox::MailRow =
        serde_json::from_value(again.current.expect("the row as it is")).unwrap();
    assert_eq!(current.state, MailState::Sent);
    world.sweep_at(now() + MINUTE).await;
    assert_eq!(Mails::get().count(&address, "order_placed").await, 1);
}

async fn sweeps_at_once_send_each_mail_once(world: &World) {
    let mut mailboxes = Vec::new();
    for _ in 0..25 {
        let (placed, address) = orders(world, Mode::Fail).await;
        tried(world, &placed, 1).await;
        Mails::get().set_mode(&address, Mode::Ok).await;
        mailboxes.push(address);
    }
    let later = now() + back_off(1).unwrap() + 1;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let world = world.clone();
        running.spawn(async move { world.sweep_at(later).await });
    }
    running.join_all().await;
    // A sweep takes a bounded number of mails: what is left is the next one's.
    for _ in 0..5 {
        world.sweep_at(later + 1).await;
    }
    for address in &mailboxes {
        Mails::get().wait(address, "order_placed").await;
        assert_eq!(Mails::get().count(address, "order_placed").await, 1);
        assert_eq!(Mails::get().attempts(address).await, 2, "{address}");
    }
}

async fn a_failure_is_tried_again_ever_more_rarely(world: &World) {
    let (placed, address) = orders(world, Mode::Fail).await;
    for tries in 1..=3u32 {
        let before = now();
        let failed = tried(world, &placed, i64::from(tries)).await;
        assert_eq!(failed.state, "waiting");
        assert_eq!(failed.error, "status_500");
        let wait = back_off(tries).unwrap();
        assert!(
            failed.due_at >= before - 60_000 + wait,
            "{}",
            failed.due_at - before
        );
        // Before its time nobody tries.
        world.sweep_at(failed.due_at - 1).await;
        assert_eq!(Mails::get().attempts(&address).await, u64::from(tries));
        if tries == 3 {
            Mails::get().set_mode(&address, Mode::Ok).await;
        }
        world.sweep_at(failed.due_at).await;
    }
    Mails::get().wait(&address, "order_placed").await;
    let sent = tried(world, &placed, 4).await;
    assert_eq!((sent.state.as_str(), sent.error.as_str()), ("sent", ""));
    world.sweep_at(sent.due_at + 24 * 60 * MINUTE).await;
    assert_eq!(Mails::get().count(&address, "order_placed").await, 1);
}

async fn a_silent_provider_is_not_waited_for(world: &World) {
    let (placed, address) = orders(world, Mode::Hang).await;
    let patience = std::time::Instant::now() + Duration::from_secs(10);
    while Mails::get().attempts(&address).await == 0 {
        assert!(std::time::Instant::now() < patience, "it was never tried");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    // Whoever sends now holds the lease: another sweep leaves it alone.
    world.sweep_at(now()).await;
    assert_eq!(Mails::get().attempts(&address).await, 1);
    // The rest of the shop goes on, and its mails too.
    let (_, other) = orders(world, Mode::Ok).await;
    Mails::get().wait(&other, "order_placed").await;
    Mails::get().set_mode(&address, Mode::Ok).await;
    let due = row(world, &placed).await.due_at;
    world.sweep_at(due.max(now() + LEASE) + 2 * MINUTE).await;
    Mails::get().wait(&address, "order_placed").await;
    let sent = row(world, &placed).await;
    assert_eq!(sent.state, "sent", "{}", sent.error);
    assert_eq!(Mails::get().count(&address, "order_placed").await, 1);
}

async fn a_lost_answer_may_double_a_mail(world: &World) {
    let (placed, address) = orders(world, Mode::Drop).await;
    let lost = tried(world, &placed, 1).await;
    assert_eq!(lost.state, "waiting", "{}", lost.error);
    Mails::get().set_mode(&address, Mode::Ok).await;
    world.sweep_at(lost.due_at).await;
    tried(world, &placed, 2).await;
    let mails = Mails::get().of(&address).await;
    assert_eq!(mails.len(), 2, "accepted twice, as nobody could know");
    assert_ne!(
        mails[0].key, mails[1].key,
        "another link is another body, which needs another key"
    );
    assert_ne!(mails[0].token(), mails[1].token());
}

async fn a_code_that_could_not_leave_in_time_never_does(world: &World) {
    let address = email("late-code");
    Browser::new(world).leave(&zoe(&address)).await;
    Mails::get().set_mode(&address, Mode::Fail).await;
    Browser::new(world).ask_code(&address).await.expect(202);
    let patience = std::time::Instant::now() + Duration::from_secs(10);
    while Mails::get().attempts(&address).await == 0 {
        assert!(std::time::Instant::now() < patience, "it was never tried");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Mails::get().set_mode(&address, Mode::Ok).await;
    world
        .sweep_at(now() + domain::code::SENDABLE + MINUTE)
        .await;
    let sql = "select count(*) from outbox where recipient = ?1 and template = 'code' and state = 'dropped'";
    assert_eq!(world.database().number(sql, &[&address]).await, 1);
    assert_eq!(Mails::get().count(&address, "code").await, 0);
}

async fn what_never_leaves_is_a_visible_dead_end(world: &World) {
    let (placed, address) = orders(world, Mode::Fail).await;
    let mut tries = 1;
    while let Some(wait) = back_off(tries) {
        let failed = tried(world, &placed, i64::from(tries)).await;
        assert_eq!(failed.state, "waiting");
        world.sweep_at(failed.due_at.max(now() + wait)).await;
        tries += 1;
    }
    let dead = tried(world, &placed, i64::from(tries)).await;
    assert_eq!(
        (dead.state.as_str(), dead.error.as_str()),
        ("failed", "status_500")
    );
    assert_eq!(Mails::get().attempts(&address).await, u64::from(tries));
    world.sweep_at(dead.due_at + 5 * 24 * 60 * MINUTE).await;
    assert_eq!(Mails::get().attempts(&address).await, u64::from(tries));
}
