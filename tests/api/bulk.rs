//! Bulk changes: frozen sets, exact outcomes, stopping, dying and taking back.

use domain::api::bulk::{ListBulkFailures, ListBulks, PrepareBulk, SetBulkState};
use domain::api::{Endpoint, PageQuery, address};
use domain::bulk::{Bulk, BulkAct, BulkForm, BulkState, LEASE};
use domain::history::Fact;
use domain::id::{BulkId, CustomerId, GroupId, Id};
use serde_json::json;
use std::time::{Duration, Instant};
use tests::browser::{escape, same_origin};
use tests::faults::FAULT_AT;
use tests::grouping::{crowd, over, over_these};
use tests::reply::faults;
use tests::staff::{self, Staff};
use tests::world::{email, now, number, word};
use tests::{Browser, Server, World};

/// Everything a bulk change into a group leaves behind at one moment: members, entries and counters.
async fn left_behind(world: &World, bulk: &BulkId, group: &GroupId) -> Vec<i64> {
    let sql = "select (select count(*) from memberships where group_id = ?2),
        (select members from groups where id = ?2),
        (select count(*) from history where bulk_id = ?1),
        (select count(distinct customer_id) from history where bulk_id = ?1),
        (select count(*) from bulk_items where bulk_id = ?1 and outcome = 'done'),
        (select done from bulks where id = ?1)";
    let rows = world
        .database()
        .rows(sql, &[bulk.as_str(), group.as_str()])
        .await;
    let number = |value: &serde_json::Value| value.as_f64().map_or(-1, |n| n as i64);
    rows[0].iter().map(number).collect()
}

