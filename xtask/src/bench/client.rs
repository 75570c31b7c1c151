//! A visitor or staff member as the benchmark plays them: HTTP, cookies, and another client address each time.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

use super::load::Sample;
use crate::demo::Owner;
use crate::http;

/// A client; the cookie is the session's where there is one.
pub struct Client {
    url: String,
    agent: Agent,
    cookie: String,
}

/// An opened checkout: its id and its browser's cookie.
pub struct Checkout {
    id: String,
    cookie: String,
}

/// Client addresses handed out: throttles count clients, and the benchmark is many.
static ADDRESSES: AtomicU32 = AtomicU32::new(1);

impl Client {
    pub fn new(url: &str) -> Client {
        Client {
            url: url.to_owned(),
            agent: http::agent(Duration::from_secs(60)),
            cookie: String::new(),
        }
    }

    /// A GET, timed.
    pub fn get(&self, path: &str) -> Result<Sample> {
        Ok(self.read(path)?.0)
    }

    /// A GET, with its JSON.
    fn read(&self, path: &str) -> Result<(Sample, Value)> {
        let start = Instant::now();
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("Cookie", &self.cookie);
        let answer = request.call()?;
        let (sample, body, _) = taken(start, answer, path)?;
        Ok((sample, serde_json::from_str(&body)?))
    }

    /// A POST or PUT of JSON as the shop's own page sends it, with the cookies it set.
    fn write(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        body: &Value,
    ) -> Result<(Sample, Value, String)> {
        let start = Instant::now();
        let url = format!("{}{path}", self.url);
        let request = if method == "PUT" {
            self.agent.put(url)
        } else {
            self.agent.post(url)
        };
        let answer = request
            .header("Content-Type", "application/json")
            .header("Sec-Fetch-Site", "same-origin")
            .header("Origin", &self.url)
            .header("CF-Connecting-IP", address())
            .header("Cookie", cookie)
            .send(body.to_string())?;
        let (sample, body, cookies) = taken(start, answer, path)?;
        Ok((
            sample,
            serde_json::from_str(&body).unwrap_or_default(),
            cookies,
        ))
    }

    /// The first product of the shop.
    pub fn product(&self) -> Result<String> {
        let (_, products) = self.read("/api/products")?;
        text(&products, "/items/0/id")
    }

    /// Opens a checkout.
    pub fn open(&self, product: &str) -> Result<(Sample, Checkout)> {
        let basket = json!({ "lines": [{ "product": product, "quantity": 1 }] });
        let (sample, opened, cookie) = self.write("POST", "/api/checkouts", "", &basket)?;
        Ok((
            sample,
            Checkout {
                id: text(&opened, "/id")?,
                cookie,
            },
        ))
    }

    /// Opens many.
    pub fn checkouts(&self, product: &str, count: u32) -> Result<Vec<Checkout>> {
        (0..count)
            .map(|_| self.open(product).map(|(_, checkout)| checkout))
            .collect()
    }

    /// Leaves contact details; `known` always with the same e-mail, else with a new one each turn.
    pub fn submit(&self, checkouts: &[Checkout], turn: u32, who: &str) -> Result<Sample> {
        let checkout = checkouts.get(turn as usize).context("too few checkouts")?;
        let number = if who == "known" { 0 } else { turn };
        let contact = json!({
            "first_name": "Zoé",
            "last_name": format!("Lefèvre-{turn}"),
            "email": format!("{who}.{number}@bench.example.com"),
            "phone": "06 39 98 12 34",
            "address": { "line1": "12 rue de l’Église", "postcode": "45000", "city": "Orléans", "country": "FR" },
            "locale": "fr",
        });
        let path = format!("/api/checkouts/{}/contact", checkout.id);
        Ok(self.write("PUT", &path, &checkout.cookie, &contact)?.0)
    }

    /// The shop's owner, signed in.
    pub fn signed_in(&self, owner: &Owner) -> Result<Client> {
        let credentials = json!({ "email": owner.email, "password": owner.password });
        let (_, _, cookie) = self.write("POST", "/api/session", "", &credentials)?;
        Ok(Client {
            cookie,
            ..Client::new(&self.url)
        })
    }

    /// The cursor that 40 pages of the list lead to.
    pub fn deep(&self, sort: &str) -> Result<String> {
        let mut path = format!("/api/admin/customers?sort={sort}");
        let mut cursor = String::new();
        for _ in 0..40 {
            let (_, page) = self.read(&path)?;
            let Some(next) = page.pointer("/next").and_then(Value::as_str) else {
                break;
            };
            next.clone_into(&mut cursor);
            path = format!("/api/admin/customers?sort={sort}&cursor={cursor}");
        }
        Ok(cursor)
    }

    /// A customer's id.
    pub fn some_customer(&self) -> Result<String> {
        let (_, page) = self.read("/api/admin/customers?sort=name")?;
        text(&page, "/items/7/id")
    }
}

/// Takes the whole answer and the time it took; anything but success ends the benchmark.
fn taken(
    start: Instant,
    mut answer: Response<Body>,
    path: &str,
) -> Result<(Sample, String, String)> {
    let body = answer.body_mut().read_to_string()?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    if answer.status() >= StatusCode::BAD_REQUEST {
        bail!("{path} is answered with {}: {body}", answer.status());
    }
    let timing = answer
        .headers()
        .get("server-timing")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let figure = |name: &str| {
        timing
            .split(['"', ' ', ';', ','])
            .find_map(|part| part.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
            .unwrap_or(0)
    };
    let sample = Sample {
        took,
        rows: figure("rows"),
        trips: figure("trips"),
    };
    let cookies: Vec<&str> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next())
        .collect();
    Ok((sample, body, cookies.join("; ")))
}

/// A client address nobody had before, from a network kept for documentation.
fn address() -> String {
    let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
    format!("2001:db8:{:x}:{:x}::1", number >> 16, number & 0xffff)
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .map(str::to_owned)
        .with_context(|| format!("the answer has no {pointer}"))
}
