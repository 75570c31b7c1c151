//! Pending details: kept few, kept once, shown to staff beside the record, taken over by choice.

use domain::api::customer::{Apply, ApplyPending};
use domain::contact::ContactForm;
use domain::customer::Customer;
use domain::history::{Actor, Fact};
use domain::id::Id;
use domain::pending::DetailsField;
use serde_json::json;
use tests::contact::{named, somebody_else, zoe};
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World, staff};

/// Zoé's record with what somebody else typed waiting on it.
async fn waiting(world: &World) -> (Staff, Customer) {
    let address = email("waiting");
    Browser::new(world).leave(&zoe(&address)).await;
    Browser::new(world).leave(&somebody_else(&address)).await;
    let owner = Staff::owner(world).await;
    let customer = owner.find(&address).await;
    assert_eq!(customer.pending.len(), 1);
    (owner, customer)
}

#[tokio::test]
async fn what_differs_is_shown_beside_the_record_and_marked_in_the_list() {
    let (owner, customer) = waiting(&World::get()).await;
    let waiting = &customer.pending[0];
    let typed = somebody_else(&customer.email).prove().unwrap();
    assert_eq!(waiting.details, domain::pending::Details::from(&typed));
    assert_eq!(
        waiting.differing,
        [
            DetailsField::FirstName,
            DetailsField::LastName,
            DetailsField::Phone,
            DetailsField::Organisation,
            DetailsField::Address,
            DetailsField::Billing,
        ]
    );
    let rows = owner.search(&customer.email).await;
    assert!(rows[0].pending, "{rows:?}");
    let history = owner.history(&customer.id).await;
    assert_eq!(
        (history[0].fact, history[0].actor),
        (Fact::PendingTyped, Actor::Visitor)
    );
}

#[tokio::test]
async fn identical_details_wait_once_and_the_records_own_not_at_all() {
    let world = World::get();
    let address = email("once");
    Browser::new(&world).leave(&zoe(&address)).await;
    Browser::new(&world).leave(&zoe(&address)).await;
    let owner = Staff::owner(&world).await;
    assert_eq!(
        owner.find(&address).await.pending,
        [],
        "nothing differs from the record"
    );
    assert!(!owner.search(&address).await[0].pending);
    for _ in 0..3 {
        Browser::new(&world).leave(&somebody_else(&address)).await;
    }
    // Typed otherwise, meant the same.
    let spaced = ContactForm {
        first_name: " Ruth ".into(),
        phone: Some("+447700900123".into()),
        ..somebody_else(&address)
    };
    Browser::new(&world).leave(&spaced).await;
    assert_eq!(owner.find(&address).await.pending.len(), 1);
}

#[tokio::test]
async fn a_repeated_submission_of_one_checkout_waits_once_with_its_last_words() {
    let world = World::get();
    let address = email("repeat");
    Browser::new(&world).leave(&zoe(&address)).await;
    let visitor = Browser::new(&world);
    let checkout = visitor.open_checkout().await.id;
    for first_name in ["Rut", "Ruth", "Ruthie"] {
        let form = named(first_name, "Martin", &address);
        visitor.submit_contact(&checkout, &form).await.unwrap();
    }
    let pending = Staff::owner(&world).await.find(&address).await.pending;
    let names: Vec<&str> = pending
        .iter()
        .map(|p| p.details.first_name.as_str())
        .collect();
    assert_eq!(names, ["Ruthie"]);
}

#[tokio::test]
async fn the_author_of_a_new_record_may_correct_a_slip_and_the_record_stays_as_first_made() {
    let world = World::get();
    let address = email("slip");
    let visitor = Browser::new(&world);
    let checkout = visitor.leave(&named("Zoe", "Martin", &address)).await;
    visitor
        .submit_contact(&checkout, &named("Zoé", "Martin", &address))
        .await
        .unwrap();
    let customer = Staff::owner(&world).await.find(&address).await;
    // The mailbox is unproved either way: whichever stands in the record, nothing typed is lost.
    let typed = [&customer.first_name]
        .into_iter()
        .chain(customer.pending.iter().map(|p| &p.details.first_name));
    assert!(typed.into_iter().any(|name| name == "Zoé"), "{customer:?}");
}

