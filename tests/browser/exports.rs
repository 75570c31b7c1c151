//! Customers taken out of the shop: from a search, from the chosen rows; columns that this device keeps; a file that breaks off
//! is not saved.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::customer::export::{COLUMNS, USUAL};
use domain::locale::Locale;
use domain::route;
use std::time::{Duration, Instant};
use tests::downloading::Downloads;
use tests::exporting::read;
use tests::grouping::crowd;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::word;
use tests::{Thing, Window};

/// Customers who are found: more than a page.
const FOUND: usize = 60;

/// The one file that was saved, as rows.
async fn saved(window: &Window, downloads: &Downloads) -> Vec<Vec<String>> {
    let patience = Instant::now() + Duration::from_secs(15);
    let name = loop {
        let names = downloads.names();
        if let Some(name) = names.into_iter().find(|name| name.ends_with(".csv")) {
            break name;
        }
        assert!(Instant::now() < patience, "nothing is saved");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let (begins, separator) = match window.locale {
        Locale::En => ("customers-", ','),
        Locale::Fr => ("clients-", ';'),
    };
    assert!(name.starts_with(begins), "{name}");
    let bytes = downloads.file(&name).await;
    let text = String::from_utf8(bytes).expect("UTF-8");
    read(&text, separator)
}

/// What the act says, once the rows are counted.
fn act(window: &Window, rows: usize) -> String {
    let rows = rows.to_string();
    window.words.fill("admin_exports.do_other", &[("n", &rows)])
}

/// The columns' line.
fn columns(window: &Window, n: usize) -> String {
    let (n, all) = (n.to_string(), COLUMNS.len().to_string());
    let values = [("n", n.as_str()), ("all", &all)];
    window.words.fill("admin_exports.columns", &values)
}

/// The Worker's answer breaks off after its first lines.
const BREAKS_OFF: &str = "(() => { const real = window.fetch; window.fetch = (...asked) => \
    String(asked[0].url || asked[0]).includes('/exports/customers') \
        ? (window.fetch = real, Promise.resolve(new Response(new ReadableStream({ start(file) { \
            file.enqueue(new TextEncoder().encode('email\\r\\na@example.com\\r\\n')); \
            setTimeout(() => file.error(new Error('gone')), 20); } }), \
            { headers: { 'content-disposition': 'attachment; filename=\"part.csv\"' } }))) \
        : real(...asked); return true; })()";

async fn takes_customers_out(window: Window, hands: Hands) {
    window.provoke("ERR_BLOCKED_BY_CLIENT");
    let owner = Staff::owner(&window.world).await;
    let family = word();
    crowd(&window.world, &family, FOUND).await;
    window.take_session(&owner.browser).await;
    let downloads = window.saves_files().await;
    let list = format!("{}?q={family}", route::ADMIN_CUSTOMERS);
    window.visit(&list).await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;

    // All who were found, not the page; the search is named.
    hands.press_key(&window, "admin_customers.export").await;
    window.sees(&act(&window, FOUND)).await;
    window.focus_is_on("export-cancel").await;
    window.sees(&columns(&window, USUAL.len())).await;
    examine(&window, "the question of an export").await;
    hands.press(&window, "#export-shape").await;
    let groups = Thing::tick_box(window.words.text("admin_exports.column_groups"));
    hands.tick(&window, groups, false).await;
    let created = Thing::tick_box(window.words.text("admin_exports.column_created_at"));
    hands.tick(&window, created, true).await;
    examine(&window, "the columns of an export").await;
    window.pictures("export").await;

    // What breaks off is not saved, and said; so is what does not come at all.
    window.js(BREAKS_OFF).await;
    hands.press(&window, "#export-do").await;
    window
        .sees(window.words.text("admin_exports.broken_off"))
        .await;
    assert_eq!(downloads.names(), [""; 0]);
    examine(&window, "an export that broke off").await;
    window.block(&["*/api/admin/exports/customers*"]).await;
    hands.press_key(&window, "common.retry").await;
    window.sees(window.words.text("admin.act_offline")).await;
    window.block(&[]).await;

    hands.press(&window, "#export-do").await;
    let rows = saved(&window, &downloads).await;
    assert_eq!(rows.len(), FOUND + 1);
    let heads: Vec<&str> = rows[0].iter().map(String::as_str).collect();
    assert!(
        heads.contains(&"created_at") && !heads.contains(&"groups"),
        "{heads:?}"
    );
    assert!(rows[1..].iter().all(|row| row.contains(&family)));
    window
        .until(
            "!document.querySelector('#export[open]')",
            "the question is closed",
        )
        .await;
    drop(downloads);

    // Another day on this device: the same columns. This time the chosen rows alone.
    let downloads = window.saves_files().await;
    window.visit(&list).await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;
    if window.js("innerWidth < 500").await == serde_json::json!(true) {
        hands.press_key(&window, "admin_customers.choose").await;
    }
    let page = Thing::tick_box(window.words.text("admin_customers.choose_page"));
    hands.tick(&window, page, true).await;
    let chosen = window.words.fill("admin_bulk.chosen_other", &[("n", "50")]);
    window.sees(&chosen).await;
    let export = Thing::button(window.words.text("admin_customers.export"));
    hands.press_the(&window, export.beside(&chosen)).await;
    window.sees(&act(&window, 50)).await;
    window.sees(&columns(&window, USUAL.len())).await;
    let over = window
        .words
        .fill("admin_exports.over_rows_other", &[("n", "50")]);
    window.sees(&over).await;
    hands.press(&window, "#export-do").await;
    assert_eq!(saved(&window, &downloads).await[0], rows[0]);
}

#[tokio::test]
async fn customers_are_taken_out_in_french_on_a_phone() {
    journey(Look::PHONE.speaking(Locale::Fr), |window| {
        takes_customers_out(window, Hands::Pointer)
    })
    .await;
}

#[tokio::test]
async fn customers_are_taken_out_in_english_at_a_desk() {
    journey(Look::DESK, |window| {
        takes_customers_out(window, Hands::Keys)
    })
    .await;
}
