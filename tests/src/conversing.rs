//! Conversations: what a customer and the shop do in them.

use crate::browser::same_origin;
use crate::contact::zoe;
use crate::handing_in::pdf;
use crate::world::{self, email};
use crate::{Browser, Reply, Staff, World};
use domain::api::conversation::{
    AnswerConversation, AttachOwnFile, CountOwnUnread, CountUnread, GetConversation,
    GetOwnConversation, ListConversations, ListOwnConversations, OpenConversation,
    ReadConversation, ReadOwnConversation, SetConversationState, SetOwnConversationState,
    WriteMessage,
};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{Endpoint, PageQuery, address};
use domain::conversation::{
    Conversation, ConversationForm, ConversationState, ConversationStateForm, InboxQuery,
    MessageForm, ReadForm, Thread, Unread,
};
use domain::id::ConversationId;
use domain::page::Page;
use domain::problem::Problem;
use domain::upload::Blob;
use serde::Serialize;

/// A conversation as typed.
pub fn question(subject: &str, text: &str) -> ConversationForm {
    ConversationForm {
        subject: subject.into(),
        text: text.into(),
        ..ConversationForm::default()
    }
}

/// A message as typed.
pub fn message(text: &str) -> MessageForm {
    MessageForm {
        text: text.into(),
        attachments: Vec::new(),
    }
}

/// A signed-in customer of the test's own, in a browser that proved the mailbox: with the address.
pub async fn correspondent(world: &World) -> (Browser, String) {
    let address = email("writes");
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    (browser, address)
}

impl Browser {
    /// Posts under a key, as the app does.
    pub async fn post_under<E: Endpoint<Query = ()>>(
        &self,
        key: &str,
        params: &E::Params,
        form: &(impl Serialize + ?Sized),
    ) -> Reply {
        let [site, origin] = same_origin(self.world.url());
        let headers = [
            site,
            origin,
            ("content-type", "application/json"),
            (IDEMPOTENCY_KEY, key),
        ];
        let body = serde_json::to_string(form).expect("forms are JSON");
        let path = address::<E>(params, &(), str::to_owned);
        self.raw("POST", &path, &headers, body).await
    }

    pub async fn open_conversation(
        &self,
        form: &ConversationForm,
    ) -> Result<Conversation, Problem> {
        self.call::<OpenConversation>(&(), &(), form).await
    }

    /// Asks the shop something.
    pub async fn asks(&self, subject: &str, text: &str) -> Conversation {
        let opened = self.open_conversation(&question(subject, text)).await;
        opened.unwrap_or_else(|problem| panic!("{subject}: {problem:?}"))
    }

    /// Hands in a file for a message.
    pub async fn hand_in_for_message(&self, name: &str, bytes: &[u8]) -> Reply {
        let name = crate::browser::escape(name);
        self.upload("POST", AttachOwnFile::PATH, &name, bytes.to_vec())
            .await
    }

    /// Asks the shop something, with a PDF: the conversation and the file.
    pub async fn asks_with_file(&self) -> (ConversationId, Blob) {
        self.asks_with("Été.pdf", "plan").await
    }

    /// The same with a PDF of this name and with these words in it.
    pub async fn asks_with(&self, name: &str, words: &str) -> (ConversationId, Blob) {
        let reply = self.hand_in_for_message(name, &pdf(words)).await;
        let file: Blob = serde_json::from_slice(&reply.expect(201).body).expect("a file");
        let form = ConversationForm {
            attachments: vec![file.id.clone()],
            ..question("Une pièce jointe", "Voir le fichier.")
        };
        let opened = self.open_conversation(&form).await;
        let opened = opened.unwrap_or_else(|problem| panic!("{problem:?}"));
        (opened.thread.id, file)
    }

    pub async fn write(&self, id: &ConversationId, text: &str) -> Result<Conversation, Problem> {
        self.call::<WriteMessage>(id, &(), &message(text)).await
    }

    pub async fn writes(&self, id: &ConversationId, text: &str) -> Conversation {
        let written = self.write(id, text).await;
        written.unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    pub async fn conversations(&self) -> Page<Thread> {
        let page = self
            .get::<ListOwnConversations>(&(), &PageQuery::default())
            .await;
        page.unwrap_or_else(|problem| panic!("conversations: {problem:?}"))
    }

    pub async fn conversation(&self, id: &ConversationId) -> Conversation {
        let found = self
            .get::<GetOwnConversation>(id, &PageQuery::default())
            .await;
        found.unwrap_or_else(|problem| panic!("conversation {id}: {problem:?}"))
    }

    pub async fn unread(&self) -> Unread {
        let unread = self.get::<CountOwnUnread>(&(), &()).await;
        unread.unwrap_or_else(|problem| panic!("unread: {problem:?}"))
    }

    pub async fn reads(&self, id: &ConversationId, upto: u32) -> Unread {
        let read = self
            .call::<ReadOwnConversation>(id, &(), &upto_form(upto))
            .await;
        read.unwrap_or_else(|problem| panic!("read {id}: {problem:?}"))
    }

    pub async fn set_conversation(
        &self,
        id: &ConversationId,
        state: ConversationState,
    ) -> Result<Thread, Problem> {
        let form = ConversationStateForm { state: Some(state) };
        self.call::<SetOwnConversationState>(id, &(), &form).await
    }
}

fn upto_form(upto: u32) -> ReadForm {
    ReadForm {
        upto: Some(upto),
        unread: false,
    }
}

impl Staff {
    pub async fn inbox(&self, query: &InboxQuery) -> Page<Thread> {
        let page = self.get::<ListConversations>(&(), query).await;
        page.unwrap_or_else(|problem| panic!("inbox: {problem:?}"))
    }

    pub async fn opens(&self, id: &ConversationId) -> Conversation {
        let found = self.get::<GetConversation>(id, &PageQuery::default()).await;
        found.unwrap_or_else(|problem| panic!("conversation {id}: {problem:?}"))
    }

    pub async fn answer(&self, id: &ConversationId, text: &str) -> Result<Conversation, Problem> {
        self.call::<AnswerConversation>(id, &(), &message(text))
            .await
    }

    pub async fn answers(&self, id: &ConversationId, text: &str) -> Conversation {
        let answered = self.answer(id, text).await;
        answered.unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    pub async fn inbox_unread(&self) -> Unread {
        let unread = self.get::<CountUnread>(&(), &()).await;
        unread.unwrap_or_else(|problem| panic!("unread: {problem:?}"))
    }

    pub async fn has_read(&self, id: &ConversationId, upto: u32) -> Unread {
        let read = self
            .call::<ReadConversation>(id, &(), &upto_form(upto))
            .await;
        read.unwrap_or_else(|problem| panic!("read {id}: {problem:?}"))
    }

    /// Leaves the customer's last message to be read again.
    pub async fn leaves_unread(&self, id: &ConversationId) -> Unread {
        let form = ReadForm {
            upto: None,
            unread: true,
        };
        let left = self.call::<ReadConversation>(id, &(), &form).await;
        left.unwrap_or_else(|problem| panic!("unread {id}: {problem:?}"))
    }

    pub async fn puts_conversation(
        &self,
        id: &ConversationId,
        state: ConversationState,
    ) -> Result<Thread, Problem> {
        let form = ConversationStateForm { state: Some(state) };
        self.call::<SetConversationState>(id, &(), &form).await
    }
}

/// A key of its own for a request.
pub fn key() -> String {
    format!("conversation-{}", world::number())
}
