//! Two records made one, and parted again: everything that belongs to a customer follows, comes back, and nothing is forgotten.

use crate::plan::read_whole;
use domain::account::Role;
use domain::contact::ContactForm;
use domain::customer::{AccountState, Customer};
use domain::duplicate::{Merge, MergeField, MergeForm};
use domain::id::{CustomerId, Id};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tests::browser::same_origin;
use tests::buying::idempotency_key;
use tests::contact::{somebody_else, zoe};
use tests::documents::{for_customer, page};
use tests::merging::{into, taking};
use tests::proving::PASSWORD;
use tests::recording::{code, invited, outer, quay, refused};
use tests::staff::{self, Staff};
use tests::world::{email, number, word};
use tests::{Browser, Mails, World};

/// Somebody whose details nobody else has.
fn person(who: &str) -> ContactForm {
    ContactForm {
        last_name: word(),
        phone: Some(format!("+33715{:06}", number() % 1_000_000)),
        ..zoe(&email(who))
    }
}

async fn left(owner: &Staff, form: &ContactForm) -> Customer {
    Browser::new(&owner.world).leave(form).await;
    owner.find(&form.email).await
}

/// Two customers without anything else.
async fn two(owner: &Staff) -> (Customer, Customer) {
    let first = person("merge-a");
    let second = ContactForm {
        email: email("merge-b"),
        ..first.clone()
    };
    (left(owner, &first).await, left(owner, &second).await)
}

async fn number_of(world: &World, sql: &str, id: &CustomerId) -> i64 {
    world.database().number(sql, &[id.as_str()]).await
}

/// A customer with something in every table that can have something of theirs; the browser is signed in.
async fn with_everything(owner: &Staff, form: &ContactForm) -> (Customer, Browser) {
    let world = &owner.world;
    let browser = Browser::new(world);
    browser.leave(form).await;
    browser.opens_account(&form.email).await;
    let id = owner.find(&form.email).await.id;
    Browser::new(world).leave(&somebody_else(&form.email)).await;
    browser
        .adds_address(quay(&format!("{} quai du Port", number())))
        .await
        .unwrap();
    browser.agrees(true).await.unwrap();
    owner.write_note(&id, "Rappeler lundi").await.unwrap();
    let group = owner.groups_as(&word()).await;
    owner.puts_in(&id, &group.id).await;
    browser.asks("Une question", "Bonjour").await;
    let document = owner.publishes(&for_customer(page(&word()), &id)).await;
    browser.opens_document(&document.id).await.unwrap();
    let paid = browser.buys_access(form).await;
    owner.marks_paid(&paid.id).await;
    Browser::new(world).buys_service(form).await;
    let nobody = left(owner, &person("apart")).await;
    owner.tell_apart(&id, &nobody.id).await.unwrap();
    let campaign = Id::<()>::new(1, staff::random()).to_string();
    let database = world.database();
    database
        .rows(
            "insert into campaigns (id, subject_en, subject_fr, body_en, body_fr, account_id, created_at, updated_at)
            values (?1, '', 'x', '', 'x', 'x', 1, 1)",
            &[&campaign],
        )
        .await;
    database
        .rows(
            "insert into campaign_mails (campaign_id, customer_id, locale, state, due_at, at) values (?1, ?2, 'fr', 'sent', 1, 1)",
            &[&campaign, id.as_str()],
        )
        .await;
    database
        .rows(
            "insert into suppressions (email_key, reason, at) values (?1, 'bounce', 1)",
            &[&form.email],
        )
        .await;
    (owner.customer(&id).await, browser)
}

/// Tables and columns of the whole schema but for shadows and the platform's own.
async fn schema(world: &World) -> BTreeMap<String, Vec<String>> {
    let rows = world
        .database()
        .rows(
            "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c
            where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '\\_cf\\_%' escape '\\'
                and t.name not like 'd1\\_%' escape '\\' and t.name not like '%\\_search%' escape '\\'",
            &[],
        )
        .await;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        let text = |n: usize| row[n].as_str().unwrap_or_default().to_owned();
        tables.entry(text(0)).or_default().push(text(1));
    }
    assert!(tables.len() > 30);
    tables
}

/// Tables in which an id of a customer who is no more may stand, with the reason.
const STAYS: &[(&str, &str)] = &[
    ("audit", "the journal tells what was done to whom then"),
    (
        "bulk_items",
        "frozen by id: who is gone fails as gone, and is there again after an undo",
    ),
    ("idempotency_keys", "what a POST made then"),
    (
        "merges",
        "whose record went: it has its id back after an undo",
    ),
    ("merge_rows", "what undoing needs"),
];

