//! Orders once placed: who may see them, how staff find them, and how few a stranger may cause for one mailbox.

use domain::history::{Actor, Fact};
use domain::id::{Id, OrderId};
use domain::order::{OrderQuery, OrderState};
use domain::problem::Problem;
use domain::product::Kind;
use domain::session::{BROWSER_COOKIE, ORDER_LINK};
use serde_json::json;
use tests::buying::{self, agreement};
use tests::contact::{somebody_else, zoe};
use tests::staff::{self, Staff};
use tests::world::{email, now};
use tests::{Browser, Mails, World};

#[tokio::test]
async fn t24_an_order_is_there_for_its_browser_its_link_its_customer_and_staff_alone() {
    let world = World::get();
    let form = zoe(&email("guest"));
    let buyer = Browser::new(&world);
    let placed = buyer.buys_service(&form).await;
    assert_eq!(buyer.order(&placed.id).await.unwrap(), placed);

    let mail = Mails::get().wait(&form.email, "order_placed").await;
    let path = domain::route::order(&placed.id);
    assert!(mail.link().contains(&format!("{path}#")), "{mail}");
    let elsewhere = Browser::new(&world);
    let by_link = elsewhere.order_by_link(&placed.id, &mail.token()).await;
    assert_eq!(buying::order(by_link.expect(200)), placed);
    assert_eq!(elsewhere.cookies(), [], "a link signs nobody in");
    let sql = "select expires_at from tokens where order_id = ?1 and purpose = 'order'";
    let ends = world.database().number(sql, &[placed.id.as_str()]).await;
    assert!((now()..=now() + ORDER_LINK).contains(&ends), "{ends}");
    let sql = "update tokens set expires_at = 1 where order_id = ?1";
    world.database().rows(sql, &[placed.id.as_str()]).await;
    let ended = elsewhere.order_by_link(&placed.id, &mail.token()).await;
    ended.expect(404);

    let absent: OrderId = Id::new(1, staff::random());
    let reference = elsewhere.order(&absent).await.unwrap_err();
    let without_trace = |problem: Problem| {
        let mut value = json!(problem);
        value["trace"] = json!(null);
        value
    };
    let reference = without_trace(reference);
    let other = Browser::new(&world);
    let other_form = zoe(&email("guest"));
    let others = other.buys_service(&other_form).await;
    let others_mail = Mails::get().wait(&other_form.email, "order_placed").await;
    let forger = Browser::new(&world);
    forger.set_cookie(BROWSER_COOKIE, &"A".repeat(43));
    let customer = Browser::new(&world);
    let customers_own = email("customer");
    Browser::new(&world).leave(&zoe(&customers_own)).await;
    customer.prove(&customers_own).await;
    for stranger in [&elsewhere, &other, &forger, &customer] {
        let refused = stranger.order(&placed.id).await.unwrap_err();
        assert_eq!(without_trace(refused), reference);
        let withdrawal = stranger.withdraw(&placed.id, None).await;
        withdrawal.expect(404);
        for token in [
            "",
            "x",
            &others_mail.token(),
            &"A".repeat(43),
            "' or 1=1 --",
            placed.id.as_str(),
        ] {
            let refused = stranger.order_by_link(&placed.id, token).await;
            refused.expect(404);
            assert_eq!(without_trace(refused.problem()), reference, "{token}");
            let refused = stranger.withdraw(&placed.id, Some(token)).await;
            refused.expect(404);
        }
    }
    assert_eq!(buyer.order(&others.id).await.unwrap_err().status, 404);
    assert_eq!(buyer.order(&placed.id).await.unwrap(), placed);
    // No checkout of another's either.
    let theirs = buyer
        .ready(&[(&buyer.product(Kind::Service).await, 1)], &form)
        .await;
    let refused = other.place(&theirs.id, &agreement(&theirs)).await;
    assert_eq!(refused.unwrap_err().status, 404);
}

