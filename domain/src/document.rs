//! Documents: the shop's private documentation, pages in Markdown and files, each for an audience.

mod form;

pub use form::{DocumentForm, GROUPS_MAX, Proved, To};

use crate::group::GroupMark;
use crate::id::{CustomerId, DocumentId, GroupId, ProductId};
use crate::markdown::Block;
use crate::page::Cursor;
use crate::upload::{self, Blob};
use serde::{Deserialize, Serialize};

/// What it is; fixed once it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text in Markdown.
    Page,
    /// A file.
    File,
}

impl Kind {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Page => "page",
            Kind::File => "file",
        }
    }
}

/// Who may read it, once it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everyone with an account.
    Everyone,
    /// The members of any of its groups.
    Groups,
    /// Who acquired its product, for as long as the access is valid, or longer where it says `lapsed`; never after a refund.
    Buyers,
    /// One customer.
    Customer,
}

impl Audience {
    pub const ALL: [Audience; 4] = [
        Audience::Everyone,
        Audience::Groups,
        Audience::Buyers,
        Audience::Customer,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Audience::Everyone => "everyone",
            Audience::Groups => "groups",
            Audience::Buyers => "buyers",
            Audience::Customer => "customer",
        }
    }

    pub fn parse(code: &str) -> Option<Audience> {
        Audience::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Whether customers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum State {
    Draft,
    Published,
}

impl State {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Published => "published",
        }
    }
}

/// A document as staff keep it. Texts may be empty in one language: the other is shown then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentRecord {
    pub id: DocumentId,
    /// Grows with each change; sent back with an edit.
    pub version: u32,
    pub kind: Kind,
    pub title_en: String,
    pub title_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    /// Markdown as typed; empty for a file.
    pub body_en: String,
    pub body_fr: String,
    pub file: Option<Blob>,
    pub audience: Audience,
    /// Empty but for groups.
    pub groups: Vec<GroupMark>,
    pub product: Option<ProductMark>,
    /// Also for buyers whose access has run out.
    pub lapsed: bool,
    pub customer: Option<CustomerMark>,
    pub state: State,
    /// Unix milliseconds, UTC: when it was last published.
    pub published_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    /// Customers who have opened it since it was last published.
    pub readers: u32,
}

/// A product as it stands beside a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductMark {
    pub id: ProductId,
    pub name_en: String,
    pub name_fr: String,
}

/// A customer as they stand beside a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerMark {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// A document in the list that staff see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentRow {
    pub id: DocumentId,
    pub kind: Kind,
    pub title_en: String,
    pub title_fr: String,
    pub audience: Audience,
    /// Whom it is for, by name: the groups, the product, the customer.
    pub audience_en: String,
    pub audience_fr: String,
    pub state: State,
    /// Unix milliseconds, UTC.
    pub updated_at: i64,
    /// Its place in the list.
    #[serde(skip)]
    pub seq: i64,
}

/// Whom an audience reaches today. Counted up to [`REACH_MAX`], which means that many or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reach {
    /// Customers in the audience.
    pub customers: u32,
    /// Those of them who can sign in and read it.
    pub with_account: u32,
}

/// See [`Reach`].
pub const REACH_MAX: u32 = 10_001;

/// Whom a document would be for: [`DocumentForm`]'s audience without the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReachQuery {
    pub audience: Option<Audience>,
    pub groups: Vec<GroupId>,
    pub product: Option<ProductId>,
    pub lapsed: bool,
    pub customer: Option<CustomerId>,
}

/// A document as its reader sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnDocument {
    pub id: DocumentId,
    pub kind: Kind,
    pub title_en: String,
    pub title_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    pub file: Option<FileMark>,
    /// Unix milliseconds, UTC.
    pub published_at: i64,
    /// Not opened since it was published.
    pub is_new: bool,
    /// Its place in the list.
    #[serde(skip)]
    pub seq: i64,
}

/// A file as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileMark {
    pub name: String,
    pub kind: upload::Kind,
    /// Bytes.
    pub size: u32,
}

/// A page of a customer's documents, last published first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnDocuments {
    pub items: Vec<OwnDocument>,
    /// Ask with this cursor for the next page; none at the end.
    pub next: Option<Cursor>,
    /// How many of all of them are new.
    pub new: u32,
}

/// A document as its reader opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenDocument {
    pub document: OwnDocument,
    /// Empty for a file, and where there is no text in this language.
    pub body_en: Vec<Block>,
    pub body_fr: Vec<Block>,
}

/// The text of the language asked for, else of the other one; true where it is the other's.
pub fn shown<'a, T: Text + ?Sized>(wanted: &'a T, other: &'a T) -> (&'a T, bool) {
    if wanted.is_none() && !other.is_none() {
        (other, true)
    } else {
        (wanted, false)
    }
}

/// What there may be nothing of.
pub trait Text {
    fn is_none(&self) -> bool;
}

impl Text for str {
    fn is_none(&self) -> bool {
        self.is_empty()
    }
}

impl Text for [Block] {
    fn is_none(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_language_shows_the_other() {
        assert_eq!(shown("a", "b"), ("a", false));
        assert_eq!(shown("", "b"), ("b", true));
        assert_eq!(shown("", ""), ("", false));
    }

    #[test]
    fn an_audience_reads_back() {
        for audience in Audience::ALL {
            assert_eq!(Audience::parse(audience.code()), Some(audience));
            let sent = serde_json::to_string(&audience).unwrap();
            assert_eq!(sent, format!("\"{}\"", audience.code()));
        }
    }
}
