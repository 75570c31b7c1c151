//! One customer as staff change it: created, corrected, what was acquired.

use domain::account::Role;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::customer::{AccountState, Customer, CustomerForm};
use domain::history::{Actor, Fact};
use domain::id::{CustomerId, GroupId, Id};
use serde_json::{Value, json};
use std::sync::Arc;
use tests::buying::idempotency_key;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::{code, jeanne, of, refused, typed};
use tests::staff::{self, Staff};
use tests::world::{email, word};
use tests::{Browser, Figures, Mails, World};

#[tokio::test]
async fn a_customer_needs_names_and_email_and_is_found_at_once() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let address = email("created");
    let made = support.creates(&address).await;
    assert_eq!(
        (made.version, made.account, made.verified),
        (1, AccountState::None, false)
    );
    assert_eq!(made.last_name, "N’Guyen-Ünal");
    assert_eq!(support.find(&address).await, made);
    assert!(!support.search("n’guyen-unal").await.is_empty());
    let history = support.history(&made.id).await;
    assert_eq!(history.len(), 1);
    let Some(first) = history.first() else {
        panic!("a history")
    };
    assert_eq!((first.fact, first.actor), (Fact::Added, Actor::Staff));
    assert_eq!(first.by.as_deref(), Some(support.email.as_str()));
    assert_eq!(Mails::get().of(&address).await.len(), 0, "nobody is told");

    let missing = support.create(&CustomerForm::default()).await;
    assert_eq!(
        refused(missing),
        [
            "last_name: required",
            "first_name: required",
            "email: required"
        ]
    );
}

#[tokio::test]
async fn a_known_email_is_answered_with_the_customer_who_has_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("known");
    Browser::new(&world).leave(&zoe(&address)).await;
    let zoe = owner.find(&address).await;
    let taken = owner.create(&jeanne(&address.to_uppercase())).await;
    let problem = taken.expect_err("the mailbox is taken");
    assert_eq!((problem.status, &*problem.code), (409, "email_taken"));
    assert_eq!(problem.current, Some(json!(zoe)));
    assert_eq!(
        owner.customer(&zoe.id).await,
        zoe,
        "nothing of hers changed"
    );
    // A mailbox of the team is no obstacle, until it is to sign in as a customer too.
    let colleague = staff::account(&world, Role::Support).await;
    let with_account = CustomerForm {
        account: Some(typed(PASSWORD)),
        ..jeanne(&colleague)
    };
    assert_eq!(refused(owner.create(&with_account).await), ["email: taken"]);
    let shopper = owner.creates(&colleague).await;
    let set = owner.set_account(&shopper.id, &typed(PASSWORD)).await;
    assert_eq!(refused(set), ["email: taken"]);
}

#[tokio::test]
async fn a_key_makes_one_customer_however_often_it_is_sent() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let form = CustomerForm {
        account: Some(typed(PASSWORD)),
        ..jeanne(&email("keyed"))
    };
    let key = idempotency_key();
    let headers = [(IDEMPOTENCY_KEY, key.as_str())];
    let first = owner.create_raw(&form, &headers).await.expect(201).value();
    let again = owner.create_raw(&form, &headers).await.expect(201).value();
    assert_eq!(first["id"], again["id"]);
    let other = CustomerForm {
        last_name: Some("Autre".into()),
        ..form
    };
    let reply = owner.create_raw(&other, &headers).await;
    assert_eq!(reply.expect(422).faults(), ["idempotency_key: reused"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_make_one_customer_and_correct_it_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("race");
    let both = async |body: Value, method: &'static str, path: String| {
        let start = Arc::new(tokio::sync::Barrier::new(2));
        let mut running = tokio::task::JoinSet::new();
        for place in 0..2 {
            let (browser, start) = (owner.stolen(), start.clone());
            let (mut body, path) = (body.clone(), path.clone());
            body["organisation"] = json!(format!("{method} {place}"));
            running.spawn(async move {
                browser.session().await;
                start.wait().await;
                browser.send(method, &path, &body.to_string()).await
            });
        }
        let mut statuses: Vec<u16> = running.join_all().await.iter().map(|r| r.status).collect();
        statuses.sort_unstable();
        statuses
    };
    let path = "/api/admin/customers".to_owned();
    let statuses = both(json!(jeanne(&address)), "POST", path.clone()).await;
    assert_eq!(statuses, [201, 409]);
    let made = owner.find(&address).await;
    assert_eq!(owner.history(&made.id).await.len(), 1);
    let edit = json!({ "version": made.version });
    let statuses = both(edit, "PUT", format!("{path}/{}", made.id)).await;
    assert_eq!(statuses, [200, 409]);
    assert_eq!(owner.customer(&made.id).await.version, made.version + 1);
    assert_eq!(owner.history(&made.id).await.len(), 2);
}

