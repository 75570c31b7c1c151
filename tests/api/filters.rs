//! The list's filters and orders against a model: every combination gives the very rows, in order, page by page.

use domain::customer::{AccountState, CustomerQuery, Sort, Stage};
use domain::id::GroupId;
use domain::page::Cursor;
use serde_json::Value;
use std::cmp::Ordering;
use tests::grouping::crowd;
use tests::staff::{self, Staff};
use tests::world::word;
use tests::{Figures, Server, World};

/// A customer as the database has it.
#[derive(Debug, Clone)]
struct Known {
    seq: i64,
    id: String,
    stage: String,
    account: String,
    country: Option<String>,
    consent: bool,
    waits: bool,
    created_at: i64,
    last_order_at: Option<i64>,
    orders: i64,
    total: i64,
    name: String,
    member: bool,
}

const GROUP: &str = "select id from groups where name = 'Modèle'";

/// Everybody, in a fresh shop of many whose filters each leave more than are gathered at once, or few.
async fn model(world: &World, owner: &Staff) -> (Vec<Known>, GroupId) {
    let group = owner.groups_as("Modèle").await;
    crowd(world, &word(), 9_000).await;
    let database = world.database();
    for sql in [
        "update customers set
            stage = iif(seq % 5 < 3, 'contact', 'buyer'),
            account = case seq % 9 when 0 then 'invited' when 1 then 'disabled' when 2 then 'enabled' else 'none' end,
            country = case seq % 7 when 0 then 'BE' when 1 then null else 'FR' end,
            consent = seq % 4 < 3, waits = seq % 61 = 0,
            created_at = 1700000000000 + (seq * 7919 % 10007) * 60000,
            last_order_at = iif(seq % 3 = 0, null, 1700000000000 + (seq * 31 % 997) * 3600000),
            orders_count = seq * 17 % 13, orders_total = (seq * 101 % 29) * 1000,
            name_key = name_key || seq % 50",
        "insert into memberships (group_id, customer_seq, at)
            select (select id from groups where name = 'Modèle'), seq, 1 from customers where seq % 37 = 0",
    ] {
        database.rows(sql, &[]).await;
    }
    let rows = database
        .rows(
            &format!(
                "select seq, id, stage, account, country, consent, waits, created_at, last_order_at, orders_count,
                    orders_total, name_key, exists (select 1 from memberships m
                        where m.customer_seq = customers.seq and m.group_id = ({GROUP}))
                from customers"
            ),
            &[],
        )
        .await;
    let number = |value: &Value| value.as_f64().map(|n| n as i64);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let known = |row: &Vec<Value>| Known {
        seq: number(&row[0]).unwrap(),
        id: text(&row[1]).unwrap(),
        stage: text(&row[2]).unwrap(),
        account: text(&row[3]).unwrap(),
        country: text(&row[4]),
        consent: number(&row[5]) == Some(1),
        waits: number(&row[6]) == Some(1),
        created_at: number(&row[7]).unwrap(),
        last_order_at: number(&row[8]),
        orders: number(&row[9]).unwrap(),
        total: number(&row[10]).unwrap(),
        name: text(&row[11]).unwrap(),
        member: number(&row[12]) == Some(1),
    };
    (rows.iter().map(known).collect(), group.id)
}

/// What the list must say, in order.
fn expected(all: &[Known], query: &CustomerQuery) -> Vec<String> {
    let wanted = |one: &&Known| {
        let within = |at: Option<i64>, from: Option<i64>, to: Option<i64>| {
            (from.is_none() && to.is_none())
                || at.is_some_and(|at| from.is_none_or(|f| at >= f) && to.is_none_or(|t| at < t))
        };
        query.stage.is_none_or(|stage| stage.code() == one.stage)
            && query
                .account
                .is_none_or(|state| state.code() == one.account)
            && query.group.is_none() | one.member
            && (query.country.is_none() || query.country == one.country)
            && query.consent.is_none_or(|yes| yes == one.consent)
            && query.pending.is_none_or(|yes| yes == one.waits)
            && within(Some(one.created_at), query.created_from, query.created_to)
            && within(one.last_order_at, query.ordered_from, query.ordered_to)
    };
    let mut rows: Vec<&Known> = all.iter().filter(wanted).collect();
    let only_created = query.filters() == [domain::customer::Filter::Created];
    let key = |a: &Known, b: &Known| -> Ordering {
        match query.sort {
            Sort::CreatedUp | Sort::CreatedDown if only_created => a.created_at.cmp(&b.created_at),
            Sort::CreatedUp | Sort::CreatedDown => Ordering::Equal,
            Sort::NameUp | Sort::NameDown => a.name.cmp(&b.name),
            Sort::LastOrderUp | Sort::LastOrderDown => a.last_order_at.cmp(&b.last_order_at),
            Sort::OrdersUp | Sort::OrdersDown => a.orders.cmp(&b.orders),
            Sort::TotalUp | Sort::TotalDown => a.total.cmp(&b.total),
        }
    };
    rows.sort_by(|a, b| key(a, b).then(a.seq.cmp(&b.seq)));
    if query.sort.code().starts_with('-') {
        rows.reverse();
    }
    rows.into_iter().map(|one| one.id.clone()).collect()
}

