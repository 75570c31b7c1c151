//! Query plans: no statement of the Worker reads a growing table from end to end.

use std::path::Path;
use tests::contact::zoe;
use tests::world::{self, email};
use tests::{Browser, World};

/// Tables that stay small, or are empty outside one batch.
const SMALL: &[&str] = &["settings", "products", "customer_counts", "erasures"];

/// Every statement that stands whole in the Worker's store, with the file it stands in. Statements put together
/// from parts are the lists; what those read is measured in `customers`.
fn statements() -> Vec<(String, String)> {
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
            found.extend(
                literals(&source)
                    .into_iter()
                    .filter(|text| is_statement(text))
                    .map(|text| (name.clone(), text)),
            );
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
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
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
    (!fts && !nothing).then(|| rest.split(' ').next().unwrap_or_default())
}

#[tokio::test]
async fn no_statement_reads_a_growing_table_from_end_to_end() {
    let database = World::get().database();
    let statements = statements();
    assert!(
        statements.len() > 35,
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
        for step in &plan {
            let Some(table) = scanned(step) else { continue };
            // An alias stands for its table: `from customers c`.
            let named = SMALL
                .iter()
                .any(|small| table == *small || sql.contains(&format!("{small} {table}")));
            if !named {
                slow.push(format!("{file}: {step}\n    {sql}"));
            }
        }
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
