//! The list of customers: orders, filters, and keyset pages that lose nobody while others are being added.

use domain::api::customer::{HistoryQuery, ListHistory};
use domain::customer::{AccountState, CustomerQuery, CustomerRow, Sort, Stage};
use domain::page::Cursor;
use domain::text::fold;
use std::collections::HashSet;
use std::sync::Arc;
use tests::contact::{named, zoe};
use tests::staff::Staff;
use tests::world::{email, word};
use tests::{Browser, Figures, World};

/// Leaves contact details for this many people, several at a time; gives their e-mails.
async fn people(world: &World, count: usize, last_name: impl Fn(usize) -> String) -> Vec<String> {
    let places = Arc::new(tokio::sync::Semaphore::new(8));
    let mut running = tokio::task::JoinSet::new();
    let mut emails = Vec::new();
    for place in 0..count {
        let address = email("listed");
        emails.push(address.clone());
        let form = named("Ada", &last_name(place), &address);
        let (world, places) = (world.clone(), places.clone());
        running.spawn(async move {
            let _place = places.acquire().await;
            Browser::new(&world).leave(&form).await;
        });
    }
    running.join_all().await;
    emails
}

/// Every row of a list, page by page.
async fn walk(owner: &Staff, mut query: CustomerQuery) -> Vec<CustomerRow> {
    let mut rows = Vec::new();
    for page_number in 0..1_000 {
        let page = owner.customers(&query).await;
        assert!(page.items.len() <= query.limit() as usize);
        assert_eq!(
            page.total.is_some(),
            page_number == 0,
            "the first page tells the total"
        );
        assert!(
            !page.items.is_empty() || page.next.is_none() || page.partial,
            "an empty page ends the list"
        );
        rows.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return rows,
        }
    }
    panic!("the list does not end");
}

