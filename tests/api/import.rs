//! Imports: exact counts, nothing twice, nothing that nobody asked for, whoever dies or changes things meanwhile.

use domain::account::Role;
use domain::api::import::{ImportStateForm, SetImportState};
use domain::api::{Endpoint, address};
use domain::customer::{Customer, CustomerForm};
use domain::history::Fact;
use domain::import::{Column, Counts, Import, ImportForm, ImportOptions, ImportState, LEASE};
use serde_json::json;
use std::time::{Duration, Instant};
use tests::browser::{escape, same_origin};
use tests::faults::FAULT_AT;
use tests::grouping::group_form;
use tests::importing::one;
use tests::recording::invited;
use tests::staff::Staff;
use tests::world::{email, now, number, word};
use tests::{Server, World};

fn counts(create: u32, update: u32, unchanged: u32) -> Counts {
    Counts {
        create,
        update,
        unchanged,
    }
}

/// Rows of customers with this last name, from a number on.
fn crowd(name: &str, from: usize, count: usize) -> String {
    let mut file =
        "email;last_name;first_name;phone;line1;postcode;city;country;groups\n".to_owned();
    for place in from..from + count {
        file.push_str(&format!(
            "{name}.{place}@example.com;{name};Ada {place};06 39 98 12 34;{place} rue X;75011;Paris;France;{name}\n"
        ));
    }
    file
}

/// What an import of a crowd leaves behind: customers, addresses, members, entries of each kind, what is counted as done.
async fn left_behind(world: &World, import: &Import, name: &str) -> Vec<i64> {
    let sql = "select (select count(*) from customers where last_name = ?2),
        (select count(*) from addresses a join customers c on c.id = a.customer_id where c.last_name = ?2),
        (select count(*) from memberships m join groups g on g.id = m.group_id where g.name = ?2),
        (select count(*) from history where bulk_id = ?1 and fact = 'imported'),
        (select count(*) from history where bulk_id = ?1 and fact = 'group_joined'),
        (select done_create from imports where id = ?1)";
    let rows = world
        .database()
        .rows(sql, &[import.id.as_str(), name])
        .await;
    rows[0]
        .iter()
        .map(|value| value.as_f64().map_or(-1, |n| n as i64))
        .collect()
}

async fn count(world: &World, sql: &str, of: &str) -> i64 {
    world.database().number(sql, &[of]).await
}

#[tokio::test]
async fn a_customer_comes_in_as_staff_would_make_them_and_is_told_of_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (address, name) = (email("imported"), word());
    let file = one(&address).replace("Martin", &name);
    let import = owner.hands_in_customers(&file).await;
    assert_eq!(
        (import.state, import.size as usize),
        (ImportState::Draft, file.len())
    );
    assert_eq!(
        import.samples,
        [[address.as_str(), &name, "Zoé", "0639981234"]]
    );
    let checked = owner.checks_rows(&import.id).await;
    assert_eq!((checked.found, checked.faults), (counts(1, 0, 0), 0));
    assert_eq!(
        owner.search(&name).await,
        [],
        "a check writes nothing of customers"
    );
    let done = owner.lets_in(&import.id).await;
    assert_eq!(done.done, counts(1, 0, 0));
    let customer = owner.find(&address).await;
    assert_eq!(customer.phone.as_deref(), Some("+33639981234"));
    assert_eq!(owner.search(&name).await.len(), 1, "the search finds them");
    let entries = owner.history(&customer.id).await;
    assert_eq!(entries.len(), 1);
    assert_eq!(
        (
            entries[0].fact,
            entries[0].detail.as_deref(),
            entries[0].by.as_deref()
        ),
        (
            Fact::Imported,
            Some("clients.csv"),
            Some(owner.email.as_str())
        )
    );
    assert_eq!(customer.credentials, None);
    for (sql, expected) in [
        ("select count(*) from outbox where customer_id = ?1", 0),
        ("select count(*) from consents where customer_id = ?1", 0),
        ("select count(*) from audit where subject_id = ?1", 0),
    ] {
        assert_eq!(
            count(&world, sql, customer.id.as_str()).await,
            expected,
            "{sql}"
        );
    }
    let told = "select count(*) from audit where subject_id = ?1 and deed in ('import_uploaded', 'import_started')";
    assert_eq!(count(&world, told, import.id.as_str()).await, 2);
    // The file goes when the import is over.
    let doomed = "select count(*) from blobs b join imports i on i.blob_id = b.id where i.id = ?1";
    assert_eq!(count(&world, doomed, import.id.as_str()).await, 0);
    assert_eq!(done.samples, [[""; 0]; 0]);
}