/// Every row that names one of these texts in any column, by table; times and counters of no interest left out.
async fn rows_of(world: &World, texts: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (table, columns) in schema(world).await {
        if STAYS.iter().any(|(name, _)| *name == table) || table == "throttles" {
            continue;
        }
        let numbers: Vec<String> = (1..=texts.len()).map(|n| format!("?{n}")).collect();
        let named: Vec<String> = columns
            .iter()
            .map(|column| format!("{column} in ({})", numbers.join(", ")))
            .collect();
        let shown: Vec<String> = columns
            .iter()
            .filter(|column| !(table == "customers" && *column == "version"))
            .cloned()
            .collect();
        let sql = format!(
            "select json_array({}) from {table} where {}",
            shown.join(", "),
            named.join(" or ")
        );
        let rows = world.database().rows(&sql, texts).await;
        let lines = rows
            .iter()
            .map(|row| row[0].as_str().unwrap_or_default().to_owned());
        let lines: BTreeSet<String> = lines.collect();
        if !lines.is_empty() {
            found.insert(table, lines);
        }
    }
    found
}

/// All by which rows are a customer's: ids, the place in lists, the account, the mailbox.
async fn names_of(world: &World, customer: &Customer) -> Vec<String> {
    let sql = "select c.seq, a.id, c.email_key from customers c left join accounts a on a.customer_id = c.id where c.id = ?1";
    let rows = world.database().rows(sql, &[customer.id.as_str()]).await;
    let mut names = vec![customer.id.to_string()];
    names.extend(
        rows[0]
            .iter()
            .skip(1)
            .filter_map(|value| value.as_str().map(str::to_owned)),
    );
    names
}

#[tokio::test]
async fn everything_follows_and_everything_comes_back() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (first, _) = with_everything(&owner, &person("all-a")).await;
    // The same product, address and group as well, so that what a record has once is joined.
    let (second, browser) = with_everything(&owner, &person("all-b")).await;
    let group = owner.groups_as(&word()).await;
    for id in [&first.id, &second.id] {
        owner.puts_in(id, &group.id).await;
    }
    let document = owner.publishes(&page(&word())).await;
    browser.opens_document(&document.id).await.unwrap();
    let names: Vec<String> = [
        names_of(&world, &first).await,
        names_of(&world, &second).await,
    ]
    .concat();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    let before = rows_of(&world, &names).await;
    for table in [
        "orders",
        "checkouts",
        "documents",
        "document_reads",
        "conversations",
        "notes",
        "history",
        "outbox",
        "consents",
        "consent_links",
        "campaign_mails",
        "suppressions",
        "pending_details",
        "addresses",
        "purchases",
        "papers",
        "accounts",
        "sessions",
        "told_apart",
        "customers",
    ] {
        assert!(
            before.contains_key(table),
            "{table} has nothing: the test sees nothing of it"
        );
    }
    let comparison = owner.compare(&first.id, &second.id).await.unwrap();
    assert_eq!(
        (
            comparison.joined.purchases,
            comparison.joined.addresses,
            comparison.joined.groups
        ),
        (1, 1, 1)
    );
    let kept = comparison.one.account.clone();
    let problem = owner
        .merge(&into(&first, &second))
        .await
        .expect_err("two accounts");
    assert_eq!((problem.status, &*problem.code), (409, "two_accounts"));
    assert_eq!(
        problem.current.map(|now| now["one"]["account"].clone()),
        Some(json!(kept))
    );
    let merge = owner
        .merges(&MergeForm {
            account: kept,
            ..into(&first, &second)
        })
        .await;

    // Nothing of the record that went stands anywhere.
    let id = second.id.as_str();
    let left: Vec<String> = rows_of(&world, &[id]).await.into_keys().collect();
    assert_eq!(left, [""; 0], "the merge forgets {left:?}");
    assert_eq!(
        code(
            owner
                .get::<domain::api::customer::GetCustomer>(&second.id, &())
                .await
        )
        .0,
        404
    );
    let now = owner.customer(&first.id).await;
    assert_eq!(now.orders.count, first.orders.count + second.orders.count);
    assert_eq!(now.orders.total, first.orders.total + second.orders.total);
    assert_eq!((now.groups.len(), now.pending.len()), (3, 2));
    assert_eq!(
        now.addresses.len(),
        3,
        "the address that both have stands once"
    );
    let purchases = owner.purchases(&first.id).await.unwrap().items;
    assert_eq!((purchases.len(), purchases[0].quantity), (1, 2));
    let days = (purchases[0].valid_until.unwrap() - purchases[0].valid_from) / domain::session::DAY;
    let own = domain::session::DAY * i64::from(days as i32 / 2);
    assert!(own > 0, "two terms: {days} days");
    for (sql, expected) in [
        ("select count(*) from papers where customer_id = ?1", 2),
        ("select count(*) from notes where customer_id = ?1", 2),
        (
            "select count(*) from conversations where customer_id = ?1",
            2,
        ),
        ("select count(*) from documents where customer_id = ?1", 2),
        (
            "select count(*) from campaign_mails where customer_id = ?1",
            2,
        ),
        (
            "select count(*) from told_apart where customer_id = ?1 or other_id = ?1",
            2,
        ),
        ("select count(*) from accounts where customer_id = ?1", 1),
        (
            "select count(*) from consent_links where customer_id = ?1",
            1,
        ),
    ] {
        assert_eq!(number_of(&world, sql, &first.id).await, expected, "{sql}");
    }
    let told = owner.history(&first.id).await;
    assert_eq!(told[0].fact.code(), "merged");
    assert!(
        told[0]
            .detail
            .as_deref()
            .is_some_and(|detail| detail.contains(&second.email))
    );
    assert!(
        told.iter()
            .any(|entry| entry.fact.code() == "added" || entry.fact.code() == "created")
    );

    // And parted again it all stands where it stood, but for the sessions that ended and what the history tells.
    let undone = owner.undo_merge(&merge.id).await.unwrap();
    assert!(undone.undone_at.is_some() && undone.undo_until.is_none());
    assert_eq!((&*undone.other_name, &*undone.other_email), ("", ""));
    let mut after = rows_of(&world, &names).await;
    for entry in after.get_mut("history").into_iter() {
        entry.retain(|row| !row.contains("\"merged\"") && !row.contains("\"merge_undone\""));
    }
    let mut before = before;
    let (gone, kept): (BTreeSet<String>, BTreeSet<String>) = before
        .remove("sessions")
        .unwrap_or_default()
        .into_iter()
        .partition(|row| names[4..].iter().any(|name| row.contains(name)));
    assert!(!gone.is_empty());
    assert_eq!(
        after.remove("sessions").unwrap_or_default(),
        kept,
        "the other's sessions stay ended"
    );
    for (table, rows) in &before {
        let mut now = after.remove(table).unwrap_or_default();
        if table == "outbox" {
            now.retain(|row| !row.contains("\"email_corrected\""));
        }
        assert_eq!(&now, rows, "{table}");
    }
    assert!(after.is_empty(), "{:?}", after.keys());
    // The same password lets them in again.
    Browser::new(&world)
        .sign_in(&second.email, PASSWORD)
        .await
        .expect("the account is back");
    assert_eq!(
        owner.undo_merge(&merge.id).await.unwrap(),
        undone,
        "undone is undone"
    );
    let facts = owner.facts(&second.id).await;
    assert_eq!(facts[0], "merge_undone");
}