/// Lets a bulk change run and its worker fail at a call to D1 of that request and what follows it; gives the answer's
/// status once nobody works at it any more.
async fn run_failing(owner: &Staff, id: &BulkId, call: usize) -> u16 {
    let path = address::<SetBulkState>(id, &(), escape);
    let call = call.to_string();
    let mut headers = same_origin(owner.world.url()).to_vec();
    headers.push(("content-type", "application/json"));
    headers.push((FAULT_AT, &call));
    let body = json!({ "state": "running" }).to_string().into_bytes();
    let reply = owner.attempt("PUT", &path, &headers, body).await;
    let status = reply.expect("the shop is up").status;
    if status == 200 {
        let patience = Instant::now() + Duration::from_secs(30);
        let resting = "select count(*) from bulks where id = ?1 and lease is null
            and (state = 'finished' or done > 0 or created_at + 3000 < cast(?2 as integer))";
        while owner
            .world
            .database()
            .number(resting, &[id.as_str(), &now().to_string()])
            .await
            == 0
        {
            assert!(Instant::now() < patience, "somebody works at it still");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    status
}

#[tokio::test]
async fn what_is_frozen_is_changed_and_nobody_who_comes_later() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = crowd(&world, &name, 7).await;
    let group = owner.groups_as("Gelé").await;
    let prepared = owner
        .prepare(&over(BulkAct::JoinGroup, Some(&group.id), &[("q", &name)]))
        .await;
    assert_eq!(
        (
            prepared.state,
            prepared.total,
            prepared.done,
            prepared.invitations
        ),
        (BulkState::Prepared, 7, 0, 0)
    );
    assert_eq!(
        prepared.group.as_ref().map(|mark| &mark.id),
        Some(&group.id)
    );
    assert_eq!(
        owner.group(&group.id).await.members,
        0,
        "nothing is changed yet"
    );
    let later = crowd(&world, &word(), 1).await;
    world
        .database()
        .rows(
            "update customers set search_text = '^^' || ?1, last_name = ?1 where id = ?2",
            &[&name, later[0].as_str()],
        )
        .await;
    owner.puts_in(&people[2], &group.id).await;
    let done = owner.runs(&prepared.id).await;
    assert_eq!(
        (done.done, done.skipped, done.failed, done.total),
        (6, 1, 0, 7)
    );
    assert_eq!(owner.group(&group.id).await.members, 7);
    assert_eq!(owner.customer(&later[0]).await.groups, []);
    for (place, id) in people.iter().enumerate() {
        let entries = owner.history(id).await;
        let joined: Vec<_> = entries
            .iter()
            .filter(|entry| entry.fact == Fact::GroupJoined)
            .collect();
        assert_eq!(joined.len(), 1, "person {place}");
        assert_eq!(joined[0].detail.as_deref(), Some("Gelé"));
        assert_eq!(joined[0].by.as_deref(), Some(owner.email.as_str()));
    }
    // The journal tells it once, not once a customer.
    let journal = "select count(*) from audit where deed = 'group_joined' and subject_id in
        (select customer_id from bulk_items where bulk_id = ?1)";
    assert_eq!(
        world
            .database()
            .number(journal, &[prepared.id.as_str()])
            .await,
        1,
        "the one by hand"
    );
    let started = "select count(*) from audit where deed = 'bulk_started' and subject_id = ?1";
    assert_eq!(
        world
            .database()
            .number(started, &[prepared.id.as_str()])
            .await,
        1
    );
    let listed = owner.get::<ListBulks>(&(), &()).await.unwrap().items;
    assert!(listed.contains(&done));
}

#[tokio::test]
async fn taking_back_touches_those_it_changed_only_and_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 5).await;
    let group = owner.groups_as("Repris").await;
    owner.puts_in(&people[0], &group.id).await;
    let bulk = owner
        .prepare(&over_these(BulkAct::JoinGroup, Some(&group.id), &people))
        .await;
    let early = owner.undo_bulk(&bulk.id).await.unwrap_err();
    assert_eq!((early.status, early.code.as_ref()), (409, "state"));
    owner.runs(&bulk.id).await;
    let undo = owner.undo_bulk(&bulk.id).await.unwrap();
    assert_eq!(
        (undo.act, undo.total, undo.undoes.as_ref()),
        (BulkAct::LeaveGroup, 4, Some(&bulk.id))
    );
    let again = owner.undo_bulk(&bulk.id).await.unwrap();
    assert_eq!(again.id, undo.id, "once");
    let undone = owner.watches(&undo.id).await;
    assert_eq!((undone.done, undone.skipped), (4, 0));
    assert_eq!(owner.group(&group.id).await.members, 1);
    assert_eq!(
        owner.customer(&people[0]).await.groups.len(),
        1,
        "was in before"
    );
    let of_undo = owner.undo_bulk(&undo.id).await.unwrap_err();
    assert_eq!(of_undo.status, 409, "what takes back is not taken back");
}

