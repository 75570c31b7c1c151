//! The tests' mail provider: the HTTP mail API that the Worker speaks, on a port of 127.0.0.1, as strict as the real ones
//! and as unreliable as `PUT /modes` asks. What it accepted is at `GET /mails?to=`, see `tests::mails`.
//! Started by `cargo xtask test` as `sink <port>`, with the key it wants in `MAIL_API_KEY`.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tests::mails::{Behaviour, Mail, Message, Mode};
use tokio::net::TcpListener;

const HANG: Duration = Duration::from_secs(30);
const BODY_MAX: usize = 1_000_000;

type Fault = Box<dyn Error + Send + Sync>;
type Answer = Response<Full<Bytes>>;

/// What is remembered, by the address mails go to.
#[derive(Default)]
struct Sink {
    key: String,
    post: Mutex<Post>,
}

#[derive(Default)]
struct Post {
    /// What each idempotency key came with.
    keys: HashMap<String, Bytes>,
    accepted: Vec<Mail>,
    attempts: HashMap<String, u64>,
    modes: HashMap<String, Mode>,
}

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let port: u16 = env::args().nth(1).ok_or("sink <port>")?.parse()?;
    let sink = Arc::new(Sink {
        key: env::var("MAIL_API_KEY")?,
        post: Mutex::default(),
    });
    serve(TcpListener::bind(("127.0.0.1", port)).await?, sink).await
}

async fn serve(listener: TcpListener, sink: Arc<Sink>) -> Result<(), Fault> {
    loop {
        let (stream, _) = listener.accept().await?;
        let sink = sink.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(sink.clone(), request));
            // An error is a connection that ended early: theirs to break, and ours in `Mode::Drop`.
            hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
                .ok();
        });
    }
}

/// One request. An error closes the connection without an answer.
async fn answer(sink: Arc<Sink>, request: Request<Incoming>) -> Result<Answer, Fault> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, BODY_MAX).collect().await else {
        return Ok(problem(StatusCode::PAYLOAD_TOO_LARGE, "too large"));
    };
    let body = body.to_bytes();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let to = head.uri.query().map(asked_for).unwrap_or_default();
    match (&head.method, head.uri.path()) {
        (&Method::POST, "/emails") => {
            if header("authorization") != Some(&format!("Bearer {}", sink.key)) {
                return Ok(problem(StatusCode::UNAUTHORIZED, "invalid API key"));
            }
            let json =
                header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
            match message(&body, header("idempotency-key").filter(|_| json)) {
                Ok((_, key)) if !sink.knows(&key, &body) => Ok(problem(
                    StatusCode::CONFLICT,
                    "this key came with another body",
                )),
                Ok((message, key)) => sink.take(message, key).await,
                Err(reason) => Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &reason)),
            }
        }
        (&Method::PUT, "/modes") => match serde_json::from_slice::<Behaviour>(&body) {
            Ok(Behaviour { to, mode }) => {
                sink.post().modes.insert(to, mode);
                Ok(reply(StatusCode::NO_CONTENT, Bytes::new()))
            }
            Err(error) => Ok(problem(
                StatusCode::UNPROCESSABLE_ENTITY,
                &error.to_string(),
            )),
        },
        (&Method::GET, "/mails") => {
            let post = sink.post();
            let mails = post.accepted.iter();
            let mails: Vec<&Mail> = mails.filter(|mail| mail.message.to.contains(&to)).collect();
            Ok(reply(StatusCode::OK, serde_json::to_vec(&mails)?.into()))
        }
        (&Method::GET, "/tagged") => {
            let post = sink.post();
            let tagged = post.accepted.iter();
            let tagged = tagged.filter(|mail| mail.message.tags.iter().any(|tag| tag.value == to));
            let told: Vec<Value> = tagged
                .map(|mail| json!({ "id": mail.id, "key": mail.key, "to": mail.message.to }))
                .collect();
            Ok(reply(StatusCode::OK, serde_json::to_vec(&told)?.into()))
        }
        (&Method::GET, "/attempts") => {
            let count = sink.post().attempts.get(&to).copied().unwrap_or(0);
            Ok(reply(StatusCode::OK, count.to_string().into()))
        }
        _ => Ok(problem(StatusCode::NOT_FOUND, "not found")),
    }
}

impl Sink {
    fn post(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a key is new, or came with this very body before: real providers refuse anything else.
    fn knows(&self, key: &str, body: &Bytes) -> bool {
        let mut post = self.post();
        post.keys
            .entry(key.to_owned())
            .or_insert_with(|| body.clone())
            == body
    }

    /// Counts the attempt, and does with the mail what its first address is set to.
    async fn take(&self, message: Message, key: String) -> Result<Answer, Fault> {
        let mode = {
            let mut post = self.post();
            for to in &message.to {
                *post.attempts.entry(to.clone()).or_default() += 1;
            }
            let first = message.to.first();
            let mode = first.and_then(|to| post.modes.get(to));
            mode.copied().unwrap_or(Mode::Ok)
        };
        match mode {
            Mode::Ok => {
                let answer = json!({ "id": self.accept(message, key) });
                Ok(reply(StatusCode::OK, answer.to_string().into()))
            }
            Mode::Drop => {
                self.accept(message, key);
                Err("dropped on purpose".into())
            }
            Mode::Refuse => Ok(problem(
                StatusCode::UNPROCESSABLE_ENTITY,
                "refused on purpose",
            )),
            Mode::Fail => Ok(problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed on purpose",
            )),
            Mode::Hang => {
                tokio::time::sleep(HANG).await;
                Ok(problem(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "hung on purpose",
                ))
            }
        }
    }

