//! A call: what came in, read once into the endpoint's own types. Whatever cannot be read is told by field.

use crate::blob::Files;
use crate::config::Config;
use crate::db::Db;
use crate::guard;
use crate::reply::Fail;
use crate::store::session::Resumed;
use domain::account::Account;
use domain::api::order::{IDEMPOTENCY_KEY, ORDER_TOKEN};
use domain::api::{Access, Endpoint, Method, Params, Query, is_empty, is_raw, is_signed};
use domain::device::{self, Device};
use domain::id::CustomerId;
use domain::json::{self, Unread};
use domain::mail_event::{ID, SIGNATURE, Signed, TIMESTAMP};
use domain::problem::{FieldError, Problem};
use domain::upload::{self, Upload};
use domain::{session, throttle};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;
use worker::{Env, Request};

/// A call to `E`, as its handler sees it.
pub struct Call<E: Endpoint> {
    pub params: E::Params,
    pub query: E::Query,
    pub body: E::Request,
    /// The session where the endpoint's access asked for one. Boxed, as is the visit: a call is handed on from future to future.
    pub session: Option<Box<Resumed>>,
    pub visit: Box<Visit>,
}

impl<E: Endpoint> Call<E> {
    /// The account that calls, where the endpoint's access asked for one.
    pub fn account(&self) -> Option<&Account> {
        self.session.as_deref().map(|session| &session.account)
    }

    /// The member of staff who calls, where the endpoint's access asked for one.
    pub fn staff(&self) -> Result<&Account, Fail> {
        self.account()
            .ok_or_else(|| Problem::new(401, "session").into())
    }

    /// The session that calls, and the customer whose it is, where the endpoint's access asked for one.
    pub fn own(&self) -> Result<(&Resumed, &CustomerId), Fail> {
        let session = self.session.as_deref();
        let session = session.ok_or_else(|| Problem::new(401, "session"))?;
        let customer = session.customer.as_ref().ok_or_else(Fail::not_found)?;
        Ok((session, customer))
    }
}

/// What every handler may need to know of a request.
pub struct Visit {
    pub db: Db,
    /// What people handed in.
    pub files: Files,
    pub config: Config,
    /// Unix milliseconds at which the request came.
    pub now: i64,
    pub trace: String,
    /// Whom throttles count ([`throttle::client`]).
    pub client: String,
    /// What it came from, in two words, and the country the platform tells.
    pub device: Device,
    pub country: Option<String>,
    /// What stands behind the `#` of a guest's link to an order.
    pub order_token: Option<String>,
    /// The part of a file that is asked for, as the header says it.
    pub range: Option<String>,
    /// Only the headers are asked for.
    pub is_head: bool,
    idempotency_key: Option<String>,
    cookies: String,
    nudged: Rc<Cell<bool>>,
    bulks_nudged: Rc<Cell<bool>>,
    campaigns_nudged: Rc<Cell<bool>>,
    env: Env,
}

impl Visit {
    pub fn new(
        request: &Request,
        env: &Env,
        db: Db,
        files: Files,
        config: Config,
        now: i64,
        trace: String,
    ) -> Visit {
        // The platform's own header only: a client can write any other.
        let address = header(request, "CF-Connecting-IP").unwrap_or_default();
        let agent = header(request, "User-Agent").unwrap_or_default();
        let country = header(request, "CF-IPCountry").unwrap_or_default();
        Visit {
            device: Device::of(&agent),
            country: device::country(&country).map(str::to_owned),
            db,
            files,
            config,
            now,
            trace,
            range: header(request, "Range").filter(|_| header(request, "If-Range").is_none()),
            is_head: request.inner().method() == "HEAD",
            client: throttle::client(&address),
            order_token: header(request, ORDER_TOKEN).filter(|token| session::is_token(token)),
            idempotency_key: header(request, IDEMPOTENCY_KEY),
            nudged: Rc::default(),
            bulks_nudged: Rc::default(),
            campaigns_nudged: Rc::default(),
            env: env.clone(),
            cookies: header(request, "Cookie").unwrap_or_default(),
        }
    }

