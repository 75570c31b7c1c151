//! The back office at many customers: the list by every filter and order, mixtures of them, a record, and a bulk change.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::client::Client;
use super::load::{self, Figures, Sample};
use crate::demo::Owner;
use crate::people::DAY;
use crate::state;

/// Calls per figure.
const CALLS: u32 = 100;
const LIST: &str = "/api/admin/customers";
/// What an index serves, and what is gathered or looked through: milliseconds.
const PLAIN: u32 = 25;
const MIXED: u32 = 150;

/// Prints what the lists cost beside the floor and the budget, then what a bulk change takes.
pub fn table(client: &Client, owner: &Owner) -> Result<()> {
    let staff = client.signed_in(owner)?;
    println!("| what | p50 ms | p95 ms | budget ms | rows read | round trips |");
    println!("|---|---|---|---|---|---|");
    let floor = load::one_by_one(CALLS, |_| client.get("/api/health"))?;
    row("floor: a request without D1", &floor, None);
    for (title, query, budget) in queries(&staff)? {
        let path = format!("{LIST}?{query}");
        let figures = load::one_by_one(CALLS, |_| staff.get(&path))?;
        row(&title, &figures, Some(budget));
    }
    let page = format!("{LIST}/{}", staff.some_customer()?);
    for (title, path) in [
        ("customer page", page.clone()),
        ("customer history", format!("{page}/history")),
        ("groups", "/api/admin/groups".to_owned()),
    ] {
        let figures = load::one_by_one(CALLS, |_| staff.get(&path))?;
        row(title, &figures, Some(PLAIN));
    }
    bulk(&staff)
}

/// The lists that are measured, with their budgets.
fn queries(staff: &Client) -> Result<Vec<(String, String, u32)>> {
    let now = state::now()?;
    let (month, quarter) = (now - 30 * DAY, now - 90 * DAY);
    let group = |code: &str| -> Result<String> { group(staff, code) };
    let (vip, monthly) = (group("vip")?, group("tous-les-mois")?);
    let mut all = Vec::new();
    for sort in [
        "-created",
        "created",
        "name",
        "-name",
        "-last_order",
        "last_order",
        "-orders",
        "-total",
    ] {
        all.push((format!("list by `{sort}`"), format!("sort={sort}"), PLAIN));
        let cursor = staff.deep(sort)?;
        let query = format!("sort={sort}&cursor={cursor}");
        all.push((format!("list by `{sort}`, 40 pages in"), query, PLAIN));
    }
    for query in [
        "stage=buyer".to_owned(),
        "stage=buyer&sort=name".to_owned(),
        "account=enabled".to_owned(),
        "account=disabled&sort=name".to_owned(),
        "country=BE".to_owned(),
        "consent=yes".to_owned(),
        "pending=yes".to_owned(),
        format!("created_from={month}"),
        format!("created_to={quarter}"),
        format!("ordered_from={month}&sort=-last_order"),
        format!("group={vip}"),
        format!("group={monthly}"),
    ] {
        all.push((format!("one filter: `{}`", short(&query)), query, PLAIN));
    }
    for (title, words) in [
        ("a rare word", "exupere-lacoeuille"),
        ("three letters", "fev"),
        ("a common name", "martin"),
        ("one letter", "l"),
        ("nobody", "qqxzzqq"),
    ] {
        all.push((format!("search, {title}"), format!("q={words}"), PLAIN));
    }
    for query in [
        format!("group={vip}&sort=name"),
        format!("group={monthly}&sort=-total"),
        format!("group={monthly}&stage=buyer&consent=yes"),
        "pending=no&sort=name".to_owned(),
        "country=FR&sort=name".to_owned(),
        "country=LU&sort=-total".to_owned(),
        format!("ordered_from={month}"),
        "stage=buyer&account=enabled".to_owned(),
        "stage=contact&account=enabled&country=CH&consent=yes".to_owned(),
        format!("stage=buyer&country=GB&created_from={quarter}&sort=-orders"),
        "stage=contact&consent=yes&sort=-last_order".to_owned(),
        "stage=contact&country=FR&consent=yes&sort=-total".to_owned(),
        "q=martin&stage=buyer&country=BE".to_owned(),
        format!("q=e&group={vip}"),
    ] {
        all.push((format!("mixed: `{}`", short(&query)), query, MIXED));
    }
    Ok(all)
}

/// A query without the ids and times that differ from run to run.
fn short(query: &str) -> String {
    let pair = |pair: &str| match pair.split_once('=') {
        Some((key, value)) if value.len() > 12 => format!("{key}=…"),
        _ => pair.to_owned(),
    };
    query.split('&').map(pair).collect::<Vec<_>>().join("&")
}

/// The id of a group.
fn group(staff: &Client, code: &str) -> Result<String> {
    let groups = staff.read("/api/admin/groups")?.body;
    let all = groups["items"].as_array().cloned().unwrap_or_default();
    let found = all.iter().find(|group| group["code"] == code);
    let id = found.and_then(|group| group["id"].as_str());
    id.map(str::to_owned)
        .with_context(|| format!("no group {code}"))
}

/// How long a bulk change over many takes, and what others feel of it.
fn bulk(staff: &Client) -> Result<()> {
    println!("\n| bulk change | customers | seconds | a list's p95 ms meanwhile |");
    println!("|---|---|---|---|");
    let vip = group(staff, "vip")?;
    for (act, matching) in [
        ("join_group", json!({ "account": "enabled" })),
        ("leave_group", json!({ "account": "enabled" })),
        ("take_sign_in", json!({ "account": "enabled" })),
        ("give_sign_in", json!({ "account": "disabled" })),
    ] {
        let group = act.ends_with("group").then_some(&vip);
        let form = json!({ "act": act, "group": group, "matching": matching });
        let prepared = staff.write("POST", "/api/admin/bulks", staff.cookie(), &form)?;
        let total = prepared.body["total"].as_u64().unwrap_or_default();
        let path = format!(
            "/api/admin/bulks/{}",
            prepared.body["id"].as_str().unwrap_or_default()
        );
        let start = Instant::now();
        let running = json!({ "state": "running" });
        staff.write("PUT", &format!("{path}/state"), staff.cookie(), &running)?;
        let mut others: Vec<Sample> = Vec::new();
        let ended = loop {
            others.push(staff.get(LIST)?);
            let bulk = staff.read(&path)?.body;
            if bulk["state"] == "finished" {
                break bulk;
            }
            ensure!(
                start.elapsed() < Duration::from_secs(120),
                "{act} does not end: {bulk}"
            );
            thread::sleep(Duration::from_millis(20));
        };
        let took = start.elapsed().as_secs_f64();
        ensure!(ended["failed"] == 0, "{act}: {ended}");
        println!(
            "| {act} | {total} | {took:.1} | {:.1} |",
            Figures::of(others).p95
        );
    }
    Ok(())
}

/// One line of the table.
fn row(title: &str, figures: &Figures, budget: Option<u32>) {
    let Figures {
        p50,
        p95,
        last: Sample { rows, trips, .. },
    } = figures;
    let budget = budget.map_or(String::new(), |budget| budget.to_string());
    println!("| {title} | {p50:.1} | {p95:.1} | {budget} | {rows} | {trips} |");
}