    /// Keeps a mail; its id.
    fn accept(&self, message: Message, key: String) -> String {
        let mut post = self.post();
        let id = format!("mail-{}", post.accepted.len() + 1);
        post.accepted.push(Mail {
            id: id.clone(),
            key,
            message,
        });
        id
    }
}

/// The message and its idempotency key, or what is wrong with them.
fn message(body: &[u8], key: Option<&str>) -> Result<(Message, String), String> {
    let message: Message = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let key = key.filter(|key| (1..=256).contains(&key.len()));
    let key = key.ok_or("no `Idempotency-Key`, or no JSON")?.to_owned();
    let address = |text: &str| text.contains('@') && !text.contains(['\r', '\n']);
    let mark = |text: &str| {
        let letter = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
        !text.is_empty() && text.chars().all(letter)
    };
    let mut tags = message.tags.iter();
    let lines = [&message.subject]
        .into_iter()
        .chain(message.headers.values());
    for (holds, wrong) in [
        (address(&message.from), "from"),
        ((1..=50).contains(&message.to.len()), "to"),
        (message.to.iter().all(|to| address(to)), "to"),
        (!message.subject.is_empty(), "subject"),
        (!message.html.is_empty(), "html"),
        (!message.text.is_empty(), "text"),
        (
            lines.into_iter().all(|line| !line.contains(['\r', '\n'])),
            "line break",
        ),
        (tags.all(|tag| mark(&tag.name) && mark(&tag.value)), "tags"),
    ] {
        if !holds {
            return Err(format!("malformed: {wrong}"));
        }
    }
    Ok((message, key))
}

/// The address that a query asks for.
fn asked_for(query: &str) -> String {
    let url = reqwest::Url::parse(&format!("http://sink/?{query}")).ok();
    url.and_then(|url| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(name, value)| (name == "to").then(|| value.into_owned()))
    })
    .unwrap_or_default()
}

fn problem(status: StatusCode, message: &str) -> Answer {
    let body: Value = json!({ "statusCode": status.as_u16(), "message": message });
    reply(status, body.to_string().into())
}

fn reply(status: StatusCode, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    answer
}

#[cfg(test)]
mod own {
    use super::*;
    use tests::Mails;

    const KEY: &str = "the-key";

    /// A sink in this process, and where it is.
    async fn sink() -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sink = Arc::new(Sink {
            key: KEY.to_owned(),
            post: Mutex::default(),
        });
        tokio::spawn(serve(listener, sink));
        url
    }

    fn mail(to: &str) -> Value {
        json!({ "from": "shop@example.com", "to": [to], "subject": "Code", "html": "<p>x</p>", "text": "x",
            "headers": {}, "tags": [{ "name": "template", "value": "code" }] })
    }

    /// The status of a sent mail; none where the connection was closed instead.
    async fn sent(url: &str, key: &str, mail: &Value) -> Option<u16> {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let post = client
            .post(format!("{url}/emails"))
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {key}"))
            .header("idempotency-key", mail["to"].to_string())
            .body(mail.to_string());
        post.send().await.ok().map(|reply| reply.status().as_u16())
    }

    #[tokio::test]
    async fn each_mode_is_what_it_says() {
        let url = sink().await;
        let mails = Mails::at(&url);
        for (mode, status, kept) in [
            (Mode::Ok, Some(200), 1),
            (Mode::Refuse, Some(422), 0),
            (Mode::Fail, Some(500), 0),
            (Mode::Drop, None, 1),
        ] {
            let to = format!("{mode:?}+x@example.com");
            mails.set_mode(&to, mode).await;
            assert_eq!(sent(&url, KEY, &mail(&to)).await, status, "{mode:?}");
            assert_eq!(mails.of(&to).await.len(), kept, "{mode:?}");
            assert_eq!(mails.attempts(&to).await, 1, "{mode:?}");
        }
        let to = "back@example.com";
        mails.set_mode(to, Mode::Fail).await;
        mails.set_mode(to, Mode::Ok).await;
        assert_eq!(sent(&url, KEY, &mail(to)).await, Some(200));
        let key = json!([to]).to_string();
        assert_eq!(mails.wait(to, "code").await.key, key);
        // A repeat is one thing, another body under the same key is refused.
        assert_eq!(sent(&url, KEY, &mail(to)).await, Some(200));
        let mut other = mail(to);
        other["text"] = json!("y");
        assert_eq!(sent(&url, KEY, &other).await, Some(409));
    }

    #[tokio::test]
    async fn a_wrong_key_and_malformed_mails_are_refused() {
        let url = sink().await;
        let to = "zoe@example.com";
        assert_eq!(sent(&url, "another", &mail(to)).await, Some(401));
        for (pointer, wrong) in [
            ("/from", json!("nobody")),
            ("/to", json!([])),
            ("/to", json!("zoe@example.com")),
            ("/subject", json!("two\nlines")),
            ("/html", json!("")),
            ("/headers", json!({ "X": "a\r\nBcc: b@example.com" })),
            ("/tags/0/value", json!("a code")),
            ("/tags/0/value", json!(1)),
        ] {
            let mut mail = mail(to);
            *mail.pointer_mut(pointer).unwrap() = wrong;
            assert_eq!(sent(&url, KEY, &mail).await, Some(422), "{mail}");
        }
        assert_eq!(Mails::at(&url).of(to).await, []);
    }
}
