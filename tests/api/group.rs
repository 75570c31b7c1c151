//! Groups: one code in any case, one membership a customer, and what deleting a group touches.

use domain::api::group::{CreateGroup, GetGroup, JoinGroup, LeaveGroup, RenameGroup};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{Endpoint, address};
use domain::group::{Group, GroupForm};
use domain::history::{Actor, Fact};
use domain::id::{CustomerId, GroupId, Id};
use serde_json::json;
use std::sync::Arc;
use tests::browser::{escape, same_origin};
use tests::contact::zoe;
use tests::grouping::group_form;
use tests::reply::faults;
use tests::staff::{self, Staff};
use tests::world::{email, number, word};
use tests::{Browser, Reply, World};

/// A customer of the test's own.
async fn somebody(owner: &Staff) -> CustomerId {
    let address = email("member");
    Browser::new(&owner.world).leave(&zoe(&address)).await;
    owner.find(&address).await.id
}

/// Posts a form for a new group under a key.
async fn under_key(owner: &Staff, key: &str, form: &GroupForm) -> Reply {
    let origin = owner.world.url().to_owned();
    let [site, origin] = same_origin(&origin);
    let headers = [
        site,
        origin,
        ("content-type", "application/json"),
        (IDEMPOTENCY_KEY, key),
    ];
    let body = serde_json::to_string(form).unwrap();
    owner.raw("POST", CreateGroup::PATH, &headers, body).await
}

