//! What a password check costs in workerd beside the same crate natively, and what many at once do to everybody else.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use domain::password::{Pepper, verify};
use serde_json::json;

use super::client::Client;
use super::load::{self, Figures, Sample};
use super::mailboxes::{PASSWORD, Standing};
use crate::demo;
use crate::wrangler::Server;

const CALLS: u32 = 60;
/// Who signs in at once.
const CROWD: u32 = 64;
/// How often: memory that grows shows only in the end.
const ROUNDS: u32 = 6;
/// The goals of the design.
const RATIO: f64 = 2.2;
const HEALTH: f64 = 500.0;
const ALL_IN: f64 = 10.0;

/// Prints both tables.
pub fn table(client: &Client, server: &Server, pepper: &str) -> Result<()> {
    println!("\n## Signing in\n");
    println!("| what | p50 ms | p95 ms |");
    println!("|---|---|---|");
    let native = native(pepper)?;
    row("one check natively (argon2id m=19456 t=2 p=1)", &native);
    let product = client.product()?;
    let floor = load::one_by_one(CALLS, |_| client.open(&product).map(|(sample, _)| sample))?;
    row("floor: open a checkout (two D1 trips)", &floor);
    let sign_in = load::one_by_one(CALLS, |turn| signed_in(client, turn))?;
    row("sign-in, right password", &sign_in);
    println!(
        "\nThe check in workerd, sign-in less the floor: {:.1} ms, {:.2} × native (goal {RATIO}).",
        sign_in.p50 - floor.p50,
        (sign_in.p50 - floor.p50) / native.p50
    );
    println!(
        "\n| {CROWD} sign-ins at once | in | the last after | told to come again | health p50 | health p95 | workerd holds |"
    );
    println!("|---|---|---|---|---|---|---|");
    println!("| goal | {CROWD} | {ALL_IN} s | | | {HEALTH} ms | |");
    let before = megabytes(server);
    println!("| before | | | | | | {before} MB |");
    let mut requests = 0;
    for round in 1..=ROUNDS {
        requests += crowd(client, server, round)?;
    }
    let after = megabytes(server);
    // the dev server itself keeps something of every request: what it keeps of those that never meet the Worker
    for _ in 0..requests {
        client.get("/favicon.svg")?;
    }
    println!(
        "\nThese {requests} requests made workerd grow by {} MB; as many for a static file, which never meet the Worker, by {} MB.",
        after - before,
        megabytes(server) - after
    );
    Ok(())
}

/// The crate as this program has it, optimised like the Worker's.
fn native(pepper: &str) -> Result<Figures> {
    let phc = demo::hashed(PASSWORD, pepper)?;
    let pepper = Pepper {
        id: "1",
        secret: pepper.as_bytes(),
    };
    load::one_by_one(CALLS, |_| {
        let start = Instant::now();
        let right = verify(PASSWORD, &phc, &pepper).map_err(|_| anyhow!("an unusable hash"))?;
        ensure!(right, "the right password is refused");
        Ok(Sample {
            took: start.elapsed().as_secs_f64() * 1000.0,
            ..Sample::default()
        })
    })
}

fn signed_in(client: &Client, turn: u32) -> Result<Sample> {
    let body = json!({ "email": Standing::Known.mailbox(turn), "password": PASSWORD });
    Ok(client.write("POST", "/api/session", "", &body)?.sample)
}

/// Everybody at once, each asking again as the form does while the Worker is busy; health is asked all the while.
/// Gives how many requests it took.
fn crowd(client: &Client, server: &Server, round: u32) -> Result<usize> {
    let (over, busy) = (AtomicBool::new(false), AtomicU32::new(0));
    let waits = Mutex::new(Vec::new());
    let start = Instant::now();
    let health = thread::scope(|scope| {
        let health = scope.spawn(|| {
            let mut samples = Vec::new();
            while !over.load(Ordering::Relaxed) {
                samples.push(client.get("/api/health")?);
                thread::sleep(Duration::from_millis(20));
            }
            anyhow::Ok(samples)
        });
        let crowd: Vec<_> = (0..CROWD)
            .map(|turn| {
                let (busy, waits) = (&busy, &waits);
                scope.spawn(move || {
                    patient(client, turn, busy)?;
                    let took = start.elapsed().as_secs_f64();
                    waits
                        .lock()
                        .map_err(|_| anyhow!("a client crashed"))?
                        .push(took);
                    anyhow::Ok(())
                })
            })
            .collect();
        let crashed = |_| anyhow!("a client crashed");
        let outcomes: Vec<_> = crowd.into_iter().map(|one| one.join()).collect();
        over.store(true, Ordering::Relaxed);
        let health = health.join().map_err(crashed)?;
        for outcome in outcomes {
            outcome.map_err(crashed)??;
        }
        health
    })?;
    let waits = waits
        .into_inner()
        .map_err(|_| anyhow!("a client crashed"))?;
    let busy = busy.into_inner();
    let requests = waits.len() + health.len() + usize::try_from(busy)?;
    let last = waits.iter().copied().fold(0.0, f64::max);
    let health = Figures::of(health);
    println!(
        "| time {round} | {} | {last:.1} s | {} | {:.0} ms | {:.0} ms | {} MB |",
        waits.len(),
        busy,
        health.p50,
        health.p95,
        megabytes(server)
    );
    Ok(requests)
}

fn megabytes(server: &Server) -> i64 {
    i64::try_from(server.memory() / 1_000_000).unwrap_or(i64::MAX)
}

/// Signs in, however often the Worker has to be asked.
fn patient(client: &Client, turn: u32, busy: &AtomicU32) -> Result<()> {
    let body = json!({ "email": Standing::Known.mailbox(turn), "password": PASSWORD });
    loop {
        let answer = client.send("POST", "/api/session", "", &body)?;
        match (answer.status, answer.wait) {
            (200, _) => return Ok(()),
            (503, Some(seconds)) => {
                busy.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_secs(seconds));
            }
            (status, _) => {
                return Err(anyhow!(
                    "a sign-in is answered with {status}: {}",
                    answer.body
                ));
            }
        }
    }
}

fn row(title: &str, Figures { p50, p95, .. }: &Figures) {
    println!("| {title} | {p50:.1} | {p95:.1} |");
}
