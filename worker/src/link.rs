//! Whether the addresses in a text answer, asked before it is sent to many: by HEAD, then by GET, a few at a time and not for
//! long, at public names only, wherever they redirect to.

use domain::campaign::content::is_public;
use domain::campaign::link::{self, Next};
use domain::route;
use futures_util::future::{Either, select};
use futures_util::stream::{self, StreamExt};
use std::pin::pin;
use std::time::Duration;
use worker::{AbortController, Delay, Fetch, Method, Request, RequestInit, RequestRedirect};

/// Addresses asked for one text, and at once.
const ASKED_MAX: usize = 30;
const AT_ONCE: usize = 6;
/// Answers one address may give, redirects included.
const ANSWERS_MAX: u32 = 8;
/// How long one address may take, redirects included.
const PATIENCE: Duration = Duration::from_secs(4);

/// The addresses that do not answer, or not well, each with the reason: `missing` for a page that the shop does not have,
/// `private`, `timeout`, `unreachable`, `status_404` … `base` is the shop's own address.
pub async fn dead(base: &str, all: Vec<String>) -> Vec<(String, String)> {
    let ask = |to: String| async move {
        let reason = match own_path(base, &to) {
            Some(path) => route::shell(path).is_none().then(|| "missing".to_owned()),
            None if to.starts_with("mailto:") => None,
            None => within_patience(&to).await,
        };
        reason.map(|reason| (to, reason))
    };
    let asked = stream::iter(all.into_iter().take(ASKED_MAX)).map(ask);
    let answers: Vec<Option<(String, String)>> = asked.buffered(AT_ONCE).collect().await;
    answers.into_iter().flatten().collect()
}

/// The path of a page of the shop's own, without what stands behind it.
fn own_path<'a>(base: &str, to: &'a str) -> Option<&'a str> {
    let path = match to.strip_prefix(base) {
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?', '#']) => rest,
        _ => Some(to).filter(|to| to.starts_with('/'))?,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    Some(if path.is_empty() { route::SHOP } else { path })
}

async fn within_patience(to: &str) -> Option<String> {
    let controller = AbortController::default();
    let signal = controller.signal();
    let asked = pin!(reason(to, &signal));
    match select(asked, pin!(Delay::from(PATIENCE))).await {
        Either::Left((reason, _)) => reason,
        Either::Right(_) => {
            controller.abort();
            Some("timeout".to_owned())
        }
    }
}

/// Why an address is taken for dead.
async fn reason(to: &str, signal: &worker::AbortSignal) -> Option<String> {
    if !is_public(to) {
        return Some("private".to_owned());
    }
    let (mut at, mut head) = (to.to_owned(), true);
    for _ in 0..ANSWERS_MAX {
        let method = if head { Method::Head } else { Method::Get };
        let Ok((status, location)) = ask(&at, method, signal).await else {
            return Some("unreachable".to_owned());
        };
        match link::next(&at, head, status, location.as_deref()) {
            Next::Alive => return None,
            Next::Dead(reason) => return Some(reason),
            Next::AskByGet => head = false,
            Next::Follow(next) => at = next,
        }
    }
    Some("redirects".to_owned())
}

async fn ask(
    to: &str,
    method: Method,
    signal: &worker::AbortSignal,
) -> worker::Result<(u16, Option<String>)> {
    let mut init = RequestInit::new();
    init.with_method(method)
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(to, &init)?;
    let response = Fetch::Request(request).send_with_signal(signal).await?;
    let location = response.headers().get("Location")?;
    Ok((response.status_code(), location))
}
