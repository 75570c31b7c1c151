//! Invoices and the states that lead to them: numbers without a gap, documents that nothing changes, no way back.

use crate::completion::{count, effects};
use domain::account::Role;
use domain::contact::ContactForm;
use domain::history::Fact;
use domain::id::OrderId;
use domain::order::OrderState;
use domain::product::Kind;
use serde_json::Value;
use std::sync::Arc;
use tests::contact::{somebody_else, zoe};
use tests::keeping::listed;
use tests::staff::{self, Staff};
use tests::world::{email, now};
use tests::{Browser, Mails, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_completions_by_sixteen_clients_leave_no_gap() {
    let world = World::get();
    world.for_sale().await;
    let owner = Arc::new(Staff::owner(&world).await);
    let mut running = tokio::task::JoinSet::new();
    for client in 0..16 {
        let (world, owner) = (world.clone(), owner.clone());
        running.spawn(async move {
            let service = Browser::new(&world).product(Kind::Service).await;
            let mut numbers = Vec::new();
            for _ in 0..(200 / 16 + usize::from(client < 200 % 16)) {
                let visitor = Browser::new(&world);
                let form = zoe(&email("gapless"));
                let placed = visitor.buys(&[(&service, 1)], &form).await;
                let paid = owner.marks_paid(&placed.id).await;
                numbers.push(paid.order.invoice.unwrap().number);
            }
            numbers
        });
    }
    let mut numbers: Vec<String> = running.join_all().await.into_iter().flatten().collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 200);
    gapless(&world).await;
}

/// Each series of each year counts 1, 2, 3 … and its counter stands at the last.
async fn gapless(world: &World) {
    let sql = "select i.series, i.year, count(*), max(i.number), min(i.number), count(distinct i.number), \
               (select n from counters where name = i.kind || ':' || i.year) \
               from invoices i group by i.kind, i.series, i.year";
    let rows = world.database().rows(sql, &[]).await;
    assert!(!rows.is_empty());
    for row in rows {
        let figure = |place: usize| row[place].as_f64().unwrap();
        assert_eq!(figure(2), figure(3), "{row:?}");
        assert_eq!(figure(2), figure(5), "{row:?}");
        assert_eq!(figure(4), 1.0, "{row:?}");
        assert_eq!(figure(2), figure(6), "the counter of {row:?}");
    }
}

#[tokio::test]
async fn an_invoice_is_frozen_and_says_what_the_order_said() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    let record = owner.sells(Kind::Download, 1_999, 550).await;
    let product = listed(&visitor, &record).await;
    let form = somebody_else(&email("invoice"));
    let placed = visitor.buys(&[(&product, 3)], &form).await;
    let paid = owner.marks_paid(&placed.id).await.order;
    let numbered = paid.invoice.clone().unwrap();
    let mut parts = numbered.number.split('-');
    assert_eq!(parts.next(), Some("F"), "{numbered:?}");
    assert_eq!(parts.next(), numbered.issued_on.split('-').next());
    let digits = parts.next().unwrap();
    assert!(digits.len() >= 4 && digits.parse::<u32>().unwrap() > 0);
    assert_eq!(
        visitor.order(&placed.id).await.unwrap().invoice,
        paid.invoice
    );

    let database = world.database();
    let stored = "select total, data, issued_at from invoices where order_id = ?1";
    let row = database.rows(stored, &[placed.id.as_str()]).await.remove(0);
    assert_eq!(row[0].as_i64(), Some(3 * 1_999));
    let data: Value = serde_json::from_str(row[1].as_str().unwrap()).unwrap();
    assert_eq!(data["total"], 3 * 1_999);
    let amounts = data["lines"].as_array().unwrap().iter();
    let amounts: i64 = amounts.map(|line| line["amount"].as_i64().unwrap()).sum();
    assert_eq!(amounts, 3 * 1_999, "sums are equal");
    let vat: i64 = data["vat"].as_array().unwrap()[0]["vat"].as_i64().unwrap();
    assert_eq!(vat, 313, "5 997 × 5.5 / 105.5 = 312.64");
    assert_eq!(
        data["buyer"]["billing"]["organisation"],
        "Bright & Sons Ltd"
    );
    let seller = owner.settings().await.sale.seller;
    assert_eq!(data["seller"], serde_json::json!(seller));
    assert!(!seller.siren.is_empty() && seller.vat_id.is_some());
    assert_eq!(data["order"], placed.number);
    // Nothing in the Worker's reach can change it: the tables' own triggers refuse.
    for sql in [
        "update invoices set total = 1 where order_id = ?1",
        "update invoices set data = '{}' where order_id = ?1",
        "delete from invoices where order_id = ?1",
    ] {
        let refused = database.try_rows(sql, &[placed.id.as_str()]).await;
        assert!(refused.unwrap_err().contains("invoice_is_"), "{sql}");
    }
    let again = database.rows(stored, &[placed.id.as_str()]).await;
    assert_eq!(again[0], row);
}