#[tokio::test]
async fn one_there_is_gets_what_differs_and_keeps_the_rest() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let before = owner.creates(&email("known")).await;
    let form = CustomerForm {
        version: Some(before.version),
        organisation: Some("Atelier".into()),
        phone: Some("+33639980000".into()),
        ..CustomerForm::default()
    };
    owner.edit(&before.id, &form).await.unwrap();
    owner.sets_account(&before.id, &invited()).await;
    let group = owner
        .create_group(&group_form(&word(), "Très bons"))
        .await
        .unwrap();
    let new_group = format!("Neufs {}", word());
    let before = owner.customer(&before.id).await;
    let file = format!(
        "E-mail,Nom,Prénom,Téléphone,Société,Adresse,Code postal,Ville,Pays,Groupes,Note\n\
         {},Durand,{},,,7 rue Neuve,69001,Lyon,FRANCE,{}|{new_group},Rappeler\n",
        before.email.to_uppercase(),
        before.first_name,
        group.code.to_uppercase(),
    );
    let import = owner.hands_in_customers(&file).await;
    let checked = owner.checks_rows(&import.id).await;
    assert_eq!((checked.found, checked.new_groups), (counts(0, 1, 0), 1));
    owner.lets_in(&import.id).await;
    let after = owner.customer(&before.id).await;
    assert_eq!(after.last_name, "Durand");
    let kept = |customer: &Customer| {
        (
            customer.email.clone(),
            customer.phone.clone(),
            customer.organisation.clone(),
            customer
                .credentials
                .as_ref()
                .map(|c| (c.can_sign_in, c.enabled)),
        )
    };
    assert_eq!(
        kept(&after),
        kept(&before),
        "what the file leaves empty, and what is no column's"
    );
    assert_eq!(after.version, before.version + 1);
    assert_eq!(after.addresses.len(), before.addresses.len() + 1);
    assert_eq!(after.address.as_ref().unwrap().city, "Lyon");
    let mut names: Vec<&str> = after
        .groups
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    names.sort();
    assert_eq!(names, [new_group.as_str(), "Très bons"]);
    let facts = owner.history(&before.id).await;
    let changed = facts
        .iter()
        .find(|entry| entry.fact == Fact::ImportChanged)
        .unwrap();
    assert_eq!(changed.fields, ["last_name", "address"]);
    assert_eq!(changed.before.as_ref().unwrap().last_name, before.last_name);

    // The same again changes nothing at all.
    let again = owner.imports(&file).await;
    assert_eq!((again.done, again.new_groups), (counts(0, 0, 1), 0));
    assert_eq!(owner.customer(&before.id).await, after);
    assert_eq!(owner.history(&before.id).await.len(), facts.len());
}

#[tokio::test]
async fn whoever_came_or_changed_since_the_check_is_decided_anew() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let known = owner.creates(&format!("{name}.0@example.com")).await;
    let import = owner.hands_in_customers(crowd(&name, 0, 3)).await;
    let checked = owner.checks_rows(&import.id).await;
    assert_eq!(checked.found, counts(2, 1, 0));
    // One comes, one goes.
    owner.creates(&format!("{name}.1@example.com")).await;
    owner.erase(&known.id, None).await.unwrap();
    let done = owner.lets_in(&import.id).await;
    // The one erased is not brought back by the file.
    assert_eq!(done.done, counts(1, 1, 0));
    assert_eq!(left_behind(&world, &import, &name).await[..2], [2, 2]);
    let gone = "select count(*) from customers where email_key = ?1";
    assert_eq!(
        count(&world, gone, &format!("{name}.0@example.com")).await,
        0
    );
}

