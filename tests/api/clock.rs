//! What time does by itself: reminders, cancellations, offers that lapse. The clock is turned, so the shop is the test's own.

use domain::customer::AccountState;
use domain::history::{Actor, Fact};
use domain::id::OrderId;
use domain::order::OrderState;
use domain::session::{DAY, INVITATION};
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, Server, World};

async fn mails(world: &World, order: &OrderId, template: &str) -> i64 {
    let sql = "select count(*) from outbox where order_id = ?1 and template = ?2";
    world
        .database()
        .number(sql, &[order.as_str(), template])
        .await
}

async fn account(world: &World, address: &str) -> String {
    let sql = "select account from customers where email = ?1";
    let rows = world.database().rows(sql, &[address]).await;
    rows[0][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn unpaid_orders_are_reminded_of_then_cancelled_and_offers_lapse() {
    let server = Server::start("clock").await;
    let world = server.world.clone();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let settings = owner.settings().await.sale.transfer;
    let start = now();

    let (unpaid, paid, invited, taken) = (
        email("unpaid"),
        email("paid"),
        email("invited"),
        email("taken"),
    );
    let waiting = Browser::new(&world).buys_service(&zoe(&unpaid)).await;
    let on_time = Browser::new(&world).buys_service(&zoe(&paid)).await;
    let offered = Browser::new(&world).buys_access(&zoe(&invited)).await;
    let opened = Browser::new(&world).buys_access(&zoe(&taken)).await;
    for order in [&on_time, &offered, &opened] {
        owner.marks_paid(&order.id).await;
    }
    let link = Mails::get().wait(&taken, "invitation").await.token();
    let member = Browser::new(&world);
    member.set_password(&link, PASSWORD).await.unwrap();
    let lapsing = Mails::get().wait(&invited, "invitation").await.token();

    let reminder = start + i64::from(settings.reminder_days) * DAY;
    world.sweep_at(reminder - 60 * 60_000).await;
    assert_eq!(mails(&world, &waiting.id, "payment_reminder").await, 0);
    for later in [1, 2, 3] {
        world.sweep_at(reminder + later * DAY).await;
        assert_eq!(mails(&world, &waiting.id, "payment_reminder").await, 1);
    }
    assert_eq!(mails(&world, &on_time.id, "payment_reminder").await, 0);
    let mail = Mails::get().wait(&unpaid, "payment_reminder").await;
    let transfer = waiting.transfer.clone().unwrap();
    assert!(mail.message.text.contains(&transfer.reference), "{mail}");

    world.sweep_at(transfer.due_at - 1).await;
    assert_eq!(state(&world, &waiting.id).await, OrderState::Placed);
    for later in [1, DAY] {
        world.sweep_at(transfer.due_at + later).await;
        assert_eq!(state(&world, &waiting.id).await, OrderState::Cancelled);
        assert_eq!(mails(&world, &waiting.id, "order_cancelled").await, 1);
    }
    Mails::get().wait(&unpaid, "order_cancelled").await;
    for order in [&on_time, &offered, &opened] {
        assert_ne!(state(&world, &order.id).await, OrderState::Cancelled);
    }
    let sql = "select count(*) from invoices where order_id = ?1";
    let invoices = world.database().number(sql, &[waiting.id.as_str()]).await;
    assert_eq!(invoices, 0);

    world.sweep_at(start + INVITATION - DAY).await;
    assert_eq!(account(&world, &invited).await, "invited");
    world.sweep_at(now() + INVITATION + DAY).await;
    assert_eq!(
        account(&world, &invited).await,
        "none",
        "it stays an offer for 30 days"
    );
    assert_eq!(
        account(&world, &taken).await,
        "enabled",
        "taken up, it stays"
    );
    let refused = Browser::new(&world).set_password(&lapsing, PASSWORD).await;
    assert_eq!(refused.unwrap_err().status, 422);
    let sql = "select count(*) from accounts where email = ?1";
    assert_eq!(world.database().number(sql, &[&invited]).await, 0);
    member.sign_in(&taken, PASSWORD).await.unwrap();
    assert_eq!(member.own_orders().await.len(), 1);

    // The turned clock ended the owner's session: whoever works here signs in again.
    let owner = Staff::of_role(&world, domain::account::Role::Owner).await;
    let late = owner.set_state_raw(&waiting.id, OrderState::Paid).await;
    late.expect(409);
    let customer = owner.find(&unpaid).await;
    let cancelled = owner.history(&customer.id).await;
    let cancelled = cancelled.iter().find(|e| e.fact == Fact::OrderCancelled);
    assert_eq!(cancelled.expect("it is told").actor, Actor::System);
    let customer = owner.find(&invited).await;
    assert_eq!(customer.account, AccountState::None);
    let facts = owner.history(&customer.id).await;
    assert!(facts.iter().any(|e| e.fact == Fact::InvitationEnded));
    // The next purchase offers it again, and the guest's link still opens the order.
    let link = Mails::get().wait(&invited, "order_paid").await.token();
    let guest = Browser::new(&world);
    guest.order_by_link(&offered.id, &link).await.expect(200);
    let again = Browser::new(&world).buys_access(&zoe(&invited)).await;
    owner.marks_paid(&again.id).await;
    assert_eq!(account(&world, &invited).await, "invited");
    // Nobody who bought is erased, and a link to an order ends after 60 days.
    world.sweep_at(start + 400 * DAY).await;
    guest.order_by_link(&offered.id, &link).await.expect(404);
    for address in [&invited, &taken, &paid] {
        assert_eq!(kept(&world, address).await, 1, "{address}");
    }
}

async fn state(world: &World, order: &OrderId) -> OrderState {
    let sql = "select state from orders where id = ?1";
    let rows = world.database().rows(sql, &[order.as_str()]).await;
    OrderState::parse(rows[0][0].as_str().unwrap()).unwrap()
}

async fn kept(world: &World, address: &str) -> i64 {
    let sql = "select count(*) from customers where email = ?1";
    world.database().number(sql, &[address]).await
}