#[tokio::test]
async fn states_go_forward_only_and_repeating_one_is_no_change() {
    use OrderState::{Cancelled, Completed, Paid, Placed, Refunded};
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    let form = zoe(&email("states"));
    let placed = visitor.buys_service(&form).await;
    let conflicts = async |wanted: OrderState| {
        let reply = owner.set_state_raw(&placed.id, wanted).await;
        reply.expect(409);
        let current = reply.problem().current.expect("the row as it is");
        assert_eq!(current["order"]["id"], placed.id.as_str());
    };
    for wanted in [Completed, Refunded] {
        conflicts(wanted).await;
    }
    let paid = owner.marks_paid(&placed.id).await.order;
    assert_eq!(paid.state, Paid, "a service is delivered by people");
    assert!(paid.transfer.is_none(), "nothing is awaited any more");
    for wanted in [Placed, Cancelled] {
        conflicts(wanted).await;
    }
    let before = now();
    let done = owner.set_state(&placed.id, Completed).await.unwrap().order;
    assert!(done.ended_at.unwrap() >= before - 5_000);
    Mails::get().wait(&form.email, "order_completed").await;
    for repeated in [Completed, Paid] {
        let again = owner.set_state(&placed.id, repeated).await.unwrap().order;
        assert_eq!(again, done, "{repeated:?} has come to pass");
    }
    for wanted in [Placed, Cancelled] {
        conflicts(wanted).await;
    }
    assert_eq!(Mails::get().count(&form.email, "order_paid").await, 1);
    let empty = owner
        .send(
            "PUT",
            &format!("/api/admin/orders/{}/state", placed.id),
            "{}",
        )
        .await;
    empty.expect(422);
    assert_eq!(empty.faults(), ["state: required"]);
    let unknown = owner
        .send(
            "PUT",
            &format!("/api/admin/orders/{}/state", placed.id),
            r#"{"state":"shipped"}"#,
        )
        .await;
    unknown.expect(422);
    // Support may look, not decide.
    let clerk = Staff::of_role(&world, Role::Support).await;
    clerk.set_state_raw(&placed.id, Refunded).await.expect(403);
    assert_eq!(clerk.review(&placed.id).await.order, done);
    let absent: OrderId = domain::id::Id::new(1, staff::random());
    owner.set_state_raw(&absent, Paid).await.expect(404);
}

#[tokio::test]
async fn a_cancelled_order_leaves_no_invoice_and_can_be_bought_anew() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let form = zoe(&email("cancelled"));
    let visitor = Browser::new(&world);
    let placed = visitor.buys_service(&form).await;
    let cancelled = owner
        .set_state(&placed.id, OrderState::Cancelled)
        .await
        .unwrap();
    assert_eq!(cancelled.order.state, OrderState::Cancelled);
    assert_eq!(effects(&world, &placed.id).await[0], ("invoices", 0));
    owner
        .set_state_raw(&placed.id, OrderState::Paid)
        .await
        .expect(409);
    Mails::get().wait(&form.email, "order_cancelled").await;
    assert_eq!(
        visitor.order(&placed.id).await.unwrap().state,
        OrderState::Cancelled
    );
    visitor.buys_service(&form).await;
    let customer = owner.find(&form.email).await;
    let facts = owner.history(&customer.id).await;
    assert!(facts.iter().any(|entry| entry.fact == Fact::OrderCancelled));
}

#[tokio::test]
async fn the_mail_of_a_payment_is_in_the_buyers_language_and_names_the_invoice() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let form = ContactForm {
        first_name: "Zzyzx".into(),
        ..zoe(&email("in-french"))
    };
    let visitor = Browser::new(&world).speaking(domain::locale::Locale::Fr);
    let placed = visitor.buys_access(&form).await;
    let invoice = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
    let mail = Mails::get().wait(&form.email, "order_paid").await;
    assert!(mail.message.text.contains(&invoice.number), "{mail}");
    assert!(mail.message.html.contains("lang=\"fr\""), "{mail}");
    for all in Mails::get().of(&form.email).await {
        let said = format!(
            "{} {} {}",
            all.message.subject, all.message.text, all.message.html
        );
        assert!(!said.contains("Zzyzx") && !said.contains("Lilas"), "{all}");
    }
    // The shop is told of the order, in its own language.
    let sql = "select count(*) from outbox where order_id = ?1 and template = 'shop_order'";
    assert_eq!(count(&world, sql, placed.id.as_str()).await, 1);
}
