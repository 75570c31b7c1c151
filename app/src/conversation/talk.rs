//! A conversation: its messages, kept up to date while it is seen, what is written next, and whether it goes on.

use crate::client::Refusal;
use crate::conversation::message::{Frame, message};
use crate::conversation::reply::{Reply, TEXT};
use crate::conversation::{Party, poll, words};
use crate::dom;
use crate::form::focus;
use crate::reactive::{either, go, shown, words as say};
use crate::settings::Settings;
use crate::text::{self, error, t};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use crate::ui::live::announce;
use crate::ui::loading::Loading;
use crate::ui::notice::Notice;
use crate::ui::toast::{Toasts, Undo};
use domain::conversation::{
    Conversation, ConversationState, Message, ReadForm, Side, Thread, Unread,
};
use domain::id::ConversationId;
use domain::page::Cursor;
use leptos::prelude::*;

/// With more messages than this there is a way past them.
const LONG: usize = 4;

/// What is known of it.
#[derive(Clone, PartialEq)]
struct Seen {
    thread: Thread,
    /// The last that had been read when it was opened.
    read: u32,
    messages: Vec<Message>,
    earlier: Option<Cursor>,
}

impl Seen {
    /// Takes over a newer last page; what was read before it stays where nothing is missing between.
    fn renew(before: Option<Seen>, now: Conversation) -> Seen {
        let first = now.page.first().map_or(0, |message| message.n);
        let Some(before) = before else {
            return Seen {
                thread: now.thread,
                read: now.read,
                messages: now.page,
                earlier: now.earlier,
            };
        };
        let older: Vec<Message> = before
            .messages
            .into_iter()
            .filter(|message| message.n < first)
            .collect();
        let joined = older.last().is_some_and(|last| last.n + 1 == first);
        let (mut messages, earlier) = match joined {
            true => (older, before.earlier),
            false => (Vec::new(), now.earlier),
        };
        messages.extend(now.page);
        Seen {
            thread: now.thread,
            read: before.read,
            messages,
            earlier,
        }
    }

    fn last(&self) -> u32 {
        self.messages.last().map_or(0, |message| message.n)
    }
}

/// One conversation on the screen. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Talk {
    party: Party,
    id: StoredValue<ConversationId>,
    seen: RwSignal<Option<Seen>>,
    refusal: RwSignal<Option<Refusal>>,
    busy: RwSignal<bool>,
    /// Hears what is unread once something was read here.
    told: UnsyncCallback<Unread>,
    /// Hears that the conversation changed.
    changed: UnsyncCallback<()>,
    toasts: Toasts,
}

impl Talk {
    /// Asks for it, now and from time to time.
    pub fn open(
        party: Party,
        id: ConversationId,
        told: UnsyncCallback<Unread>,
        changed: UnsyncCallback<()>,
    ) -> Talk {
        let talk = Talk {
            party,
            id: StoredValue::new(id),
            seen: RwSignal::new(None),
            refusal: RwSignal::new(None),
            busy: RwSignal::new(false),
            told,
            changed,
            toasts: expect_context::<Toasts>(),
        };
        talk.ask();
        poll(UnsyncCallback::new(move |()| talk.ask()));
        talk
    }

