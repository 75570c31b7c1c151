//! One message: who, when, what, and its files.

use crate::conversation::files::weight;
use crate::conversation::linked::linked;
use crate::conversation::{Party, words};
use crate::reactive::words as say;
use crate::settings::Settings;
use crate::text::{self, t};
use crate::ui::badge::{Badge, Hue};
use domain::conversation::{Correspondent, Message, Side};
use domain::id::ConversationId;
use domain::upload::Blob;
use leptos::prelude::*;

/// What a message is shown with.
#[derive(Clone)]
pub struct Frame {
    pub party: Party,
    pub id: ConversationId,
    /// For staff.
    pub customer: Option<Correspondent>,
    /// The last that had been read when the conversation was opened.
    pub read: u32,
}

/// The id of a message's element, which takes focus.
pub fn anchor(n: u32) -> String {
    format!("message-{n}")
}

pub fn message(message: Message, frame: &Frame) -> AnyView {
    let own = message.by == frame.party.side;
    let class = if own {
        "message message-own"
    } else {
        "message"
    };
    let fresh = (!own && message.n > frame.read).then(|| {
        view! {
            <Badge hue=Hue::Brass shape="●">
                {t(words::NEW)}
            </Badge>
        }
    });
    let at = message.at;
    let files = (!message.attachments.is_empty()).then(|| {
        let files = message.attachments.iter();
        let files = files.map(|blob| file(blob, frame)).collect_view();
        view! { <ul class="message-files">{files}</ul> }
    });
    view! {
        <li class=class id=anchor(message.n) tabindex="-1">
            <p class="message-head">
                <bdi class="message-who">{who(&message, frame)}</bdi>
                <span class="meta">{say(move || text::date_time(at))}</span>
                {fresh}
            </p>
            {linked(&message.text)}
            {files}
        </li>
    }
    .into_any()
}

/// The customer hears the shop; staff see which of them it was.
fn who(message: &Message, frame: &Frame) -> Signal<String> {
    let settings = expect_context::<Settings>();
    match (message.by, frame.party.side) {
        (Side::Customer, Side::Customer) => text::said(words::YOU),
        (Side::Customer, Side::Shop) => {
            let name = frame.customer.as_ref().map(name).unwrap_or_default();
            Signal::stored(name)
        }
        (Side::Shop, _) => {
            let author = message.author.clone();
            say(move || author.clone().unwrap_or_else(|| settings.name()))
        }
    }
}

/// A customer's name as staff read it.
pub fn name(customer: &Correspondent) -> String {
    let name = format!("{} {}", customer.first_name, customer.last_name);
    match name.trim() {
        "" => customer.email.clone(),
        name => name.to_owned(),
    }
}

/// A file to be saved: the link says its name and weight.
fn file(blob: &Blob, frame: &Frame) -> AnyView {
    let to = frame.party.file(&frame.id, &blob.id);
    let (name, saved, size) = (blob.name.clone(), blob.name.clone(), blob.size);
    view! {
        <li>
            <a class="message-file" href=to download=saved>
                <bdi>{name}</bdi>
                ", "
                {say(move || weight(size))}
            </a>
        </li>
    }
    .into_any()
}
