//! The back office's outbox.

use super::{Access, Endpoint, Method, Query};
use crate::id::MailId;
use crate::outbox::{MailRow, MailState};
use crate::page::{Cursor, Page};
use crate::permission::Right;
use crate::problem::FieldError;

/// `GET /api/admin/outbox`
pub struct ListOutbox;

/// What the list of mails is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutboxQuery {
    pub state: Option<MailState>,
    pub cursor: Option<Cursor>,
}

impl Query for OutboxQuery {
    const KEYS: &'static [&'static str] = &["state", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "state" => self.state = Some(MailState::parse(value).ok_or_else(|| unknown("state"))?),
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.state.map(|state| ("state", state.code().to_owned())));
        pairs.extend(self.cursor.as_ref().map(|cursor| ("cursor", cursor.text())));
        pairs
    }
}

impl Endpoint for ListOutbox {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/outbox";
    const ACCESS: Access = Access::Staff(Right::ReadOutbox);
    const SUMMARY: &'static str = "Mails sent and to be sent, newest first.";
    type Params = ();
    type Query = OutboxQuery;
    type Request = ();
    type Response = Page<MailRow>;
}

/// `POST /api/admin/outbox/{id}/retry`
pub struct RetryMail;

impl Endpoint for RetryMail {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/outbox/{id}/retry";
    const ACCESS: Access = Access::Staff(Right::ReadOutbox);
    const SUMMARY: &'static str =
        "Lets a mail that failed, or waits for its next try, be tried now; any other: 409.";
    type Params = MailId;
    type Query = ();
    type Request = ();
    type Response = MailRow;
}
