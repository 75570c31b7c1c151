//! Conversations, on both sides: the customer's own, and the shop's shared inbox.

use super::{Access, Download, Endpoint, Method, PageQuery, Query};
use crate::conversation::{
    Conversation, ConversationForm, ConversationStateForm, InboxQuery, MessageForm, ReadForm,
    Thread, Unread,
};
use crate::id::{BlobId, ConversationId};
use crate::page::Page;
use crate::permission::Right;
use crate::problem::FieldError;
use crate::upload::{Blob, SIZE_MAX, Upload};

impl Query for InboxQuery {
    const KEYS: &'static [&'static str] = &["view", "q", "customer", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        InboxQuery::take(self, key, value)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.view != crate::conversation::View::All {
            pairs.push(("view", self.view.code().to_owned()));
        }
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(
            self.customer
                .as_ref()
                .map(|id| ("customer", id.to_string())),
        );
        pairs.extend(self.cursor.as_ref().map(|cursor| ("cursor", cursor.text())));
        pairs
    }
}

/// `GET /api/account/conversations`
pub struct ListOwnConversations;

impl Endpoint for ListOwnConversations {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/conversations";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "The signed-in customer's conversations with the shop, the last written in first.";
    type Params = ();
    type Query = PageQuery;
    type Request = ();
    type Response = Page<Thread>;
}

/// `POST /api/account/conversations`
pub struct OpenConversation;

impl Endpoint for OpenConversation {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/account/conversations";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Opens a conversation with its first message, perhaps about one of the customer's own orders; the shop is told by a mail without its words.";
    type Params = ();
    type Query = ();
    type Request = ConversationForm;
    type Response = Conversation;
}

/// `GET /api/account/conversations/unread`
pub struct CountOwnUnread;

impl Endpoint for CountOwnUnread {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/conversations/unread";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "In how many conversations the shop wrote something the signed-in customer has not read.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Unread;
}

/// `GET /api/account/conversations/{id}`
pub struct GetOwnConversation;

impl Endpoint for GetOwnConversation {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/conversations/{id}";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "One of the signed-in customer's conversations with its latest messages, or with those before a cursor. Reading it marks nothing.";
    type Params = ConversationId;
    type Query = PageQuery;
    type Request = ();
    type Response = Conversation;
}

/// `POST /api/account/conversations/{id}/messages`
pub struct WriteMessage;

impl Endpoint for WriteMessage {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/account/conversations/{id}/messages";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Writes to the shop; a closed conversation opens again. One mail tells the shop until it has read.";
    type Params = ConversationId;
    type Query = ();
    type Request = MessageForm;
    type Response = Conversation;
}

/// `PUT /api/account/conversations/{id}/state`
pub struct SetOwnConversationState;

impl Endpoint for SetOwnConversationState {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/conversations/{id}/state";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Closes or opens again one of the signed-in customer's conversations; so already is no change.";
    type Params = ConversationId;
    type Query = ();
    type Request = ConversationStateForm;
    type Response = Thread;
}

/// `PUT /api/account/conversations/{id}/read`
pub struct ReadOwnConversation;

impl Endpoint for ReadOwnConversation {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/conversations/{id}/read";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Marks messages as read up to one of them, or the last as unread; answers with what is unread now.";
    type Params = ConversationId;
    type Query = ();
    type Request = ReadForm;
    type Response = Unread;
}

/// `GET /api/admin/conversations`
pub struct ListConversations;

impl Endpoint for ListConversations {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/conversations";
    const ACCESS: Access = Access::Staff(Right::ReadConversations);
    const SUMMARY: &'static str = "The inbox that staff share, the last written in first.";
    type Params = ();
    type Query = InboxQuery;
    type Request = ();
    type Response = Page<Thread>;
}

/// `GET /api/admin/conversations/unread`
pub struct CountUnread;

impl Endpoint for CountUnread {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/conversations/unread";
    const ACCESS: Access = Access::Staff(Right::ReadConversations);
    const SUMMARY: &'static str =
        "In how many conversations something is unread, and how many wait for an answer.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Unread;
}

/// `GET /api/admin/conversations/{id}`
pub struct GetConversation;

impl Endpoint for GetConversation {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/conversations/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadConversations);
    const SUMMARY: &'static str = "A conversation with its latest messages, or with those before a cursor. Reading it marks nothing.";
    type Params = ConversationId;
    type Query = PageQuery;
    type Request = ();
    type Response = Conversation;
}

/// `POST /api/admin/conversations/{id}/messages`
pub struct AnswerConversation;

impl Endpoint for AnswerConversation {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/conversations/{id}/messages";
    const ACCESS: Access = Access::Staff(Right::AnswerConversations);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Answers a customer in the shop's name. One mail without its words tells them until they have read.";
    type Params = ConversationId;
    type Query = ();
    type Request = MessageForm;
    type Response = Conversation;
}

/// `PUT /api/admin/conversations/{id}/state`
pub struct SetConversationState;

impl Endpoint for SetConversationState {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/conversations/{id}/state";
    const ACCESS: Access = Access::Staff(Right::AnswerConversations);
    const SUMMARY: &'static str = "Closes or opens again a conversation; so already is no change.";
    type Params = ConversationId;
    type Query = ();
    type Request = ConversationStateForm;
    type Response = Thread;
}

/// `PUT /api/admin/conversations/{id}/read`
pub struct ReadConversation;

impl Endpoint for ReadConversation {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/conversations/{id}/read";
    const ACCESS: Access = Access::Staff(Right::ReadConversations);
    const SUMMARY: &'static str = "Marks messages as read for all of staff up to one of them, or the customer's last as unread; answers with what is unread now.";
    type Params = ConversationId;
    type Query = ();
    type Request = ReadForm;
    type Response = Unread;
}

/// `POST /api/account/conversations/files`
pub struct AttachOwnFile;

impl Endpoint for AttachOwnFile {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/account/conversations/files";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 201;
    const BODY_MAX: usize = SIZE_MAX;
    const SUMMARY: &'static str =
        "Hands in a file for a message: named in its form by whoever handed it in, within a day.";
    type Params = ();
    type Query = ();
    type Request = Upload;
    type Response = Blob;
}

/// `GET /api/account/conversations/{id}/attachments/{aid}`
pub struct GetOwnAttachment;

impl Endpoint for GetOwnAttachment {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/conversations/{id}/attachments/{aid}";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "A file that came with a message of one's own conversations, to be saved; the right is asked at each call.";
    type Params = (ConversationId, BlobId);
    type Query = ();
    type Request = ();
    type Response = Download;
}

/// `POST /api/admin/conversations/files`
pub struct AttachFile;

impl Endpoint for AttachFile {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/conversations/files";
    const ACCESS: Access = Access::Staff(Right::AnswerConversations);
    const STATUS: u16 = 201;
    const BODY_MAX: usize = SIZE_MAX;
    const SUMMARY: &'static str =
        "Hands in a file for a message: named in its form by whoever handed it in, within a day.";
    type Params = ();
    type Query = ();
    type Request = Upload;
    type Response = Blob;
}

/// `GET /api/admin/conversations/{id}/attachments/{aid}`
pub struct GetAttachment;

impl Endpoint for GetAttachment {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/conversations/{id}/attachments/{aid}";
    const ACCESS: Access = Access::Staff(Right::ReadConversations);
    const SUMMARY: &'static str = "A file that came with a message of a conversation, to be saved; the right is asked at each call.";
    type Params = (ConversationId, BlobId);
    type Query = ();
    type Request = ();
    type Response = Download;
}
