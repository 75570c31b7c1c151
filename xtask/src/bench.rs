//! `bench`: what the shop's work costs at many customers, each figure beside the floor of `wrangler dev` in the same run.

mod client;
mod doors;
mod exchange;
mod load;
mod mailboxes;
mod office;
mod orders;
mod papers;
mod passwords;
mod typing;
mod window;

use anyhow::{Context, Result, ensure};

use crate::program::Group;
use crate::project::{self, Edition, Profile};
use crate::setup::Needs;
use crate::state::State;
use crate::wrangler::{self, Options, Server};
use crate::{build, flags, seed, setup, state};

use client::Client;
use load::{Figures, Sample};

const PEPPER: &str = "PASSWORD_PEPPER";
const SERVER_LOG: &str = "target/bench/server.log";
/// Calls per figure, after a few that warm up.
const CALLS: u32 = 200;
/// Clients of the throughput figures.
const CLIENTS: usize = 8;

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    let mut sizes: Vec<u64> = vec![10_000, 100_000];
    let (mut only, mut profile) = (None, Profile::Release);
    flags::each(args, |name, values| {
        match name {
            "--customers" => sizes = values.numbers()?,
            "--only" => only = Some(values.text()?),
            "--dev" => profile = Profile::Dev,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let wanted: Vec<_> = TABLES
        .into_iter()
        .filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name))
        .collect();
    ensure!(
        !wanted.is_empty(),
        "`--only` takes one of {}",
        TABLES.map(|(name, _)| name).join(", ")
    );
    let toolbox = setup::ensure(Needs::Build)?;
    build::build(&toolbox, profile, Edition::Shop)?;
    for (name, table) in &wanted {
        if EACH_SIZE.contains(name) {
            for customers in &sizes {
                let run = Run::start(profile, stocked(*customers)?)?;
                println!("\n## {name} at {customers} customers\n");
                run.print(*table)?;
            }
        }
    }
    if wanted.iter().any(|(name, _)| *name == "typing") {
        let most = sizes.iter().max().copied().unwrap_or_default();
        Run::start(profile, stocked(most)?)?.print(typing)?;
    }
    let others = wanted
        .iter()
        .filter(|(name, _)| *name != "typing" && !EACH_SIZE.contains(name));
    let others: Vec<_> = others.map(|(_, table)| *table).collect();
    if !others.is_empty() {
        let state = stocked(sizes.first().copied().unwrap_or_default())?;
        mailboxes::add(&state.folder, &setup::secret(PEPPER)?)?;
        papers::add(&state.folder)?;
        let run = Run::start(profile, state)?;
        for table in others {
            run.print(table)?;
        }
    }
    Ok(())
}

type Table = fn(&Run) -> Result<()>;

/// What is measured at each number of customers.
const EACH_SIZE: [&str; 3] = ["pages", "office", "exchange"];

/// What can be measured, by name. Typing is measured at the largest number of customers, what is not of [`EACH_SIZE`]
/// at the first.
const TABLES: [(&str, Table); 8] = [
    ("pages", pages),
    ("office", |run| office::table(&run.client, &run.state.owner)),
    ("exchange", |run| {
        exchange::table(&run.client, &run.server, &run.state.owner)
    }),
    ("typing", typing),
    ("doors", |run| doors::table(&run.client)),
    ("passwords", |run| {
        passwords::table(&run.client, &run.server, &setup::secret(PEPPER)?)
    }),
    ("orders", |run| orders::table(&run.client, &run.state.owner)),
    ("papers", |run| papers::table(&run.client, &run.state.owner)),
];

/// A state folder with that many customers; made once, then copied for each run.
fn stocked(customers: u64) -> Result<State> {
    let base = project::path(&format!("target/bench/{customers}"));
    let people = seed::mark();
    let was_current = state::is_current(&base)?
        && std::fs::read_to_string(base.join("full")).is_ok_and(|full| full == people);
    if !was_current && base.exists() {
        std::fs::remove_dir_all(&base)?;
    }
    let mut state = state::prepare(&base)?;
    if !was_current {
        println!("bench: seeding {customers} customers …");
        seed::add(&base, customers)?;
        project::write(&base.join("full"), people)?;
    }
    let run = project::path("target/bench/run");
    state::copy(&base, &run)?;
    state.folder = run;
    Ok(state)
}

/// A server on a state of its own, until it is dropped.
struct Run {
    state: State,
    server: Server,
    client: Client,
}

impl Run {
    fn start(profile: Profile, state: State) -> Result<Run> {
        let mut server = Server::start(&Options {
            profile,
            edition: Edition::Shop,
            port: wrangler::free_port()?,
            state: &state.folder,
            log: Some(project::path(SERVER_LOG)),
            group: Group::Own,
            without: None,
            vars: &["D1_FIGURES:1"],
        })?;
        server.wait()?;
        Ok(Run {
            state,
            client: Client::new(&server.url),
            server,
        })
    }

