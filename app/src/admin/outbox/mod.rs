//! `/admin/outbox`: the mails that were sent and that are to be sent.

mod mail;
mod row;
mod words;

use crate::admin::address;
use crate::admin::answers::{Asked, follow_answers};
use crate::admin::ask::ask;
use crate::admin::choice::choice;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::listed;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::outbox::row::row;
use crate::admin::pages::Pages;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::table::table;
use crate::admin::trouble::Trouble;
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, Key};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::outbox::{ListOutbox, OutboxQuery};
use domain::outbox::{MailRow, MailState};
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "outbox-title";

/// A page of mails as it was answered.
type Listed = listed::Listed<OutboxQuery, MailRow>;

/// What the rows share. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Shelf {
    list: Loaded<Listed>,
    /// Why the last act did not go through.
    refusal: RwSignal<Option<Refusal>>,
    /// A mail is being sent on its way.
    busy: RwSignal<bool>,
}

impl Shelf {
    /// Takes over a mail as the Worker answered it.
    fn changed(self, row: MailRow) {
        if let Some(mut listed) = untrack(|| self.list.value()) {
            for known in &mut listed.page.items {
                if known.id == row.id {
                    known.clone_from(&row);
                }
            }
            self.list.set(listed);
        }
    }
}

/// `/admin/outbox`
#[component]
pub fn Outbox() -> AnyView {
    let desk = expect_context::<Desk>();
    let query = address::query::<OutboxQuery>(route::ADMIN_OUTBOX, |_| true);
    let list = Loaded::new(move || {
        desk.follow_session();
        let query = query.get();
        Box::pin(async move {
            let page = ask::<ListOutbox>(desk, &(), &query, &()).await?;
            let at = clock::now();
            Ok(Listed { query, page, at })
        })
    });
    let shelf = Shelf {
        list,
        refusal: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let answered = Memo::new(move |_| list.value());
    let failed = Memo::new(move |_| {
        let nothing = answered.with(Option::is_none);
        nothing.then(|| list.refusal()).flatten()
    });
    follow(move || desk.set_list(route::ADMIN_OUTBOX, query.with(of)));
    follow_answers(
        move || {
            let query = list.value()?.query;
            Some(Asked {
                list: first(&query),
                page: of(&query),
            })
        },
        move || list.value().as_ref().map(count).unwrap_or_default(),
        TITLE,
    );
    view! {
        <div class="stack">
            <Heading text=text::said(words::TITLE) id=TITLE/>
            {tools(query, list)}
            <NotUpToDate
                since=Signal::derive(move || list.value().map(|listed| listed.at))
                refusal=Signal::derive(move || list.refusal())
                retry=move |()| list.again()
            />
            {part(move || shelf.refusal.get().map(|refusal| refused(&refusal)))}
            {either(move || match (answered.get(), failed.get()) {
                (Some(listed), _) => rows(listed, shelf),
                (None, Some(refusal)) => {
                    view! { <Trouble message=words::LIST_FAILED refusal retry=move |()| list.again()/> }
                        .into_any()
                }
                (None, None) => {
                    view! {
                        <div class="card">
                            <Loading bars=9/>
                        </div>
                    }
                        .into_any()
                }
            })}
        </div>
    }
    .into_any()
}

fn of(query: &OutboxQuery) -> String {
    address::of(route::ADMIN_OUTBOX, query)
}

fn first(query: &OutboxQuery) -> String {
    of(&OutboxQuery {
        cursor: None,
        ..query.clone()
    })
}

/// The state to show, and a look at what has happened since.
fn tools(query: Memo<OutboxQuery>, list: Loaded<Listed>) -> AnyView {
    let go = address::goer();
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
                    go(&of(&asked), false);
                }),
            )}
            <Button
                label=words::REFRESH
                weight=Weight::Quiet
                press=move |()| list.again()
            />
        </div>
    }
    .into_any()
}

fn rows(listed: Listed, shelf: Shelf) -> AnyView {
    let here = of(&listed.query);
    let begin = first(&listed.query);
    let next = listed.page.next.clone().map(|cursor| {
        of(&OutboxQuery {
            cursor: Some(cursor),
            ..listed.query.clone()
        })
    });
    let waiting = Signal::derive(move || shelf.list.waiting());
    let body = if listed.page.items.is_empty() {
        let message = match (&listed.query.cursor, listed.query.state) {
            (Some(_), _) => crate::admin::words::LIST_END,
            (None, Some(_)) => words::NONE_FILTER,
            (None, None) => words::NEVER,
        };
        view! {
            <div class="card">
                <Empty message=text::said(message)/>
            </div>
        }
        .into_any()
    } else {
        let items = listed.page.items.clone();
        view! {
                    <p class="list-count">
                        <strong>{say(move || count(&listed))}</strong>
                    </p>
                    {table(
        "rows outbox",
        words::LIST_NAME,
        [
        ("outbox-mail", words::COLUMN_MAIL),
        ("outbox-created", words::COLUMN_CREATED),
        ("outbox-state", words::COLUMN_STATE),
        ("outbox-when", words::COLUMN_WHEN),
        ("outbox-act", words::COLUMN_ACT),
        ],
        waiting,
        items.into_iter().map(|mail| row(mail, shelf)).collect(),
        )}
                }
        .into_any()
    };
    view! {
        {body}
        <Pages here first=begin next/>
    }
    .into_any()
}

/// `12 emails`; where nobody counted, those on the page.
fn count(listed: &Listed) -> String {
    let on_page = u32::try_from(listed.page.items.len()).unwrap_or(u32::MAX);
    let alone = listed.query.cursor.is_none() && listed.page.next.is_none();
    match listed.page.total.or(alone.then_some(on_page)) {
        Some(total) => text::plural(total, words::COUNT_ONE, words::COUNT_OTHER),
        None => text::plural(on_page, words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    }
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
