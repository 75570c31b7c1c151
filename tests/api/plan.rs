//! Query plans: no statement of the Worker reads a growing table from end to end.

use domain::api::PageQuery;
use domain::api::account::ListOwnOrders;
use domain::api::order::{ListOrders, ReviewOrder};
use domain::api::outbox::{ListOutbox, OutboxQuery};
use domain::id::CustomerId;
use domain::order::{OrderQuery, OrderState};
use domain::outbox::MailState;
use std::path::Path;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::world::{self, email};
use tests::{Browser, Figures, World};

/// Tables that stay small, or are empty outside one batch.
const SMALL: &[&str] = &[
    "settings",
    "products",
    "customer_counts",
    "erasures",
    "counters",
    "imports",
    "groups",
];

/// Partial indexes that hold a handful of rows: reading all of one is no harm.
const SMALL_INDEXES: &[&str] = &[
    "bulks_running",
    "accounts_of_staff",
    // Emptied by each sweep; what everybody may read is what the shop wrote by hand.
    "blobs_doomed",
    "documents_for_everyone",
];

/// Every statement that stands whole in the Worker's store, or is put together from its constants, with the file it
/// stands in. The others are the lists; what those read is measured in `customers` and below.
fn statements() -> Vec<(String, String)> {
    let sources = sources();
    let shared: Vec<(String, String)> = sources
        .iter()
        .flat_map(|(_, source)| constants(source))
        .collect();
    let mut found = Vec::new();
    for (name, source) in &sources {
        let own = constants(source);
        for text in literals(source) {
            // The file's own first. Text in `format!` alone; SQL itself has no braces.
            let text = own.iter().chain(&shared).fold(text, |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            });
            if is_statement(&text) {
                found.push((name.clone(), text));
            }
        }
    }
    found
}

/// The constants of a source file that hold a piece of SQL or a number: name and text.
fn constants(source: &str) -> Vec<(String, String)> {
    let mut found = vec![("DAY".to_owned(), domain::session::DAY.to_string())];
    for (place, _) in source.match_indices("const ") {
        let rest = &source[place + "const ".len()..];
        let Some((name, value)) = rest.split_once(": &str =") else {
            continue;
        };
        let text = value.trim_start().strip_prefix('"');
        let text = text.and_then(|text| text.split('"').next());
        if let Some(text) = text.filter(|_| name.len() < 40) {
            found.push((name.to_owned(), unbroken(text)));
        }
    }
    found
}

/// Each file of the Worker's store.
fn sources() -> Vec<(String, String)> {
    let store = Path::new(&world::setting("COMPTOIR_ROOT")).join("worker/src/store");
    let mut found = Vec::new();
    let mut folders = vec![store];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the Worker's store") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source file");
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            found.push((name, source));
        }
    }
    found
}

/// The text of each string literal, escapes left alone (SQL has none) and comments left out.
fn literals(source: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    code.split('"').skip(1).step_by(2).map(unbroken).collect()
}

/// A backslash at a line's end takes the break and the next line's beginning away.
fn unbroken(text: &str) -> String {
    let lines: Vec<&str> = text.split("\\\n").collect();
    let (first, rest) = lines.split_first().unwrap_or((&"", &[]));
    rest.iter()
        .fold((*first).to_owned(), |all, line| all + line.trim_start())
}

fn is_statement(text: &str) -> bool {
    let starts = ["select ", "insert into ", "update ", "delete from "];
    let whole = starts.iter().any(|start| text.starts_with(start)) && !text.contains('{');
    whole
        && (text.contains(" from ")
            || text.contains("\n")
            || text.contains(" set ")
            || text.contains("values"))
}

/// The table a step of a plan reads from end to end, if it does.
fn scanned(step: &str) -> Option<&str> {
    let rest = step.strip_prefix("SCAN ")?;
    let fts = rest.contains("VIRTUAL TABLE INDEX") && rest.contains(":M");
    let nothing =
        rest.starts_with("CONSTANT ROW") || rest.starts_with('(') || rest.starts_with("json_each");
    let few = rest
        .split_once(" INDEX ")
        .is_some_and(|(_, index)| SMALL_INDEXES.contains(&index));
    (!fts && !nothing && !few).then(|| rest.split(' ').next().unwrap_or_default())
}

/// The steps of a statement's plan that read a growing table from end to end.
pub fn read_whole<'a>(sql: &'a str, plan: &'a [String]) -> impl Iterator<Item = &'a String> {
    plan.iter().filter(move |step| {
        let Some(table) = scanned(step) else {
            return false;
        };
        // An alias stands for its table: `from customers c`.
        let small = SMALL
            .iter()
            .any(|small| table == *small || sql.contains(&format!("{small} {table}")));
        // What a parameter holds is no table.
        let bound = sql.contains("json_each(") && sql.contains(&format!(") {table}"));
        !small && !bound
    })
}

#[tokio::test]
async fn no_statement_reads_a_growing_table_from_end_to_end() {
    let database = World::get().database();
    let statements = statements();
    assert!(
        statements.len() > 90,
        "the store's statements are found: {}",
        statements.len()
    );
    let mut slow = Vec::new();
    for (file, sql) in &statements {
        let plan = database.plan(sql).await;
        assert!(
            !plan.is_empty() || sql.starts_with("insert"),
            "{file}: {sql}"
        );
        slow.extend(read_whole(sql, &plan).map(|step| format!("{file}: {step}\n    {sql}")));
    }
    assert!(slow.is_empty(), "\n{}", slow.join("\n"));
}

