//! Conversations: a thread between a customer and the shop. The shop is one side, whoever of its staff writes; each side
//! knows what it has not read yet.

mod links;

pub use links::{Piece, pieces};

use crate::history::OrderMark;
use crate::id::{BlobId, ConversationId, CustomerId, MessageId, OrderId};
use crate::page::Cursor;
use crate::problem::FieldError;
use crate::text;
use crate::upload::Blob;
use serde::{Deserialize, Serialize};

/// Who writes, reads, closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Customer,
    /// Staff, one shared inbox for all of them.
    Shop,
}

impl Side {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Side::Customer => "customer",
            Side::Shop => "shop",
        }
    }
}

/// Whether a conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ConversationState {
    Open,
    /// Settled. What the customer writes opens it again; a last word of the shop does not.
    Closed,
}

impl ConversationState {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            ConversationState::Open => "open",
            ConversationState::Closed => "closed",
        }
    }
}

/// A conversation without its messages, as a list shows it to one of its sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Thread {
    pub id: ConversationId,
    /// Shown literally.
    pub subject: String,
    /// The customer's order it is about.
    pub order: Option<OrderMark>,
    pub state: ConversationState,
    /// When it was closed, and by whom; none while it is open.
    pub closed_at: Option<i64>,
    pub closed_by: Option<Side>,
    /// Unix milliseconds, as all moments here.
    pub created_at: i64,
    /// When the last message was written, and by whom.
    pub last_at: i64,
    pub last_by: Side,
    /// How many messages it has.
    pub messages: u32,
    /// How many of the other side's the reader has not read.
    pub unread: u32,
    /// Who the customer is; for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Correspondent>,
}

/// The customer of a conversation, as staff see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Correspondent {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// False where no account lets them in: an answer would stay unread.
    pub reads: bool,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    pub id: MessageId,
    /// Its place in the conversation: 1, 2, 3 … without a gap.
    pub n: u32,
    pub by: Side,
    /// Which member of staff wrote it; for staff only: to the customer it is the shop that speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Shown literally, with its line breaks.
    pub text: String,
    pub at: i64,
    /// Files that came with it, at most [`ATTACHMENTS_MAX`].
    #[serde(default)]
    pub attachments: Vec<Blob>,
}

/// A conversation with a page of its messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conversation {
    #[serde(flatten)]
    pub thread: Thread,
    /// The last message the reader has read: what comes after it is new.
    pub read: u32,
    /// The page, oldest first.
    pub page: Vec<Message>,
    /// Ask with this cursor for the messages before them.
    pub earlier: Option<Cursor>,
}

/// What waits for a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unread {
    /// Conversations with something unread, at most [`COUNTED_MAX`].
    pub unread: u32,
    /// Open conversations in which the customer had the last word, at most [`COUNTED_MAX`]; for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u32>,
}

/// A new conversation as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConversationForm {
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub text: String,
    /// One of the customer's own orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Files that were handed in before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<BlobId>,
}

/// A message as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MessageForm {
    #[serde(default)]
    pub text: String,
    /// Files that were handed in before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<BlobId>,
}

/// Closes or opens again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConversationStateForm {
    #[serde(default)]
    pub state: Option<ConversationState>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadForm {
    /// The place of the last message that was read: what came meanwhile stays unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upto: Option<u32>,
    /// True to make the other side's last message unread again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

/// What the inbox shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum View {
    #[default]
    All,
    /// Open, and the customer had the last word.
    Waiting,
    Unread,
    Open,
    Closed,
    /// In which the one who asks wrote the shop's last answer.
    Mine,
}

impl View {
    pub const ALL: [View; 6] = [
        View::All,
        View::Waiting,
        View::Unread,
        View::Open,
        View::Closed,
        View::Mine,
    ];

    pub fn code(self) -> &'static str {
        match self {
            View::All => "all",
            View::Waiting => "waiting",
            View::Unread => "unread",
            View::Open => "open",
            View::Closed => "closed",
            View::Mine => "mine",
        }
    }

    pub fn parse(code: &str) -> Option<View> {
        View::ALL.into_iter().find(|view| view.code() == code)
    }
}

/// What the inbox is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboxQuery {
    pub view: View,
    /// Searched in subjects, in customers, and among the numbers of orders.
    pub q: String,
    pub customer: Option<CustomerId>,
    pub cursor: Option<Cursor>,
}

impl InboxQuery {
    /// Reads one pair of the address.
    pub(crate) fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "view" => self.view = View::parse(value).ok_or_else(|| unknown("view"))?,
            "q" => self.q = value.to_owned(),
            "customer" => {
                self.customer = Some(CustomerId::parse(value).ok_or_else(|| unknown("customer"))?);
            }
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }
}

/// Longest subject and message, in characters.
pub const SUBJECT_MAX: u32 = 150;
pub const TEXT_MAX: u32 = 5_000;
/// Files a message may have.
pub const ATTACHMENTS_MAX: u32 = 5;
/// Conversations a page of a list has.
pub const THREADS_PAGE: u32 = 20;
/// Messages a page of a conversation has.
pub const MESSAGES_PAGE: u32 = 30;
/// Counts go no further: it stands for that many or more.
pub const COUNTED_MAX: u32 = 100;