#[tokio::test]
async fn every_table_with_a_customer_is_considered_and_every_column_of_a_row_that_goes_is_kept() {
    let world = World::get();
    let source = [
        include_str!("../../worker/src/store/merge.rs"),
        include_str!("../../worker/src/store/merge/undo.rs"),
    ]
    .concat();
    let tables = schema(&world).await;
    // Rows that belong to one of a customer's own, or to nobody.
    const THROUGH: &[(&str, &str)] = &[
        ("papers", "follow their orders by a trigger"),
        ("erasures", "empty but within one batch"),
        ("likenesses", "kept by triggers"),
    ];
    for (table, columns) in &tables {
        let points = ["customer_id", "customer_seq", "other_id"];
        if !columns
            .iter()
            .any(|column| points.contains(&column.as_str()))
        {
            continue;
        }
        let known = [STAYS, THROUGH]
            .concat()
            .iter()
            .any(|(name, _)| name == table);
        let moved = source.contains(&format!("(\"{table}\", "))
            || source.contains(&format!("update {table} "))
            || source.contains(&format!("insert into {table} "));
        assert!(
            known || moved,
            "{table}: let the merge take it along, or say in this test why not"
        );
    }
    for table in [
        "customers",
        "accounts",
        "addresses",
        "purchases",
        "consents",
    ] {
        for column in &tables[table] {
            let kept = source.contains(&format!("'{column}', "));
            let derived = table == "addresses" && column == "customer_id";
            assert!(
                kept || derived,
                "{table}.{column} is lost where its row goes"
            );
        }
    }
    for (table, part) in [
        ("customers", "AGAIN"),
        ("accounts", "accounts.ended"),
        ("consents", "consents.pending"),
    ] {
        for column in &tables[table] {
            let kept_by_triggers = [
                "account",
                "country",
                "consent",
                "waits",
                "orders_count",
                "orders_paid",
                "orders_total",
                "last_order_at",
                "failing",
            ];
            let told = kept_by_triggers.contains(&column.as_str())
                || ["id", "customer_id"].contains(&column.as_str());
            let back = source.contains(&format!("row ->> '{column}'"))
                || source.contains(&format!("m.other ->> '{column}'"));
            assert!(told || back, "{part}: {table}.{column} does not come back");
        }
    }
}

/// The statements that a request asked of D1.
async fn asked(
    owner: &Staff,
    method: &str,
    path: &str,
    body: String,
    status: u16,
) -> (Vec<String>, Value) {
    let mut headers = same_origin(owner.world.url()).to_vec();
    headers.push(("tell-sql", "1"));
    if !body.is_empty() {
        headers.push(("content-type", "application/json"));
    }
    let reply = owner.raw(method, path, &headers, body).await;
    let told = reply
        .expect(status)
        .header("sql")
        .expect("the Worker of the tests tells its statements")
        .to_owned();
    let told = serde_json::from_str(&told).expect("a list of statements");
    (told, serde_json::from_slice(&reply.body).expect("JSON"))
}