fn name_key(row: &CustomerRow) -> String {
    format!("{} {}", fold(&row.last_name), fold(&row.first_name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keyset_pages_lose_and_repeat_nobody_in_any_order() {
    let world = World::get();
    // Many equal names, so that pages end between people who differ by nothing but their age.
    let emails = people(&world, 125, |place| format!("Éqal{}", place % 3)).await;
    let owner = Staff::owner(&world).await;
    for sort in [
        Sort::CreatedDown,
        Sort::CreatedUp,
        Sort::NameUp,
        Sort::NameDown,
    ] {
        let query = CustomerQuery {
            sort,
            limit: Some(40),
            ..CustomerQuery::default()
        };
        // Others come, go and are renamed meanwhile: the test's own people stay as they are.
        let mut rows = walk(&owner, query).await;
        rows.retain(|row| emails.contains(&row.email));
        let ids: HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids.len(), rows.len(), "{sort:?} repeats somebody");
        let seen: HashSet<&str> = rows.iter().map(|row| row.email.as_str()).collect();
        let lost: Vec<&String> = emails
            .iter()
            .filter(|email| !seen.contains(email.as_str()))
            .collect();
        assert!(lost.is_empty(), "{sort:?} loses {lost:?}");
        let ordered = rows.windows(2).all(|pair| match sort {
            Sort::CreatedDown => pair[0].created_at >= pair[1].created_at,
            Sort::CreatedUp => pair[0].created_at <= pair[1].created_at,
            Sort::NameUp => name_key(&pair[0]) <= name_key(&pair[1]),
            Sort::NameDown => name_key(&pair[0]) >= name_key(&pair[1]),
            Sort::LastOrderUp => pair[0].orders.last_at <= pair[1].orders.last_at,
            Sort::LastOrderDown => pair[0].orders.last_at >= pair[1].orders.last_at,
            Sort::OrdersUp => pair[0].orders.count <= pair[1].orders.count,
            Sort::OrdersDown => pair[0].orders.count >= pair[1].orders.count,
            Sort::TotalUp => pair[0].orders.total <= pair[1].orders.total,
            Sort::TotalDown => pair[0].orders.total >= pair[1].orders.total,
        });
        assert!(ordered, "{sort:?} is out of order");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_results_are_paged_newest_first_and_counted() {
    let world = World::get();
    let common = word();
    let mut emails = Vec::new();
    for place in 0..23 {
        emails.extend(people(&world, 1, |_| format!("{common} {place}")).await);
    }
    let owner = Staff::owner(&world).await;
    let query = CustomerQuery {
        q: common,
        limit: Some(10),
        ..CustomerQuery::default()
    };
    let first = owner.customers(&query).await;
    assert_eq!((first.total, first.items.len()), (Some(23), 10));
    let rows = walk(&owner, query.clone()).await;
    let found: Vec<&str> = rows.iter().map(|row| row.email.as_str()).collect();
    let newest_first: Vec<&str> = emails.iter().rev().map(String::as_str).collect();
    assert_eq!(found, newest_first);
    // Another sort is for lists without a search: the result does not depend on it.
    let by_name = walk(
        &owner,
        CustomerQuery {
            sort: Sort::NameUp,
            ..query
        },
    )
    .await;
    assert_eq!(by_name, rows);
}

#[tokio::test]
async fn filters_by_stage_and_account_hold_alone_together_and_with_a_search() {
    let world = World::get();
    let common = word();
    let emails = people(&world, 6, |place| format!("{common} {place}")).await;
    for (place, stage, account) in [
        (0, "buyer", "none"),
        (1, "buyer", "enabled"),
        (2, "contact", "enabled"),
        (3, "contact", "disabled"),
        (4, "contact", "invited"),
    ] {
        let sql = "update customers set stage = ?1, account = ?2 where email = ?3";
        world
            .database()
            .rows(sql, &[stage, account, &emails[place]])
            .await;
    }
    let owner = Staff::owner(&world).await;
    for q in [common.as_str(), ""] {
        for (stage, account, expected) in [
            (Some(Stage::Buyer), None, vec![0, 1]),
            (Some(Stage::Contact), None, vec![2, 3, 4, 5]),
            (None, Some(AccountState::Enabled), vec![1, 2]),
            (None, Some(AccountState::None), vec![0, 5]),
            (Some(Stage::Contact), Some(AccountState::Enabled), vec![2]),
            (Some(Stage::Contact), Some(AccountState::Invited), vec![4]),
            (Some(Stage::Buyer), Some(AccountState::Disabled), vec![]),
        ] {
            for sort in [
                Sort::CreatedDown,
                Sort::CreatedUp,
                Sort::NameUp,
                Sort::NameDown,
            ] {
                let query = CustomerQuery {
                    q: q.into(),
                    stage,
                    account,
                    sort,
                    limit: Some(100),
                    ..CustomerQuery::default()
                };
                let mut page_query = query.clone();
                let mut rows = Vec::new();
                loop {
                    let page = owner.customers(&page_query).await;
                    rows.extend(page.items);
                    match page.next {
                        Some(next) => page_query.cursor = Some(next),
                        None => break,
                    }
                }
                let right = |row: &CustomerRow| {
                    stage.is_none_or(|stage| row.stage == stage)
                        && account.is_none_or(|account| row.account == account)
                };
                assert!(rows.iter().all(right), "{query:?}: {rows:?}");
                let mut mine: Vec<usize> = rows
                    .iter()
                    .filter_map(|row| emails.iter().position(|e| *e == row.email))
                    .collect();
                mine.sort_unstable();
                assert_eq!(mine, expected, "{query:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_search_that_finds_nobody_is_an_empty_page_with_any_filter() {
    let owner = Staff::owner(&World::get()).await;
    for stage in [None, Some(Stage::Contact), Some(Stage::Buyer)] {
        for account in [None, Some(AccountState::None), Some(AccountState::Disabled)] {
            for q in [word(), "x".repeat(400), "ʘʘ".to_owned()] {
                let query = CustomerQuery {
                    q,
                    stage,
                    account,
                    ..CustomerQuery::default()
                };
                let page = owner.customers(&query).await;
                assert_eq!(
                    (page.items.len(), page.next, page.partial),
                    (0, None, false),
                    "{query:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_total_of_a_list_is_the_number_of_its_rows() {
    let world = World::get();
    people(&world, 3, |_| "Total".into()).await;
    let owner = Staff::owner(&world).await;
    // Others add people meanwhile: the total lies between the numbers before and after.
    for filter in [
        "",
        " where stage = 'contact'",
        " where account = 'none'",
        " where stage = 'contact' and account = 'none'",
    ] {
        let sql = format!("select count(*) from customers{filter}");
        let query = CustomerQuery {
            stage: filter.contains("stage").then_some(Stage::Contact),
            account: filter.contains("account").then_some(AccountState::None),
            limit: Some(1),
            ..CustomerQuery::default()
        };
        let before = world.database().number(&sql, &[]).await;
        let total = i64::from(owner.customers(&query).await.total.unwrap());
        let after = world.database().number(&sql, &[]).await;
        assert!(
            (before..=after).contains(&total),
            "{before} {total} {after}{filter}"
        );
    }
}

#[tokio::test]
async fn t32_lists_refuse_what_they_do_not_know_and_run_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let evil = [
        "'",
        "--",
        ";",
        ")",
        "' union select * from accounts --",
        "name desc; drop table customers",
        "1 or 1=1",
        "\u{0}",
    ];
    for key in [
        "sort", "stage", "account", "cursor", "limit", "group", "lang", "status", "dir",
    ] {
        for value in evil {
            let path = format!(
                "/api/admin/customers?{key}={}",
                tests::browser::escape(value)
            );
            let reply = owner.send("GET", &path, "").await;
            reply.expect(422);
            assert!(reply.faults()[0].starts_with(key), "{reply}");
        }
    }
    for limit in [
        "0",
        "-1",
        "101",
        "1000000",
        "99999999999999999999",
        "1.5",
        "abc",
        "",
    ] {
        let reply = owner
            .send("GET", &format!("/api/admin/customers?limit={limit}"), "")
            .await;
        assert_eq!(reply.faults(), ["limit: out_of_range"], "{limit}");
    }
    for cursor in [
        "",
        ".",
        "1",
        "zz",
        "-1.",
        "1.zz",
        "1.6",
        "zzzzzzzzzzzzzzzz.",
        "0.27206f7220313d31",
        "1.ff",
    ] {
        for path in [
            "/api/admin/customers?cursor=",
            "/api/admin/customers?sort=name&cursor=",
        ] {
            let reply = owner.send("GET", &format!("{path}{cursor}"), "").await;
            assert!(
                reply.status == 422 || (reply.status == 200 && cursor.starts_with("0.27")),
                "{reply}"
            );
        }
    }
    for twice in ["q=a&q=b", "sort=name&sort=-name", "limit=1&limit=2"] {
        let reply = owner
            .send("GET", &format!("/api/admin/customers?{twice}"), "")
            .await;
        assert!(reply.faults()[0].ends_with("duplicate_key"), "{reply}");
    }
    for broken in ["q=%ff%fe", "q=%", "q=%zz", "%ff=1", "&&&", "q"] {
        let reply = owner
            .send("GET", &format!("/api/admin/customers?{broken}"), "")
            .await;
        assert!([200, 400, 422].contains(&reply.status), "{reply}");
    }
    assert!(
        world
            .database()
            .number("select count(*) from customers", &[])
            .await
            >= 0,
        "the table is there"
    );
}

#[tokio::test]
async fn history_is_paged_newest_first_without_loss() {
    let world = World::get();
    let address = email("history");
    Browser::new(&world).leave(&zoe(&address)).await;
    let owner = Staff::owner(&world).await;
    let customer = owner.find(&address).await;
    let sql = "insert into history (customer_id, at, actor, fact) \
               select ?1, value, 'visitor', 'pending_typed' from json_each(?2)";
    let times: Vec<String> = (1..=55).map(|n| n.to_string()).collect();
    let times = format!("[{}]", times.join(","));
    world
        .database()
        .rows(sql, &[customer.id.as_str(), &times])
        .await;
    let mut query = HistoryQuery::default();
    let mut seen = Vec::new();
    loop {
        let page = owner
            .get::<ListHistory>(&customer.id, &query)
            .await
            .unwrap();
        assert!(page.items.len() <= 50, "pages are bounded");
        seen.extend(page.items.iter().map(|entry| entry.at));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 56);
    let typed: Vec<i64> = seen[..55].to_vec();
    let expected: Vec<i64> = (1..=55).rev().collect();
    assert_eq!(typed, expected, "newest first, the creation last");
}

#[tokio::test]
async fn a_page_of_any_list_reads_rows_by_its_length_not_by_the_table() {
    let world = World::get();
    let name = word();
    // Sixty people of one name: a page that begins among them must not read them all.
    people(&world, 60, |_| name.clone()).await;
    let owner = Staff::owner(&world).await;
    let database = world.database();
    let all = database.number("select count(*) from customers", &[]).await;
    let key = format!("{name} ada");
    let edge =
        |function: &str| format!("select {function}(seq) from customers where name_key = ?1");
    let first = database.number(&edge("min"), &[&key]).await;
    let last = database.number(&edge("max"), &[&key]).await;
    for (stage, account) in [
        (None, None),
        (Some(Stage::Contact), None),
        (None, Some(AccountState::None)),
    ] {
        for sort in [
            Sort::CreatedDown,
            Sort::CreatedUp,
            Sort::NameUp,
            Sort::NameDown,
        ] {
            let named = matches!(sort, Sort::NameUp | Sort::NameDown);
            let up = matches!(sort, Sort::NameUp | Sort::CreatedUp);
            // Upwards behind the last of them, downwards behind the first: all others of the name lie behind.
            let deep = Cursor {
                key: if named { key.clone() } else { String::new() },
                seq: if up { last } else { first },
            };
            for cursor in [None, Some(deep)] {
                let query = CustomerQuery {
                    stage,
                    account,
                    sort,
                    cursor,
                    limit: Some(5),
                    ..CustomerQuery::default()
                };
                let reply = owner
                    .reply::<domain::api::customer::ListCustomers>(&(), &query, &())
                    .await;
                let figures = Figures::of(&reply);
                assert!(
                    figures.rows <= 40 && figures.trips <= 3,
                    "{figures:?} of {all} for {query:?}"
                );
            }
        }
    }
    let query = CustomerQuery {
        q: word(),
        ..CustomerQuery::default()
    };
    let nobody = owner
        .reply::<domain::api::customer::ListCustomers>(&(), &query, &())
        .await;
    assert!(
        Figures::of(&nobody).rows <= 20,
        "{:?}",
        Figures::of(&nobody)
    );
}
