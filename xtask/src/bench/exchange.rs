//! Customers out of the shop and into it: rows a second of an export, of an import's check and of the import itself, and what others
//! feel of it meanwhile.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::client::Client;
use super::load::{Figures, Sample};
use crate::demo::Owner;
use crate::wrangler::Server;

const EXPORT: &str = "/api/admin/exports/customers";
const IMPORTS: &str = "/api/admin/imports";
const LIST: &str = "/api/admin/customers";
/// Rows of the file that goes in, and of how many one is bad.
const ROWS: u32 = 100_000;
const BAD: u32 = 50;
/// Calls that tell how others fare without an import.
const CALLS: u32 = 200;
/// The longest that a check or an import may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// Prints what leaving and coming cost.
pub fn table(client: &Client, server: &Server, owner: &Owner) -> Result<()> {
    let staff = client.signed_in(owner)?;
    exports(&staff, server)?;
    imports(client, &staff)
}

fn exports(staff: &Client, server: &Server) -> Result<()> {
    println!("| export | rows | MB | seconds | rows a second | memory MB before and at most |");
    println!("|---|---|---|---|---|---|");
    let every: Vec<&str> = domain::customer::export::COLUMNS
        .iter()
        .map(|column| column.code())
        .collect();
    let every = every.join(",");
    for (title, query) in [
        ("everybody, the usual columns", String::new()),
        ("everybody, every column", format!("?columns={every}")),
        ("a search", "?q=martin".to_owned()),
        ("a mixture of filters", "?stage=buyer&country=BE".to_owned()),
    ] {
        let before = server.memory();
        let mut most = before;
        let start = Instant::now();
        let (lines, bytes) = staff.lines(&format!("{EXPORT}{query}"), || {
            most = most.max(server.memory());
        })?;
        let took = start.elapsed().as_secs_f64();
        let rows = lines.saturating_sub(1);
        println!(
            "| {title} | {rows} | {:.1} | {took:.2} | {:.0} | {} → {} |",
            bytes as f64 / 1e6,
            rows as f64 / took,
            before / 1_000_000,
            most / 1_000_000
        );
    }
    Ok(())
}

/// What somebody else feels: a list, and a contact step; calls take turns.
struct Others<'a> {
    client: &'a Client,
    staff: &'a Client,
    product: String,
    turn: u32,
    lists: Vec<Sample>,
    submits: Vec<Sample>,
}

impl Others<'_> {
    fn call(&mut self) -> Result<()> {
        self.lists.push(self.staff.get(LIST)?);
        let (_, checkout) = self.client.open(&self.product)?;
        let email = format!("meanwhile.{}@bench.example.com", self.turn);
        self.submits.push(self.client.leave(&checkout, &email)?);
        self.turn += 1;
        Ok(())
    }

    /// What it came to since it was last asked.
    fn figures(&mut self) -> (Figures, Figures) {
        (
            Figures::of(std::mem::take(&mut self.lists)),
            Figures::of(std::mem::take(&mut self.submits)),
        )
    }
}

fn imports(client: &Client, staff: &Client) -> Result<()> {
    println!(
        "\n| import of {ROWS} rows, {BAD}th bad | seconds | rows a second | list p95 ms | contact p95 ms | of normal |"
    );
    println!("|---|---|---|---|---|---|");
    let mut others = Others {
        client,
        staff,
        product: client.product()?,
        turn: 0,
        lists: Vec::new(),
        submits: Vec::new(),
    };
    for _ in 0..CALLS {
        others.call()?;
    }
    let normal = others.figures();
    println!(
        "| nothing else at work | | | {:.1} | {:.1} | |",
        normal.0.p95, normal.1.p95
    );
    let start = Instant::now();
    let import = staff.upload(IMPORTS, "bench.csv", file().into_bytes())?;
    let size = import.body["size"].as_u64().unwrap_or_default();
    println!(
        "| handing in, {:.1} MB | {:.2} | | | | |",
        size as f64 / 1e6,
        start.elapsed().as_secs_f64()
    );
    let path = format!(
        "{IMPORTS}/{}",
        import.body["id"].as_str().unwrap_or_default()
    );
    for (title, state, end) in [
        ("check", "checking", "checked"),
        ("import", "importing", "finished"),
    ] {
        let (took, ended) = watch(staff, &path, state, end, &mut others)?;
        ensure!(ended["faults"] == ROWS / BAD, "{title}: {ended}");
        let (lists, submits) = others.figures();
        let times = (lists.p95 / normal.0.p95).max(submits.p95 / normal.1.p95);
        println!(
            "| {title} | {took:.1} | {:.0} | {:.1} | {:.1} | {times:.1} × |",
            f64::from(ROWS) / took,
            lists.p95,
            submits.p95
        );
    }
    Ok(())
}

/// Puts an import to work and looks on, as its page does, while others go on with theirs; the seconds it took.
fn watch(
    staff: &Client,
    path: &str,
    state: &str,
    end: &str,
    others: &mut Others,
) -> Result<(f64, Value)> {
    let start = Instant::now();
    let wanted = json!({ "state": state });
    staff.write("PUT", &format!("{path}/state"), staff.cookie(), &wanted)?;
    let mut looked = Instant::now();
    loop {
        others.call()?;
        thread::sleep(Duration::from_millis(20));
        if looked.elapsed() < Duration::from_millis(500) {
            continue;
        }
        looked = Instant::now();
        let now = staff.read(path)?.body;
        if now["state"] == end {
            return Ok((start.elapsed().as_secs_f64(), now));
        }
        ensure!(start.elapsed() < PATIENCE, "{state} does not end: {now}");
    }
}

/// Customers of another shop; every so many has no e-mail address.
fn file() -> String {
    let mut file =
        "email,last_name,first_name,phone,line1,postcode,city,country,groups\n".to_owned();
    for row in 0..ROWS {
        let email = match row % BAD {
            0 => "nobody".to_owned(),
            _ => format!("import.{row}@bench.example.com"),
        };
        let street = row % 97 + 1;
        // A String never refuses to be written to.
        let _ = writeln!(
            file,
            "{email},Lefèvre {row},Zoé,06 39 98 12 34,\"{street}, rue de l’Église\",45000,Orléans,FR,import-{}",
            row % 3
        );
    }
    file
}
