//! The two ways a mail leaves: an HTTP mail API (Resend's shape, `MAIL_API_BASE`) or the platform's `send_email` binding.

use crate::config::Config;
use crate::db::stored;
use domain::mail::Rendered;
use futures_util::future::{Either, select};
use serde::Deserialize;
use std::pin::pin;
use std::time::Duration;
use worker::js_sys::{JsString, Object, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::{
    AbortController, Delay, EmailAddress, Env, Fetch, Headers, Method, Request, RequestInit,
    SendEmailBuilder,
};

/// A mail on its way out.
pub struct Letter<'a> {
    pub to: &'a str,
    pub said: &'a Rendered,
    /// More headers than every mail has.
    pub headers: &'a [(&'static str, String)],
    /// Marks for the provider, names and values.
    pub tags: &'a [(&'static str, &'a str)],
    /// The provider takes no second mail under this key.
    pub once: &'a str,
}

/// Why a mail did not leave, with a code for staff.
pub enum Refusal {
    /// Trying again changes nothing.
    ForGood(String),
    /// It was not taken, and may be later. With the cause, for the log.
    ForNow(String, String),
    /// Nobody said whether it was taken. With the cause, for the log.
    Unanswered(String, String),
}

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hands a mail over, in the name of the shop; the provider's own name for it, once it has taken it.
pub async fn hand_over(
    env: &Env,
    config: &Config,
    shop: &str,
    letter: &Letter<'_>,
) -> Result<Option<String>, Refusal> {
    let sent = async {
        match &config.mail_api {
            Some((base, key)) => by_api(base, key, config, shop, letter).await,
            None => by_binding(env, config, shop, letter).await,
        }
    };
    sent.await
}

/// `POST {base}/emails`.
async fn by_api(
    base: &str,
    key: &str,
    config: &Config,
    shop: &str,
    letter: &Letter<'_>,
) -> Result<Option<String>, Refusal> {
    let named =
        |(name, value): &(&'static str, &str)| serde_json::json!({ "name": name, "value": value });
    let headers = letter.headers.iter();
    let headers: serde_json::Map<String, serde_json::Value> = headers
        .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
        .collect();
    let body = serde_json::json!({
        "from": format!("{} <{}>", name(shop), config.mail_from),
        "to": [letter.to],
        "subject": letter.said.subject,
        "html": letter.said.html,
        "text": letter.said.text,
        "headers": headers,
        "tags": letter.tags.iter().map(named).collect::<Vec<_>>(),
    });
    let request = request(base, key, letter.once, &body.to_string())
        .map_err(|error| Refusal::ForNow("unreachable".to_owned(), error.to_string()))?;
    let controller = AbortController::default();
    let signal = controller.signal();
    let fetch = Fetch::Request(request);
    let answer = pin!(async {
        let mut response = fetch.send_with_signal(&signal).await?;
        let status = response.status_code();
        // Its name for the mail is worth having, and nothing is wrong without.
        let body = match status {
            200..=299 => response.bytes().await.unwrap_or_default(),
            _ => Vec::new(),
        };
        Ok::<_, worker::Error>((status, body))
    });
    let (status, body) = match select(answer, pin!(Delay::from(PATIENCE))).await {
        Either::Left((Ok(answered), _)) => answered,
        Either::Left((Err(error), _)) => {
            let cause = error.to_string();
            return Err(Refusal::Unanswered("unreachable".to_owned(), cause));
        }
        Either::Right(_) => {
            controller.abort();
            return Err(Refusal::Unanswered("timeout".to_owned(), String::new()));
        }
    };
    #[derive(Deserialize)]
    struct Taken {
        id: String,
    }
    match status {
        200..=299 => Ok(stored::<Taken>("answer", &body).ok().map(|taken| taken.id)),
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
    config: &Config,
    shop: &str,
    letter: &Letter<'_>,
) -> Result<Option<String>, Refusal> {
    let binding = env
        .send_email("EMAIL")
        .map_err(|error| Refusal::ForNow("unreachable".to_owned(), error.to_string()))?;
    let headers: Object<JsString> = Object::new().unchecked_into();
    for (name, value) in letter.headers {
        let set = Reflect::set(
            &headers,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
        set.map_err(|_| Refusal::ForNow("unreachable".to_owned(), (*name).to_owned()))?;
    }
    let from = EmailAddress::new(&name(shop), &config.mail_from);
    let message = SendEmailBuilder::builder_with_email_address_and_str(
        &from,
        letter.to,
        &letter.said.subject,
    )
    .headers(&headers)
    .text(&letter.said.text)
    .html(&letter.said.html)
    .build();
    let sent = pin!(binding.send_with_builder(&message));
    match select(sent, pin!(Delay::from(PATIENCE))).await {
        Either::Left((Ok(taken), _)) => Ok(Some(taken.message_id())),
        Either::Left((Err(error), _)) => {
            let code = Reflect::get(&error, &JsValue::from_str("code")).ok();
            let code = code.and_then(|code| code.as_string()).unwrap_or_default();
            Err(refusal(&code, String::from(error.message())))
        }
        Either::Right(_) => Err(Refusal::Unanswered("timeout".to_owned(), String::new())),
    }
}

/// What the binding says by the codes of its errors; without one, nobody said anything.
fn refusal(code: &str, cause: String) -> Refusal {
    match code {
        "E_RECIPIENT_NOT_ALLOWED"
        | "E_RECIPIENT_SUPPRESSED"
        | "E_CONTENT_TOO_LARGE"
        | "E_VALIDATION_ERROR" => Refusal::ForGood("refused".to_owned()),
        "" => Refusal::Unanswered("unreachable".to_owned(), cause),
        code => Refusal::ForNow(code.to_ascii_lowercase(), cause),
    }
}

/// The shop's name as a sender's: the signs that mean something in an address are left out (RFC 5322 section 3.2.3).
fn name(shop: &str) -> String {
    shop.chars()
        .filter(|c| !c.is_control() && !"()<>[]:;@\\,.\"".contains(*c))
        .collect()
}