#[tokio::test]
async fn sign_in_is_given_and_taken_by_what_each_has() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 6).await;
    let [none, on, off, dormant, paused, ours] = people.as_slice() else {
        panic!("six people");
    };
    // What each starts from, beside somebody without an account.
    for (id, can, paused, hash) in [
        (on, 1, 0, true),
        (off, 0, 0, true),
        (dormant, 0, 0, false),
        (paused, 1, 1, true),
    ] {
        let sql = "insert into accounts (id, customer_id, email, email_key, role, can_sign_in, paused, enabled,
                password_hash, pepper_id, created_at)
            select printf('00000000-0000-7000-8000-%s', lower(hex(randomblob(6)))), id, email, email_key, 'customer', cast(?2 as integer), cast(?3 as integer),
                cast(?2 as integer) and not cast(?3 as integer),
                case when ?4 = '1' then (select password_hash from accounts where role = 'owner' and password_hash is not null limit 1) end,
                case when ?4 = '1' then (select pepper_id from accounts where role = 'owner' and password_hash is not null limit 1) end, 1
            from customers where id = ?1";
        let bits = [can, paused, i32::from(hash)].map(|bit| bit.to_string());
        world
            .database()
            .rows(sql, &[id.as_str(), &bits[0], &bits[1], &bits[2]])
            .await;
    }
    let colleague = staff::account(&world, domain::account::Role::Support).await;
    world
        .database()
        .rows(
            "update customers set email = ?1, email_key = ?1 where id = ?2",
            &[&colleague, ours.as_str()],
        )
        .await;
    let password = owner.world.owner().password.clone();
    let mailbox = owner.customer(off).await.email;
    let visitor = Browser::new(&world);
    visitor
        .sign_in(&mailbox, &password)
        .await
        .expect_err("switched off");

    let give = owner
        .prepare(&over_these(BulkAct::GiveSignIn, None, &people))
        .await;
    assert_eq!((give.total, give.invitations), (6, 2), "{give:?}");
    let given = owner.runs(&give.id).await;
    assert_eq!((given.done, given.skipped, given.failed), (3, 2, 1));
    let mails = "select count(*) from outbox where template = 'invitation' and customer_id = ?1";
    for (who, id, invited) in [
        ("none", none, 1),
        ("on", on, 0),
        ("off", off, 0),
        ("dormant", dormant, 1),
        ("paused", paused, 0),
        ("ours", ours, 0),
    ] {
        assert_eq!(
            world.database().number(mails, &[id.as_str()]).await,
            invited,
            "{who}"
        );
        let credentials = owner.customer(id).await.credentials;
        let state = credentials.map(|c| (c.can_sign_in, c.enabled, c.invited_until.is_some()));
        let expected = match who {
            "none" | "dormant" => Some((true, true, true)),
            "paused" => Some((true, false, false)),
            "ours" => None,
            _ => Some((true, true, false)),
        };
        assert_eq!(state, expected, "{who}");
    }
    let facts = async |id: &CustomerId| -> Vec<Fact> {
        let entries = owner.history(id).await;
        entries.into_iter().map(|entry| entry.fact).collect()
    };
    assert_eq!(facts(none).await, [Fact::Invited, Fact::SignInGiven]);
    assert_eq!(facts(off).await, [Fact::SignInGiven]);
    visitor
        .sign_in(&mailbox, &password)
        .await
        .expect("the old way back");
    let failures = owner
        .get::<ListBulkFailures>(&give.id, &PageQuery::default())
        .await
        .unwrap();
    let told: Vec<_> = failures
        .items
        .iter()
        .map(|f| (&f.id, f.email.as_str(), f.reason.as_str()))
        .collect();
    assert_eq!(told, [(ours, colleague.as_str(), "staff")]);
    assert_eq!((failures.total, failures.next), (Some(1), None));

    let take = owner
        .prepare(&over_these(BulkAct::TakeSignIn, None, &people))
        .await;
    let taken = owner.runs(&take.id).await;
    assert_eq!((taken.done, taken.skipped, taken.failed), (5, 1, 0));
    assert_eq!(
        visitor.session().await.account,
        None,
        "sessions end at once"
    );
    visitor
        .sign_in(&mailbox, &password)
        .await
        .expect_err("switched off again");
    let open = "select count(*) from outbox where template = 'invitation' and customer_id = ?1 and state in ('waiting', 'sending')";
    let links = "select count(*) from tokens t join accounts a on a.id = t.account_id where a.customer_id = ?1 and t.used_at is null";
    for sql in [open, links] {
        assert_eq!(
            world.database().number(sql, &[none.as_str()]).await,
            0,
            "{sql}"
        );
    }
    let back = owner.undo_bulk(&take.id).await.unwrap();
    assert_eq!(back.invitations, 2);
    owner.watches(&back.id).await;
    visitor
        .sign_in(&mailbox, &password)
        .await
        .expect("the same password");
}