#[tokio::test]
async fn neither_merging_nor_undoing_reads_a_table_from_end_to_end() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    for customer in [&first, &second] {
        owner.sets_account(&customer.id, &invited()).await;
    }
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    let body = json!(taking(&first, &second, &[MergeField::Email])).to_string();
    let (merging, merge) = asked(&owner, "POST", "/api/admin/merges", body, 201).await;
    let merge: Merge = serde_json::from_value(merge).unwrap();
    let path = format!("/api/admin/merges/{}/undo", merge.id);
    let (undoing, _) = asked(&owner, "POST", &path, String::new(), 200).await;
    assert!(
        merging.len() > 60 && undoing.len() > 50,
        "{} {}",
        merging.len(),
        undoing.len()
    );
    let mut slow = Vec::new();
    for sql in merging.iter().chain(&undoing) {
        let plan = world.database().plan(sql).await;
        slow.extend(read_whole(sql, &plan).map(|step| format!("{step}\n    {sql}")));
    }
    assert!(slow.is_empty(), "\n{}", slow.join("\n"));
}

#[tokio::test]
async fn the_survivor_is_who_signs_in_else_who_bought_else_who_proved_else_who_is_older() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let survivor = async || owner.compare(&first.id, &second.id).await.unwrap().survivor;
    assert_eq!(survivor().await, first.id, "older");
    let proved = Browser::new(&world);
    let form = ContactForm {
        email: second.email.clone(),
        ..person("x")
    };
    world
        .database()
        .rows(
            "update customers set verified_at = 1 where id = ?1",
            &[second.id.as_str()],
        )
        .await;
    assert_eq!(survivor().await, second.id, "proved");
    let firsts = ContactForm {
        email: first.email.clone(),
        ..person("x")
    };
    Browser::new(&world).buys_service(&firsts).await;
    assert_eq!(survivor().await, first.id, "bought");
    proved.leave(&form).await;
    proved.opens_account(&second.email).await;
    assert_eq!(survivor().await, second.id, "signs in");
}

#[tokio::test]
async fn fields_are_chosen_one_by_one_and_go_back_unless_they_changed_since() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let one = person("fields-a");
    let mut other = somebody_else(&email("fields-b"));
    other.last_name = word();
    let (first, second) = (left(&owner, &one).await, left(&owner, &other).await);
    let take = [
        MergeField::Email,
        MergeField::LastName,
        MergeField::Phone,
        MergeField::Address,
    ];
    let merge = owner.merges(&taking(&first, &second, &take)).await;
    let now = owner.customer(&first.id).await;
    assert_eq!(
        (&now.email, &now.last_name, &now.phone),
        (&second.email, &second.last_name, &second.phone)
    );
    assert_eq!(
        (&now.first_name, &now.organisation, &now.billing),
        (&first.first_name, &first.organisation, &first.billing)
    );
    assert_eq!(
        now.address, second.address,
        "the chosen address is the record's own"
    );
    assert_eq!(now.addresses.len(), 2, "the book has both");
    assert!(
        owner
            .search(&second.email)
            .await
            .iter()
            .any(|row| row.id == first.id),
        "found by its new words"
    );
    assert_eq!(
        owner.search(&first.email).await,
        [],
        "the other mailbox is nobody's"
    );
    let told = &owner.history(&first.id).await[0];
    assert_eq!(told.fields, ["email", "last_name", "phone", "address"]);
    // One of them is corrected meanwhile.
    let form = domain::customer::CustomerForm {
        phone: Some("+33716000001".into()),
        ..tests::recording::of(&now)
    };
    owner.edit(&first.id, &form).await.unwrap();
    owner.undo_merge(&merge.id).await.unwrap();
    let back = owner.customer(&first.id).await;
    assert_eq!(
        (&back.email, &back.last_name),
        (&first.email, &first.last_name)
    );
    assert_eq!(
        back.phone.as_deref(),
        Some("+33716000001"),
        "changed since: it stays"
    );
    assert_eq!(back.address, first.address);
    let other = owner.customer(&second.id).await;
    assert_eq!(
        (&other.email, &other.phone, &other.address),
        (&second.email, &second.phone, &second.address)
    );
    assert_eq!(
        other.version,
        second.version + 1,
        "a page opened before is stale"
    );
    assert_eq!(owner.search(&second.email).await.len(), 1);
}

#[tokio::test]
async fn by_the_rules_what_is_newest_and_not_empty_stays() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let mut one = person("rules-a");
    one.organisation = Some("Atelier".into());
    let first = left(&owner, &one).await;
    let mut other = somebody_else(&email("rules-b"));
    other.organisation = None;
    let second = left(&owner, &other).await;
    owner.merges(&into(&first, &second)).await;
    let now = owner.customer(&first.id).await;
    assert_eq!(
        now.email, first.email,
        "a mailbox nobody proved does not take another's place"
    );
    assert_eq!(
        (&now.last_name, &now.phone),
        (&second.last_name, &second.phone),
        "newer"
    );
    assert_eq!(now.organisation.as_deref(), Some("Atelier"), "not empty");
}