    /// The conversation without its messages, followed by whatever is reading.
    pub fn thread(self) -> Memo<Option<Thread>> {
        let seen = self.seen;
        Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|seen| seen.thread.clone())))
    }

    fn ask(self) {
        go(async move {
            let Some(id) = self.id.try_get_value() else {
                return;
            };
            let answer = self.party.find(&id, None).await;
            if self.seen.is_disposed() {
                return;
            }
            match answer {
                Ok(conversation) => {
                    self.refusal.set(None);
                    self.take(conversation);
                }
                // What is on the screen stays when it cannot be renewed once.
                Err(refusal) if self.seen.with_untracked(Option::is_none) => {
                    self.refusal.set(Some(refusal));
                }
                Err(_) => {}
            }
        });
    }

    /// Takes over what the Worker answered; says once that the other side wrote.
    fn take(self, conversation: Conversation) {
        let before = self.seen.get_untracked();
        let known = before.as_ref().map(Seen::last);
        let now = Seen::renew(before.clone(), conversation);
        let other = |message: &&Message| message.by != self.party.side;
        let fresh = now
            .messages
            .iter()
            .filter(|message| known.is_some_and(|known| message.n > known));
        if fresh.filter(other).count() > 0 {
            announce(text::word(words::ARRIVED).to_owned());
            self.changed.run(());
        }
        let unread = now.thread.unread > 0;
        let last = now.last();
        if before.as_ref() != Some(&now) {
            self.seen.set(Some(now));
        }
        if unread && !dom::document().hidden() {
            self.mark(last);
        }
    }

    /// Marks what is shown as read.
    fn mark(self, last: u32) {
        let form = ReadForm {
            upto: Some(last),
            unread: false,
        };
        go(async move {
            let Some(id) = self.id.try_get_value() else {
                return;
            };
            if let Ok(unread) = self.party.read(&id, &form).await {
                self.told.try_run(unread);
            }
        });
    }

    /// The messages before those shown.
    fn go_back(self) {
        let cursor = self
            .seen
            .with_untracked(|seen| seen.as_ref()?.earlier.clone());
        let Some(cursor) = cursor.filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        go(async move {
            let answer = self.party.find(&self.id.get_value(), Some(cursor)).await;
            if self.seen.is_disposed() {
                return;
            }
            self.busy.set(false);
            if let Ok(page) = answer {
                let first = page.page.first().map(|message| message.n);
                self.seen.update(|seen| {
                    if let Some(seen) = seen {
                        let mut messages = page.page;
                        messages.append(&mut seen.messages);
                        seen.messages = messages;
                        seen.earlier = page.earlier;
                    }
                });
                if let Some(first) = first {
                    request_animation_frame(move || {
                        focus(&crate::conversation::message::anchor(first));
                    });
                }
            } else {
                self.say(error::SERVER);
            }
        });
    }

    /// Closes it, or opens it again; the toast has the way back.
    fn set_state(self, state: ConversationState, undoable: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        go(async move {
            let answer = self.party.set_state(&self.id.get_value(), state).await;
            if self.seen.is_disposed() {
                return;
            }
            self.busy.set(false);
            let Ok(thread) = answer else {
                self.toasts
                    .say(text::word(words::STATE_FAILED).to_owned(), None);
                return;
            };
            self.seen.update(|seen| {
                if let Some(seen) = seen {
                    seen.thread = thread;
                }
            });
            self.changed.run(());
            let (said, back) = match state {
                ConversationState::Closed => (words::CLOSED_DONE, ConversationState::Open),
                ConversationState::Open => (words::REOPENED_DONE, ConversationState::Closed),
            };
            let undo = undoable.then(|| Undo {
                label: words::UNDO,
                act: UnsyncCallback::new(move |()| {
                    if !self.seen.is_disposed() {
                        self.set_state(back, false);
                    }
                }),
            });
            self.toasts.say(text::word(said).to_owned(), undo);
        });
    }

    fn say(self, key: text::Key) {
        announce(text::word(key).to_owned());
    }

    /// The messages and what is written next.
    pub fn view(self) -> AnyView {
        let there = Memo::new(move |_| self.seen.with(Option::is_some));
        either(move || match (there.get(), self.refusal.get()) {
            (true, _) => self.body(),
            (false, Some(refusal)) if refusal.status() == 404 => view! {
                <Notice>
                    <p>{t(words::GONE)}</p>
                </Notice>
            }
            .into_any(),
            (false, Some(refusal)) => view! {
                <Failed
                    message=text::said(words::FAILED)
                    refusal=Some(refusal)
                    retry=move |()| self.ask()
                />
            }
            .into_any(),
            (false, None) => view! { <Loading bars=6/> }.into_any(),
        })
        .into_any()
    }

    fn body(self) -> AnyView {
        let first = self.seen.get_untracked();
        let Some(first) = first else {
            return ().into_any();
        };
        let frame = Frame {
            party: self.party,
            id: self.id.get_value(),
            customer: first.thread.customer.clone(),
            read: first.read,
        };
        let each = move || {
            self.seen
                .with(|seen| seen.as_ref().map(|seen| seen.messages.clone()))
                .unwrap_or_default()
        };
        let messages = view! {
            <For each=each key=|message| message.n children=move |one| message(one, &frame)/>
        };
        let has_earlier = Memo::new(move |_| {
            self.seen
                .with(|seen| seen.as_ref().is_some_and(|seen| seen.earlier.is_some()))
        });
        let earlier = shown(move || {
            let view = view! {
                <div>
                    <Button
                        label=words::EARLIER
                        busy=self.busy
                        press=move |()| self.go_back()
                    />
                </div>
            };
            has_earlier.get().then(|| view.into_any())
        });
        let is_long = Memo::new(move |_| {
            self.seen
                .with(|seen| seen.as_ref().is_some_and(|seen| seen.messages.len() > LONG))
        });
        let down = shown(move || {
            let view = view! {
                <a
                    class="talk-down"
                    href=format!("#{TEXT}")
                    on:click=move |event| {
                        event.prevent_default();
                        focus(TEXT);
                    }
                >
                    {t(words::TO_ANSWER)}
                </a>
            };
            is_long.get().then(|| view.into_any())
        });
        let sent = UnsyncCallback::new(move |conversation| {
            self.take(conversation);
            self.changed.run(());
        });
        view! {
            <div class="stack talk">
                {down} {earlier} <ol class="messages" aria-label=t(words::MESSAGES)>
                    {messages}
                </ol> {self.closing()} <Reply party=self.party id=self.id.get_value() sent/>
            </div>
        }
        .into_any()
    }

    /// Whether it goes on, and the act that changes that.
    fn closing(self) -> AnyView {
        let thread = self.thread();
        let settings = expect_context::<Settings>();
        let state = Memo::new(move |_| {
            thread.with(|thread| {
                let thread = thread.as_ref()?;
                Some((thread.state, thread.closed_at, thread.closed_by))
            })
        });
        let party = self.party;
        either(move || match state.get() {
            Some((ConversationState::Closed, at, by)) => {
                let said = say(move || {
                    let date = at.map(text::date_time).unwrap_or_default();
                    let key = match (by, party.side) {
                        (Some(Side::Customer), Side::Customer) => words::CLOSED_BY_YOU,
                        (Some(Side::Customer), Side::Shop) => words::CLOSED_BY_CUSTOMER,
                        _ => words::CLOSED_BY_SHOP,
                    };
                    text::fill(key, &[("date", &date), ("shop", &settings.name())])
                });
                let next = match party.side {
                    Side::Customer => words::CLOSED_NEXT,
                    Side::Shop => words::CLOSED_NEXT_SHOP,
                };
                view! {
                    <div class="talk-closed">
                        <p>{said} " " {t(next)}</p>
                        <Button
                            id="reopen"
                            label=words::REOPEN
                            busy=self.busy
                            press=move |()| self.set_state(ConversationState::Open, true)
                        />
                    </div>
                }
                .into_any()
            }
            Some((ConversationState::Open, ..)) => view! {
                <div class="cluster talk-acts">
                    <Button
                        id="close"
                        label=words::CLOSE
                        weight=Weight::Quiet
                        busy=self.busy
                        press=move |()| self.set_state(ConversationState::Closed, true)
                    />
                </div>
            }
            .into_any(),
            None => ().into_any(),
        })
        .into_any()
    }
}
