//! The month's sales as a file: every document, amounts that add up, and no cell that is more than text (T31). A month is
//! summed, so the shop is the test's own.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::sales::GetSales;
use domain::locale::Locale;
use domain::order::OrderState;
use domain::product::Kind;
use domain::sales::Month;
use std::collections::BTreeMap;
use tests::contact::{named, somebody_else, zoe};
use tests::exporting::read;
use tests::keeping::listed;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Reply, Server, World};

/// This month, as the shop's clock has it.
fn month() -> String {
    let date = domain::time::moment(now(), 60).date;
    format!("{:04}-{:02}", date.year, date.month)
}

async fn sales(staff: &Staff, query: &str) -> Reply {
    staff
        .send("GET", &format!("{}{query}", GetSales::PATH), "")
        .await
}

/// An amount in minor units.
fn minor(cell: &str) -> i64 {
    cell.replace([',', '.'], "")
        .parse()
        .unwrap_or_else(|_| panic!("`{cell}`"))
}

/// Net, VAT and gross of each rate over these rows.
fn sums(rows: &[Vec<String>]) -> BTreeMap<String, [i64; 3]> {
    let mut sums: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    for row in rows {
        let sum = sums.entry(row[7].clone()).or_default();
        for (place, total) in sum.iter_mut().enumerate() {
            *total += minor(&row[8 + place]);
        }
    }
    sums
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t31_the_month_s_sales_add_up_to_its_documents_and_hold_text_only() {
    let server = Server::start("sales").await;
    let world = server.world.clone();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    nothing_was_sold(&owner).await;
    let numbers = sell(&world, &owner).await;
    for locale in [Locale::En, Locale::Fr] {
        the_file_adds_up(&world, &owner, locale, &numbers).await;
    }
    a_wrong_month_is_named(&owner).await;
    only_who_may_takes_them_out(&world, &owner).await;
}

async fn nothing_was_sold(owner: &Staff) {
    let reply = sales(owner, &format!("?month={}&locale=en", month())).await;
    assert_eq!(read(&reply.expect(200).text(), ',').len(), 1, "the head");
}

/// Orders of several rates, by people whose names mean harm to a spreadsheet; one is paid back. Gives the documents' numbers.
async fn sell(world: &World, owner: &Staff) -> Vec<String> {
    let shop = Browser::new(world);
    let full = listed(&shop, &owner.sells(Kind::Service, 12_000, 2_000).await).await;
    let low = listed(&shop, &owner.sells(Kind::Access, 1_055, 550).await).await;
    let mut forms = vec![zoe(&email("books")), somebody_else(&email("books"))];
    for (first, last) in [
        ("=1+1", "Martin"),
        ("@SUM(A1:A9)", "B"),
        ("+33", "Martin"),
        ("-2+3", "\"quoted\", and; more"),
    ] {
        forms.push(named(first, last, &email("books")));
    }
    let mut numbers = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        let quantity = u32::try_from(place).unwrap() % 3 + 1;
        let lines = [(&full, 1), (&low, quantity)];
        let placed = Browser::new(world).buys(&lines, form).await;
        let paid = owner.marks_paid(&placed.id).await;
        numbers.push(paid.order.invoice.unwrap().number);
        if place == 1 {
            let refunded = owner.set_state(&placed.id, OrderState::Refunded).await;
            numbers.push(refunded.unwrap().order.credit_note.unwrap().number);
        }
    }
    // What is not paid is no sale.
    Browser::new(world)
        .buys(&[(&full, 1)], &zoe(&email("books")))
        .await;
    numbers
}