#[tokio::test]
async fn who_is_deleted_meanwhile_fails_alone_and_their_number_harms_nobody() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 3).await;
    let group = owner.groups_as("Sans lui").await;
    let bulk = owner
        .prepare(&over_these(BulkAct::JoinGroup, Some(&group.id), &people))
        .await;
    let database = world.database();
    let seq = database
        .number(
            "select seq from customers where id = ?1",
            &[people[1].as_str()],
        )
        .await;
    database
        .rows("delete from customers where id = ?1", &[people[1].as_str()])
        .await;
    let heir: CustomerId = Id::new(now(), staff::random());
    let address = email("heir");
    database.rows(
        "insert into customers (seq, id, email, email_key, first_name, last_name, name_key, search_text, created_at)
        values (cast(?1 as integer), ?2, ?3, ?3, 'A', 'Heir', 'heir a', '^^heir', 1)",
        &[&seq.to_string(), heir.as_str(), &address],
    ).await;
    let done = owner.runs(&bulk.id).await;
    assert_eq!((done.done, done.failed, done.total), (2, 1, 3));
    assert_eq!(owner.customer(&heir).await.groups, []);
    let failures = owner
        .get::<ListBulkFailures>(&bulk.id, &PageQuery::default())
        .await
        .unwrap();
    assert_eq!(
        (&failures.items[0].id, failures.items[0].reason.as_str()),
        (&people[1], "gone")
    );

    // The same for a group that goes.
    let bulk = owner
        .prepare(&over_these(
            BulkAct::JoinGroup,
            Some(&group.id),
            &people[..1],
        ))
        .await;
    owner.delete_group(&group.id).await.expect(204);
    let done = owner.runs(&bulk.id).await;
    assert_eq!((done.done, done.failed, done.group), (0, 1, None));
}

#[tokio::test]
async fn a_stopped_change_rests_until_it_is_resumed() {
    // Of its own: in the shared one every sweep would go on with it.
    let server = Server::start("bulk-stopped").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let name = word();
    crowd(&world, &name, 650).await;
    let group = owner.groups_as("Arrêté").await;
    let bulk = owner
        .prepare(&over(BulkAct::JoinGroup, Some(&group.id), &[("q", &name)]))
        .await;
    owner
        .set_bulk(&bulk.id, BulkState::Stopped)
        .await
        .expect(409);
    // Two calls look for imports first; then two chunks, then its worker fails.
    assert_eq!(run_failing(&owner, &bulk.id, 11).await, 200);
    let half = left_behind(&world, &bulk.id, &group.id).await;
    assert_eq!(half, [400; 6], "each chunk is whole");
    let stopped = owner.set_bulk(&bulk.id, BulkState::Stopped).await;
    assert_eq!(stopped.expect(200).value()["done"], json!(400));
    world.sweep_at(now() + 2 * LEASE).await;
    assert_eq!(
        owner.bulk(&bulk.id).await.done,
        400,
        "nobody goes on with it"
    );
    let done = owner.runs(&bulk.id).await;
    assert_eq!((done.done, done.skipped), (650, 0));
    assert_eq!(left_behind(&world, &bulk.id, &group.id).await, [650; 6]);
    let finished = owner.set_bulk(&bulk.id, BulkState::Running).await;
    finished.expect(409);
    assert_eq!(finished.problem().current, Some(json!(done)));
}

#[tokio::test]
async fn t44_a_worker_that_fails_at_any_call_loses_and_doubles_nothing() {
    let server = Server::start("bulk-faults").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    for call in 1..=12 {
        let name = word();
        crowd(&world, &name, 450).await;
        let group = owner.groups_as("Panne").await;
        let bulk = owner
            .prepare(&over(BulkAct::JoinGroup, Some(&group.id), &[("q", &name)]))
            .await;
        let status = run_failing(&owner, &bulk.id, call).await;
        assert!([200, 503].contains(&status), "call {call}: {status}");
        let half = left_behind(&world, &bulk.id, &group.id).await;
        assert!(
            half == [half[0]; 6] && [0, 200, 400, 450].contains(&half[0]),
            "half done after call {call}: {half:?}"
        );
        let finished = owner.runs_again(&bulk).await;
        assert_eq!((finished.done, finished.failed), (450, 0), "call {call}");
        assert_eq!(
            left_behind(&world, &bulk.id, &group.id).await,
            [450; 6],
            "call {call}"
        );
    }
}

