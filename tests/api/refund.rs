//! A refund takes the whole order back, once: one credit note in its own series, what was acquired ends.

use domain::history::Fact;
use domain::order::OrderState;
use serde_json::Value;
use tests::contact::zoe;
use tests::keeping::at_once;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Mails, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_refunds_at_once_make_one_credit_note_and_one_mail() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let staff = [Staff::of_role(&world, domain::account::Role::Manager).await];
    let form = zoe(&email("refund"));
    let visitor = Browser::new(&world);
    let placed = visitor.buys_access(&form).await;
    let invoice = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
    let mut notes = Vec::new();
    for reply in at_once(&staff, 30, &placed.id, OrderState::Refunded).await {
        reply.expect(200);
        let record: domain::order::OrderRecord = serde_json::from_slice(&reply.body).unwrap();
        notes.push(record.order.credit_note.expect("a credit note").number);
    }
    notes.dedup();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].starts_with("A-"), "a series of its own: {notes:?}");

    let database = world.database();
    let sql = "select kind, total, data from invoices where order_id = ?1 order by kind desc";
    let rows = database.rows(sql, &[placed.id.as_str()]).await;
    let kinds: Vec<&str> = rows.iter().filter_map(|row| row[0].as_str()).collect();
    assert_eq!(kinds, ["invoice", "credit_note"]);
    assert_eq!(rows[0][1], rows[1][1], "of the whole order");
    let data: Value = serde_json::from_str(rows[1][2].as_str().unwrap()).unwrap();
    assert_eq!(data["credits"]["number"], invoice.number.as_str());
    let sql = "select count(*) from purchases where last_order_id = ?1 and ended_at is null";
    assert_eq!(database.number(sql, &[placed.id.as_str()]).await, 0);
    let sql = "select count(*) from outbox where order_id = ?1 and template = 'order_refunded'";
    assert_eq!(database.number(sql, &[placed.id.as_str()]).await, 1);
    let mail = Mails::get().wait(&form.email, "order_refunded").await;
    assert!(mail.message.text.contains(&notes[0]), "{mail}");
    let seen = visitor.order(&placed.id).await.unwrap();
    assert_eq!(seen.state, OrderState::Refunded);
    assert_eq!(seen.invoice, Some(invoice), "the invoice stays");
    assert_eq!(seen.credit_note.unwrap().number, notes[0]);
    let customer = owner.find(&form.email).await;
    let refunds = owner.history(&customer.id).await;
    let refunds = refunds.iter().filter(|e| e.fact == Fact::OrderRefunded);
    assert_eq!(refunds.count(), 1);
    // The end of it.
    for wanted in [
        OrderState::Paid,
        OrderState::Completed,
        OrderState::Cancelled,
    ] {
        owner.set_state_raw(&placed.id, wanted).await.expect(409);
    }
}

#[tokio::test]
async fn what_was_free_is_taken_back_without_a_credit_note() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    let free = visitor.free_product().await;
    let placed = visitor.buys(&[(&free, 1)], &zoe(&email("free"))).await;
    let reply = owner.set_state_raw(&placed.id, OrderState::Refunded).await;
    assert!([200, 409].contains(&reply.status), "{reply}");
    let sql = "select count(*) from invoices where order_id = ?1";
    assert_eq!(world.database().number(sql, &[placed.id.as_str()]).await, 0);
}

#[tokio::test]
async fn an_access_bought_twice_keeps_the_year_that_is_not_refunded() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let form = zoe(&email("half"));
    let mut orders = Vec::new();
    for _ in 0..2 {
        let placed = Browser::new(&world).buys_access(&form).await;
        owner.marks_paid(&placed.id).await;
        orders.push(placed.id);
    }
    let refunded = owner.set_state(&orders[1], OrderState::Refunded).await;
    assert_eq!(refunded.unwrap().order.state, OrderState::Refunded);
    let sql = "select count(*) from purchases where customer_id = (select id from customers where email = ?1) \
               and ended_at is null and valid_until > cast(?2 as integer)";
    let soon = tests::world::now() + 300 * domain::session::DAY;
    let kept = world
        .database()
        .number(sql, &[&form.email, &soon.to_string()])
        .await;
    assert_eq!(kept, 1, "the first year was paid and not given back");
}

#[tokio::test]
async fn what_is_refunded_as_often_as_it_was_bought_is_over() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let form = zoe(&email("both"));
    let mut orders = Vec::new();
    for _ in 0..2 {
        let visitor = Browser::new(&world);
        let download = visitor.product(domain::product::Kind::Download).await;
        let placed = visitor.buys(&[(&download, 1)], &form).await;
        owner.marks_paid(&placed.id).await;
        orders.push(placed.id);
    }
    for order in &orders {
        owner.set_state(order, OrderState::Refunded).await.unwrap();
    }
    let sql = "select count(*) from purchases where customer_id = (select id from customers where email = ?1) and ended_at is null";
    assert_eq!(world.database().number(sql, &[&form.email]).await, 0);
}
