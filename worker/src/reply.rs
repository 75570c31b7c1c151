//! Answers: a value with its cookies, or a refusal with its problem. Every one carries the security headers.

use crate::db::{self, Db, Refused};
use domain::api::{Download, Elsewhere, Endpoint, File, Streamed};
use domain::headers::{FILE_CACHING, FILE_POLICY, SECURITY};
use domain::problem::{FieldError, Problem};
use domain::upload;
use serde::Serialize;
use std::any::Any;
use worker::{Headers, Response, ResponseBody, ResponseBuilder};

/// What a handler gives back when all went well.
pub struct Reply<E: Endpoint> {
    pub value: E::Response,
    pub cookies: Vec<String>,
    /// The bytes beside a [`Download`] or a [`Streamed`].
    pub body: ResponseBody,
}

impl<E: Endpoint> Reply<E> {
    pub fn new(value: E::Response) -> Reply<E> {
        Reply {
            value,
            cookies: Vec::new(),
            body: ResponseBody::Empty,
        }
    }

    /// Sets a cookie of this host: `__Host-` names need `Path=/`, `Secure` and no domain. `age` in seconds; 0 removes it.
    pub fn cookie(mut self, name: &str, value: &str, age: i64) -> Reply<E> {
        self.cookies.push(format!(
            "{name}={value}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax"
        ));
        self
    }
}

/// Why a handler could not do what was asked.
#[derive(Debug)]
pub enum Fail {
    /// The caller can do something about it.
    Problem(Problem),
    /// The caller can do it later, after so many seconds.
    Later(Problem, i64),
    /// The database could not be asked; logged, told as 503: the same again may succeed.
    Unavailable(String),
    /// 416, with the bytes there are.
    Range(u32),
    /// 405, with the methods there are.
    Method(Vec<&'static str>),
    /// Nobody can but us: logged once, told without its cause.
    Cause(String),
}

impl Fail {
    pub fn cause(what: &str, error: impl std::fmt::Display) -> Fail {
        Fail::Cause(format!("{what}: {error}"))
    }

    pub fn not_found() -> Fail {
        Problem::new(404, "not_found").into()
    }

    pub fn field(field: &'static str, reason: &'static str) -> Fail {
        Problem::field(field, reason).into()
    }

    /// 409 with what stands there now, in the shape its GET gives.
    pub fn conflict(code: &'static str, current: &impl Serialize) -> Fail {
        // By the writer that its GET has anyhow: another one would be compiled for each type.
        let current = serde_json::to_vec(current);
        let current = current.and_then(|json| serde_json::from_slice(&json)).ok();
        Fail::Problem(Problem {
            current,
            ..Problem::new(409, code)
        })
    }

    /// 429 with the seconds until the next try.
    pub fn throttled(seconds: i64) -> Fail {
        Fail::Later(Problem::new(429, "rate_limited"), seconds.max(1))
    }
}

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Fail {
        Fail::Problem(problem)
    }
}

impl From<Vec<FieldError>> for Fail {
    fn from(fields: Vec<FieldError>) -> Fail {
        Problem::fields(fields).into()
    }
}

impl From<FieldError> for Fail {
    fn from(field: FieldError) -> Fail {
        vec![field].into()
    }
}

impl From<Refused> for Fail {
    fn from(refused: Refused) -> Fail {
        match refused {
            Refused::Guard(db::GONE) => Fail::not_found(),
            Refused::Guard(db::NO_FILE) => Fail::field("file", "unknown"),
            Refused::Guard(db::THROTTLED) => Fail::throttled(60),
            Refused::Guard(name) => Fail::Cause(format!("guard {name} was not answered")),
            Refused::Unavailable(cause) => Fail::Unavailable(cause),
            Refused::Cause(cause) => Fail::cause("d1", cause),
        }
    }
}

/// A handler's outcome.
pub type Done<E> = Result<Reply<E>, Fail>;

/// The answer to a call that succeeded.
pub fn success<E: Endpoint>(reply: Reply<E>) -> worker::Result<Response> {
    let value: &dyn Any = &reply.value;
    let content = if domain::api::is_empty::<E::Response>() {
        Content::Nothing
    } else if let Some(file) = value.downcast_ref::<File>() {
        Content::File(file.clone())
    } else if let Some(download) = value.downcast_ref::<Download>() {
        Content::Download(download.clone(), reply.body)
    } else if let Some(Elsewhere(path)) = value.downcast_ref::<Elsewhere>() {
        Content::Elsewhere(path.clone())
    } else if let Some(file) = value.downcast_ref::<Streamed>() {
        Content::Streamed(file.clone(), reply.body)
    } else {
        Content::Json(serde_json::to_vec(&reply.value)?)
    };
    answer(E::STATUS, &reply.cookies, content)
}

/// What an answer holds.
enum Content {
    Nothing,
    Elsewhere(String),
    Json(Vec<u8>),
    File(File),
    Download(Download, ResponseBody),
    Streamed(Streamed, ResponseBody),
}

