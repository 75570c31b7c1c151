//! Every door that takes an e-mail address, tried with mailboxes of each standing in turn: the time must not tell them apart.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::client::{Checkout, Client};
use super::load::{Figures, Sample, WARM_UP};
use super::mailboxes::{EACH, Standing};

/// Calls of each door and standing.
const CALLS: u32 = EACH - WARM_UP;
/// How far medians may lie apart: this part of the unknown mailbox's, or so many milliseconds.
const PART: f64 = 0.1;
const MILLISECONDS: f64 = 2.0;

/// By then a mail has left: the Worker lets its answer leave first.
const SENT: Duration = Duration::from_millis(180);

type Door = (&'static str, fn(&Client, &str, &str) -> Result<Sample>);

const DOORS: [Door; 6] = [
    ("sign-in, wrong password", |client, email, _| {
        let credentials = json!({ "email": email, "password": "not the password at all" });
        asked(client, "/api/session", &credentials, 401)
    }),
    ("sign-in, wrong code", |client, email, _| {
        let credentials = json!({ "email": email, "code": "000000" });
        asked(client, "/api/session", &credentials, 401)
    }),
    ("a code by e-mail", |client, email, _| {
        mailed(client, "/api/session/codes", email)
    }),
    ("a new password", |client, email, _| {
        mailed(client, "/api/password-resets", email)
    }),
    ("contact submit", |client, email, product| {
        let (_, checkout) = client.open(product)?;
        client.leave(&checkout, email)
    }),
    ("order", |client, email, product| {
        let checkout = ready(client, email, product)?;
        Ok(client.order(&checkout)?.0)
    }),
];

/// Prints the medians side by side.
pub fn table(client: &Client) -> Result<()> {
    let product = client.product()?;
    let titles = Standing::ALL.map(Standing::title);
    println!("\n## The doors, medians in ms\n");
    println!("| door | {} | apart | within |", titles.join(" | "));
    println!("|---|{}", "---|".repeat(titles.len() + 2));
    for (title, door) in DOORS {
        let mut samples: [Vec<Sample>; Standing::ALL.len()] = Default::default();
        for turn in 0..WARM_UP + CALLS {
            for standing in order(turn) {
                let sample = door(client, &standing.mailbox(turn), &product)?;
                if turn >= WARM_UP {
                    samples[standing as usize].push(sample);
                }
            }
        }
        row(title, samples.map(|samples| Figures::of(samples).p50));
    }
    Ok(())
}

/// Every standing once, in an order that changes: what one call leaves behind is spread over all.
fn order(turn: u32) -> [Standing; Standing::ALL.len()] {
    let mut all = Standing::ALL;
    let mut dice = u64::from(turn).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD00F;
    for place in (1..all.len()).rev() {
        dice ^= dice >> 31;
        dice = dice.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        all.swap(place, (dice >> 33) as usize % (place + 1));
    }
    all
}

fn row(title: &str, medians: [f64; Standing::ALL.len()]) {
    let unknown = medians[Standing::Unknown as usize];
    let apart = medians
        .iter()
        .map(|median| (median - unknown).abs())
        .fold(0.0, f64::max);
    let allowed = (unknown * PART).max(MILLISECONDS);
    let cells: Vec<String> = medians.iter().map(|ms| format!("{ms:.1}")).collect();
    let within = if apart <= allowed { "yes" } else { "**NO**" };
    println!(
        "| {title} | {} | {apart:.1} | {within} |",
        cells.join(" | ")
    );
}

/// Asks for a mail, and lets it leave before the next call: what the sender does for one must not be timed with another.
fn mailed(client: &Client, path: &str, email: &str) -> Result<Sample> {
    let sample = asked(client, path, &json!({ "email": email }), 202);
    sleep(SENT);
    sample
}

fn asked(client: &Client, path: &str, body: &serde_json::Value, status: u16) -> Result<Sample> {
    let answer = client.send("POST", path, "", body)?;
    ensure!(
        answer.status == status,
        "{path} is answered with {}: {}",
        answer.status,
        answer.body
    );
    Ok(answer.sample)
}

/// A checkout whose contact step is done.
pub fn ready(client: &Client, email: &str, product: &str) -> Result<Checkout> {
    let (_, checkout) = client.open(product)?;
    client.leave(&checkout, email)?;
    Ok(checkout)
}