#[tokio::test]
async fn at_most_five_wait_and_the_oldest_gives_way() {
    let world = World::get();
    let address = email("five");
    Browser::new(&world).leave(&zoe(&address)).await;
    for first_name in ["A", "B", "C", "D", "E", "F", "G"] {
        Browser::new(&world)
            .leave(&named(first_name, "Martin", &address))
            .await;
    }
    let pending = Staff::owner(&world).await.find(&address).await.pending;
    let names: Vec<&str> = pending
        .iter()
        .map(|p| p.details.first_name.as_str())
        .collect();
    assert_eq!(names, ["C", "D", "E", "F", "G"], "oldest first");
}

#[tokio::test]
async fn chosen_fields_are_taken_over_and_the_rest_is_set_aside() {
    let world = World::get();
    let (owner, customer) = waiting(&world).await;
    let chosen = [DetailsField::LastName, DetailsField::Address];
    let applied = owner
        .apply(&customer, &customer.pending[0].id, &chosen)
        .await
        .unwrap();
    assert_eq!(applied.version, customer.version + 1);
    assert_eq!(
        (applied.first_name.as_str(), applied.last_name.as_str()),
        ("Zoé", "O’Brien")
    );
    assert_eq!(applied.address.as_ref().unwrap().city, "London");
    assert_eq!(
        (&applied.phone, &applied.organisation, &applied.billing),
        (&customer.phone, &customer.organisation, &customer.billing)
    );
    assert_eq!(
        (&applied.email, applied.pending.len()),
        (&customer.email, 0)
    );
    assert_eq!(owner.customer(&customer.id).await, applied);

    let history = owner.history(&customer.id).await;
    assert_eq!(
        (history[0].fact, history[0].actor),
        (Fact::PendingApplied, Actor::Staff)
    );
    assert_eq!(history[0].fields, ["last_name", "address"]);
    assert_eq!(history[0].by.as_deref(), Some(owner.email.as_str()));
    // The search and the sorted list follow the record.
    let found = owner.search(&format!("o'brien {}", customer.email)).await;
    assert_eq!(found.len(), 1);
    // Both addresses are in the book, the one used last is the record's.
    let book = "select count(*) from addresses where customer_id = ?1";
    assert_eq!(
        world.database().number(book, &[customer.id.as_str()]).await,
        2
    );
    // What was decided is gone.
    let again = owner
        .apply(&applied, &customer.pending[0].id, &chosen)
        .await
        .unwrap_err();
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn dismissing_leaves_the_record_alone_and_is_told_in_its_history() {
    let (owner, customer) = waiting(&World::get()).await;
    owner
        .dismiss(&customer, &customer.pending[0].id)
        .await
        .expect(204);
    let after = owner.customer(&customer.id).await;
    assert_eq!(after.details(), customer.details());
    assert_eq!((after.version, after.pending.len()), (customer.version, 0));
    let history = owner.history(&customer.id).await;
    assert_eq!(
        (history[0].fact, history[0].actor),
        (Fact::PendingDismissed, Actor::Staff)
    );
    owner
        .dismiss(&customer, &customer.pending[0].id)
        .await
        .expect(404);
    assert_eq!(
        owner.history(&customer.id).await.len(),
        history.len(),
        "nothing is told twice"
    );
}

#[tokio::test]
async fn a_missing_version_is_refused_and_a_stale_one_answers_with_the_row_as_it_is() {
    let world = World::get();
    let (owner, customer) = waiting(&world).await;
    let params = (customer.id.clone(), customer.pending[0].id.clone());
    let bare = Apply {
        version: None,
        fields: vec![DetailsField::Phone],
    };
    let refused = owner
        .call::<ApplyPending>(&params, &(), &bare)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.status, faults(&refused)),
        (422, vec!["version: required".to_owned()])
    );
    let none = Apply {
        version: Some(customer.version),
        fields: vec![],
    };
    let refused = owner
        .call::<ApplyPending>(&params, &(), &none)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.status, faults(&refused)),
        (422, vec!["fields: required".to_owned()])
    );

    Browser::new(&world)
        .leave(&named("Third", "Person", &customer.email))
        .await;
    let customer = owner.customer(&customer.id).await;
    owner
        .apply(&customer, &customer.pending[0].id, &[DetailsField::Phone])
        .await
        .unwrap();
    let stale = owner
        .apply(
            &customer,
            &customer.pending[1].id,
            &[DetailsField::FirstName],
        )
        .await
        .unwrap_err();
    assert_eq!((stale.status, stale.code.as_ref()), (409, "stale"));
    let current: Customer =
        serde_json::from_value(stale.current.expect("409 carries the row")).unwrap();
    let now = owner.customer(&customer.id).await;
    assert_eq!(current, now);
    assert_eq!(now.first_name, "Zoé", "the stale change did not happen");
    assert_eq!(now.pending.len(), 1, "and what waited still waits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_staff_applying_at_once_leave_one_winner() {
    let world = World::get();
    // A race: tried often enough that a lost update cannot hide.
    for _ in 0..8 {
        let (owner, customer) = waiting(&world).await;
        let pending = &customer.pending[0].id;
        let first = [DetailsField::FirstName];
        let last = [DetailsField::LastName];
        let (a, b) = tokio::join!(
            owner.apply(&customer, pending, &first),
            owner.apply(&customer, pending, &last)
        );
        let won = [&a, &b].iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(won, 1, "{a:?} {b:?}");
        let lost = a.err().or(b.err()).unwrap();
        assert!([404, 409].contains(&lost.status), "{lost:?}");
        let after = owner.customer(&customer.id).await;
        assert_eq!(after.version, customer.version + 1);
        let applied = owner.history(&customer.id).await;
        assert_eq!(
            applied
                .iter()
                .filter(|entry| entry.fact == Fact::PendingApplied)
                .count(),
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_staff_applying_different_details_at_once_lose_neither() {
    let world = World::get();
    for _ in 0..8 {
        let (owner, customer) = waiting(&world).await;
        Browser::new(&world)
            .leave(&named("Third", "Person", &customer.email))
            .await;
        let customer = owner.customer(&customer.id).await;
        let fields = [DetailsField::FirstName];
        let (first, second) = (&customer.pending[0].id, &customer.pending[1].id);
        let (a, b) = tokio::join!(
            owner.apply(&customer, first, &fields),
            owner.apply(&customer, second, &fields)
        );
        let lost = match (&a, &b) {
            (Ok(_), Err(problem)) | (Err(problem), Ok(_)) => problem,
            _ => panic!("one wins and one is told: {a:?} {b:?}"),
        };
        assert_eq!((lost.status, lost.code.as_ref()), (409, "stale"));
        let after = owner.customer(&customer.id).await;
        assert_eq!(after.version, customer.version + 1);
        assert_eq!(after.pending.len(), 1, "what lost still waits: {after:?}");
        let told = owner.history(&customer.id).await;
        let told = told
            .iter()
            .filter(|entry| entry.fact == Fact::PendingApplied);
        assert_eq!(told.count(), 1, "only what happened is told");
    }
}

#[tokio::test]
async fn pending_details_of_another_customer_are_not_there() {
    let world = World::get();
    let (owner, victim) = waiting(&world).await;
    let (_, other) = waiting(&world).await;
    let theirs = &victim.pending[0].id;
    let refused = owner
        .apply(&other, theirs, &[DetailsField::Phone])
        .await
        .unwrap_err();
    assert_eq!(refused.status, 404);
    owner.dismiss(&other, theirs).await.expect(404);
    let unknown = Id::new(1, staff::random());
    owner.dismiss(&victim, &unknown).await.expect(404);
    assert_eq!(owner.customer(&victim.id).await, victim);
    assert_eq!(owner.customer(&other.id).await, other);
}

#[tokio::test]
async fn t27_applying_takes_only_what_it_knows() {
    let (owner, customer) = waiting(&World::get()).await;
    let path = format!(
        "/api/admin/customers/{}/pending/{}",
        customer.id, customer.pending[0].id
    );
    for body in [
        json!({ "version": 1, "fields": ["email"] }),
        json!({ "version": 1, "fields": ["phone"], "email": "x@example.com" }),
        json!({ "version": "1", "fields": ["phone"] }),
        json!({ "version": -1, "fields": ["phone"] }),
        json!({ "version": 4294967296u64, "fields": ["phone"] }),
        json!({ "version": 1, "fields": "phone" }),
        json!({ "version": 1, "fields": [1] }),
    ] {
        let reply = owner.send("PUT", &path, &body.to_string()).await;
        assert!([400, 422].contains(&reply.status), "{reply}");
    }
    assert_eq!(owner.customer(&customer.id).await, customer);
}
