//! A purchase brought to its end, once: one account or offer, one set of purchases, the record of who paid.

use domain::account::Role;
use domain::customer::{AccountState, Stage};
use domain::history::{Actor, Fact};
use domain::id::OrderId;
use domain::order::{Order, OrderState};
use domain::session::DAY;
use std::sync::Arc;
use tests::contact::{somebody_else, zoe};
use tests::keeping::at_once;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Mails, World};

pub async fn count(world: &World, sql: &str, key: &str) -> i64 {
    world.database().number(sql, &[key]).await
}

/// Everything that a completed purchase leaves behind, counted.
pub async fn effects(world: &World, order: &OrderId) -> Vec<(&'static str, i64)> {
    let mut effects = Vec::new();
    for (what, sql) in [
        (
            "invoices",
            "select count(*) from invoices where order_id = ?1 and kind = 'invoice'",
        ),
        (
            "purchases",
            "select count(*) from purchases where last_order_id = ?1",
        ),
        (
            "paid mails",
            "select count(*) from outbox where order_id = ?1 and template = 'order_paid'",
        ),
        (
            "invitations",
            "select count(*) from outbox where template = 'invitation' and customer_id = (select customer_id from orders where id = ?1)",
        ),
        (
            "accounts",
            "select count(*) from accounts where customer_id = (select customer_id from orders where id = ?1)",
        ),
        (
            "told",
            "select count(*) from history where order_id = ?1 and fact in ('order_paid', 'order_completed')",
        ),
    ] {
        effects.push((what, count(world, sql, order.as_str()).await));
    }
    effects
}