#[tokio::test]
async fn a_new_customer_joins_groups_that_there_are() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let group: GroupId = Id::new(tests::world::now(), staff::random());
    let name = word();
    let sql = "insert into groups (id, code, code_key, name, name_key, created_at) values (?1, ?2, ?2, ?2, ?2, 1)";
    world.database().rows(sql, &[group.as_str(), &name]).await;
    let mut form = jeanne(&email("joined"));
    form.groups = Some(vec![group.clone(), group.clone()]);
    let made = owner.create(&form).await.expect("the group exists");
    let names: Vec<&str> = made.groups.iter().map(|mark| mark.name.as_str()).collect();
    assert_eq!(names, [name.as_str()]);
    let history = owner.history(&made.id).await;
    let joined = history.iter().find(|entry| entry.fact == Fact::GroupJoined);
    assert_eq!(joined.and_then(|entry| entry.detail.clone()), Some(name));
    let address = email("unjoined");
    let mut form = jeanne(&address);
    form.groups = Some(vec![group, Id::new(1, staff::random())]);
    assert_eq!(refused(owner.create(&form).await), ["groups: unknown"]);
    assert!(
        owner.search(&address).await.is_empty(),
        "nothing is half made"
    );
}

#[tokio::test]
async fn an_edit_says_which_version_it_saw_and_touches_nothing_it_leaves_out() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let address = email("edited");
    Browser::new(&world).leave(&zoe(&address)).await;
    let seen = support.find(&address).await;
    let form = CustomerForm {
        organisation: Some("Atelier Zoé".into()),
        phone: Some(String::new()),
        ..of(&seen)
    };
    let blind = CustomerForm {
        version: None,
        ..form.clone()
    };
    assert_eq!(
        refused(support.edit(&seen.id, &blind).await),
        ["version: required"]
    );
    let edited = support.edit(&seen.id, &form).await.expect("this version");
    assert_eq!(
        Customer {
            version: seen.version + 1,
            phone: None,
            organisation: Some("Atelier Zoé".into()),
            ..seen.clone()
        },
        edited
    );
    let stale = support
        .edit(&seen.id, &form)
        .await
        .expect_err("an old version");
    assert_eq!((stale.status, &*stale.code), (409, "stale"));
    assert_eq!(stale.current, Some(json!(edited)));
    let entry = support.history(&seen.id).await.remove(0);
    assert_eq!(
        (entry.fact, entry.actor),
        (Fact::DetailsChanged, Actor::Staff)
    );
    assert_eq!(entry.fields, ["phone", "organisation"]);
    assert_eq!(entry.before, Some(seen.details()));
    // What changes nothing is not told.
    let same = CustomerForm {
        organisation: Some(" Atelier Zoé ".into()),
        ..of(&edited)
    };
    assert_eq!(
        support.edit(&seen.id, &same).await.expect("no change"),
        edited
    );
    assert_eq!(support.history(&seen.id).await.len(), 2);
    // Found by what it says now, not by what it said.
    assert_eq!(
        support
            .search("atelier zoe")
            .await
            .iter()
            .filter(|row| row.id == seen.id)
            .count(),
        1
    );
}

#[tokio::test]
async fn purchases_are_listed_with_where_they_come_from() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("acquired");
    let placed = Browser::new(&world).buys_access(&zoe(&address)).await;
    owner.marks_paid(&placed.id).await;
    let customer = owner.find(&address).await;
    let list = owner.purchases(&customer.id).await.expect("a customer");
    let [one] = list.items.as_slice() else {
        panic!("{list:?}")
    };
    assert_eq!(
        (&one.first_order, &one.last_order),
        (&placed.id, &placed.id)
    );
    assert_eq!((one.quantity, one.ended_at), (1, None));
    assert!(one.valid_until > Some(one.valid_from) && !one.name_fr.is_empty());
    let absent: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(owner.purchases(&absent).await).0, 404);
}

#[tokio::test]
async fn a_record_with_an_account_costs_three_trips() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("trips")).await;
    owner.sets_account(&made.id, &typed(PASSWORD)).await;
    let path = format!("/api/admin/customers/{}", made.id);
    let reply = owner.send("GET", &path, "").await;
    let figures = Figures::of(reply.expect(200));
    assert!(figures.trips <= 3 && figures.rows <= 60, "{figures:?}");
}