    /// What the Worker is bound to.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// A cookie that looks like a token of ours.
    pub fn token(&self, name: &str) -> Option<String> {
        self.cookie(name)
            .filter(|value| session::is_token(value))
            .map(str::to_owned)
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.cookies, name)
    }

    /// Asks for the outbox to be sent once this call is answered. What is asked for whatever the e-mail tells nothing.
    pub fn nudge(&self) {
        self.nudged.set(true);
    }

    /// Tells afterwards whether a call asked for it.
    pub fn nudged(&self) -> Rc<Cell<bool>> {
        self.nudged.clone()
    }

    /// Asks for the bulk changes and imports that run to be gone on with once this call is answered.
    pub fn nudge_bulks(&self) {
        self.bulks_nudged.set(true);
    }

    /// Tells afterwards whether a call asked for it.
    pub fn bulks_nudged(&self) -> Rc<Cell<bool>> {
        self.bulks_nudged.clone()
    }

    /// Asks for the campaigns that are due to be gone on with once this call is answered.
    pub fn nudge_campaigns(&self) {
        self.campaigns_nudged.set(true);
    }

    /// Tells afterwards whether a call asked for it.
    pub fn campaigns_nudged(&self) -> Rc<Cell<bool>> {
        self.campaigns_nudged.clone()
    }

    /// The key that makes repeating this call safe (rule 16): up to 64 visible signs.
    pub fn idempotency_key(&self) -> Result<Option<&str>, Fail> {
        match self.idempotency_key.as_deref() {
            None => Ok(None),
            Some(key)
                if (1..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) =>
            {
                Ok(Some(key))
            }
            Some(_) => Err(Fail::field("idempotency_key", "malformed")),
        }
    }

    pub fn has_cookies(&self) -> bool {
        !self.cookies.trim().is_empty()
    }
}

/// The value of a cookie in a `Cookie` header.
pub fn cookie<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(';').find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// A request header; unreadable ones are as good as absent.
pub fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// What an endpoint asks of whoever calls it.
#[derive(Clone, Copy)]
pub struct Asked {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    body: Form,
    body_max: usize,
}

/// What a call's body is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Not looked at.
    Unread,
    /// None is taken.
    Empty,
    /// Whatever comes is read past: mail programs send a form (RFC 8058), our page nothing.
    Past,
    Json,
    /// A file.
    Raw,
    /// As it comes, with the headers that sign it.
    Signed,
}

impl Asked {
    pub fn by<E: Endpoint>() -> Asked {
        Asked {
            method: E::METHOD,
            path: E::PATH,
            access: E::ACCESS,
            body: match E::METHOD {
                Method::Get => Form::Unread,
                _ if is_raw::<E::Request>() => Form::Raw,
                _ if is_signed::<E::Request>() => Form::Signed,
                _ if is_empty::<E::Request>() && E::ACCESS == Access::Anywhere => Form::Past,
                _ if is_empty::<E::Request>() => Form::Empty,
                _ => Form::Json,
            },
            body_max: E::BODY_MAX,
        }
    }
}

/// A call that may be made, before it is read as its endpoint's.
pub struct Came {
    visit: Box<Visit>,
    session: Option<Box<Resumed>>,
    /// What stands in the path's braces.
    segments: Vec<String>,
    /// The part behind `?`.
    query: Vec<(String, String)>,
    body: Body,
}

enum Body {
    Json(Vec<u8>),
    File(Upload),
    Signed(Signed),
}

impl Body {
    /// Of an endpoint that takes none or JSON.
    fn json(&self) -> &[u8] {
        match self {
            Body::Json(bytes) => bytes,
            Body::File(_) | Body::Signed(_) => NOTHING,
        }
    }

    /// Of an endpoint that takes a file, or what is signed, as the request it is.
    fn whole(self) -> Option<Box<dyn Any>> {
        match self {
            Body::Json(_) => None,
            Body::File(upload) => Some(Box::new(upload)),
            Body::Signed(signed) => Some(Box::new(signed)),
        }
    }
}

/// Lets a call in: where it comes from, whose it is, and its body, at most [`Endpoint::BODY_MAX`] bytes of JSON or a file.
pub async fn admit(
    mut request: Request,
    visit: Box<Visit>,
    segments: Vec<String>,
    asked: Asked,
) -> Result<Came, Fail> {
    guard::origin(&request, asked, &visit)?;
    let session = guard::session(asked, &visit).await?;
    let url = request.inner().url();
    Ok(Came {
        segments,
        query: query(&url),
        body: body(&mut request, asked).await?,
        visit,
        session: session.map(Box::new),
    })
}

/// The pairs behind `?` of an address that the runtime has written: without a fragment, escaped where it has to be. Parsing
/// it as any address would bring the tables of international host names along, 40 kB.
fn query(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect()
}

