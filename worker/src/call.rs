//! A call: what came in, read once into the endpoint's own types. Whatever cannot be read is told by field.

use crate::blob::Files;
use crate::config::Config;
use crate::db::Db;
use crate::reply::Fail;
use crate::store::session::Resumed;
use domain::account::Account;
use domain::api::order::{IDEMPOTENCY_KEY, ORDER_TOKEN};
use domain::api::{Endpoint, Params, Query, is_empty, is_raw};
use domain::device::{self, Device};
use domain::id::CustomerId;
use domain::problem::{FieldError, Problem};
use domain::upload::{self, Upload};
use domain::{session, throttle};
use futures_util::StreamExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;
use worker::{Env, Request};

/// A call to `E`, as its handler sees it.
pub struct Call<E: Endpoint> {
    pub params: E::Params,
    pub query: E::Query,
    pub body: E::Request,
    /// The signed-in account where the endpoint's access asked for one.
    pub account: Option<Account>,
    /// The same account's session.
    pub session: Option<Resumed>,
    pub visit: Visit,
}

impl<E: Endpoint> Call<E> {
    /// The member of staff who calls, where the endpoint's access asked for one.
    pub fn staff(&self) -> Result<&Account, Fail> {
        self.account
            .as_ref()
            .ok_or_else(|| Problem::new(401, "session").into())
    }

    /// The session that calls, and the customer whose it is, where the endpoint's access asked for one.
    pub fn own(&self) -> Result<(&Resumed, &CustomerId), Fail> {
        let session = self.session.as_ref();
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

    /// Asks for the bulk changes that run to be gone on with once this call is answered.
    pub fn nudge_bulks(&self) {
        self.bulks_nudged.set(true);
    }

    /// Tells afterwards whether a call asked for it.
    pub fn bulks_nudged(&self) -> Rc<Cell<bool>> {
        self.bulks_nudged.clone()
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

/// Reads the path's parameters; what is no id is nobody's.
pub fn params<E: Endpoint>(segments: &[&str]) -> Result<E::Params, Fail> {
    E::Params::read(segments).ok_or_else(Fail::not_found)
}

/// Reads the part behind `?`.
pub fn query<E: Endpoint>(request: &Request) -> Result<E::Query, Fail> {
    let url = request.url().map_err(|_| Fail::not_found())?;
    let pairs: Vec<_> = url.query_pairs().collect();
    let pairs = pairs.iter().map(|(k, v)| (k.as_ref(), v.as_ref()));
    E::Query::read(pairs).map_err(Fail::from)
}

/// Reads the body: JSON of at most [`Endpoint::BODY_MAX`] bytes, of the endpoint's request and nothing else; or a file.
pub async fn body<E: Endpoint>(request: &mut Request) -> Result<E::Request, Fail> {
    if is_raw::<E::Request>() {
        let upload: Box<dyn Any> = Box::new(file(request, E::BODY_MAX).await?);
        let read = upload.downcast::<E::Request>();
        return read
            .map(|upload| *upload)
            .map_err(|_| Fail::cause("body", "no upload"));
    }
    let empty = is_empty::<E::Request>();
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
    let bytes = bytes(request, E::BODY_MAX).await?;
    if empty { no_body::<E>() } else { read(&bytes) }
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

/// The request of an endpoint that has none.
pub fn no_body<E: Endpoint>() -> Result<E::Request, Fail> {
    read(b"null")
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
    let mut bytes = Vec::new();
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
fn read<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, Fail> {
    let broken = |_| Fail::from(Problem::new(400, "json"));
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read: T = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| unreadable(dotted(error.path()), error.inner()))?;
    json.end().map_err(broken)?;
    // serde takes a struct's fields from an array, too, by their order: nobody means that.
    let raw: Value = serde_json::from_slice(bytes).map_err(broken)?;
    let meant = serde_json::to_value(&read).map_err(broken)?;
    match array_for_object(&raw, &meant) {
        Some(path) => Err(FieldError::new(path, "type").into()),
        None => Ok(read),
    }
}

/// The path of an array that stands where an object is meant.
fn array_for_object(raw: &Value, meant: &Value) -> Option<String> {
    match (raw, meant) {
        (Value::Array(_), Value::Object(_)) => Some(String::new()),
        (Value::Object(raw), Value::Object(meant)) => meant.iter().find_map(|(key, meant)| {
            let below = array_for_object(raw.get(key)?, meant)?;
            Some(join(key, &below))
        }),
        (Value::Array(raw), Value::Array(meant)) => {
            let mut pairs = raw.iter().zip(meant).enumerate();
            pairs.find_map(|(place, (raw, meant))| {
                let below = array_for_object(raw, meant)?;
                Some(join(&place.to_string(), &below))
            })
        }
        _ => None,
    }
}

fn join(parent: &str, child: &str) -> String {
    match (parent, child) {
        ("", only) | (only, "") => only.to_owned(),
        _ => format!("{parent}.{child}"),
    }
}

/// A path as fields are named: `lines.0.quantity`.
fn dotted(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |text, segment| {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => String::new(),
        };
        join(&text, &part)
    })
}

fn unreadable(path: String, error: &serde_json::Error) -> Fail {
    if !error.is_data() {
        return Problem::new(400, "json").into();
    }
    let message = error.to_string();
    let quoted = message.split('`').nth(1).unwrap_or_default();
    // The path ends with the key where the parser had read it already.
    let named = path == quoted || path.ends_with(&format!(".{quoted}"));
    let key = || {
        if named {
            path.clone()
        } else {
            join(&path, quoted)
        }
    };
    let field = if message.starts_with("unknown field") {
        FieldError::new(key(), "unknown_key")
    } else if message.starts_with("duplicate field") {
        FieldError::new(key(), "duplicate_key")
    } else if message.starts_with("missing field") {
        FieldError::new(join(&path, quoted), "required")
    } else if message.starts_with("unknown ") {
        FieldError::new(path, "unknown")
    } else {
        FieldError::new(path, "type")
    };
    field.into()
}
