//! A visitor or staff member as the benchmark plays them: HTTP, cookies, and another client address each time.

use std::io::Read as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use ureq::http::Response;
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

/// An answer, whatever it says.
pub struct Answer {
    pub sample: Sample,
    pub status: u16,
    pub body: Value,
    /// The cookies it set, as they are sent back.
    pub cookies: String,
    /// Seconds of `Retry-After`.
    pub wait: Option<u64>,
}

impl Answer {
    /// Anything but success ends the benchmark.
    fn succeeded(self, path: &str) -> Result<Answer> {
        if self.status >= 400 {
            bail!("{path} is answered with {}: {}", self.status, self.body);
        }
        Ok(self)
    }
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

    pub fn url(&self) -> &str {
        &self.url
    }

    /// The session's, as it is sent.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// A GET, timed.
    pub fn get(&self, path: &str) -> Result<Sample> {
        Ok(self.read(path)?.sample)
    }

    /// A GET, with its JSON.
    pub fn read(&self, path: &str) -> Result<Answer> {
        let start = Instant::now();
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("Cookie", &self.cookie);
        taken(start, request.call()?)?.succeeded(path)
    }

    /// A GET whose answer is told by its lines and bytes and not kept; `glance` is called while it comes.
    pub fn lines(&self, path: &str, mut glance: impl FnMut()) -> Result<(u64, u64)> {
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("Cookie", &self.cookie);
        let mut answer = request.call()?;
        if answer.status().as_u16() >= 400 {
            bail!("{path} is answered with {}", answer.status());
        }
        let mut body = answer.body_mut().as_reader();
        let mut piece = vec![0; 64 * 1024];
        let (mut lines, mut bytes) = (0, 0);
        let mut glanced = Instant::now();
        loop {
            let read = body.read(&mut piece)?;
            if read == 0 {
                return Ok((lines, bytes));
            }
            let ends = piece.iter().take(read).filter(|byte| **byte == b'\n');
            lines += ends.count() as u64;
            bytes += read as u64;
            if glanced.elapsed() > Duration::from_millis(200) {
                glance();
                glanced = Instant::now();
            }
        }
    }

    /// Hands in a file as the back office does, by the session of this client.
    pub fn upload(&self, path: &str, name: &str, bytes: Vec<u8>) -> Result<Answer> {
        let start = Instant::now();
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
        let answer = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("Content-Type", "application/octet-stream")
            .header("File-Name", name)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Origin", &self.url)
            .header("CF-Connecting-IP", address(number))
            .header("Idempotency-Key", format!("bench-{number}"))
            .header("Cookie", &self.cookie)
            .send(bytes)?;
        taken(start, answer)?.succeeded(path)
    }

    /// A POST or PUT of JSON as the shop's own page sends it, which has to succeed.
    pub fn write(&self, method: &str, path: &str, cookie: &str, body: &Value) -> Result<Answer> {
        self.send(method, path, cookie, body)?.succeeded(path)
    }

    /// A POST or PUT of JSON as the shop's own page sends it, by a client and with a key that nobody had before.
    pub fn send(&self, method: &str, path: &str, cookie: &str, body: &Value) -> Result<Answer> {
        let start = Instant::now();
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
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
            .header("CF-Connecting-IP", address(number))
            .header("Idempotency-Key", format!("bench-{number}"))
            .header("Cookie", cookie)
            .send(body.to_string())?;
        taken(start, answer)
    }

    /// The first product of the shop.
    pub fn product(&self) -> Result<String> {
        text(&self.read("/api/products")?.body, "/items/0/id")
    }

    /// Opens a checkout.
    pub fn open(&self, product: &str) -> Result<(Sample, Checkout)> {
        let basket = json!({ "lines": [{ "product": product, "quantity": 1 }] });
        let opened = self.write("POST", "/api/checkouts", "", &basket)?;
        let checkout = Checkout {
            id: text(&opened.body, "/id")?,
            cookie: opened.cookies,
        };
        Ok((opened.sample, checkout))
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
        self.leave(checkout, &format!("{who}.{number}@bench.example.com"))
    }

    /// Leaves contact details at a checkout.
    pub fn leave(&self, checkout: &Checkout, email: &str) -> Result<Sample> {
        let contact = json!({
            "first_name": "Zoé",
            "last_name": "Lefèvre",
            "email": email,
            "phone": "06 39 98 12 34",
            "address": { "line1": "12 rue de l’Église", "postcode": "45000", "city": "Orléans", "country": "FR" },
            "locale": "fr",
        });
        let path = format!("/api/checkouts/{}/contact", checkout.id);
        let left = self.write("PUT", &path, &checkout.cookie, &contact)?;
        Ok(left.sample)
    }

    /// Orders what is in a checkout, to be paid by transfer; the order's id.
    pub fn order(&self, checkout: &Checkout) -> Result<(Sample, String)> {
        let agreement = json!({ "payment_method": "transfer", "terms": 1, "waiver": true });
        let path = format!("/api/checkouts/{}/order", checkout.id);
        let placed = self.write("POST", &path, &checkout.cookie, &agreement)?;
        Ok((placed.sample, text(&placed.body, "/id")?))
    }

    /// Marks an order paid.
    pub fn pay(&self, order: &str) -> Result<Sample> {
        let path = format!("/api/admin/orders/{order}/state");
        let paid = self.write("PUT", &path, &self.cookie, &json!({ "state": "paid" }))?;
        Ok(paid.sample)
    }

    /// The shop's owner, signed in.
    pub fn signed_in(&self, owner: &Owner) -> Result<Client> {
        let credentials = json!({ "email": owner.email, "password": owner.password });
        let signed_in = self.write("POST", "/api/session", "", &credentials)?;
        Ok(Client {
            cookie: signed_in.cookies,
            ..Client::new(&self.url)
        })
    }

    /// The cursor that 40 pages of the list lead to.
    pub fn deep(&self, sort: &str) -> Result<String> {
        let mut path = format!("/api/admin/customers?sort={sort}");
        let mut cursor = String::new();
        for _ in 0..40 {
            let page = self.read(&path)?.body;
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
        let page = self.read("/api/admin/customers?sort=name")?.body;
        text(&page, "/items/7/id")
    }
}

/// Takes the whole answer and the time it took.
fn taken(start: Instant, mut answer: Response<Body>) -> Result<Answer> {
    let body = answer.body_mut().read_to_vec()?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    let header = |name: &str| answer.headers().get(name)?.to_str().ok();
    let timing = header("server-timing").unwrap_or_default();
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
    Ok(Answer {
        sample,
        status: answer.status().as_u16(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        cookies: cookies.join("; "),
        wait: header("retry-after").and_then(|seconds| seconds.parse().ok()),
    })
}

/// A client address nobody had before, from a network kept for documentation.
fn address(number: u32) -> String {
    format!("2001:db8:{:x}:{:x}::1", number >> 16, number & 0xffff)
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .map(str::to_owned)
        .with_context(|| format!("the answer has no {pointer}"))
}