impl ConversationForm {
    /// The subject and the first message, or everything that is wrong with them.
    pub fn prove(&self) -> Result<(String, String), Vec<FieldError>> {
        let subject = text::line(&self.subject, SUBJECT_MAX)
            .and_then(|line| line.ok_or_else(|| FieldError::new("", "required")))
            .map_err(|error| error.within("subject"));
        let text = prove_text(&self.text);
        match (subject, text, prove_attachments(&self.attachments)) {
            (Ok(subject), Ok(text), Ok(())) => Ok((subject, text)),
            (subject, text, files) => {
                let wrong = subject.err().into_iter().chain(text.err());
                Err(wrong.chain(files.err()).collect())
            }
        }
    }
}

impl MessageForm {
    /// The message's text: lines as typed, outer spaces dropped.
    pub fn prove(&self) -> Result<String, Vec<FieldError>> {
        match (prove_text(&self.text), prove_attachments(&self.attachments)) {
            (Ok(text), Ok(())) => Ok(text),
            (text, files) => Err(text.err().into_iter().chain(files.err()).collect()),
        }
    }
}

/// Not too many files, and none twice.
fn prove_attachments(files: &[BlobId]) -> Result<(), FieldError> {
    if files.len() > ATTACHMENTS_MAX as usize {
        return Err(FieldError {
            max: Some(ATTACHMENTS_MAX),
            ..FieldError::new("attachments", "too_many")
        });
    }
    let twice = |(place, file): (usize, &BlobId)| files.iter().skip(place + 1).any(|f| f == file);
    match files.iter().enumerate().any(twice) {
        true => Err(FieldError::new("attachments", "unknown")),
        false => Ok(()),
    }
}

fn prove_text(typed: &str) -> Result<String, FieldError> {
    let typed = typed.trim().replace("\r\n", "\n").replace('\r', "\n");
    let count = typed.chars().count();
    if typed.is_empty() {
        return Err(FieldError::new("text", "required"));
    }
    if count > TEXT_MAX as usize {
        return Err(FieldError {
            max: Some(TEXT_MAX),
            count: u32::try_from(count).ok(),
            ..FieldError::new("text", "too_long")
        });
    }
    if text::has_hidden(&typed) {
        return Err(FieldError::new("text", "control_chars"));
    }
    Ok(typed)
}

/// What the search index holds of a subject: as [`crate::search::text`] writes a field.
pub fn search_text(subject: &str) -> String {
    format!("^^{}\n", text::fold(subject))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(subject: &str, text: &str) -> ConversationForm {
        ConversationForm {
            subject: subject.into(),
            text: text.into(),
            ..ConversationForm::default()
        }
    }

    #[test]
    fn t30_a_conversation_keeps_its_words_literally() {
        let hostile = "<img src=x onerror=alert(1)>\n\t\"'&amp; </script> 👩\u{200D}🌾 ‘عربي’";
        let (subject, text) = form(" Où est-ce ? <b> ", &format!("  {hostile}\r\n "))
            .prove()
            .unwrap();
        assert_eq!(
            (subject.as_str(), text.as_str()),
            ("Où est-ce ? <b>", hostile)
        );
        let lines = MessageForm {
            text: "a\r\nb\rc\n\nd".into(),
            attachments: Vec::new(),
        };
        assert_eq!(lines.prove().unwrap(), "a\nb\nc\n\nd");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let told = |form: ConversationForm| -> Vec<String> {
            let errors = form.prove().unwrap_err();
            errors
                .iter()
                .map(|e| format!("{}: {}", e.field, e.reason))
                .collect()
        };
        assert_eq!(
            told(form(" ", "\n")),
            ["subject: required", "text: required"]
        );
        assert_eq!(
            told(form(&"é".repeat(151), &"é".repeat(5_001))),
            ["subject: too_long", "text: too_long"]
        );
        assert_eq!(
            told(form("a\nb", "a\u{202E}b")),
            ["subject: control_chars", "text: control_chars"]
        );
        assert_eq!(told(form("a", "a\0b")), ["text: control_chars"]);
        let longest = form(&"é".repeat(150), &"é".repeat(5_000));
        assert!(longest.prove().is_ok());
    }

    #[test]
    fn a_message_has_five_files_at_most_and_none_twice() {
        let file = |n: u8| BlobId::new(1, [n; 10]);
        let told = |attachments: Vec<BlobId>| {
            let form = MessageForm {
                text: "Voilà".into(),
                attachments,
            };
            form.prove()
                .err()
                .map(|errors| errors[0].reason.to_string())
        };
        assert_eq!(told((0..5).map(file).collect()), None);
        assert_eq!(told((0..6).map(file).collect()), Some("too_many".into()));
        assert_eq!(
            told(vec![file(1), file(2), file(1)]),
            Some("unknown".into())
        );
    }

    #[test]
    fn a_view_reads_back() {
        for view in View::ALL {
            assert_eq!(View::parse(view.code()), Some(view));
        }
        assert_eq!(View::parse("mine; drop"), None);
    }
}
