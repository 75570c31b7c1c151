//! T43: a hundred thousand rows, two in a hundred bad, killed half way through the check and half way through the import.

use domain::import::{Counts, Import, ImportState, LEASE};
use std::time::Instant;
use tests::Server;
use tests::importing::one;
use tests::staff::Staff;
use tests::world::now;

/// Rows of the file.
const ROWS: u32 = 100_000;
/// Every so many rows, one is bad.
const EVERY: u32 = 50;
/// Customers there are already, of other names: their rows change them.
const KNOWN: u32 = 40;

/// What is wrong with the bad rows, in turn: the row, and the reason the check must give.
fn bad(place: u32) -> (String, &'static str) {
    let kind = place / EVERY % 9;
    let at = format!("q{place}@example.com");
    match kind {
        0 => (format!("q{place}@,Nom,Ada,,,,,,\r\n"), "email.malformed"),
        // The first row of the file is good.
        1 => ("q1@Example.com,Nom,Ada,,,,,,\r\n".to_owned(), "email.twice"),
        2 => (format!("{at},Nom,Ada\r\n"), "line.columns"),
        3 => (format!("{at},\"Nom,Ada,,,,,,\n"), "line.quote"),
        4 => (format!("{at},Nom,Ada,=1+1,,,,,\n"), "phone.malformed"),
        5 => (format!("{at},Nom,,,,,,,\r\n"), "first_name.required"),
        6 => (
            format!("{at},N\u{202e}om,Ada,,,,,,\r\n"),
            "last_name.control_chars",
        ),
        7 => (
            format!("{at},Nom,Ada,,1 rue X,,Paris,Atlantide,\r\n"),
            "address.country.unknown",
        ),
        _ if place < 1_000 => (
            format!("{at},{},Ada,,,,,,\r\n", "x".repeat(1_000_000)),
            "last_name.too_long",
        ),
        _ => (
            format!("{at},Nom,Ada,,1 rue X,7501,Paris,France,\r\n"),
            "address.postcode.malformed",
        ),
    }
}

/// The file, and how often each reason stands in it.
fn file() -> (String, std::collections::BTreeMap<&'static str, usize>) {
    let mut file =
        "email,last_name,first_name,phone,address1,postcode,city,country,groups\r\n".to_owned();
    let mut reasons = std::collections::BTreeMap::new();
    for place in 1..=ROWS {
        if place % EVERY == 0 {
            let (row, reason) = bad(place);
            file.push_str(&row);
            *reasons.entry(reason).or_default() += 1;
            continue;
        }
        let end = if place % 3 == 0 { "\n" } else { "\r\n" };
        file.push_str(&format!(
            "q{place}@example.com,\"Nom {}\",Ada,06 39 98 12 34,{place} rue X,75011,Paris,France,g{}{end}",
            place % 977,
            place % 7
        ));
    }
    (file, reasons)
}

/// Whether an import is half way through what it does.
fn is_half(import: &Import) -> bool {
    (500..1000).contains(&import.progress())
}

/// Kills the server once an import is half way through, starts it again, and has the sweep go on where it stood.
async fn killed_half_way(server: &mut Server, owner: &Staff, import: &Import) -> Import {
    let half = owner.watches_import(&import.id, is_half).await;
    server.kill();
    server.serve(&[]);
    server.ready().await;
    // The dead worker's claim ends by itself.
    server.world.sweep_at(now() + LEASE + 1_000).await;
    half
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t43_a_hundred_thousand_rows_go_in_once_whoever_dies() {
    let mut server = Server::start("import-crowd").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    for place in 1..=KNOWN {
        owner.imports(one(&format!("q{place}@example.com"))).await;
    }
    let (file, reasons) = file();
    let faulty: usize = reasons.values().sum();
    let faulty = u32::try_from(faulty).unwrap();
    assert_eq!(faulty, ROWS / EVERY);
    let before = world
        .database()
        .number("select count(*) from customers", &[])
        .await;
    let import = owner.hands_in_customers(&file).await;

    let started = Instant::now();
    owner
        .set_import(&import.id, ImportState::Checking)
        .await
        .expect(200);
    let half = killed_half_way(&mut server, &owner, &import).await;
    assert_eq!(half.state, ImportState::Checking);
    let checked = owner
        .watches_import(&import.id, |i| i.state == ImportState::Checked)
        .await;
    let check_took = started.elapsed();
    let expected = Counts {
        create: ROWS - faulty - KNOWN,
        update: KNOWN,
        unchanged: 0,
    };
    assert_eq!(
        (checked.found, checked.faults, checked.new_groups),
        (expected, faulty, 7)
    );
    let untouched = world
        .database()
        .number("select count(*) from customers", &[])
        .await;
    assert_eq!(untouched, before, "a check writes nothing of customers");
    let told = "select json_extract(error, '$.field') || '.' || json_extract(error, '$.reason') as why, count(*)
        from import_faults group by why order by why";
    let told: Vec<(String, i64)> = world
        .database()
        .rows(told, &[])
        .await
        .iter()
        .map(|row| {
            (
                row[0].as_str().unwrap().to_owned(),
                row[1].as_f64().unwrap() as i64,
            )
        })
        .collect();
    let wanted: Vec<(String, i64)> = reasons
        .iter()
        .map(|(why, count)| ((*why).to_owned(), *count as i64))
        .collect();
    assert_eq!(told, wanted);

    let started = Instant::now();
    owner
        .set_import(&import.id, ImportState::Importing)
        .await
        .expect(200);
    let half = killed_half_way(&mut server, &owner, &import).await;
    assert_eq!(half.state, ImportState::Importing);
    let done = owner
        .watches_import(&import.id, |i| i.state == ImportState::Finished)
        .await;
    println!(
        "check {check_took:?}, import {:?}, each with a kill",
        started.elapsed()
    );
    assert_eq!(done.done, expected);
    for (what, sql, wanted) in [
        (
            "customers",
            "select count(*) from customers",
            before + i64::from(expected.create),
        ),
        (
            "addresses",
            "select count(*) from addresses where line1 like '% rue X'",
            i64::from(expected.sum()),
        ),
        (
            "members",
            "select count(*) from memberships",
            i64::from(expected.sum()),
        ),
        (
            "groups",
            "select sum(members) from groups",
            i64::from(expected.sum()),
        ),
        (
            "entries",
            "select count(*) from history where fact = 'imported'",
            i64::from(expected.create + KNOWN),
        ),
        (
            "changes",
            "select count(*) from history where fact = 'import_changed'",
            i64::from(KNOWN),
        ),
        (
            "counted",
            "select sum(n) from customer_counts",
            before + i64::from(expected.create),
        ),
        ("mails", "select count(*) from outbox", 0),
        (
            "accounts",
            "select count(*) from accounts where role = 'customer'",
            0,
        ),
        (
            "consents",
            "select count(*) from consents where way = 'import'",
            0,
        ),
    ] {
        assert_eq!(world.database().number(sql, &[]).await, wanted, "{what}");
    }
    // The same file again would change nothing.
    let again = owner.hands_in_customers(&file).await;
    let started = Instant::now();
    let checked = owner.checks_rows(&again.id).await;
    println!("check of the same again {:?}", started.elapsed());
    let unchanged = Counts {
        unchanged: expected.sum(),
        ..Counts::default()
    };
    assert_eq!((checked.found, checked.faults), (unchanged, faulty));
}