#[tokio::test]
async fn of_two_accounts_in_use_one_is_chosen_and_the_other_lets_nobody_in() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let (one, other) = (Browser::new(&world), Browser::new(&world));
    one.opens_account(&first.email).await;
    other.opens_account(&second.email).await;
    other.ask_reset(&second.email).await.expect(202);
    let link = Mails::get().wait(&second.email, "reset").await.token();
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    let comparison = owner.compare(&first.id, &second.id).await.unwrap();
    assert!(comparison.one.account_in_use() && comparison.other.account_in_use());
    let stranger = MergeForm {
        account: Some(Id::new(1, staff::random())),
        ..into(&first, &second)
    };
    assert_eq!(refused(owner.merge(&stranger).await), ["account: unknown"]);
    assert_eq!(
        code(owner.merge(&into(&first, &second)).await),
        (409, "two_accounts".into())
    );
    let merge = owner
        .merges(&MergeForm {
            account: comparison.one.account.clone(),
            ..into(&first, &second)
        })
        .await;
    assert!(
        one.session().await.account.is_some(),
        "whose account stays is not signed out"
    );
    assert!(
        other.session().await.account.is_none(),
        "signed out at once"
    );
    assert_eq!(
        code(Browser::new(&world).sign_in(&second.email, PASSWORD).await).0,
        401
    );
    assert!(
        Browser::new(&world)
            .set_password(&link, PASSWORD)
            .await
            .is_err(),
        "links are withdrawn"
    );
    Mails::get().wait(&second.email, "email_corrected").await;
    // Whoever has the other mailbox is somebody new.
    let back = ContactForm {
        email: second.email.clone(),
        ..person("x")
    };
    let new = left(&owner, &back).await;
    assert_ne!(new.id, second.id);
    assert_eq!(owner.duplicates(&new.id).await.merges, []);
    // So it cannot be undone any more, and nothing of it is half done.
    let problem = owner
        .undo_merge(&merge.id)
        .await
        .expect_err("the mailbox is somebody's");
    assert_eq!((problem.status, &*problem.code), (409, "mailbox_taken"));
    assert_eq!(
        owner.customer(&first.id).await.account,
        AccountState::Enabled
    );
    assert_eq!(owner.facts(&first.id).await[0], "merged");
    owner.erase(&new.id, None).await.unwrap();
    owner
        .undo_merge(&merge.id)
        .await
        .expect("the mailbox is free again");
    Browser::new(&world)
        .sign_in(&second.email, PASSWORD)
        .await
        .expect("the same password");
}

#[tokio::test]
async fn one_account_follows_and_signs_in_with_the_mailbox_that_stays() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let browser = Browser::new(&world);
    browser.opens_account(&second.email).await;
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    // Its own mailbox stays by rule.
    let merge = owner.merges(&into(&first, &second)).await;
    let now = owner.customer(&first.id).await;
    assert_eq!(
        (&now.email, now.account, now.verified),
        (&second.email, AccountState::Enabled, true)
    );
    assert_eq!(
        browser.session().await.account.map(|account| account.email),
        Some(second.email.clone())
    );
    assert_eq!(browser.profile().await.last_name, now.last_name);
    owner.undo_merge(&merge.id).await.unwrap();
    assert_eq!(owner.customer(&first.id).await.account, AccountState::None);
    assert_eq!(
        owner.customer(&second.id).await.account,
        AccountState::Enabled
    );
    assert!(browser.session().await.account.is_some());
    // Staff choose the other mailbox: the way in goes there, and both are told.
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    let merge = owner.merges(&taking(&first, &second, &[])).await;
    let now = owner.customer(&first.id).await;
    assert_eq!((&now.email, now.verified), (&first.email, false));
    assert!(
        browser.session().await.account.is_none(),
        "the way in changed"
    );
    Browser::new(&world)
        .sign_in(&first.email, PASSWORD)
        .await
        .expect("the password stays");
    for mailbox in [&first.email, &second.email] {
        Mails::get().wait(mailbox, "email_corrected").await;
    }
    owner.undo_merge(&merge.id).await.unwrap();
    Browser::new(&world)
        .sign_in(&second.email, PASSWORD)
        .await
        .expect("back where it was");
    assert_eq!(
        code(Browser::new(&world).sign_in(&first.email, PASSWORD).await).0,
        401
    );
}

