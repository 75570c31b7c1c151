//! The two ways a mail leaves: an HTTP mail API (Resend's shape, `MAIL_API_BASE`) or the platform's `send_email` binding.

use super::compose::Shop;
use super::{Claimed, Composed};
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::wasm_bindgen::JsValue;
use worker::{
    AbortController, Delay, EmailAddress, Env, Fetch, Headers, Method, Request, RequestInit,
    SendEmailBuilder,
};

/// Why a mail did not leave.
pub enum Refusal {
    /// Trying again changes nothing: the code for staff.
    ForGood(String),
    /// The code for staff, and the cause for the log.
    ForNow(String, String),
}

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hands a mail over; `Ok` once the provider has taken it.
pub async fn hand_over(
    env: &Env,
    shop: &Shop<'_>,
    mail: &Claimed,
    lease: &str,
    composed: &Composed,
) -> Result<(), Refusal> {
    match &shop.config.mail_api {
        Some((base, key)) => by_api(base, key, shop, (mail, lease), composed).await,
        None => by_binding(env, shop, mail, composed).await,
    }
}

/// `POST {base}/emails`. Each try has an `Idempotency-Key` of its own: it makes its own token or code, so its body is
/// another, and providers refuse another body under a key they know.
async fn by_api(
    base: &str,
    key: &str,
    shop: &Shop<'_>,
    (mail, lease): (&Claimed, &str),
    composed: &Composed,
) -> Result<(), Refusal> {
    let body = serde_json::json!({
        "from": format!("{} <{}>", name(shop), shop.config.mail_from),
        "to": [mail.recipient],
        "subject": composed.subject,
        "html": composed.html,
        "text": composed.text,
        "tags": [{ "name": "template", "value": mail.template }],
    });
    let request = request(
        base,
        key,
        &format!("{}-{lease}", mail.id),
        &body.to_string(),
    )
    .map_err(|error| Refusal::ForNow("unreachable".to_owned(), error.to_string()))?;
    let controller = AbortController::default();
    let signal = controller.signal();
    let fetch = Fetch::Request(request);
    let answer = pin!(fetch.send_with_signal(&signal));
    let status = match select(answer, pin!(Delay::from(PATIENCE))).await {
        Either::Left((Ok(response), _)) => response.status_code(),
        Either::Left((Err(error), _)) => {
            return Err(Refusal::ForNow("unreachable".to_owned(), error.to_string()));
        }
        Either::Right(_) => {
            controller.abort();
            return Err(Refusal::ForNow("timeout".to_owned(), String::new()));
        }
    };
    match status {
        200..=299 => Ok(()),
        // What is wrong with this very mail stays wrong; a wrong key, a limit or a fault of theirs may pass.
        400 | 404 | 413 | 422 => Err(Refusal::ForGood("refused".to_owned())),
        other => Err(Refusal::ForNow(format!("status_{other}"), String::new())),
    }
}

fn request(base: &str, key: &str, once: &str, body: &str) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("Authorization", &format!("Bearer {key}"))?;
    headers.set("Content-Type", "application/json")?;
    headers.set("Idempotency-Key", once)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(JsValue::from_str(body)));
    Request::new_with_init(&format!("{base}/emails"), &init)
}

async fn by_binding(
    env: &Env,
    shop: &Shop<'_>,
    mail: &Claimed,
    composed: &Composed,
) -> Result<(), Refusal> {
    let unreachable = |error: String| Refusal::ForNow("unreachable".to_owned(), error);
    let binding = env
        .send_email("EMAIL")
        .map_err(|error| unreachable(error.to_string()))?;
    let from = EmailAddress::new(&name(shop), &shop.config.mail_from);
    let message = SendEmailBuilder::builder_with_email_address_and_str(
        &from,
        &mail.recipient,
        &composed.subject,
    )
    .text(&composed.text)
    .html(&composed.html)
    .build();
    let sent = pin!(binding.send_with_builder(&message));
    match select(sent, pin!(Delay::from(PATIENCE))).await {
        Either::Left((Ok(_), _)) => Ok(()),
        Either::Left((Err(error), _)) => Err(unreachable(String::from(error.message()))),
        Either::Right(_) => Err(Refusal::ForNow("timeout".to_owned(), String::new())),
    }
}

/// The shop's name as a sender's: the signs that mean something in an address are left out (RFC 5322 section 3.2.3).
fn name(shop: &Shop<'_>) -> String {
    let name = &shop.settings.shop.name;
    name.chars()
        .filter(|c| !c.is_control() && !"()<>[]:;@\\,.\"".contains(*c))
        .collect()
}