#[tokio::test]
async fn options_are_nobodys_unless_ticked_and_then_done_by_bulk_changes() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let group = owner.groups_as("Importés").await;
    let file = format!(
        "email,last_name,first_name,newsletter\n{name}.1@example.com,{name},A,1\n{name}.2@example.com,{name},B,0\n"
    );
    let import = owner.hands_in_customers(&file).await;
    assert_eq!(import.columns.last(), Some(&Some(Column::Consent)));
    let bare = owner.imports(&file).await;
    assert_eq!(bare.bulks, []);
    let consents = "select count(*) from consents s join customers c on c.id = s.customer_id where c.last_name = ?1";
    let accounts = "select count(*) from accounts a join customers c on c.id = a.customer_id where c.last_name = ?1";
    assert_eq!(count(&world, consents, &name).await, 0);
    let options = ImportOptions {
        sign_in: true,
        group: Some(group.id.clone()),
        consents: true,
    };
    let form = ImportForm {
        options: Some(options.clone()),
        ..ImportForm::default()
    };
    let edited = owner.edit_import(&import.id, &form).await.unwrap();
    assert_eq!(edited.options, options);
    owner.checks_rows(&import.id).await;
    let done = owner.lets_in(&import.id).await;
    assert_eq!(
        done.done,
        counts(0, 0, 2),
        "a tick is no change of the record"
    );
    for bulk in &done.bulks {
        let bulk = owner.watches(bulk).await;
        assert_eq!((bulk.total, bulk.done), (2, 2), "{bulk:?}");
    }
    assert_eq!(done.bulks.len(), 2);
    assert_eq!(count(&world, accounts, &name).await, 2);
    let proofs = "select way || ':' || state || ':' || (length(text) > 20) from consents s
        join customers c on c.id = s.customer_id where c.last_name = ?1";
    let proofs = world.database().rows(proofs, &[&name]).await;
    assert_eq!(proofs, [["import:given:1"]]);
    let lines = world
        .database()
        .rows(
            "select fields from audit where subject_id = ?1 and deed = 'import_started'",
            &[import.id.as_str()],
        )
        .await;
    assert_eq!(lines, [["[\"sign_in\",\"group\",\"consents\"]"]]);
    // Who took it back is not asked again by a file.
    let taken = "update consents set state = 'withdrawn' where customer_id in (select id from customers where last_name = ?1)";
    world.database().rows(taken, &[&name]).await;
    let again = owner.hands_in_customers(&file).await;
    owner.edit_import(&again.id, &form).await.unwrap();
    owner.checks_rows(&again.id).await;
    owner.lets_in(&again.id).await;
    assert_eq!(count(&world, consents, &name).await, 1);
    let unknown = ImportForm {
        options: Some(ImportOptions {
            group: domain::id::Id::parse("00000000-0000-7000-8000-000000000000"),
            ..ImportOptions::default()
        }),
        ..ImportForm::default()
    };
    let draft = owner.hands_in_customers(&file).await;
    let refused = owner.edit_import(&draft.id, &unknown).await.unwrap_err();
    assert_eq!(tests::reply::faults(&refused), ["group: unknown"]);
}

#[tokio::test]
async fn what_cannot_be_is_409_and_twice_at_once_is_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let import = owner.hands_in_customers(crowd(&name, 0, 30)).await;
    let refused = owner.set_import(&import.id, ImportState::Importing).await;
    assert_eq!(refused.expect(409).problem().code, "state");
    owner
        .set_import(&import.id, ImportState::Paused)
        .await
        .expect(409);
    owner
        .set_import(&import.id, ImportState::Finished)
        .await
        .expect(409);
    let unnamed = ImportForm {
        columns: Some(vec![
            Some(Column::Email),
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
        ]),
        ..ImportForm::default()
    };
    owner.edit_import(&import.id, &unnamed).await.unwrap();
    let refused = owner.set_import(&import.id, ImportState::Checking).await;
    assert_eq!(
        refused.expect(422).faults(),
        ["columns: missing", "columns: missing"]
    );
    let short = ImportForm {
        columns: Some(vec![Some(Column::Email)]),
        ..ImportForm::default()
    };
    let refused = owner.edit_import(&import.id, &short).await.unwrap_err();
    assert_eq!(tests::reply::faults(&refused), ["columns: unknown"]);
    let whole = ImportForm {
        columns: Some(import.columns.clone()),
        ..ImportForm::default()
    };
    owner.edit_import(&import.id, &whole).await.unwrap();
    owner.checks_rows(&import.id).await;
    let starts = (0..5).map(|_| owner.set_import(&import.id, ImportState::Importing));
    for reply in futures(starts).await {
        assert!([200, 409].contains(&reply.status), "{reply}");
    }
    let done = owner
        .watches_import(&import.id, |i| i.state == ImportState::Finished)
        .await;
    assert_eq!(done.done, counts(30, 0, 0));
    assert_eq!(left_behind(&world, &import, &name).await, [30; 6]);
    for state in [
        ImportState::Checking,
        ImportState::Importing,
        ImportState::Paused,
    ] {
        owner.set_import(&import.id, state).await.expect(409);
    }
    let refused = owner.edit_import(&import.id, &whole).await.unwrap_err();
    assert_eq!(refused.status, 409);
    owner.drop_import(&import.id).await.expect(204);
    owner.drop_import(&import.id).await.expect(404);
}

/// All of these, at once.
async fn futures<F: std::future::Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(value) => {
                done.push(value);
                false
            }
            std::task::Poll::Pending => true,
        });
        match all.is_empty() {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done
}