#[tokio::test]
async fn a_consent_never_reaches_a_mailbox_that_did_not_give_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let act = async |id: &CustomerId, state: &str, at: &str| {
        let sql = "insert into consents (id, customer_id, purpose, state, text, version, way, at)
            values (lower(hex(randomblob(16))), ?1, 'marketing', ?2, 'x', 1, 'space', ?3)";
        world.database().rows(sql, &[id.as_str(), state, at]).await;
    };
    let consent = async |id: &CustomerId| {
        number_of(&world, "select consent from customers where id = ?1", id).await == 1
    };
    // What the surviving mailbox said, what the other one said, and what holds then.
    for (own, others, holds) in [
        (vec![], vec![("given", "5")], false),
        (vec![("withdrawn", "3")], vec![("given", "5")], false),
        (vec![("given", "5")], vec![], true),
        (vec![("given", "5")], vec![("withdrawn", "3")], true),
        (vec![("given", "5")], vec![("withdrawn", "7")], false),
        (vec![("given", "5")], vec![("given", "7")], true),
        (vec![], vec![("pending", "5")], false),
    ] {
        let (first, second) = two(&owner).await;
        for (state, at) in &own {
            act(&first.id, state, at).await;
        }
        for (state, at) in &others {
            act(&second.id, state, at).await;
        }
        let had = (consent(&first.id).await, consent(&second.id).await);
        let comparison = owner.compare(&first.id, &second.id).await.unwrap();
        let plan = comparison.plan(&first.id, Some(&[]), None).unwrap();
        assert_eq!(plan.consent, holds, "the preview: {own:?} {others:?}");
        let merge = owner.merges(&taking(&first, &second, &[])).await;
        assert_eq!(consent(&first.id).await, holds, "{own:?} {others:?}");
        owner.undo_merge(&merge.id).await.unwrap();
        assert_eq!(
            (consent(&first.id).await, consent(&second.id).await),
            had,
            "{own:?} {others:?}"
        );
    }
    // Taken back since: neither of the two agrees any more.
    let (first, second) = two(&owner).await;
    act(&first.id, "given", "5").await;
    act(&second.id, "given", "5").await;
    let merge = owner.merges(&taking(&first, &second, &[])).await;
    let now = tests::world::now() + 60_000;
    act(&first.id, "withdrawn", &now.to_string()).await;
    owner.undo_merge(&merge.id).await.unwrap();
    assert!(!consent(&first.id).await && !consent(&second.id).await);
}

#[tokio::test]
async fn a_campaign_goes_to_one_person_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let database = world.database();
    let campaign = async |own: Option<&str>, others: &str| {
        let id = Id::<()>::new(1, staff::random()).to_string();
        let made = "insert into campaigns (id, subject_en, subject_fr, body_en, body_fr, account_id, created_at, updated_at)
            values (?1, '', 'x', '', 'x', 'x', 1, 1)";
        database.rows(made, &[&id]).await;
        let mail = "insert into campaign_mails (campaign_id, customer_id, locale, state, due_at, at) values (?1, ?2, 'fr', ?3, 1, 1)";
        if let Some(own) = own {
            database.rows(mail, &[&id, first.id.as_str(), own]).await;
        }
        database
            .rows(mail, &[&id, second.id.as_str(), others])
            .await;
        id
    };
    let cases = [
        (campaign(None, "waiting").await, "waiting"),
        (campaign(Some("waiting"), "sent").await, "sent"),
        (campaign(Some("waiting"), "unknown").await, "unknown"),
        (campaign(Some("waiting"), "waiting").await, "waiting"),
        (campaign(Some("sent"), "waiting").await, "sent"),
    ];
    owner.merges(&taking(&first, &second, &[])).await;
    for (campaign, state) in &cases {
        let sql = "select state from campaign_mails where campaign_id = ?1 and customer_id = ?2";
        let rows = database.rows(sql, &[campaign, first.id.as_str()]).await;
        assert_eq!(rows, [[json!(state)]], "{state}");
    }
}

#[tokio::test]
async fn what_came_since_stays_with_the_surviving_record() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let one = person("since-a");
    let other = ContactForm {
        email: email("since-b"),
        ..one.clone()
    };
    let (first, second) = (left(&owner, &one).await, left(&owner, &other).await);
    let moved = Browser::new(&world).buys_access(&other).await;
    owner.marks_paid(&moved.id).await;
    let note = owner.write_note(&second.id, "la sienne").await.unwrap();
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    assert_eq!(second.account, AccountState::Invited);
    let merge = owner.merges(&taking(&first, &second, &[])).await;
    let since = Browser::new(&world).buys_access(&one).await;
    owner.marks_paid(&since.id).await;
    owner.write_note(&first.id, "après").await.unwrap();
    owner.undo_merge(&merge.id).await.unwrap();
    assert_eq!(
        owner.review(&since.id).await.customer,
        Some(first.id.clone())
    );
    assert_eq!(
        owner.review(&moved.id).await.customer,
        Some(second.id.clone())
    );
    let (now, back) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    assert_eq!((now.orders.count, back.orders.count), (1, 1));
    assert_eq!(
        (now.orders.last_at.is_some(), back.orders.last_at),
        (true, second.orders.last_at)
    );
    // The purchase was renewed by the later order: it changed since, and stays.
    assert_eq!(
        owner.purchases(&first.id).await.unwrap().items[0].quantity,
        2
    );
    assert_eq!(owner.purchases(&second.id).await.unwrap().items, []);
    let notes = "select count(*) from notes where customer_id = ?1 and id = ?2";
    assert_eq!(
        world
            .database()
            .number(notes, &[second.id.as_str(), note.id.as_str()])
            .await,
        1
    );
    assert_eq!(
        number_of(
            &world,
            "select count(*) from notes where customer_id = ?1",
            &first.id
        )
        .await,
        1
    );
    assert_eq!(back.account, AccountState::Invited, "the offer waits again");
}