const ONCE: [(&str, i64); 6] = [
    ("invoices", 1),
    ("purchases", 1),
    ("paid mails", 1),
    ("invitations", 1),
    ("accounts", 1),
    ("told", 1),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_staff_and_thirty_presses_at_once_complete_a_purchase_once() {
    let world = World::get();
    let staff = [
        Staff::of_role(&world, Role::Manager).await,
        Staff::of_role(&world, Role::Owner).await,
    ];
    for _ in 0..3 {
        let form = zoe(&email("race"));
        let placed = Browser::new(&world).buys_access(&form).await;
        let mut numbers = Vec::new();
        for reply in at_once(&staff, 30, &placed.id, OrderState::Paid).await {
            reply.expect(200);
            let record: domain::order::OrderRecord = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(record.order.state, OrderState::Completed);
            numbers.push(record.order.invoice.expect("an invoice").number);
        }
        numbers.dedup();
        assert_eq!(numbers.len(), 1, "{numbers:?}");
        assert_eq!(effects(&world, &placed.id).await, ONCE);
        one_of_each(&world, &form.email).await;
    }
}

/// The mails of one purchase by somebody new, and what became of the customer.
async fn one_of_each(world: &World, address: &str) {
    for template in ["order_paid", "invitation"] {
        Mails::get().wait(address, template).await;
        assert_eq!(Mails::get().count(address, template).await, 1);
    }
    let customer = Staff::owner(world).await.find(address).await;
    assert_eq!(
        (customer.stage, customer.account),
        (Stage::Buyer, AccountState::Invited)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paid_and_cancelled_at_once_is_one_of_the_two() {
    let world = World::get();
    let owner = Arc::new(Staff::owner(&world).await);
    for _ in 0..5 {
        let placed = Browser::new(&world)
            .buys_service(&zoe(&email("either")))
            .await;
        let start = Arc::new(tokio::sync::Barrier::new(8));
        let mut running = tokio::task::JoinSet::new();
        for place in 0..8 {
            let (owner, start, order) = (owner.clone(), start.clone(), placed.id.clone());
            let wanted = [OrderState::Paid, OrderState::Cancelled][place % 2];
            running.spawn(async move {
                start.wait().await;
                (wanted, owner.set_state_raw(&order, wanted).await.status)
            });
        }
        let outcomes = running.join_all().await;
        let won = owner.review(&placed.id).await.order.state;
        for (wanted, status) in &outcomes {
            let expected = if *wanted == won { 200 } else { 409 };
            assert_eq!(*status, expected, "{won:?}: {outcomes:?}");
        }
        let invoices = effects(&world, &placed.id).await[0].1;
        assert_eq!(invoices, i64::from(won == OrderState::Paid));
    }
}

#[tokio::test]
async fn when_nobody_proved_the_mailbox_the_paid_orders_details_become_the_records() {
    let world = World::get();
    let address = email("settled");
    Browser::new(&world).leave(&zoe(&address)).await;
    let owner = Staff::owner(&world).await;
    let before = owner.find(&address).await;
    let placed = Browser::new(&world)
        .buys_service(&somebody_else(&address))
        .await;
    owner.marks_paid(&placed.id).await;
    let after = owner.customer(&before.id).await;
    assert_eq!(
        (after.first_name.as_str(), after.last_name.as_str()),
        ("Ruth", "O’Brien")
    );
    assert_eq!(after.phone.as_deref(), Some("+447700900123"));
    assert_eq!(after.address.as_ref().unwrap().city, "London");
    assert_eq!(after.email, before.email);
    assert!(after.version > before.version);
    assert!(
        after
            .pending
            .iter()
            .all(|waits| waits.details.first_name != "Ruth"),
        "what became the record waits no more: {:?}",
        after.pending
    );
    let history = owner.history(&before.id).await;
    let entry = history
        .iter()
        .find(|entry| entry.fact == Fact::DetailsReplaced)
        .expect("the change is told");
    let stood = entry.before.as_ref().expect("with what stood there");
    assert_eq!(
        (stood.first_name.as_str(), stood.last_name.as_str()),
        ("Zoé", "Martin")
    );
    assert_eq!(stood.phone.as_deref(), Some("+33639981234"));
    assert_eq!(stood.address.as_ref().unwrap().line1, "12 rue des Lilas");
    for field in ["first_name", "last_name", "phone", "address"] {
        assert!(
            entry.fields.iter().any(|changed| changed == field),
            "{entry:?}"
        );
    }
    assert!(!owner.search("O’Brien").await.is_empty());
    let found = owner.search(&address).await;
    assert_eq!(found[0].last_name, "O’Brien", "the list and search follow");
}

#[tokio::test]
async fn the_record_of_a_proved_mailbox_stays_whatever_a_stranger_orders() {
    let world = World::get();
    let address = email("proved");
    Browser::new(&world).leave(&zoe(&address)).await;
    Browser::new(&world).prove(&address).await;
    let owner = Staff::owner(&world).await;
    let before = owner.find(&address).await;
    let placed = Browser::new(&world)
        .buys_access(&somebody_else(&address))
        .await;
    owner.marks_paid(&placed.id).await;
    let after = owner.customer(&before.id).await;
    assert_eq!(
        (&after.first_name, &after.phone, &after.address),
        (&before.first_name, &before.phone, &before.address)
    );
    assert_eq!(after.pending.len(), 1);
    let facts = owner.history(&before.id).await;
    assert!(
        facts
            .iter()
            .all(|entry| entry.fact != Fact::DetailsReplaced)
    );
    // It has an account: nothing is offered.
    let invitations = count(
        &world,
        "select count(*) from outbox where recipient = ?1 and template = 'invitation'",
        &address,
    );
    assert_eq!(invitations.await, 0);
    assert_eq!(after.account, AccountState::Enabled);
}

#[tokio::test]
async fn a_purchase_while_signed_in_joins_the_account_without_an_offer() {
    let world = World::get();
    let address = email("member-buys");
    Browser::new(&world).leave(&zoe(&address)).await;
    let member = Browser::new(&world);
    member.prove(&address).await;
    let placed = member.buys_access(&zoe(&address)).await;
    let owner = Staff::owner(&world).await;
    owner.marks_paid(&placed.id).await;
    let expected: Vec<(&str, i64)> = ONCE
        .into_iter()
        .map(|(what, n)| (what, if what == "invitations" { 0 } else { n }))
        .collect();
    assert_eq!(effects(&world, &placed.id).await, expected);
    let sql =
        "select account_id = (select id from accounts where email = ?2) from orders where id = ?1";
    let linked = world
        .database()
        .rows(sql, &[placed.id.as_str(), &address])
        .await;
    assert_eq!(linked[0][0].as_f64(), Some(1.0));
    assert_eq!(member.own_orders().await[0].state, OrderState::Completed);
    assert!(owner.review(&placed.id).await.verified);
    let history = owner.history(&owner.find(&address).await.id).await;
    let told = history
        .iter()
        .find(|e| e.fact == Fact::OrderCompleted)
        .unwrap();
    assert_eq!(
        (told.actor, told.by.as_deref()),
        (Actor::Staff, Some(owner.email.as_str()))
    );
    let placed_by = history
        .iter()
        .find(|e| e.fact == Fact::OrderPlaced)
        .unwrap();
    assert_eq!(placed_by.actor, Actor::Customer);
}

#[tokio::test]
async fn a_purchase_never_switches_a_disabled_account_on() {
    let world = World::get();
    let address = email("disabled-buys");
    Browser::new(&world).leave(&zoe(&address)).await;
    Browser::new(&world).prove(&address).await;
    let sql = "update accounts set enabled = 0, can_sign_in = 0 where email = ?1";
    world.database().rows(sql, &[&address]).await;
    let placed = Browser::new(&world).buys_access(&zoe(&address)).await;
    let owner = Staff::owner(&world).await;
    owner.marks_paid(&placed.id).await;
    assert_eq!(owner.find(&address).await.account, AccountState::Disabled);
    let sql = "select enabled from accounts where email = ?1";
    assert_eq!(count(&world, sql, &address).await, 0);
    let sql = "select count(*) from outbox where recipient = ?1 and template = 'invitation'";
    assert_eq!(count(&world, sql, &address).await, 0);
    // The guest still follows the order.
    let mail = Mails::get().wait(&address, "order_paid").await;
    let guest = Browser::new(&world);
    guest
        .order_by_link(&placed.id, &mail.token())
        .await
        .expect(200);
}

#[tokio::test]
async fn an_invitation_opens_the_account_of_the_same_customer_once() {
    let world = World::get();
    let form = zoe(&email("invited"));
    let placed = Browser::new(&world).buys_access(&form).await;
    let owner = Staff::owner(&world).await;
    owner.marks_paid(&placed.id).await;
    let before = owner.find(&form.email).await;
    // No credential yet: nobody signs in.
    let refused = Browser::new(&world).sign_in(&form.email, "").await;
    assert!(refused.is_err());
    let mail = Mails::get().wait(&form.email, "invitation").await;
    assert!(
        mail.link()
            .contains(&format!("{}#", domain::route::SET_PASSWORD)),
        "{mail}"
    );
    let chosen = tests::proving::PASSWORD;
    let member = Browser::new(&world);
    member.set_password(&mail.token(), chosen).await.unwrap();
    assert_eq!(member.session().await.account, None);
    let again = Browser::new(&world)
        .set_password(&mail.token(), chosen)
        .await;
    assert_eq!(again.unwrap_err().status, 422);
    member.sign_in(&form.email, chosen).await.unwrap();
    assert_eq!(member.own_orders().await[0].id, placed.id);
    let after = owner.find(&form.email).await;
    assert_eq!(
        (&after.id, after.account),
        (&before.id, AccountState::Enabled)
    );
    let facts: Vec<Fact> = owner
        .history(&after.id)
        .await
        .iter()
        .map(|entry| entry.fact)
        .collect();
    for fact in [Fact::Invited, Fact::MailboxProved, Fact::AccountOpened] {
        assert!(facts.contains(&fact), "{fact:?} in {facts:?}");
    }
    Mails::get().wait(&form.email, "credentials_changed").await;
}

#[tokio::test]
async fn a_second_purchase_sends_no_second_offer_and_renews_the_access() {
    let world = World::get();
    let form = zoe(&email("renewed"));
    let owner = Staff::owner(&world).await;
    let mut orders: Vec<Order> = Vec::new();
    for _ in 0..2 {
        let placed = Browser::new(&world).buys_access(&form).await;
        orders.push(owner.marks_paid(&placed.id).await.order);
    }
    let sql = "select first_order_id, last_order_id, valid_from, valid_until, quantity, reference \
               from purchases where customer_id = (select id from customers where email = ?1)";
    let rows = world.database().rows(sql, &[&form.email]).await;
    assert_eq!(rows.len(), 1, "one row a product: {rows:?}");
    let row = &rows[0];
    assert_eq!(row[0], orders[0].id.as_str());
    assert_eq!(row[1], orders[1].id.as_str());
    let figure = |place: usize| row[place].as_f64().unwrap() as i64;
    let lasts = figure(3) - figure(2);
    assert!(
        (730 * DAY - 60_000..=731 * DAY).contains(&lasts),
        "two years one after the other: {} days",
        lasts / DAY
    );
    let sql = "select count(*) from outbox where recipient = ?1 and template = 'invitation'";
    assert!(count(&world, sql, &form.email).await <= 2);
    let sql = "select count(*) from accounts where email = ?1";
    assert_eq!(count(&world, sql, &form.email).await, 1);
}
