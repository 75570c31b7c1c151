//! The right to withdraw: declared on the order's page within its term, acknowledged once, shown to staff.

use domain::history::{Actor, Fact};
use domain::order::{OrderQuery, OrderState};
use domain::product::Kind;
use domain::session::DAY;
use std::sync::Arc;
use tests::buying::order;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_withdraws_by_the_link_once_however_often_the_button_is_pressed() {
    let world = World::get();
    let form = zoe(&email("withdraws"));
    let placed = Browser::new(&world).buys_service(&form).await;
    // Paid, its state does not change with the withdrawal: nothing but the declaration itself keeps it from being two.
    Staff::owner(&world).await.marks_paid(&placed.id).await;
    let token = Mails::get().wait(&form.email, "order_placed").await.token();
    let guest = Arc::new(Browser::new(&world));
    let start = Arc::new(tokio::sync::Barrier::new(10));
    let mut running = tokio::task::JoinSet::new();
    let before = now();
    for _ in 0..10 {
        let (guest, start) = (guest.clone(), start.clone());
        let (id, token) = (placed.id.clone(), token.clone());
        running.spawn(async move {
            start.wait().await;
            guest.withdraw(&id, Some(&token)).await
        });
    }
    let mut declared = Vec::new();
    for reply in running.join_all().await {
        let seen = order(reply.expect(200));
        declared.push(seen.withdrawal.declared_at.expect("declared"));
    }
    declared.dedup();
    assert_eq!(declared.len(), 1, "{declared:?}");
    assert!((before..=now()).contains(&declared[0]));
    let again = guest.withdraw(&placed.id, Some(&token)).await;
    assert_eq!(
        order(again.expect(200)).withdrawal.declared_at,
        Some(declared[0])
    );

    let mail = Mails::get().wait(&form.email, "withdrawal_received").await;
    assert!(
        mail.message.text.contains(&placed.number.to_string()),
        "{mail}"
    );
    let database = world.database();
    for template in ["withdrawal_received", "shop_withdrawal"] {
        let sql = "select count(*) from outbox where order_id = ?1 and template = ?2";
        let count = database.number(sql, &[placed.id.as_str(), template]).await;
        assert_eq!(count, 1, "{template}");
    }
    let owner = Staff::owner(&world).await;
    let query = OrderQuery {
        q: placed.number.to_string(),
        ..OrderQuery::default()
    };
    assert!(owner.orders(&query).await.items[0].withdrawn);
    let review = owner.review(&placed.id).await;
    assert_eq!(review.order.withdrawal.declared_at, Some(declared[0]));
    let history = owner.history(&owner.find(&form.email).await.id).await;
    let told: Vec<Actor> = history
        .iter()
        .filter(|entry| entry.fact == Fact::OrderWithdrawn)
        .map(|entry| entry.actor)
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_ne!(told[0], Actor::Staff);
}

#[tokio::test]
async fn a_customer_withdraws_signed_in_and_the_browser_that_bought_may_too() {
    let world = World::get();
    let address = email("withdraws");
    let buyer = Browser::new(&world);
    let first = buyer.buys_service(&zoe(&address)).await;
    order(buyer.withdraw(&first.id, None).await.expect(200));
    let second = Browser::new(&world).buys_service(&zoe(&address)).await;
    Staff::owner(&world).await.marks_paid(&second.id).await;
    let member = Browser::new(&world);
    member.prove(&address).await;
    let seen = order(member.withdraw(&second.id, None).await.expect(200));
    assert!(seen.withdrawal.declared_at.is_some());
    assert!(!seen.withdrawal.open(seen.state, now()));
}

#[tokio::test]
async fn outside_its_term_or_without_the_right_nothing_is_declared() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    let late = visitor.buys_service(&zoe(&email("late"))).await;
    let until = late.withdrawal.until.unwrap();
    assert!(until - now() > 14 * DAY - 60_000);
    let sql = "update orders set withdraw_until = cast(?1 as integer) where id = ?2";
    let past = (now() - 1).to_string();
    world.database().rows(sql, &[&past, late.id.as_str()]).await;
    let waived = visitor.buys_access(&zoe(&email("waived"))).await;
    let cancelled = visitor.buys_service(&zoe(&email("cancelled"))).await;
    owner
        .set_state(&cancelled.id, OrderState::Cancelled)
        .await
        .unwrap();
    let refunded = visitor.buys_service(&zoe(&email("refunded"))).await;
    owner.marks_paid(&refunded.id).await;
    owner
        .set_state(&refunded.id, OrderState::Refunded)
        .await
        .unwrap();
    for (what, id) in [
        ("after its term", &late.id),
        ("waived", &waived.id),
        ("cancelled", &cancelled.id),
        ("refunded", &refunded.id),
    ] {
        let reply = visitor.withdraw(id, None).await;
        assert_eq!(reply.status, 409, "{what}: {reply}");
        let order = visitor.order(id).await.unwrap();
        assert_eq!(order.withdrawal.declared_at, None, "{what}");
        let sql = "select count(*) from outbox where order_id = ?1 and template in ('withdrawal_received', 'shop_withdrawal')";
        let mails = world.database().number(sql, &[id.as_str()]).await;
        assert_eq!(mails, 0, "{what}");
    }
}

#[tokio::test]
async fn one_line_that_people_deliver_keeps_the_right_for_the_order() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let service = visitor.product(Kind::Service).await;
    let download = visitor.product(Kind::Download).await;
    let form = zoe(&email("mixed"));
    let placed = visitor.buys(&[(&service, 1), (&download, 1)], &form).await;
    assert!(placed.waiver.is_some());
    assert!(placed.withdrawal.until.is_some());
    visitor.withdraw(&placed.id, None).await.expect(200);
}