    fn print(&self, table: Table) -> Result<()> {
        table(self).with_context(|| format!("the server's log is {SERVER_LOG}"))
    }
}

/// What is felt at the keyboard.
fn typing(Run { client, state, .. }: &Run) -> Result<()> {
    typing::table(client, &state.owner)
}

/// What is read and written all day.
fn pages(Run { client, state, .. }: &Run) -> Result<()> {
    println!("| what | p50 ms | p95 ms | rows read | round trips |");
    println!("|---|---|---|---|---|");
    let floor = load::one_by_one(CALLS, |_| client.get("/api/health"))?;
    row("floor: a request without D1", &floor);
    let product = client.product()?;
    let opening = |_| client.open(&product).map(|(sample, _)| sample);
    let insert_floor = load::one_by_one(CALLS, opening)?;
    row("floor: open a checkout (one insert)", &insert_floor);

    let checkouts = client.checkouts(&product, CALLS + load::WARM_UP)?;
    let submit = |turn: u32| client.submit(&checkouts, turn, "new");
    row(
        "contact submit, new e-mail",
        &load::one_by_one(CALLS, submit)?,
    );
    let checkouts = client.checkouts(&product, CALLS + load::WARM_UP)?;
    let submit = |turn: u32| client.submit(&checkouts, turn, "known");
    row(
        "contact submit, known e-mail",
        &load::one_by_one(CALLS, submit)?,
    );

    let staff = client.signed_in(&state.owner)?;
    for (title, path) in lists(&staff)? {
        let figures = load::one_by_one(CALLS, |_| staff.get(&path))?;
        row(&title, &figures);
    }
    let path = format!("/api/admin/customers/{}", staff.some_customer()?);
    row(
        "customer page",
        &load::one_by_one(CALLS, |_| staff.get(&path))?,
    );
    let history = format!("{path}/history");
    row(
        "customer history",
        &load::one_by_one(CALLS, |_| staff.get(&history))?,
    );
    throughput(client, &product)
}

/// The list's pages and the searches that are measured.
fn lists(staff: &Client) -> Result<Vec<(String, String)>> {
    let list = "/api/admin/customers";
    let mut all = vec![
        ("list, newest first, first page".to_owned(), list.to_owned()),
        (
            "list, by name, first page".to_owned(),
            format!("{list}?sort=name"),
        ),
    ];
    for (title, sort) in [("newest first", "-created"), ("by name", "name")] {
        let cursor = staff.deep(sort)?;
        all.push((
            format!("list, {title}, 40 pages in"),
            format!("{list}?sort={sort}&cursor={cursor}"),
        ));
    }
    all.push((
        "list, buyers with an account".to_owned(),
        format!("{list}?stage=buyer&account=enabled"),
    ));
    for (title, words) in [
        ("a rare word", "exupere-lacoeuille"),
        ("three letters", "fev"),
        ("a common name", "martin"),
        ("two words", "zoe lefevre"),
        ("one letter", "l"),
        ("two letters", "le"),
        ("with accents", "L%C3%A9a%20Lef%C3%A8vre"),
        ("nobody", "qqxzzqq"),
    ] {
        all.push((
            format!("search, {title}"),
            format!("{list}?q={}", words.replace(' ', "%20")),
        ));
    }
    Ok(all)
}

/// Eight clients at once, beside the floor of one insert.
fn throughput(client: &Client, product: &str) -> Result<()> {
    let floor = load::side_by_side(CLIENTS, CALLS, |_, _| {
        client.open(product).map(|(sample, _)| sample)
    })?;
    let checkouts = client.checkouts(product, u32::try_from(CLIENTS)? * CALLS)?;
    let submits = load::side_by_side(CLIENTS, CALLS, |client_number, turn| {
        let place = u32::try_from(client_number).unwrap_or_default() * CALLS + turn;
        client.submit(&checkouts, place, "crowd")
    })?;
    println!("\n| {CLIENTS} clients | a second | of the floor |");
    println!("|---|---|---|");
    println!("| floor: open a checkout (one insert) | {floor:.0} | |");
    println!(
        "| contact submit, new e-mail | {submits:.0} | {:.0} % |",
        100.0 * submits / floor
    );
    Ok(())
}

/// One line of a table of D1's costs.
fn row(title: &str, figures: &Figures) {
    let Figures {
        p50,
        p95,
        last: Sample { rows, trips, .. },
    } = figures;
    println!("| {title} | {p50:.1} | {p95:.1} | {rows} | {trips} |");
}