#[tokio::test]
async fn of_two_merges_at_once_one_wins_and_a_key_makes_one() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let owner = Arc::new(owner);
    let start = Arc::new(tokio::sync::Barrier::new(6));
    let mut running = tokio::task::JoinSet::new();
    for place in 0..6 {
        let (owner, start) = (owner.clone(), start.clone());
        let form = match place % 2 {
            0 => into(&first, &second),
            _ => into(&second, &first),
        };
        running.spawn(async move {
            start.wait().await;
            owner.merge(&form).await
        });
    }
    let outcomes = running.join_all().await;
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(done, 1, "{outcomes:?}");
    for problem in outcomes.into_iter().filter_map(Result::err) {
        assert!([404, 409].contains(&problem.status), "{problem:?}");
    }
    let merges = "select count(*) from merges where other_id in (?1, ?2)";
    assert_eq!(
        world
            .database()
            .number(merges, &[first.id.as_str(), second.id.as_str()])
            .await,
        1
    );

    let (first, second) = two(&owner).await;
    let key = idempotency_key();
    let form = into(&first, &second);
    let (once, twice) = (
        owner.merge_under(&key, &form).await,
        owner.merge_under(&key, &form).await,
    );
    assert_eq!(
        (once.expect(201).text(), twice.expect(201).text()),
        (once.text(), once.text())
    );
    let other = MergeForm {
        take: Some(vec![MergeField::Phone]),
        ..form
    };
    assert_eq!(
        owner.merge_under(&key, &other).await.expect(422).faults(),
        ["idempotency_key: reused"]
    );
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_with_its_reason() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let missing = [
        "survivor: required",
        "other: required",
        "version: required",
        "other_version: required",
    ];
    assert_eq!(refused(owner.merge(&MergeForm::default()).await), missing);
    assert_eq!(
        refused(owner.merge(&into(&first, &first)).await),
        ["other: same"]
    );
    assert_eq!(
        refused(owner.compare(&first.id, &first.id).await),
        ["other: same"]
    );
    let nobody: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(owner.compare(&first.id, &nobody).await).0, 404);
    let form = MergeForm {
        other: Some(nobody.clone()),
        ..into(&first, &second)
    };
    assert_eq!(code(owner.merge(&form).await).0, 404);
    assert_eq!(
        code(owner.merge_of(&Id::new(1, staff::random())).await).0,
        404
    );
    assert_eq!(
        code(owner.undo_merge(&Id::new(1, staff::random())).await).0,
        404
    );
    for form in [
        MergeForm {
            version: Some(first.version + 1),
            ..into(&first, &second)
        },
        MergeForm {
            other_version: Some(second.version + 1),
            ..into(&first, &second)
        },
    ] {
        let problem = owner.merge(&form).await.expect_err("stale");
        assert_eq!((problem.status, &*problem.code), (409, "stale"));
        let current = problem.current.expect("what there is");
        assert_eq!(
            current["other"]["customer"]["version"],
            json!(second.version)
        );
    }
    // Whoever works here is no customer to be merged.
    let staff = staff::account(&world, Role::Support).await;
    let member = left(
        &owner,
        &ContactForm {
            email: staff,
            ..person("x")
        },
    )
    .await;
    let problem = owner
        .merge(&into(&first, &member))
        .await
        .expect_err("staff");
    assert_eq!((problem.status, &*problem.code), (409, "staff_mailbox"));
    let support = Staff::of_role(&world, Role::Support).await;
    assert_eq!(
        code(support.merge(&into(&first, &second)).await),
        (403, "right".into())
    );
    assert_eq!(code(support.compare(&first.id, &second.id).await).0, 403);
    let manager = Staff::of_role(&world, Role::Manager).await;
    manager.merges(&into(&first, &second)).await;
}

#[tokio::test]
async fn after_thirty_days_what_undoing_needs_is_dropped_and_what_was_done_stays_told() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    owner.write_note(&second.id, "note").await.unwrap();
    let merge = owner.merges(&into(&first, &second)).await;
    assert_eq!(owner.duplicates(&first.id).await.merges.len(), 1);
    let old = "update merges set at = at - 31 * 86400000 where id = ?1";
    world.database().rows(old, &[merge.id.as_str()]).await;
    let problem = owner.undo_merge(&merge.id).await.expect_err("too late");
    assert_eq!((problem.status, &*problem.code), (409, "merge_over"));
    let rows = "select count(*) from merge_rows where merge_id = ?1";
    assert!(world.database().number(rows, &[merge.id.as_str()]).await > 0);
    world.sweep_at(tests::world::now()).await;
    assert_eq!(world.database().number(rows, &[merge.id.as_str()]).await, 0);
    let kept = "select count(*) from merges where id = ?1 and other is null and before is null and after is null";
    assert_eq!(world.database().number(kept, &[merge.id.as_str()]).await, 1);
    let over = owner.merge_of(&merge.id).await.unwrap();
    assert_eq!(
        (over.undo_until, over.undone_at, over.other_email),
        (None, None, second.email)
    );
    assert_eq!(owner.duplicates(&first.id).await.merges, []);
    assert_eq!(
        code(owner.undo_merge(&merge.id).await),
        (409, "merge_over".into())
    );
}