#[tokio::test]
async fn a_sweep_with_nothing_to_do_reads_next_to_nothing() {
    let world = World::get();
    // Some people whom a careless sweep would look at one by one, every minute.
    for _ in 0..40 {
        Browser::new(&world).leave(&zoe(&email("swept"))).await;
    }
    let mut looked_at = 0;
    for (file, sql) in statements() {
        if file != "retention.rs" || !sql.contains("?1") {
            continue;
        }
        looked_at += 1;
        // Nothing is older than 1970.
        let params = if sql.contains("?2") {
            vec!["0", "10"]
        } else {
            vec!["0"]
        };
        let cost = world.database().cost(&sql, &params).await;
        assert!(cost <= 10, "{cost} rows read by {sql}");
    }
    assert!(
        looked_at >= 6,
        "the sweep's statements are found: {looked_at}"
    );
}

#[tokio::test]
async fn the_plan_of_a_careless_statement_would_be_noticed() {
    let database = World::get().database();
    let plan = database
        .plan("select id from customers where organisation = ?1")
        .await;
    assert!(
        plan.iter().any(|step| scanned(step) == Some("customers")),
        "{plan:?}"
    );
    let plan = database
        .plan("select rowid from customers_search where customers_search match ?1")
        .await;
    assert!(plan.iter().all(|step| scanned(step).is_none()), "{plan:?}");
}

/// Rows made by the hundred, so that whatever reads them all is seen: orders of one customer, all of one state.
#[tokio::test]
async fn lists_of_orders_and_mails_read_a_page_not_the_table() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("many-orders");
    let placed = Browser::new(&world).buys_service(&zoe(&address)).await;
    owner
        .set_state(&placed.id, OrderState::Cancelled)
        .await
        .unwrap();
    let database = world.database();
    let number = world::number();
    // Ids of version 7 differ in their last figures here.
    for sql in [
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000)
        insert into orders (id, number, checkout_id, browser_hash, customer_id, state, payment_method, currency, total,
            vat, buyer, email_key, name_key, locale, terms, placed_at, ended_at)
        select substr(o.id, 1, 24) || printf('%012x', (cast(?2 as integer) % 100000000) * 10000 + n.i),
            1000000000 + (cast(?2 as integer) % 100000) * 10000 + n.i, 'copy-' || ?2 || '-' || n.i, 'nobody',
            o.customer_id, o.state, o.payment_method, o.currency, o.total, o.vat, o.buyer, o.email_key, o.name_key,
            o.locale, o.terms, o.placed_at, o.ended_at
        from orders o, n where o.id = ?1",
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000)
        insert into outbox (id, template, locale, recipient, customer_id, order_id, state, due_at, created_at, sent_at)
        select substr(o.id, 1, 24) || printf('%012x', (cast(?2 as integer) % 100000000) * 10000 + n.i),
            'order_cancelled', 'fr', 'copies@example.com', o.customer_id, o.id, 'dropped', 1, 1, 1
        from orders o, n where o.id = ?1",
    ] {
        let params = [placed.id.as_str(), &number.to_string()];
        database.rows(sql, &params).await;
    }
    let customer = owner.find(&address).await.id;
    let member = Browser::new(&world);
    member.prove(&address).await;
    let query = |q: &str, state: Option<OrderState>, customer: Option<CustomerId>| OrderQuery {
        q: q.into(),
        state,
        customer,
        cursor: None,
    };
    let cancelled = Some(OrderState::Cancelled);
    let mut costs = Vec::new();
    for (what, query) in [
        ("all orders", query("", None, None)),
        ("of a state", query("", cancelled, None)),
        ("of a mailbox", query(&address, None, None)),
        ("of a mailbox and state", query(&address, cancelled, None)),
        ("by number", query(&placed.number.to_string(), None, None)),
        ("of a customer", query("", None, Some(customer.clone()))),
        (
            "of a customer and state",
            query("", cancelled, Some(customer)),
        ),
    ] {
        let reply = owner.reply::<ListOrders>(&(), &query, &()).await;
        reply.expect(200);
        costs.push((what, Figures::of(&reply).rows));
    }
    for (what, state) in [
        ("all mails", None),
        ("mails of a state", Some(MailState::Dropped)),
    ] {
        let query = OutboxQuery {
            state,
            cursor: None,
        };
        let reply = owner.reply::<ListOutbox>(&(), &query, &()).await;
        reply.expect(200);
        costs.push((what, Figures::of(&reply).rows));
    }
    let own = member
        .reply::<ListOwnOrders>(&(), &PageQuery::default(), &())
        .await;
    costs.push(("own orders", Figures::of(own.expect(200)).rows));
    let one = owner.reply::<ReviewOrder>(&placed.id, &(), &()).await;
    costs.push(("one order", Figures::of(one.expect(200)).rows));
    let dear: Vec<_> = costs.iter().filter(|(_, rows)| *rows > 2_000).collect();
    assert!(dear.is_empty(), "{dear:?} of {costs:?}");
    // The copies leave no trace in other tests' lists.
    for sql in [
        "delete from orders where browser_hash = 'nobody' and customer_id = (select customer_id from orders where id = ?1)",
        "delete from outbox where recipient = 'copies@example.com' and order_id = ?1",
    ] {
        database.rows(sql, &[placed.id.as_str()]).await;
    }
}