/// One of the queries that can be asked: `dice` picks its filters.
fn some_query(dice: u64, sort: Sort, group: &GroupId) -> CustomerQuery {
    let bit = |place: u64| dice >> place & 1 == 1;
    let start = 1_700_000_000_000;
    CustomerQuery {
        stage: bit(0).then_some(Stage::Buyer),
        account: bit(1).then_some(if bit(10) {
            AccountState::None
        } else {
            AccountState::Enabled
        }),
        group: bit(2).then(|| group.clone()),
        country: bit(3).then(|| if bit(11) { "FR" } else { "BE" }.to_owned()),
        consent: bit(4).then_some(bit(12)),
        pending: bit(5).then_some(bit(13)),
        created_from: bit(6).then_some(start + 3_000 * 60_000),
        created_to: (bit(6) && bit(14)).then_some(start + 9_000 * 60_000),
        ordered_from: bit(7).then_some(start + 100 * 3_600_000),
        ordered_to: bit(8).then_some(start + 600 * 3_600_000),
        sort,
        limit: Some(100),
        ..CustomerQuery::default()
    }
}

/// Walks at most this many pages of a list, and compares each with the model.
async fn compare(owner: &Staff, all: &[Known], mut query: CustomerQuery, pages: usize) {
    let expected = expected(all, &query);
    let mut seen = 0;
    for page_number in 0..pages {
        let page = owner.customers(&query).await;
        let ids: Vec<&str> = page.items.iter().map(|row| row.id.as_str()).collect();
        let due = &expected[seen..expected.len().min(seen + 100)];
        assert_eq!(ids, due, "page {page_number} of {query:?}");
        assert!(!page.partial, "{query:?}");
        if let Some(total) = page.total {
            assert_eq!(
                (page_number, total as usize),
                (0, expected.len()),
                "{query:?}"
            );
        }
        seen += ids.len();
        assert_eq!(page.next.is_some(), seen < expected.len(), "{query:?}");
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return,
        }
    }
}

#[tokio::test]
async fn every_filter_and_order_gives_the_very_rows_of_the_model() {
    let server = Server::start("filters").await;
    let owner = Staff::owner(&server.world).await;
    let (all, group) = model(&server.world, &owner).await;
    // Each filter alone in every order, then mixtures of them.
    let singles = (0..9).flat_map(|place| [1 << place, 1 << place | 0b111_1100_0000_0000]);
    let mut dice = 0x2545_F491_4F6C_DD1D_u64;
    let mixed = std::iter::repeat_with(|| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        // About three filters of nine.
        dice & dice >> 16 | dice & 0b111_1100_0000_0000
    });
    let queries: Vec<u64> = std::iter::once(0)
        .chain(singles)
        .chain(mixed.take(30))
        .collect();
    for (turn, dice) in queries.into_iter().enumerate() {
        for (place, sort) in Sort::ALL.into_iter().enumerate() {
            // Alone: the first pages of every second order. Mixed: further into some.
            let single = turn <= 18;
            if (single && place % 2 == turn % 2) || place == turn % 10 {
                let query = some_query(dice, sort, &group);
                compare(&owner, &all, query, if single { 2 } else { 6 }).await;
            }
        }
    }
    // To the very end, through those who never ordered, and in both directions.
    for sort in [
        Sort::LastOrderUp,
        Sort::LastOrderDown,
        Sort::OrdersDown,
        Sort::TotalUp,
    ] {
        compare(&owner, &all, some_query(0, sort, &group), 120).await;
    }
    t24_a_group_of_nobody_tells_nothing(&owner).await;
    t32_a_cursor_of_another_order_is_refused(&owner).await;
    each_filter_alone_reads_a_page(&owner, &group).await;
}

