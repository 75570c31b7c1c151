//! An answer of the shop, and the oracles that every answer must satisfy.

use domain::problem::Problem;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// An answer.
#[derive(Clone)]
pub struct Reply {
    pub method: String,
    pub path: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub took: Duration,
}

/// What must never leave the server: its innards.
const INNARDS: &[&str] = &[
    "panicked",
    "$argon2",
    "SQLITE",
    "D1_ERROR",
    "token_hash",
    "browser_hash",
    "email_key",
    "wasm-function",
    ".rs:",
    "/home/",
    "/root/",
    "RuntimeError",
    "    at ",
];

impl Reply {
    /// One header, when it is there once and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}: {error}"))
    }

    /// The problem an answer is; panics when it is none.
    pub fn problem(&self) -> Problem {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}: {error}"))
    }

    /// `field: reason` of each field at fault.
    pub fn faults(&self) -> Vec<String> {
        faults(&self.problem())
    }

    /// Panics unless the status is this one.
    pub fn expect(&self, status: u16) -> &Reply {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// The answer without what may differ between two equal ones: date, and the figures of the test server.
    pub fn same_headers(&self) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .filter(|(name, _)| !["date", "server-timing"].contains(&name.as_str()))
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        headers.sort();
        headers
    }

    /// The oracles: what holds for every answer. `may_fail` allows a 5xx.
    pub(crate) fn examine(&self, may_fail: bool) {
        let busy = self.status == 503 && self.text().contains("\"busy\"");
        assert!(self.status < 500 || may_fail || busy, "{self}");
        let saved = self.header("content-disposition").is_some();
        let framed = self.path == domain::route::MAIL_FRAME && self.status == 200;
        for (name, value) in domain::headers::SECURITY {
            let sent: Vec<_> = self.headers.get_all(*name).iter().collect();
            let value = match *name {
                "Content-Security-Policy" if saved => domain::headers::FILE_POLICY,
                // The one page that stands in a frame of ours.
                "Content-Security-Policy" if framed => domain::headers::MAIL_POLICY,
                "X-Frame-Options" if framed => "SAMEORIGIN",
                _ => value,
            };
            assert_eq!(sent, [value], "{name} of {self}");
        }
        let text = match self.path.starts_with("/pkg-") {
            // Machine code holds the paths of its libraries' sources.
            true => String::new(),
            false => self.text(),
        };
        for part in INNARDS {
            assert!(!text.contains(part), "`{part}` stands in {self}");
        }
        if self.status == 429 || self.status == 503 {
            let wait = self
                .header("retry-after")
                .and_then(|s| s.parse::<u32>().ok());
            assert!(
                wait.is_some_and(|wait| wait > 0) || may_fail,
                "no Retry-After on {self}"
            );
        }
        let path = self.path.split('?').next().unwrap_or_default();
        if path == "/api" || path.starts_with("/api/") {
            self.examine_api();
        }
    }

    fn examine_api(&self) {
        let caching = match self.header("content-disposition") {
            Some(_) => domain::headers::FILE_CACHING,
            None => "no-store",
        };
        assert_eq!(
            self.header("cache-control"),
            Some(caching),
            "caching of {self}"
        );
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default();
        if self.status == 204 || self.method == "HEAD" {
            assert_eq!(self.body, b"", "{self}");
            return;
        }
        if self.status == 202 && self.body.is_empty() {
            return;
        }
        // An answer that says nothing, or leads elsewhere, is of no type.
        if [200, 303].contains(&self.status) && self.body.is_empty() && kind.is_empty() {
            return;
        }
        if self.status < 400 {
            if let Some(disposition) = self.header("content-disposition") {
                assert!(disposition.starts_with("attachment; "), "{self}");
                assert_ne!(kind, "text/html", "{self}");
                return;
            }
            assert_eq!(kind, "application/json", "content type of {self}");
            self.value();
            return;
        }
        assert_eq!(kind, "application/problem+json", "content type of {self}");
        let problem = self.problem();
        assert_eq!(problem.status, self.status, "{self}");
        assert!(
            !problem.code.is_empty() && !problem.title.is_empty() && !problem.kind.is_empty(),
            "{self}"
        );
        assert!(!problem.trace.is_empty(), "no trace in {self}");
        assert_eq!(
            problem.code == "fields",
            !problem.fields.is_empty(),
            "{self}"
        );
        if self.status == 405 {
            assert!(self.header("allow").is_some(), "no Allow on {self}");
        }
    }
}

/// `field: reason` of each field at fault.
pub fn faults(problem: &Problem) -> Vec<String> {
    problem
        .fields
        .iter()
        .map(|error| format!("{}: {}", error.field, error.reason))
        .collect()
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body: String = self.text().chars().take(600).collect();
        let path: String = self.path.chars().take(200).collect();
        write!(f, "{} {path} -> {} {body}", self.method, self.status)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
