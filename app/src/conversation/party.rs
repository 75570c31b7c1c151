//! The side that sits before this screen, and its calls.

use crate::client::{self, Header, Refusal};
use crate::upload::{Handing, Stop};
use domain::api::conversation::{
    AnswerConversation, AttachFile, AttachOwnFile, GetAttachment, GetConversation,
    GetOwnAttachment, GetOwnConversation, ReadConversation, ReadOwnConversation,
    SetConversationState, SetOwnConversationState, WriteMessage,
};
use domain::api::{Endpoint, PageQuery, address};
use domain::conversation::{
    Conversation, ConversationState, ConversationStateForm, MessageForm, ReadForm, Side, Thread,
    Unread,
};
use domain::id::{BlobId, ConversationId};
use domain::page::Cursor;
use domain::upload::{Blob, Upload};
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use web_sys::File;

/// A file on its way, and what stops it.
pub type Handed = (Stop, Pin<Box<dyn Future<Output = Result<Blob, Refusal>>>>);

/// Who reads and writes here. A handle.
#[derive(Clone, Copy)]
pub struct Party {
    pub side: Side,
    /// What happens when their session has ended.
    pub ended: UnsyncCallback<()>,
}

impl Party {
    /// A page of a conversation: the last, or the one before a cursor.
    pub async fn find(
        self,
        id: &ConversationId,
        cursor: Option<Cursor>,
    ) -> Result<Conversation, Refusal> {
        let query = PageQuery { cursor };
        match self.side {
            Side::Customer => self.ask::<GetOwnConversation>(id, &query, &(), &[]).await,
            Side::Shop => self.ask::<GetConversation>(id, &query, &(), &[]).await,
        }
    }

    pub async fn write(
        self,
        id: &ConversationId,
        form: &MessageForm,
        header: Header,
    ) -> Result<Conversation, Refusal> {
        match self.side {
            Side::Customer => self.ask::<WriteMessage>(id, &(), form, &[header]).await,
            Side::Shop => {
                self.ask::<AnswerConversation>(id, &(), form, &[header])
                    .await
            }
        }
    }

    pub async fn set_state(
        self,
        id: &ConversationId,
        state: ConversationState,
    ) -> Result<Thread, Refusal> {
        let form = ConversationStateForm { state: Some(state) };
        match self.side {
            Side::Customer => {
                self.ask::<SetOwnConversationState>(id, &(), &form, &[])
                    .await
            }
            Side::Shop => self.ask::<SetConversationState>(id, &(), &form, &[]).await,
        }
    }

    /// Marks what is shown as read; what came meanwhile stays unread.
    pub async fn read(self, id: &ConversationId, form: &ReadForm) -> Result<Unread, Refusal> {
        match self.side {
            Side::Customer => self.ask::<ReadOwnConversation>(id, &(), form, &[]).await,
            Side::Shop => self.ask::<ReadConversation>(id, &(), form, &[]).await,
        }
    }

    /// Sends a file off. `told` hears how many percent have left.
    pub fn hand_in(self, file: &File, told: impl Fn(u32) + 'static) -> Result<Handed, Refusal> {
        match self.side {
            Side::Customer => self.hand::<AttachOwnFile>(file, told),
            Side::Shop => self.hand::<AttachFile>(file, told),
        }
    }

    fn hand<E>(self, file: &File, told: impl Fn(u32) + 'static) -> Result<Handed, Refusal>
    where
        E: Endpoint<Params = (), Query = (), Request = Upload, Response = Blob>,
    {
        let handing = Handing::<E>::start(&(), &(), file, told)?;
        let stop = handing.stop();
        let answer = async move {
            let answer = handing.answer().await;
            self.hear(&answer);
            answer
        };
        Ok((stop, Box::pin(answer)))
    }

    /// Where a file of a message is saved from.
    pub fn file(self, id: &ConversationId, file: &BlobId) -> String {
        let params = (id.clone(), file.clone());
        match self.side {
            Side::Customer => address::<GetOwnAttachment>(&params, &(), str::to_owned),
            Side::Shop => address::<GetAttachment>(&params, &(), str::to_owned),
        }
    }

    async fn ask<E: Endpoint>(
        self,
        params: &E::Params,
        query: &E::Query,
        request: &E::Request,
        headers: &[Header],
    ) -> Result<E::Response, Refusal> {
        let answer = client::call_with::<E>(params, query, request, headers).await;
        self.hear(&answer);
        answer
    }

    fn hear<T>(self, answer: &Result<T, Refusal>) {
        let over = |refusal: &Refusal| refusal.status() == 401;
        if answer.as_ref().is_err_and(over) {
            self.ended.run(());
        }
    }
}