impl Came {
    /// Reads it as `E`'s: what is no id is nobody's (404); what cannot be read is told by field.
    pub fn read<E: Endpoint>(self) -> Result<Call<E>, Fail> {
        let pairs = self.query.iter().map(|(key, value)| (&**key, &**value));
        Ok(Call {
            params: E::Params::read(&self.segments).ok_or_else(Fail::not_found)?,
            query: E::Query::read(pairs)?,
            body: if is_raw::<E::Request>() || is_signed::<E::Request>() {
                let own = self.body.whole().and_then(|whole| whole.downcast().ok());
                *own.ok_or_else(|| Fail::cause("body", "another request"))?
            } else {
                read(self.body.json())?
            },
            session: self.session,
            visit: self.visit,
        })
    }
}

/// What an endpoint without a body is sent.
const NOTHING: &[u8] = b"null";

async fn body(request: &mut Request, asked: Asked) -> Result<Body, Fail> {
    match asked.body {
        Form::Unread => return Ok(Body::Json(NOTHING.to_vec())),
        Form::Raw => return Ok(Body::File(file(request, asked.body_max).await?)),
        Form::Signed => {
            let said = |name: &str| header(request, name).unwrap_or_default();
            let (id, timestamp, signatures) = (said(ID), said(TIMESTAMP), said(SIGNATURE));
            return Ok(Body::Signed(Signed {
                id,
                timestamp,
                signatures,
                bytes: bytes(request, asked.body_max).await?,
            }));
        }
        Form::Past => {
            bytes(request, asked.body_max).await?;
            return Ok(Body::Json(NOTHING.to_vec()));
        }
        Form::Empty | Form::Json => {}
    }
    let empty = asked.body == Form::Empty;
    let content_type = header(request, "Content-Type").unwrap_or_default();
    let is_json = content_type
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    // An endpoint without a body takes none, but a form's content type gives away a form.
    let acceptable = is_json || (empty && content_type.is_empty());
    if !acceptable || header(request, "Content-Encoding").is_some() {
        return Err(Problem::new(415, "media_type").into());
    }
    let bytes = bytes(request, asked.body_max).await?;
    Ok(Body::Json(if empty { NOTHING.to_vec() } else { bytes }))
}

/// Reads a raw body: a file under its own media type, its name in a header. What is right with them the domain says.
async fn file(request: &mut Request, max: usize) -> Result<Upload, Fail> {
    let media = header(request, "Content-Type").unwrap_or_default();
    let raw = media.trim().eq_ignore_ascii_case(upload::MEDIA);
    if !raw || header(request, "Content-Encoding").is_some() {
        return Err(Problem::new(415, "media_type").into());
    }
    let name = header(request, upload::NAME_HEADER).unwrap_or_default();
    let name = upload::decoded(&name).ok_or_else(|| FieldError::new("name", "control_chars"))?;
    let bytes = bytes(request, max).await?;
    Ok(Upload { name, bytes })
}

async fn bytes(request: &mut Request, max: usize) -> Result<Vec<u8>, Fail> {
    let too_large = || Fail::from(Problem::new(413, "too_large"));
    let announced = header(request, "Content-Length").and_then(|length| length.parse().ok());
    if announced.is_some_and(|length: usize| length > max) {
        return Err(too_large());
    }
    if request.inner().body().is_none() {
        return Ok(Vec::new());
    }
    let mut stream = request
        .stream()
        .map_err(|error| Fail::cause("body", error))?;
    // A file of tens of megabytes would be moved, and held twice, each time it outgrows its place.
    let mut bytes = Vec::with_capacity(announced.unwrap_or_default());
    let mut seen = 0usize;
    while let Some(chunk) = stream.next().await {
        // A client that goes away mid-body gets no answer anyhow.
        let chunk = chunk.map_err(|_| Problem::new(400, "json"))?;
        seen = seen.saturating_add(chunk.len());
        if seen <= max {
            bytes.extend_from_slice(&chunk);
        } else if seen > DRAIN_MAX {
            return Err(too_large());
        } else {
            bytes = Vec::new();
        }
    }
    if seen > max {
        return Err(too_large());
    }
    Ok(bytes)
}

/// An upload of unknown length is read and dropped up to here, so that the refusal reaches the client.
const DRAIN_MAX: usize = 64 * 1024 * 1024;

/// Reads JSON into a request type: 400 where it is none, 422 naming the field where it is another.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fail> {
    json::read(bytes).map_err(|unread| match unread {
        Unread::NoJson => Problem::new(400, "json").into(),
        Unread::Field(fault) => (*fault).into(),
    })
}