#[tokio::test]
async fn the_record_tells_of_the_order_without_a_stranger_changing_it() {
    let world = World::get();
    let address = email("told");
    Browser::new(&world).leave(&zoe(&address)).await;
    let owner = Staff::owner(&world).await;
    let before = owner.find(&address).await;
    let stranger = Browser::new(&world);
    let placed = stranger.buys_service(&somebody_else(&address)).await;
    let after = owner.customer(&before.id).await;
    assert_eq!(
        (&after.first_name, &after.phone, &after.address),
        (&before.first_name, &before.phone, &before.address),
        "until it is paid, the record stays"
    );
    let history = owner.history(&before.id).await;
    let entry = history
        .iter()
        .find(|entry| entry.fact == Fact::OrderPlaced)
        .expect("the order is told");
    assert_eq!(entry.actor, Actor::Visitor);
    let mark = entry.order.as_ref().expect("it names the order");
    assert_eq!((&mark.id, mark.number), (&placed.id, placed.number));
    let query = OrderQuery {
        customer: Some(before.id.clone()),
        ..OrderQuery::default()
    };
    let rows = owner.orders(&query).await.items;
    let ids: Vec<&OrderId> = rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids, [&placed.id]);
    let review = owner.review(&placed.id).await;
    assert_eq!(review.customer, Some(before.id));
    assert!(!review.verified);
}

#[tokio::test]
async fn staff_find_orders_by_number_mailbox_and_state() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("found");
    let mut ids = Vec::new();
    for _ in 0..3 {
        let placed = Browser::new(&world).buys_service(&zoe(&address)).await;
        ids.insert(0, placed.id);
    }
    owner.marks_paid(&ids[1]).await;
    let listed = |query: OrderQuery| {
        let owner = &owner;
        async move {
            let rows = owner.orders(&query).await.items;
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        }
    };
    let by = |q: &str, state: Option<OrderState>| OrderQuery {
        q: q.into(),
        state,
        ..OrderQuery::default()
    };
    let start = &address[..address.len() - 4];
    assert_eq!(listed(by(start, None)).await, ids, "newest first");
    assert_eq!(listed(by(&start.to_uppercase(), None)).await, ids);
    let paid = listed(by(start, Some(OrderState::Paid))).await;
    assert_eq!(paid, [ids[1].clone()]);
    assert_eq!(listed(by("nobody-at-all@", None)).await, []);
    for wild in ["%", "_", "' or 1=1 --", "\\", "99999999999999999999", "-1"] {
        assert_eq!(listed(by(wild, None)).await, [], "{wild}");
    }
    // Pages of everything lose and repeat nothing.
    let mut query = by("", Some(OrderState::Placed));
    let mut seen = Vec::new();
    for _ in 0..100 {
        let page = owner.orders(&query).await;
        seen.extend(page.items.into_iter().map(|row| row.id));
        match page.next {
            Some(next) if !(seen.contains(&ids[0]) && seen.contains(&ids[2])) => {
                query.cursor = Some(next);
            }
            _ => break,
        }
    }
    assert!(seen.contains(&ids[0]) && seen.contains(&ids[2]));
    let mut unique = seen.clone();
    unique.sort_by_key(|id| id.to_string());
    unique.dedup();
    assert_eq!(unique.len(), seen.len());
}

#[tokio::test]
async fn t08_orders_for_one_strangers_mailbox_are_few() {
    let world = World::get();
    let victim = email("flooded");
    let mut refused = 0;
    for _ in 0..6 {
        let visitor = Browser::new(&world);
        let product = visitor.product(Kind::Service).await;
        let checkout = visitor.ready(&[(&product, 1)], &zoe(&victim)).await;
        match visitor.place(&checkout.id, &agreement(&checkout)).await {
            Ok(_) => assert_eq!(refused, 0),
            Err(problem) => {
                assert_eq!(
                    (problem.status, problem.code.as_ref()),
                    (429, "rate_limited"),
                    "{problem:?}"
                );
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 3);
    let sql = "select count(*) from outbox where recipient = ?1 and template = 'order_placed'";
    assert_eq!(world.database().number(sql, &[&victim]).await, 3);
    // Who has proved the mailbox is not counted by it.
    let buyer = Browser::new(&world);
    buyer.prove(&victim).await;
    buyer.buys_service(&zoe(&victim)).await;
}