#[tokio::test]
async fn a_group_is_made_listed_by_name_and_renamed_but_its_code_stays() {
    let owner = Staff::owner(&World::get()).await;
    let code = format!("{}-VIP_2", word());
    let made = owner
        .create_group(&group_form(&format!(" {code} "), " Très  bons clients "))
        .await
        .unwrap();
    assert_eq!(
        (
            made.code.as_str(),
            made.name.as_str(),
            made.version,
            made.members
        ),
        (code.as_str(), "Très  bons clients", 1, 0)
    );
    assert_eq!(owner.group(&made.id).await, made);
    let all = owner.groups().await;
    assert!(all.contains(&made));
    let names: Vec<String> = all.iter().map(|g| domain::text::fold(&g.name)).collect();
    assert!(names.is_sorted(), "{names:?}");

    let renamed = owner.rename_group(&made, "Fidèles").await.unwrap();
    assert_eq!(
        (renamed.name.as_str(), renamed.version, &renamed.code),
        ("Fidèles", 2, &code)
    );
    let stale = owner.rename_group(&made, "Encore").await.unwrap_err();
    assert_eq!((stale.status, stale.code.as_ref()), (409, "stale"));
    assert_eq!(stale.current, Some(json!(renamed)));
    let rename = async |form: GroupForm| {
        let refused = owner.call::<RenameGroup>(&made.id, &(), &form).await;
        faults(&refused.unwrap_err())
    };
    let no_version = rename(GroupForm {
        name: " ".into(),
        ..GroupForm::default()
    })
    .await;
    assert_eq!(no_version, ["name: required", "version: required"]);
    let other_code = GroupForm {
        version: Some(2),
        code: Some("other".into()),
        name: "X".into(),
    };
    assert_eq!(rename(other_code).await, ["code: unknown_key"]);
    assert_eq!(owner.group(&made.id).await, renamed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_one_groups_in_any_case_also_for_two_at_once() {
    let owner = Staff::owner(&World::get()).await;
    let code = word();
    let made = owner.create_group(&group_form(&code, "One")).await.unwrap();
    for again in [code.clone(), code.to_uppercase()] {
        let taken = owner
            .create_group(&group_form(&again, "Two"))
            .await
            .unwrap_err();
        assert_eq!(
            (taken.status, taken.code.as_ref()),
            (409, "group_code_taken")
        );
        assert_eq!(taken.current, Some(json!(made)));
    }
    let code = word();
    let start = Arc::new(tokio::sync::Barrier::new(6));
    let mut running = tokio::task::JoinSet::new();
    for place in 0..6 {
        let who = Staff::owner(&owner.world).await;
        let start = start.clone();
        let form = match place % 2 {
            0 => group_form(&code, "Race"),
            _ => group_form(&code.to_uppercase(), "Race"),
        };
        running.spawn(async move {
            start.wait().await;
            who.reply::<CreateGroup>(&(), &(), &form).await.status
        });
    }
    let mut statuses = running.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn making_a_group_may_be_repeated_under_a_key() {
    let owner = Staff::owner(&World::get()).await;
    let key = format!("group-{}", number());
    let form = group_form(&word(), "Répété");
    let first: Group =
        serde_json::from_value(under_key(&owner, &key, &form).await.expect(201).value()).unwrap();
    let again = under_key(&owner, &key, &form).await;
    assert_eq!(again.expect(201).value(), json!(first));
    let other = under_key(&owner, &key, &group_form(&word(), "Autre")).await;
    other.expect(422);
    assert_eq!(other.faults(), ["idempotency_key: reused"]);
}

#[tokio::test]
async fn t35_every_slip_of_a_group_is_named() {
    let owner = Staff::owner(&World::get()).await;
    for (form, expected) in [
        (
            GroupForm::default(),
            vec!["code: group_code_required", "name: required"],
        ),
        (group_form("a b", "N"), vec!["code: group_malformed"]),
        (group_form("é", "N"), vec!["code: group_malformed"]),
        (
            group_form(&"x".repeat(65), &"n".repeat(101)),
            vec!["code: too_long", "name: too_long"],
        ),
        (
            group_form("'; drop table groups --", "N"),
            vec!["code: group_malformed"],
        ),
    ] {
        let refused = owner.create_group(&form).await.unwrap_err();
        assert_eq!(faults(&refused), expected);
    }
    for body in [
        r#"{"code":1,"name":"N"}"#,
        r#"{"code":["a"],"name":"N"}"#,
        r#"{"code":"a","name":{}}"#,
        r#"{"code":"a","name":null}"#,
        r#"{"code":"a","name":"N","version":1.5}"#,
        r#"{"code":"a","name":"N","members":9}"#,
        r#"["a","N"]"#,
    ] {
        let reply = owner.send("POST", CreateGroup::PATH, body).await;
        reply.expect(422);
    }
    owner.send("POST", CreateGroup::PATH, "{").await.expect(400);
}

/// Of a customer's history: how often it joined and left a group of this name.
async fn told(owner: &Staff, customer: &CustomerId, name: &str) -> (usize, usize) {
    let history = owner.history(customer).await;
    let of = |fact: Fact| {
        let entries = history.iter().filter(move |entry| entry.fact == fact);
        let own = entries.filter(|entry| entry.detail.as_deref() == Some(name));
        own.inspect(|entry| assert_eq!(entry.actor, Actor::Staff))
            .inspect(|entry| assert_eq!(entry.by.as_deref(), Some(owner.email.as_str())))
            .count()
    };
    (of(Fact::GroupJoined), of(Fact::GroupLeft))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joining_twice_or_at_once_is_one_membership_and_one_entry() {
    let owner = Staff::owner(&World::get()).await;
    let customer = somebody(&owner).await;
    let name = format!("Groupe {}", word());
    let group = owner.groups_as(&name).await;
    let start = Arc::new(tokio::sync::Barrier::new(6));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let who = Staff::owner(&owner.world).await;
        let (start, params) = (start.clone(), (customer.clone(), group.id.clone()));
        running.spawn(async move {
            start.wait().await;
            who.reply::<JoinGroup>(&params, &(), &()).await.status
        });
    }
    assert_eq!(running.join_all().await, [200; 6]);
    let record = owner.puts_in(&customer, &group.id).await;
    assert_eq!(
        record
            .groups
            .iter()
            .filter(|mark| mark.id == group.id)
            .count(),
        1
    );
    assert_eq!(record.groups[0].name, name);
    assert_eq!(told(&owner, &customer, &name).await, (1, 0));
    assert_eq!(owner.group(&group.id).await.members, 1);

    let record = owner.takes_out(&customer, &group.id).await;
    assert_eq!(record.groups, []);
    owner.takes_out(&customer, &group.id).await;
    assert_eq!(told(&owner, &customer, &name).await, (1, 1));
    assert_eq!(owner.group(&group.id).await.members, 0);
}

#[tokio::test]
async fn t24_an_unknown_group_or_customer_is_not_found_and_touches_nothing() {
    let owner = Staff::owner(&World::get()).await;
    let customer = somebody(&owner).await;
    let group = owner.groups_as("Connu").await;
    let (nobody, nowhere): (CustomerId, GroupId) =
        (Id::new(1, staff::random()), Id::new(1, staff::random()));
    for params in [
        (nobody.clone(), group.id.clone()),
        (customer.clone(), nowhere.clone()),
        (nobody, nowhere.clone()),
    ] {
        owner
            .reply::<JoinGroup>(&params, &(), &())
            .await
            .expect(404);
        owner
            .reply::<LeaveGroup>(&params, &(), &())
            .await
            .expect(404);
    }
    owner
        .reply::<GetGroup>(&nowhere, &(), &())
        .await
        .expect(404);
    owner.delete_group(&nowhere).await.expect(404);
    let path = address::<GetGroup>(&nowhere, &(), escape).replace(nowhere.as_str(), "x'--");
    owner.send("GET", &path, "").await.expect(404);
    assert_eq!(owner.group(&group.id).await.members, 0);
}

#[tokio::test]
async fn a_deleted_group_lets_its_members_go_and_nobody_elses() {
    let owner = Staff::owner(&World::get()).await;
    let (group, kept) = (
        owner.groups_as("Parti").await,
        owner.groups_as("Resté").await,
    );
    let customer = somebody(&owner).await;
    let before = owner.puts_in(&customer, &group.id).await;
    owner.puts_in(&customer, &kept.id).await;
    owner.delete_group(&group.id).await.expect(204);
    owner.delete_group(&group.id).await.expect(404);
    let after = owner.customer(&customer).await;
    let left: Vec<&GroupId> = after.groups.iter().map(|mark| &mark.id).collect();
    assert_eq!(left, [&kept.id]);
    assert_eq!((after.version, after.email), (before.version, before.email));
    // Its code is free again.
    owner
        .create_group(&group_form(&group.code, "Nouveau"))
        .await
        .unwrap();
    let journal =
        "select count(*) from audit where subject_id = ?1 and deed = ?2 and account_id is not null";
    for deed in ["group_created", "group_deleted"] {
        let told = owner
            .world
            .database()
            .number(journal, &[group.id.as_str(), deed])
            .await;
        assert_eq!(told, 1, "{deed}");
    }
}
