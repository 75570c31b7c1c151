//! Calls to the Worker, typed by the endpoint types of `domain::api`.

use crate::dom::{self, pause};
use crate::json;
use domain::api::{self, Endpoint, Method, is_empty};
use domain::json::Json;
use gloo_net::http::{RequestBuilder, Response};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// What a refusal says.
pub type Problem = domain::problem::Problem<Json>;

/// Why a call did not give what it was for.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The Worker said no, and why; with the seconds of `Retry-After` where it asks to wait.
    Problem(Box<Problem>, Option<u32>),
    /// The Worker was not reached.
    Offline,
    /// An answer that is not the contract's: a server error without a body, or another program in between.
    Broken(u16),
}

impl Refusal {
    /// The reference a person can quote to the shop.
    pub fn trace(&self) -> Option<String> {
        match self {
            Refusal::Problem(problem, _) if !problem.trace.is_empty() => {
                Some(problem.trace.clone())
            }
            _ => None,
        }
    }

    /// The HTTP status; 0 when there was no answer.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Problem(problem, _) => problem.status,
            Refusal::Offline => 0,
            Refusal::Broken(status) => *status,
        }
    }

    /// Seconds the Worker asks to wait.
    pub fn wait(&self) -> Option<u32> {
        match self {
            Refusal::Problem(_, wait) => *wait,
            _ => None,
        }
    }
}

/// Calls an endpoint.
pub async fn call<E: Endpoint>(
    params: &E::Params,
    query: &E::Query,
    request: &E::Request,
) -> Result<E::Response, Refusal> {
    call_with::<E>(params, query, request, &[]).await
}

/// A new key under which a POST may be repeated: 128 bits by chance, as text.
pub fn fresh_key() -> String {
    let quarter = || (js_sys::Math::random() * 4_294_967_296.0) as u32;
    (0..4).map(|_| format!("{:08x}", quarter())).collect()
}

/// A header and what it says.
pub type Header = (&'static str, String);

/// Calls an endpoint that reads headers of its own.
pub async fn call_with<E: Endpoint>(
    params: &E::Params,
    query: &E::Query,
    request: &E::Request,
    headers: &[Header],
) -> Result<E::Response, Refusal> {
    let url = api::address::<E>(params, query, escape);
    let body = if is_empty::<E::Request>() {
        None
    } else {
        Some(serde_json::to_string(request).map_err(|_| Refusal::Broken(0))?)
    };
    let answer = exchange(E::METHOD, &url, headers, body).await?;
    json::of(&answer).ok_or(Refusal::Broken(E::STATUS))
}

/// Calls an endpoint again for as long as the Worker says it is busy (503 with `Retry-After`), up to half a minute.
pub async fn call_patiently<E: Endpoint>(
    params: &E::Params,
    query: &E::Query,
    request: &E::Request,
    busy: impl Fn(),
) -> Result<E::Response, Refusal> {
    let mut waited = 0;
    loop {
        match call::<E>(params, query, request).await {
            Err(Refusal::Problem(problem, Some(seconds)))
                if problem.status == 503 && waited < 30 =>
            {
                busy();
                let seconds = seconds.clamp(1, 10);
                waited += seconds;
                pause(Duration::from_secs(seconds.into())).await;
            }
            answer => return answer,
        }
    }
}

/// Fetches a file with headers that no link could send, and has the browser save it under the name it comes with.
pub async fn save(url: &str, headers: &[Header]) -> Result<(), Refusal> {
    let response = answer(Method::Get, url, headers, None).await?;
    let said = response.headers().get("content-disposition");
    let response: web_sys::Response = response.into();
    let blob = response.blob().map_err(|_| Refusal::Broken(200))?;
    let blob = JsFuture::from(blob).await.map_err(|_| Refusal::Offline)?;
    dom::save(&blob.unchecked_into(), name_in(&said.unwrap_or_default()));
    Ok(())
}

/// The name in `attachment; filename="facture-F-2026-0042.pdf"; …`.
pub fn name_in(disposition: &str) -> &str {
    let mut parts = disposition.split('"');
    parts.nth(1).unwrap_or_default()
}

/// One exchange in plain words; the typed calls are a thin layer over it, so that the wasm holds it once.
async fn exchange(
    method: Method,
    url: &str,
    headers: &[Header],
    body: Option<String>,
) -> Result<Json, Refusal> {
    let response = answer(method, url, headers, body).await?;
    let status = response.status();
    let text = response.text().await.map_err(|_| Refusal::Offline)?;
    // An answer without a body stands for `()`, which JSON writes as null.
    if text.is_empty() {
        return Ok(Json::Null);
    }
    let json = json::parse(&text).ok_or(Refusal::Broken(status))?;
    // A long answer is read in one turn and drawn in another: on a slow device either takes most of a frame.
    if text.len() > LONG {
        pause(Duration::ZERO).await;
    }
    Ok(json)
}

/// Bytes of an answer that take long to read.
const LONG: usize = 16 * 1024;

/// An answer that is no refusal.
pub async fn answer(
    method: Method,
    url: &str,
    headers: &[Header],
    body: Option<String>,
) -> Result<Response, Refusal> {
    let mut request = RequestBuilder::new(url).method(match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    });
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    let response = request
        .map_err(|_| Refusal::Broken(0))?
        .send()
        .await
        .map_err(|_| Refusal::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    let text = response.text().await.map_err(|_| Refusal::Offline)?;
    let wait = response
        .headers()
        .get("retry-after")
        .and_then(|seconds| seconds.parse().ok());
    Err(refusal(&text, status, wait))
}

/// The refusal that an answer of this status is.
pub fn refusal(text: &str, status: u16, wait: Option<u32>) -> Refusal {
    match json::read::<Problem>(text) {
        Some(problem) => Refusal::Problem(Box::new(problem), wait),
        None => Refusal::Broken(status),
    }
}

/// Percent-encodes a value for a query or a header.
pub fn escape(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}
