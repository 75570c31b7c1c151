//! Pages: the app's known routes in the visitor's language; anything else is a 404.

use crate::call::{cookie, header};
use crate::reply::{self, Fail};
use domain::headers::MAIL_POLICY;
use domain::locale::Locale;
use domain::problem::Problem;
use domain::route::{self, Shell};
use worker::{Env, Headers, Request, RequestInit, Response, ResponseBuilder};

/// Answers a request outside the API.
pub async fn page(request: &Request, env: &Env) -> Result<Response, Fail> {
    let method = request.inner().method();
    if method != "GET" && method != "HEAD" {
        return Err(Fail::Method(vec!["GET", "HEAD"]));
    }
    let path = request.path();
    if path == route::MAIL_FRAME {
        return mail_frame().map_err(|error| Fail::cause("page", error));
    }
    let (shell, status) = match route::shell(&path) {
        Some(shell) => (shell, 200),
        // Somebody who followed a broken link is shown the way back; a missing file is just missing.
        None if wants_page(request, &path) => (Shell::of(&path), 404),
        None => return Err(Fail::not_found()),
    };
    let cookies = header(request, "Cookie").unwrap_or_default();
    let accepted = header(request, "Accept-Language");
    let locale = Locale::choose(cookie(&cookies, "lang"), accepted.as_deref());
    serve(request, env, shell, status, locale)
        .await
        .map_err(|error| Fail::cause("page", error))?
}

/// The empty page that a mail is shown in. It may stand in a frame of ours, and nothing in it runs or is loaded.
fn mail_frame() -> worker::Result<Response> {
    let headers = reply::secure(Headers::new())?;
    headers.set("Content-Type", "text/html; charset=utf-8")?;
    headers.set("Cache-Control", "private, no-cache")?;
    headers.set("Content-Security-Policy", MAIL_POLICY)?;
    headers.set("X-Frame-Options", "SAMEORIGIN")?;
    let builder = ResponseBuilder::new().with_headers(headers);
    Ok(builder.fixed(b"<!doctype html><title>-</title>".to_vec()))
}

/// True for a browser on its way to a page rather than a file.
fn wants_page(request: &Request, path: &str) -> bool {
    let file = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    !file && header(request, "Accept").is_some_and(|accept| accept.contains("text/html"))
}

/// Hands out a built shell, with its ETag so that an unchanged page costs a 304.
async fn serve(
    request: &Request,
    env: &Env,
    shell: Shell,
    found: u16,
    locale: Locale,
) -> worker::Result<Result<Response, Fail>> {
    let name = shell.name();
    let asked = Headers::new();
    if let Some(etag) = header(request, "If-None-Match").filter(|_| found == 200) {
        asked.set("If-None-Match", &etag)?;
    }
    let mut init = RequestInit::new();
    init.with_headers(asked);
    let file = format!("http://assets/shell/{name}.{}.html", locale.code());
    let asset = env.assets("ASSETS")?.fetch(file, Some(init)).await?;
    let status = asset.status_code();
    if status != 200 && status != 304 {
        let problem = Problem::new(500, "server");
        worker::console_error!("{{\"event\":\"page\",\"cause\":\"no shell {name}: {status}\"}}");
        return Ok(Err(problem.into()));
    }
    let headers = reply::secure(Headers::new())?;
    headers.set("Content-Type", "text/html; charset=utf-8")?;
    headers.set("Content-Language", locale.code())?;
    headers.set("Cache-Control", "private, no-cache")?;
    headers.set("Vary", "Cookie, Accept-Language")?;
    if let Some(etag) = asset.headers().get("ETag")? {
        headers.set("ETag", &etag)?;
    }
    let builder = ResponseBuilder::new()
        .with_status(if status == 200 { found } else { status })
        .with_headers(headers);
    if status == 304 {
        return Ok(Ok(builder.empty()));
    }
    let (_, body) = asset.into_parts();
    Ok(Ok(builder.body(body)))
}
