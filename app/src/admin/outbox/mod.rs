//! `/admin/outbox`: the mails that were sent and that are to be sent.

pub mod mail;
mod row;
mod words;

use crate::admin::choice::choice;
use crate::admin::list::{Face, nothing};
use crate::admin::outbox::row::row;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::table::table;
use crate::admin::{list, listed};
use crate::client::Refusal;
use crate::text::{self, Key};
use crate::ui::button::{Button, Weight};
use crate::ui::heading::Heading;
use domain::api::outbox::{ListOutbox, OutboxQuery};
use domain::outbox::{MailRow, MailState};
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "outbox-title";

type List = list::List<OutboxQuery, MailRow>;
type Listed = listed::Listed<OutboxQuery, MailRow>;

/// What the rows share. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Shelf {
    list: List,
    /// Why the last act did not go through.
    refusal: RwSignal<Option<Refusal>>,
    /// A mail is being sent on its way.
    busy: RwSignal<bool>,
}

impl Shelf {
    /// Takes over a mail as the Worker answered it.
    fn changed(self, row: MailRow) {
        if let Some(mut listed) = untrack(|| self.list.loaded.value()) {
            for known in &mut listed.page.items {
                if known.id == row.id {
                    known.clone_from(&row);
                }
            }
            self.list.loaded.set(listed);
        }
    }
}

/// `/admin/outbox`
#[component]
pub fn Outbox() -> AnyView {
    let list = List::new::<ListOutbox>(route::ADMIN_OUTBOX, ());
    let shelf = Shelf {
        list,
        refusal: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    view! {
        <div class="stack">
            <Heading text=text::said(words::TITLE) id=TITLE/>
            {tools(list)}
            {part(move || shelf.refusal.get().map(|refusal| refused(&refusal)))}
            {list.shown(Face {
                title: TITLE,
                failed: words::LIST_FAILED,
                count,
                note: |_| None,
                nothing: Box::new(|listed| {
                    nothing(
                        match (listed.begins(), listed.query.state) {
                            (false, _) => crate::admin::words::LIST_END,
                            (true, Some(_)) => words::NONE_FILTER,
                            (true, None) => words::NEVER,
                        },
                    )
                }),
                rows: Box::new(move |listed| rows(listed, shelf)),
            })}
        </div>
    }
    .into_any()
}

/// The state to show, and a look at what has happened since.
fn tools(list: List) -> AnyView {
    let query = list.query;
    let go = list.goer();
    let states = MailState::ALL.map(|state| (state.code(), state_word(state)));
    view! {
        <div class="list-tools">
            {choice(
                "state",
                words::FILTER_STATE,
                words::FILTER_STATE_ALL,
                &states,
                Signal::derive(move || query.with(|query| query.state.map_or("", MailState::code))),
                Box::new(move |code: String| {
                    let asked = OutboxQuery {
                        state: MailState::parse(&code),
                        cursor: None,
                    };
                    go(asked, false);
                }),
            )}
            <Button
                label=words::REFRESH
                weight=Weight::Quiet
                press=move |()| list.loaded.again()
            />
        </div>
    }
    .into_any()
}

fn rows(listed: Listed, shelf: Shelf) -> AnyView {
    table(
        "rows outbox",
        words::LIST_NAME,
        [
            ("outbox-mail", words::COLUMN_MAIL),
            ("outbox-created", words::COLUMN_CREATED),
            ("outbox-state", words::COLUMN_STATE),
            ("outbox-when", words::COLUMN_WHEN),
            ("outbox-act", words::COLUMN_ACT),
        ],
        shelf.list.waiting(),
        listed
            .page
            .items
            .into_iter()
            .map(|mail| row(mail, shelf))
            .collect(),
    )
}

fn count(listed: &Listed) -> String {
    listed.count(
        (words::COUNT_ONE, words::COUNT_OTHER),
        (words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    )
}

fn state_word(state: MailState) -> Key {
    match state {
        MailState::Waiting => words::STATE_WAITING,
        MailState::Sending => words::STATE_SENDING,
        MailState::Sent => words::STATE_SENT,
        MailState::Failed => words::STATE_FAILED,
        MailState::Dropped => words::STATE_DROPPED,
    }
}