async fn the_file_adds_up(world: &World, owner: &Staff, locale: Locale, numbers: &[String]) {
    let code = locale.code();
    let reply = sales(owner, &format!("?month={}&locale={code}", month())).await;
    reply.expect(200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    let (word, separator) = match locale {
        Locale::En => ("sales", ','),
        Locale::Fr => ("ventes", ';'),
    };
    let file = format!("attachment; filename=\"{word}-{}.csv\"", month());
    assert_eq!(reply.header("content-disposition"), Some(&*file));
    let text = reply.text();
    let rows = read(&text, separator);
    assert!(rows.iter().all(|row| row.len() == 13), "{text}");
    for cell in rows.iter().flatten() {
        let amount = cell.strip_prefix('-').unwrap_or(cell);
        let amount = amount
            .bytes()
            .all(|b| b.is_ascii_digit() || b",.".contains(&b));
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
        assert!(amount || !formula, "`{cell}` runs");
    }
    let (body, totals): (Vec<_>, Vec<_>) =
        rows[1..].iter().cloned().partition(|row| row[0] != "Total");
    let mut listed: Vec<&str> = body.iter().map(|row| &*row[0]).collect();
    listed.dedup();
    let mut expected: Vec<&str> = numbers.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(
        listed, expected,
        "each document, in the order of its number"
    );
    let totals: BTreeMap<String, [i64; 3]> = sums(&totals);
    assert_eq!(sums(&body), totals, "the totals are those of the lines");
    assert_eq!(totals.len(), 2, "two rates");
    for row in &body {
        assert_eq!(minor(&row[8]) + minor(&row[9]), minor(&row[10]), "{row:?}");
    }
    let sql = "select sum(iif(kind = 'invoice', total, -total)) from invoices";
    let gross: i64 = totals.values().map(|[_, _, gross]| gross).sum();
    assert_eq!(world.database().number(sql, &[]).await, gross);
    let sql = "select sum(iif(i.kind = 'invoice', 1, -1) * (v.value ->> 'vat')) from invoices i, json_each(i.data, '$.vat') v";
    let vat: i64 = totals.values().map(|[_, vat, _]| vat).sum();
    assert_eq!(world.database().number(sql, &[]).await, vat);
    for name in [
        "'=1+1 Martin",
        "'@SUM(A1:A9) B",
        "'+33 Martin",
        "'-2+3 \"quoted\", and; more",
    ] {
        assert!(body.iter().any(|row| row[4] == name), "{name}: {text}");
    }
    let credit = body.iter().find(|row| row[0].starts_with("A-")).unwrap();
    assert!(
        minor(&credit[10]) < 0 && credit[12].starts_with("F-"),
        "{credit:?}"
    );
}

async fn a_wrong_month_is_named(owner: &Staff) {
    for (query, fault) in [
        ("", "month: required"),
        ("?month=2026-13", "month: unknown"),
        ("?month=2026-1", "month: unknown"),
        ("?month=2026-11'--", "month: unknown"),
        ("?month=2026-11&locale=de", "locale: unknown"),
        ("?month=2026-11&sort=x", "sort: unknown_key"),
        ("?month=2026-11&month=2026-10", "month: duplicate_key"),
    ] {
        let reply = sales(owner, query).await;
        assert_eq!(reply.expect(422).faults(), [fault], "{query}");
    }
    let reply = sales(owner, "?month=2001-02").await;
    let file = reply.expect(200).header("content-disposition").unwrap();
    assert!(
        file.ends_with("ventes-2001-02.csv\""),
        "the shop's own language: {file}"
    );
    assert_eq!(
        Month::parse("2001-02").map(Month::text).as_deref(),
        Some("2001-02")
    );
}

async fn only_who_may_takes_them_out(world: &World, owner: &Staff) {
    let support = Staff::of_role(world, Role::Support).await;
    let query = format!("?month={}", month());
    sales(&support, &query).await.expect(403);
    let told =
        "select count(*) from audit where deed = 'sales_exported' and fields = json_array(?1)
        and account_id = (select id from accounts where email = ?2)";
    let count = async |email: &str| world.database().number(told, &[&month(), email]).await;
    assert_eq!(count(&support.email).await, 0);
    assert_eq!(count(&owner.email).await, 3, "each file that left");
}