trait RunsAgain {
    async fn runs_again(&self, bulk: &Bulk) -> Bulk;
}

impl RunsAgain for Staff {
    /// Starts it where it never started, and watches it to its end.
    async fn runs_again(&self, bulk: &Bulk) -> Bulk {
        match self.bulk(&bulk.id).await.state {
            BulkState::Prepared => self.runs(&bulk.id).await,
            _ => self.watches(&bulk.id).await,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sweeps_and_many_watchers_at_once_do_it_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    crowd(&world, &name, 900).await;
    let group = owner.groups_as("Ensemble").await;
    let bulk = owner
        .prepare(&over(BulkAct::JoinGroup, Some(&group.id), &[("q", &name)]))
        .await;
    owner
        .set_bulk(&bulk.id, BulkState::Running)
        .await
        .expect(200);
    let mut running = tokio::task::JoinSet::new();
    for place in 0..3 {
        let world = world.clone();
        // The later ones find the lease of the first at its end.
        running.spawn(async move { world.sweep_at(now() + place * 2 * LEASE).await });
    }
    for _ in 0..4 {
        let (who, id) = (Staff::owner(&world).await, bulk.id.clone());
        running.spawn(async move {
            who.watches(&id).await;
        });
    }
    running.join_all().await;
    let done = owner.watches(&bulk.id).await;
    assert_eq!((done.done, done.skipped, done.failed), (900, 0, 0));
    assert_eq!(left_behind(&world, &bulk.id, &group.id).await, [900; 6]);
}

/// More than one worker does in one go.
const MANY: i64 = 20_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t41_kill_9_in_the_middle_and_the_next_sweep_goes_on() {
    let mut server = Server::start("bulk").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let name = word();
    crowd(&world, &name, 20_000).await;
    let group = owner.groups_as("Foule").await;
    let bulk = owner
        .prepare(&over(BulkAct::JoinGroup, Some(&group.id), &[("q", &name)]))
        .await;
    assert_eq!(bulk.total, 20_000);
    owner
        .set_bulk(&bulk.id, BulkState::Running)
        .await
        .expect(200);
    let done = "select done from bulks where id = ?1";
    while world.database().number(done, &[bulk.id.as_str()]).await == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    server.kill();
    server.serve(&[]);
    server.ready().await;
    let half = left_behind(&world, &bulk.id, &group.id).await;
    assert!(
        half == [half[0]; 6] && (1..MANY).contains(&half[0]),
        "{half:?}"
    );
    // The dead worker's lease ends by itself; others are served meanwhile.
    world.sweep_at(now() + LEASE + 1_000).await;
    let finished = owner.watches(&bulk.id).await;
    assert_eq!(
        (finished.done, finished.skipped, finished.failed),
        (20_000, 0, 0)
    );
    assert_eq!(left_behind(&world, &bulk.id, &group.id).await, [MANY; 6]);
}

#[tokio::test]
async fn one_that_cannot_go_on_keeps_no_other_waiting() {
    let server = Server::start("bulk-poison").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 3).await;
    let (stuck, group) = (
        owner.groups_as("Bloqué").await,
        owner.groups_as("Libre").await,
    );
    let poison = format!(
        "create trigger poison before insert on memberships when new.group_id = '{}'
        begin select raise(abort, 'poison'); end",
        stuck.id
    );
    world.database().rows(&poison, &[]).await;
    let over = |group: &GroupId| over_these(BulkAct::JoinGroup, Some(group), &people);
    let first = owner.prepare(&over(&stuck.id)).await;
    owner
        .set_bulk(&first.id, BulkState::Running)
        .await
        .expect(200);
    let second = owner.prepare(&over(&group.id)).await;
    assert_eq!(owner.runs(&second.id).await.done, 3);
    assert_eq!(owner.bulk(&first.id).await.state, BulkState::Running);
    owner
        .set_bulk(&first.id, BulkState::Stopped)
        .await
        .expect(200);
    assert_eq!(left_behind(&world, &first.id, &stuck.id).await, [0; 6]);
}

#[tokio::test]
async fn prepared_ones_go_after_an_hour_and_ended_ones_after_a_month() {
    let server = Server::start("bulk-old").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 3).await;
    let group = owner.groups_as("Vieux").await;
    let form = over_these(BulkAct::JoinGroup, Some(&group.id), &people);
    let (ended, forgotten) = (owner.prepare(&form).await, owner.prepare(&form).await);
    owner.runs(&ended.id).await;
    world.sweep_at(now() + 59 * 60_000).await;
    assert_eq!(owner.bulk(&forgotten.id).await.state, BulkState::Prepared);
    world.sweep_at(now() + 61 * 60_000).await;
    let rows = async |id: &BulkId| {
        let sql = "select (select count(*) from bulks where id = ?1) + (select count(*) from bulk_items where bulk_id = ?1)";
        world.database().number(sql, &[id.as_str()]).await
    };
    assert_eq!((rows(&forgotten.id).await, rows(&ended.id).await), (0, 4));
    owner
        .set_bulk(&forgotten.id, BulkState::Running)
        .await
        .expect(404);
    world.sweep_at(now() + 31 * 86_400_000).await;
    assert_eq!(rows(&ended.id).await, 0);
}