fn answer(status: u16, cookies: &[String], content: Content) -> worker::Result<Response> {
    let headers = headers("application/json; charset=utf-8")?;
    for cookie in cookies {
        headers.append("Set-Cookie", cookie)?;
    }
    let mut builder = ResponseBuilder::new().with_status(status);
    match content {
        Content::Nothing => {
            headers.delete("Content-Type")?;
            Ok(builder.with_headers(headers).empty())
        }
        Content::Elsewhere(path) => {
            headers.delete("Content-Type")?;
            headers.set("Location", &path)?;
            Ok(builder.with_headers(headers).empty())
        }
        Content::Json(bytes) => Ok(builder.with_headers(headers).fixed(bytes)),
        Content::File(file) => {
            headers.set("Content-Type", &file.media)?;
            saved(&headers, &file.name)?;
            Ok(builder.with_headers(headers).fixed(file.bytes))
        }
        Content::Streamed(file, body) => {
            headers.set("Content-Type", &file.media)?;
            saved(&headers, &file.name)?;
            Ok(builder.with_headers(headers).body(body))
        }
        Content::Download(Download { file, part }, body) => {
            headers.set("Content-Type", file.kind.media())?;
            saved(&headers, &file.name)?;
            headers.set("Accept-Ranges", "bytes")?;
            let mut length = file.size;
            if let Some((first, last)) = part {
                builder = builder.with_status(206);
                let range = format!("bytes {first}-{last}/{}", file.size);
                headers.set("Content-Range", &range)?;
                length = last.saturating_sub(first).saturating_add(1);
            }
            headers.set("Content-Length", &length.to_string())?;
            Ok(builder.with_headers(headers).body(body))
        }
    }
}

/// Says that an answer is saved under a name, and neither shown nor kept by the way.
fn saved(headers: &Headers, name: &str) -> worker::Result<()> {
    headers.set("Content-Disposition", &upload::disposition(name))?;
    headers.set("Content-Security-Policy", FILE_POLICY)?;
    headers.set("Cache-Control", FILE_CACHING)
}

/// The answer to a call that failed; what is ours to mend is logged under the trace.
pub fn failure(fail: Fail, trace: &str, route: &str) -> worker::Result<Response> {
    let headers = headers("application/problem+json; charset=utf-8")?;
    let mut problem = match fail {
        Fail::Problem(problem) => problem,
        Fail::Later(problem, seconds) => {
            headers.set("Retry-After", &seconds.to_string())?;
            problem
        }
        Fail::Range(size) => {
            headers.set("Content-Range", &format!("bytes */{size}"))?;
            Problem::new(416, "range")
        }
        Fail::Method(methods) => {
            headers.set("Allow", &methods.join(", "))?;
            Problem::new(405, "method")
        }
        Fail::Unavailable(cause) => {
            tell("unavailable", trace, route, &cause);
            headers.set("Retry-After", "1")?;
            Problem::new(503, "unavailable")
        }
        Fail::Cause(cause) => {
            tell("failed", trace, route, &cause);
            Problem::new(500, "server")
        }
    };
    trace.clone_into(&mut problem.trace);
    let builder = ResponseBuilder::new().with_status(problem.status);
    json(builder.with_headers(headers), &problem)
}

/// One log line for what is ours to mend.
fn tell(event: &str, trace: &str, route: &str, cause: &str) {
    let line =
        serde_json::json!({ "event": event, "trace": trace, "route": route, "cause": cause });
    worker::console_error!("{line}");
}

/// Says what the request cost in D1, where tests and benchmarks ask for it.
pub fn tell_figures(response: &mut Response, db: &Db) -> worker::Result<()> {
    let figures = db.figures();
    let line = format!(
        "d1;desc=\"trips={} statements={} rows={} hashes={}\"",
        figures.trips.get(),
        figures.statements.get(),
        figures.rows_read.get(),
        figures.hashes.get()
    );
    response.headers_mut().set("Server-Timing", &line)
}

/// Tells the statements of the request, as a list in JSON, where a test asks for them.
#[cfg(feature = "faults")]
pub fn tell_sql(response: &mut Response, db: &Db) -> worker::Result<()> {
    let texts = serde_json::to_string(&*db.figures().texts.borrow())?;
    response.headers_mut().set("Sql", &texts)
}

/// The headers of every answer of the API: never cached, never sniffed.
fn headers(content_type: &str) -> worker::Result<Headers> {
    let headers = secure(Headers::new())?;
    headers.set("Content-Type", content_type)?;
    headers.set("Cache-Control", "no-store")?;
    Ok(headers)
}

/// Adds the security headers.
pub fn secure(headers: Headers) -> worker::Result<Headers> {
    for (name, value) in SECURITY {
        headers.set(name, value)?;
    }
    Ok(headers)
}

fn json(builder: ResponseBuilder, value: &impl Serialize) -> worker::Result<Response> {
    let bytes = serde_json::to_vec(value)?;
    Ok(builder.fixed(bytes))
}