#[tokio::test]
async fn a_key_makes_one_import_and_none_makes_none() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let file = one(&email("key"));
    let key = format!("import-key-{}", number());
    let hand_in = async |bytes: &str| owner.hand_in_under(&key, "a.csv", bytes.into()).await;
    let first = hand_in(&file).await.expect(201).value();
    assert_eq!(hand_in(&file).await.expect(201).value(), first);
    let other = hand_in(&one(&email("other"))).await;
    assert_eq!(other.expect(422).faults(), ["idempotency_key: reused"]);
    let bare = owner
        .upload("POST", "/api/admin/imports", "a.csv", file.into_bytes())
        .await;
    assert_eq!(bare.expect(422).faults(), ["idempotency_key: required"]);
}

#[tokio::test]
async fn t28_support_imports_nothing_and_the_journal_tells() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    let reply = clerk.hand_in_customers(one(&email("refused"))).await;
    assert_eq!(reply.expect(403).problem().code, "right");
    let told = "select count(*) from audit where deed = 'refused' and account_id = (select id from accounts where email = ?1)";
    assert_eq!(count(&world, told, &clerk.email).await, 1);
}

#[tokio::test]
async fn a_pause_rests_until_it_is_resumed_and_columns_may_change_before_it_began() {
    let server = Server::start("import-paused").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let name = word();
    let import = owner.hands_in_customers(crowd(&name, 0, 900)).await;
    // Its worker fails within the check; whoever looks would go on with it.
    run_failing(&owner, &import, ImportState::Checking, 12).await;
    let paused = owner.set_import(&import.id, ImportState::Paused).await;
    let half: Import = serde_json::from_value(paused.expect(200).value()).unwrap();
    assert!(half.found.create > 0 && half.found.create < 900, "{half:?}");
    world.sweep_at(now() + 2 * LEASE).await;
    assert_eq!(
        owner.import(&import.id).await.found,
        half.found,
        "nobody goes on with it"
    );
    let checked = owner.checks_rows(&import.id).await;
    assert_eq!((checked.found, checked.faults), (counts(900, 0, 0), 0));
    let mut columns = import.columns.clone();
    columns[3] = None;
    let form = ImportForm {
        columns: Some(columns),
        ..ImportForm::default()
    };
    let draft = owner.edit_import(&import.id, &form).await.unwrap();
    assert_eq!(
        (draft.state, draft.found),
        (ImportState::Draft, counts(0, 0, 0))
    );
    owner.checks_rows(&import.id).await;
    run_failing(&owner, &import, ImportState::Importing, 12).await;
    let half = left_behind(&world, &import, &name).await;
    assert!(
        half == [half[0]; 6] && (1..900).contains(&half[0]),
        "each chunk is whole: {half:?}"
    );
    owner
        .set_import(&import.id, ImportState::Paused)
        .await
        .expect(200);
    assert_eq!(
        owner
            .edit_import(&import.id, &form)
            .await
            .unwrap_err()
            .status,
        409
    );
    world.sweep_at(now() + 4 * LEASE).await;
    assert_eq!(left_behind(&world, &import, &name).await, half);
    let done = owner.lets_in(&import.id).await;
    assert_eq!(done.done, counts(900, 0, 0));
    assert_eq!(left_behind(&world, &import, &name).await, [900; 6]);
    let phones = "select count(*) from customers where last_name = ?1 and phone is not null";
    assert_eq!(count(&world, phones, &name).await, 0, "a column left out");
    // Nothing staged is left, and after its time nothing at all.
    world.sweep_at(now()).await;
    for table in ["import_rows", "import_groups", "import_writes"] {
        let left = world
            .database()
            .number(&format!("select count(*) from {table}"), &[])
            .await;
        assert_eq!(left, 0, "{table}");
    }
    let objects = world.objects().await;
    assert_eq!(objects, [""; 0], "the file is gone");
    owner.import(&import.id).await;
    world.sweep_at(now() + 31 * 86_400_000).await;
    assert_eq!(
        world
            .database()
            .number("select count(*) from imports", &[])
            .await,
        0
    );
}