/// T24: an id of no group is a filter that leaves nobody, and counts nobody.
async fn t24_a_group_of_nobody_tells_nothing(owner: &Staff) {
    for stage in [None, Some(Stage::Buyer)] {
        let query = CustomerQuery {
            group: Some(domain::id::Id::new(1, staff::random())),
            stage,
            ..CustomerQuery::default()
        };
        let page = owner.customers(&query).await;
        assert_eq!(
            (page.items.len(), page.next, page.total),
            (0, None, Some(0))
        );
    }
}

/// T32: what stands in a cursor is bound, and one that belongs to another order is named.
async fn t32_a_cursor_of_another_order_is_refused(owner: &Staff) {
    let cursor = |key: &str| {
        let cursor = Cursor {
            key: key.to_owned(),
            seq: 40,
        };
        cursor.text()
    };
    for (sort, key) in [
        ("-created", "zoe"),
        ("orders", "zoe"),
        ("total", "1; drop table customers"),
        ("-last_order", "' or 1=1 --"),
        ("orders", ""),
    ] {
        let path = format!("/api/admin/customers?sort={sort}&cursor={}", cursor(key));
        let reply = owner.send("GET", &path, "").await;
        reply.expect(422);
        assert_eq!(reply.faults(), ["cursor: unknown"], "{sort} {key}");
    }
    let path = format!(
        "/api/admin/customers?sort=name&cursor={}",
        cursor("' union select * from accounts --")
    );
    owner.send("GET", &path, "").await.expect(200);
    for key in [
        "country",
        "consent",
        "pending",
        "created_from",
        "created_to",
        "ordered_from",
        "ordered_to",
    ] {
        for value in [
            "'",
            "--",
            "FR' or 1=1",
            "1e999",
            "NaN",
            "\u{0}",
            "-",
            "yes;",
        ] {
            let path = format!(
                "/api/admin/customers?{key}={}",
                tests::browser::escape(value)
            );
            let reply = owner.send("GET", &path, "").await;
            reply.expect(422);
            assert_eq!(reply.faults(), [format!("{key}: unknown")], "{value}");
        }
    }
}

/// The budget: a filter in an order of its own reads a page, not the table.
async fn each_filter_alone_reads_a_page(owner: &Staff, group: &GroupId) {
    for filter in [
        "stage=buyer",
        "stage=buyer&sort=name",
        "account=none",
        "account=none&sort=-name",
        "country=FR",
        "consent=yes",
        "pending=yes",
        "created_from=1700000000000",
        "ordered_from=1700000000000&sort=-last_order",
        "sort=-last_order",
        "sort=orders",
        "sort=-total",
        "sort=name",
        &format!("group={group}"),
    ] {
        let reply = owner
            .send("GET", &format!("/api/admin/customers?{filter}"), "")
            .await;
        let figures = Figures::of(reply.expect(200));
        assert!(
            figures.rows <= 2_000 && figures.trips <= 3,
            "{filter}: {figures:?}"
        );
    }
}

#[tokio::test]
async fn past_the_window_a_page_is_partial_and_the_next_one_goes_on() {
    let server = Server::start("window").await;
    let owner = Staff::owner(&server.world).await;
    crowd(&server.world, "aaa", 26_000).await;
    crowd(&server.world, "zzz", 60).await;
    let database = server.world.database();
    // Many of each filter, but nobody of both before the last names.
    database.rows("update customers set country = iif(seq % 2 = 0, 'FR', 'BE'), consent = seq % 2 where last_name = 'aaa'", &[]).await;
    database
        .rows(
            "update customers set country = 'FR', consent = 1 where last_name = 'zzz'",
            &[],
        )
        .await;
    let mut query = CustomerQuery {
        country: Some("FR".into()),
        consent: Some(true),
        sort: Sort::NameUp,
        ..CustomerQuery::default()
    };
    let first = owner.customers(&query).await;
    assert_eq!(
        (first.items.len(), first.partial, first.total),
        (0, true, None)
    );
    query.cursor = first.next;
    let second = owner.customers(&query).await;
    assert_eq!((second.items.len(), second.partial), (50, false));
    query.cursor = second.next;
    let third = owner.customers(&query).await;
    assert_eq!(
        (third.items.len(), third.next, third.partial),
        (10, None, false)
    );
}
