//! Everything about one customer, to take away: the sections of the file, what is left out and why, and a page to read.
//!
//! The file is JSON: `{"format":"comptoir-export","version":1,"shop","exported_at","sections":{name:[row …]}}`. A row's keys are
//! those of the API; times are Unix milliseconds UTC, amounts minor units with their currency beside them. A new section or key
//! keeps the version; one that goes or means something else makes it another.

#[cfg(feature = "mail")]
mod page;

#[cfg(feature = "mail")]
pub use page::page;

use crate::locale::Locale;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the file says it is.
pub const FORMAT: &str = "comptoir-export";
pub const VERSION: u32 = 1;

/// In which shape everything about oneself is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// For programs.
    #[default]
    Json,
    /// A page to read and to print, in one file.
    Html,
}

impl Shape {
    pub fn code(self) -> &'static str {
        match self {
            Shape::Json => "json",
            Shape::Html => "html",
        }
    }

    pub fn parse(code: &str) -> Option<Shape> {
        [Shape::Json, Shape::Html]
            .into_iter()
            .find(|shape| shape.code() == code)
    }
}

/// The sections in the order of the page, each with the tables it tells of.
pub const SECTIONS: &[(&str, &[&str])] = &[
    ("record", &["customers"]),
    ("addresses", &["addresses"]),
    ("account", &["accounts"]),
    ("sessions", &["sessions"]),
    ("email_change", &["email_changes"]),
    ("consents", &["consents"]),
    ("suppression", &["suppressions"]),
    ("orders", &["orders", "order_lines", "invoices"]),
    ("purchases", &["purchases"]),
    ("documents", &["documents", "document_reads"]),
    (
        "conversations",
        &["conversations", "messages", "attachments"],
    ),
    ("pending", &["pending_details"]),
    ("checkouts", &["checkouts"]),
    ("groups", &["memberships"]),
    ("notes", &["notes"]),
    ("history", &["history"]),
    ("merges", &["merges"]),
    ("mails", &["outbox"]),
    ("campaigns", &["campaign_mails"]),
];

/// Tables that point at somebody and are in no section, with the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "papers",
        "the sums of the files made of invoices, which say it all themselves",
    ),
    (
        "tokens",
        "secrets: hashes of links, which stand in the mails",
    ),
    (
        "consent_links",
        "secrets: hashes of links that ask for a consent, which stand in the mails",
    ),
    ("codes", "secrets: seals of codes, gone after a day"),
    (
        "audit",
        "the journal of staff: it names customers by their id alone",
    ),
    (
        "bulks",
        "by which member of staff a bulk change was started",
    ),
    (
        "bulk_items",
        "by id alone, for the outcome of a bulk change; gone after 90 days",
    ),
    (
        "blobs",
        "the list of the store of files: what was handed in is told of where it is attached, and goes after a day where it never was",
    ),
    (
        "told_apart",
        "by two ids alone: that a customer is not the same person as somebody else",
    ),
    (
        "merge_rows",
        "what undoing a merge needs, for 30 days: the rows are told of where they stand now",
    ),
    (
        "likenesses",
        "a phone, a name with a postcode and a mailbox of the record, put together to find it twice",
    ),
    (
        "campaigns",
        "by which member of staff a campaign was written and sent",
    ),
    ("erasures", "empty but within one batch"),
    ("imports", "by which member of staff a file was imported"),
    (
        "import_rows",
        "rows of a file that the shop is about to import: what comes of them is told by the record",
    ),
    (
        "import_faults",
        "what is wrong with rows of such a file, for 30 days",
    ),
];

/// Everything about one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    pub format: String,
    pub version: u32,
    pub shop: String,
    /// Unix milliseconds, UTC.
    pub exported_at: i64,
    pub sections: BTreeMap<String, Vec<Map<String, Value>>>,
}

impl Export {
    /// The file's name, in the reader's language.
    pub fn file_name(&self, day: &str, locale: Locale, shape: Shape) -> String {
        let word = match locale {
            Locale::En => "my-data",
            Locale::Fr => "mes-donnees",
        };
        format!("{word}-{day}.{}", shape.code())
    }
}