#[tokio::test]
async fn erasing_the_survivor_erases_what_was_kept_of_the_other() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let one = person("kept-a");
    let other = person("kept-b");
    let (first, second) = (left(&owner, &one).await, left(&owner, &other).await);
    owner
        .write_note(&second.id, &format!("Rappeler {}", other.last_name))
        .await
        .unwrap();
    owner.merges(&taking(&first, &second, &[])).await;
    let found = async |text: &str| -> Vec<String> {
        let mut places = Vec::new();
        for (table, columns) in schema(&world).await {
            for column in columns {
                let sql =
                    format!("select count(*) from {table} where instr(lower({column}), ?1) > 0");
                if world.database().number(&sql, &[&text.to_lowercase()]).await > 0 {
                    places.push(format!("{table}.{column}"));
                }
            }
        }
        places
    };
    assert!(
        found(&second.email)
            .await
            .contains(&"merges.other".to_owned())
    );
    owner.erase(&first.id, None).await.unwrap();
    for trace in [
        &first.email,
        &second.email,
        &one.last_name,
        &other.last_name,
    ] {
        assert_eq!(found(trace).await, [""; 0], "{trace}");
    }
}

#[tokio::test]
async fn once_parted_nothing_of_the_other_is_left_with_the_survivor() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let one = person("parted-a");
    let other = person("parted-b");
    let (first, second) = (left(&owner, &one).await, left(&owner, &other).await);
    let merge = owner.merges(&into(&first, &second)).await;
    owner.undo_merge(&merge.id).await.unwrap();
    owner.erase(&second.id, None).await.unwrap();
    for trace in [&second.email, &other.last_name] {
        for (table, columns) in schema(&world).await {
            for column in columns {
                let sql =
                    format!("select count(*) from {table} where instr(lower({column}), ?1) > 0");
                let left = world
                    .database()
                    .number(&sql, &[&trace.to_lowercase()])
                    .await;
                assert_eq!(left, 0, "{trace} in {table}.{column}");
            }
        }
    }
    assert_eq!(owner.customer(&first.id).await.last_name, first.last_name);
}

#[tokio::test]
async fn a_record_merged_twice_comes_apart_in_any_order() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for newest_first in [true, false] {
        let (first, second) = two(&owner).await;
        let third = left(&owner, &person("chain-c")).await;
        for (customer, text) in [(&first, "un"), (&second, "deux"), (&third, "trois")] {
            owner.write_note(&customer.id, text).await.unwrap();
        }
        let inner = owner.merges(&taking(&second, &third, &[])).await;
        let second_now = owner.customer(&second.id).await;
        let outer = owner.merges(&taking(&first, &second_now, &[])).await;
        assert_eq!(owner.merge_of(&inner.id).await.unwrap().customer, first.id);
        let order = match newest_first {
            true => [&outer.id, &inner.id],
            false => [&inner.id, &outer.id],
        };
        for id in order {
            owner
                .undo_merge(id)
                .await
                .unwrap_or_else(|problem| panic!("{newest_first}: {problem:?}"));
        }
        for (customer, text) in [(&first, "un"), (&second, "deux"), (&third, "trois")] {
            let sql = "select count(*) from notes where customer_id = ?1 and text = ?2";
            assert_eq!(
                world
                    .database()
                    .number(sql, &[customer.id.as_str(), text])
                    .await,
                1,
                "{newest_first}: {text}"
            );
            let now = owner.customer(&customer.id).await;
            assert_eq!(
                (&now.email, &now.last_name),
                (&customer.email, &customer.last_name)
            );
        }
    }
}

#[tokio::test]
async fn a_merge_is_in_the_file_of_everything_about_oneself() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    let browser = Browser::new(&world);
    browser.opens_account(&first.email).await;
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    owner.merges(&into(&first, &second)).await;
    let told = &browser.export().await.sections["merges"];
    assert_eq!((told.len(), &told[0]["email"]), (1, &json!(second.email)));
}

#[tokio::test]
async fn a_paused_account_stays_paused_and_lets_nobody_in() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = two(&owner).await;
    Browser::new(&world).opens_account(&second.email).await;
    owner.sets_account(&second.id, &outer(false)).await;
    let (first, second) = (
        owner.customer(&first.id).await,
        owner.customer(&second.id).await,
    );
    owner.merges(&into(&first, &second)).await;
    assert_eq!(
        owner.customer(&first.id).await.account,
        AccountState::Disabled
    );
    assert_eq!(
        code(Browser::new(&world).sign_in(&second.email, PASSWORD).await).0,
        401
    );
}