/// Puts an import into a state and has its worker fail at a call to D1 of that request and what follows it; gives the
/// answer's status once nobody works at it any more.
async fn run_failing(owner: &Staff, import: &Import, state: ImportState, call: usize) -> u16 {
    let path = address::<SetImportState>(&import.id, &(), escape);
    let call = call.to_string();
    let mut headers = same_origin(owner.world.url()).to_vec();
    headers.push(("content-type", "application/json"));
    headers.push((FAULT_AT, &call));
    let body = json!(ImportStateForm { state: Some(state) }).to_string();
    let reply = owner
        .attempt(
            SetImportState::METHOD.name(),
            &path,
            &headers,
            body.into_bytes(),
        )
        .await;
    let status = reply.expect("the shop is up").status;
    if status == 200 {
        let patience = Instant::now() + Duration::from_secs(30);
        // Let go of, once it was held or is at its end.
        let resting = "select count(*) from imports where id = ?1 and lease is null";
        let mut rests = 0;
        while rests < 15 {
            let rest = owner
                .world
                .database()
                .number(resting, &[import.id.as_str()])
                .await
                == 1;
            rests = if rest { rests + 1 } else { 0 };
            assert!(Instant::now() < patience, "somebody works at it still");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    status
}

#[tokio::test]
async fn t44_a_worker_that_fails_at_any_call_loses_and_doubles_nothing() {
    let server = Server::start("import-faults").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    for call in 1..=14 {
        let name = word();
        let import = owner.hands_in_customers(crowd(&name, 0, 450)).await;
        let status = run_failing(&owner, &import, ImportState::Checking, call).await;
        assert!([200, 503].contains(&status), "check, call {call}: {status}");
        let half = owner.import(&import.id).await;
        assert!(half.found.create <= 450 && half.faults == 0, "{half:?}");
        if half.state == ImportState::Draft {
            owner
                .set_import(&import.id, ImportState::Checking)
                .await
                .expect(200);
        }
        let checked = owner
            .watches_import(&import.id, |i| i.state == ImportState::Checked)
            .await;
        assert_eq!(
            (checked.found, checked.faults),
            (counts(450, 0, 0), 0),
            "call {call}"
        );
        let status = run_failing(&owner, &import, ImportState::Importing, call).await;
        assert!(
            [200, 503].contains(&status),
            "import, call {call}: {status}"
        );
        let half = left_behind(&world, &import, &name).await;
        assert!(
            half == [half[0]; 6],
            "half done after call {call}: {half:?}"
        );
        if owner.import(&import.id).await.state == ImportState::Checked {
            owner
                .set_import(&import.id, ImportState::Importing)
                .await
                .expect(200);
        }
        let done = owner
            .watches_import(&import.id, |i| i.state == ImportState::Finished)
            .await;
        assert_eq!(done.done, counts(450, 0, 0), "call {call}");
        assert_eq!(
            left_behind(&world, &import, &name).await,
            [450; 6],
            "call {call}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sweeps_and_many_watchers_at_once_do_it_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let import = owner.hands_in_customers(crowd(&name, 0, 1_500)).await;
    owner
        .set_import(&import.id, ImportState::Checking)
        .await
        .expect(200);
    for state in [ImportState::Checked, ImportState::Finished] {
        let mut running = tokio::task::JoinSet::new();
        for place in 0..3 {
            let world = world.clone();
            // The later ones find the claim of the first at its end.
            running.spawn(async move { world.sweep_at(now() + place * 2 * LEASE).await });
        }
        for _ in 0..4 {
            let (who, id) = (Staff::owner(&world).await, import.id.clone());
            running.spawn(async move {
                who.watches_import(&id, |import| import.state == state)
                    .await;
            });
        }
        running.join_all().await;
        if state == ImportState::Checked {
            owner
                .set_import(&import.id, ImportState::Importing)
                .await
                .expect(200);
        }
    }
    let done = owner.import(&import.id).await;
    assert_eq!(
        (done.found, done.done, done.faults),
        (counts(1_500, 0, 0), counts(1_500, 0, 0), 0)
    );
    assert_eq!(left_behind(&world, &import, &name).await, [1_500; 6]);
}

#[tokio::test]
async fn who_is_erased_is_in_no_row_no_fault_and_no_sample() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let customer = owner.creates(&format!("{name}@example.com")).await;
    let file = format!(
        "email,last_name,first_name,phone\n{name}@example.com,{name},A,\n{name}@example.com,{name},twice,\n\
         {name}@Example.com,{name},C,bad\n"
    );
    let import = owner.hands_in_customers(&file).await;
    let checked = owner.checks_rows(&import.id).await;
    assert_eq!((checked.found.sum(), checked.faults), (1, 2));
    owner.erase(&customer.id, None).await.unwrap();
    assert_eq!(owner.import_faults(&import.id).await, []);
    assert_eq!(owner.import(&import.id).await.samples, [[""; 0]; 0]);
    let held = "select (select count(*) from import_rows where data like '%' || ?1 || '%')
        + (select count(*) from import_faults where value like '%' || ?1 || '%')";
    assert_eq!(count(&world, held, &name).await, 0);
    let done = owner.lets_in(&import.id).await;
    assert_eq!(done.done.sum(), 0);
}