#[tokio::test]
async fn t35_a_bulk_change_needs_its_key_and_every_slip_is_named() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 2).await;
    let form = over_these(BulkAct::TakeSignIn, None, &people);
    let refused = owner
        .call::<PrepareBulk>(&(), &(), &form)
        .await
        .unwrap_err();
    assert_eq!(faults(&refused), ["idempotency_key: required"]);
    let key = format!("bulk-{}", number());
    let first = owner.prepare_under(&key, &form).await.expect(201).value();
    assert_eq!(
        owner.prepare_under(&key, &form).await.expect(201).value(),
        first,
        "repeated"
    );
    let other = owner
        .prepare_under(&key, &over_these(BulkAct::GiveSignIn, None, &people))
        .await;
    assert_eq!(other.faults(), ["idempotency_key: reused"]);
    let nowhere: GroupId = Id::new(1, staff::random());
    for (form, expected) in [
        (
            over_these(BulkAct::JoinGroup, Some(&nowhere), &people),
            "group: unknown",
        ),
        (
            over_these(BulkAct::JoinGroup, None, &people),
            "group: required",
        ),
        (
            over_these(BulkAct::TakeSignIn, None, &[]),
            "customers: required",
        ),
        (
            over(BulkAct::TakeSignIn, None, &[("sort", "name desc; drop")]),
            "matching.sort: unknown",
        ),
        (
            over(BulkAct::TakeSignIn, None, &[("customer_id", "1")]),
            "matching.customer_id: unknown_key",
        ),
        (BulkForm::default(), "act: required"),
    ] {
        let reply = owner
            .prepare_under(&format!("bulk-{}", number()), &form)
            .await;
        reply.expect(422);
        assert!(reply.faults().contains(&expected.to_owned()), "{reply}");
    }
    // T24: ids of nobody count for nothing.
    let strangers: Vec<CustomerId> = (0..3).map(|_| Id::new(1, staff::random())).collect();
    let none = owner
        .prepare(&over_these(BulkAct::TakeSignIn, None, &strangers))
        .await;
    assert_eq!(none.total, 0);
    assert_eq!(owner.runs(&none.id).await.state, BulkState::Finished);
    for body in [
        r#"{"act":"drop"}"#,
        r#"{"act":1}"#,
        r#"{"customers":"all"}"#,
        r#"{"matching":{"q":1}}"#,
        r#"{"x":1}"#,
    ] {
        let reply = owner.send("POST", PrepareBulk::PATH, body).await;
        // A number where a word of a list stands is no JSON of ours at all.
        assert!([400, 422].contains(&reply.status), "{reply}");
    }
}
