//! The k-th call to D1 fails, for every k: what each use case must then show. Only the Worker under test knows the header.

use crate::browser::same_origin;
use crate::{Browser, Reply, World};
use std::future::Future;

/// The header of the Worker under test.
pub const FAULT_AT: &str = "fault-at";

/// More calls than any request makes.
const CALLS_MAX: usize = 40;

/// A request that can be sent again and again.
pub struct Request {
    browser: Browser,
    method: &'static str,
    path: String,
    pub headers: Vec<(&'static str, String)>,
    body: String,
}

impl Request {
    pub fn new(browser: Browser, method: &'static str, path: String, body: String) -> Request {
        Request {
            browser,
            method,
            path,
            headers: Vec::new(),
            body,
        }
    }

    /// Sends it as the app does; `fault` makes this call to D1 fail. Patiently, where passwords wait for their turn.
    async fn send(&self, fault: Option<usize>) -> Reply {
        let fault = fault.map(|k| k.to_string());
        loop {
            let mut headers = same_origin(self.browser.world.url()).to_vec();
            headers.push(("content-type", "application/json"));
            headers.extend(
                self.headers
                    .iter()
                    .map(|(name, value)| (*name, value.as_str())),
            );
            headers.extend(fault.as_deref().map(|k| (FAULT_AT, k)));
            let reply = self
                .browser
                .attempt(
                    self.method,
                    &self.path,
                    &headers,
                    self.body.clone().into_bytes(),
                )
                .await
                .expect("the shop is up");
            if reply.status == 503 && reply.text().contains("\"busy\"") {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            }
            return reply;
        }
    }
}

/// One subject of a use case: its request, and what it leaves behind, as numbers that `?1` picks.
pub struct Case {
    pub request: Request,
    pub subject: String,
}

/// What counts of a use case: each statement gives 0 where nothing was done, and its effect's number where all was.
pub type Effects = &'static [(&'static str, &'static str, i64)];

async fn counted(world: &World, subject: &str, effects: Effects) -> Vec<i64> {
    let mut counts = Vec::new();
    for (_, sql, _) in effects {
        counts.push(world.database().number(sql, &[subject]).await);
    }
    counts
}

/// Lets each call fail in turn, on a subject of its own.
pub async fn each_call_fails<F>(
    world: &World,
    what: &str,
    status: u16,
    effects: Effects,
    case: impl Fn() -> F,
) where
    F: Future<Output = Case>,
{
    let whole: Vec<i64> = effects.iter().map(|(_, _, n)| *n).collect();
    let nothing = vec![0; whole.len()];
    for k in 1..=CALLS_MAX {
        let Case { request, subject } = case().await;
        assert_eq!(
            counted(world, &subject, effects).await,
            nothing,
            "{what} before"
        );
        let reply = request.send(Some(k)).await;
        if reply.status != 503 {
            assert_eq!(reply.status, status, "{what}, call {k}: {reply}");
            assert_eq!(counted(world, &subject, effects).await, whole, "{what}");
            assert!(k > 1, "{what}: no call was seen to fail");
            return;
        }
        assert!(
            reply.header("retry-after").is_some(),
            "{what}, call {k}: {reply}"
        );
        let problem = reply.problem();
        assert!(
            !problem.code.is_empty() && problem.fields.is_empty(),
            "{reply}"
        );
        let after = counted(world, &subject, effects).await;
        assert!(
            after == nothing || after == whole,
            "{what} is half written after call {k} failed: {:?}",
            named(effects, &after)
        );
        let again = request.send(None).await;
        assert_eq!(again.status, status, "{what}, after call {k}: {again}");
        let done = counted(world, &subject, effects).await;
        assert_eq!(
            done,
            whole,
            "{what}, after call {k}: {:?}",
            named(effects, &done)
        );
    }
    panic!("{what} makes more than {CALLS_MAX} calls");
}

fn named(effects: Effects, counts: &[i64]) -> Vec<(&'static str, i64)> {
    let names = effects.iter().map(|(name, ..)| *name);
    names.zip(counts.iter().copied()).collect()
}
