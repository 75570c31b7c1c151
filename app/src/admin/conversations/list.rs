//! The inbox's list: its views, its search, and the conversations, the last written in first. New ones come by themselves.

use crate::admin::ask::ask;
use crate::admin::conversations::{Inbox, words};
use crate::admin::desk::Desk;
use crate::admin::inboxed::Inboxed;
use crate::admin::search::Search;
use crate::admin::trouble::Trouble;
use crate::client::Refusal;
use crate::conversation::{poll, words as common};
use crate::reactive::{either, follow, go, words as say};
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use domain::api::conversation::ListConversations;
use domain::conversation::{ConversationState, InboxQuery, Side, Thread, View};
use domain::page::{Cursor, Page};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Each view with its word, in order.
const VIEWS: [(View, Key); 6] = [
    (View::All, words::VIEW_ALL),
    (View::Waiting, words::VIEW_WAITING),
    (View::Unread, words::VIEW_UNREAD),
    (View::Open, words::VIEW_OPEN),
    (View::Closed, words::VIEW_CLOSED),
    (View::Mine, words::VIEW_MINE),
];

pub fn list(inbox: Inbox) -> AnyView {
    let desk = expect_context::<Desk>();
    let listed = RwSignal::new(None::<Page<Thread>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let latest = StoredValue::new(0_u32);
    let load = move |cursor: Option<Cursor>| {
        let turn = latest.get_value().wrapping_add(1);
        latest.set_value(turn);
        busy.set(true);
        let more = cursor.is_some();
        let query = InboxQuery {
            cursor,
            ..inbox.query.get_untracked()
        };
        go(async move {
            let answer = ask::<ListConversations>(desk, &(), &query, &()).await;
            if latest.try_get_value() != Some(turn) {
                return;
            }
            busy.set(false);
            match answer {
                Ok(mut page) => {
                    refusal.set(None);
                    let known = listed.get_untracked().filter(|_| more);
                    if let Some(mut known) = known {
                        let mut rest = std::mem::take(&mut page.items);
                        rest.retain(|one| !known.items.iter().any(|other| other.id == one.id));
                        known.items.append(&mut rest);
                        page.items = known.items;
                    }
                    if listed.with_untracked(|before| before.as_ref() != Some(&page)) {
                        listed.set(Some(page));
                    }
                }
                Err(refused) if listed.with_untracked(Option::is_none) => {
                    refusal.set(Some(refused));
                }
                Err(_) => {}
            }
        });
    };
    follow(move || {
        inbox.query.track();
        inbox.deeds.track();
        desk.follow_session();
        load(None);
    });
    // The menu's count moves when something came: the list then asks as well.
    let inboxed = expect_context::<Inboxed>();
    follow(move || {
        inboxed.follow();
        if listed.with_untracked(Option::is_some) {
            load(None);
        }
    });
    poll(UnsyncCallback::new(move |()| {
        // Whoever has gone on to further pages keeps them.
        let short = |page: &Page<Thread>| page.items.len() <= SHORT;
        if listed.with_untracked(|page| page.as_ref().is_none_or(short)) {
            load(None);
        }
    }));
    let rows = either(move || match (listed.get(), refusal.get()) {
        (Some(page), _) if page.items.is_empty() => none(inbox),
        (Some(page), _) => {
            let next = page.next.clone();
            let more = next.map(|next| {
                let press = move |()| load(Some(next.clone()));
                view! { <Button label=words::MORE busy=busy press/> }
            });
            let rows = page
                .items
                .into_iter()
                .map(|one| row(inbox, one))
                .collect_view();
            view! {
                <ul class="card threads" aria-label=t(words::LIST)>
                    {rows}
                </ul>
                {more}
            }
            .into_any()
        }
        (None, Some(refusal)) => view! {
            <Trouble message=words::FAILED refusal retry=move |()| load(None)/>
        }
        .into_any(),
        (None, None) => view! { <Loading bars=4/> }.into_any(),
    });
    view! { <div class="stack">{tools(inbox)} {rows}</div> }.into_any()
}

/// Conversations of the first page.
const SHORT: usize = domain::conversation::THREADS_PAGE as usize;

/// The views as links, and the search.
fn tools(inbox: Inbox) -> AnyView {
    let inboxed = expect_context::<Inboxed>();
    let link = move |(view, word): (View, Key)| {
        let to = move || {
            let query = InboxQuery {
                view,
                ..inbox.query.get()
            };
            inbox.address(None, &query)
        };
        let here = move || {
            inbox
                .query
                .with(|query| query.view == view)
                .then_some("true")
        };
        let count = move || match view {
            View::Waiting => inboxed.waiting(),
            View::Unread => inboxed.unread(),
            _ => 0,
        };
        let count = either(move || {
            let n = count();
            let said = text::number(n.into());
            (n > 0)
                .then(|| view! { <span class="inbox-count">{said}</span> })
                .into_any()
        });
        view! {
            <li>
                <a class="inbox-view" href=to data-noscroll="" aria-current=here>
                    {t(word)}
                    {count}
                </a>
            </li>
        }
        .into_any()
    };
    let q = Signal::derive(move || inbox.query.with(|query| query.q.clone()));
    let navigate = StoredValue::new_local(use_navigate());
    let search = move |(q, replace): (String, bool)| {
        let query = InboxQuery {
            q,
            ..inbox.query.get_untracked()
        };
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        let to = inbox.address(None, &query);
        navigate.with_value(|navigate| navigate(&to, options));
    };
    view! {
        <Search q label=words::SEARCH search/>
        <nav aria-label=t(words::VIEWS)>
            <ul class="inbox-views">{VIEWS.map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// Why there is none.
fn none(inbox: Inbox) -> AnyView {
    let query = inbox.query.get_untracked();
    let said = match (query.q.is_empty(), query == InboxQuery::default()) {
        (false, _) => words::NONE_SEARCH,
        (true, true) => words::NONE,
        (true, false) => words::NONE_VIEW,
    };
    view! {
        <div class="card">
            <Empty message=text::said(said)/>
        </div>
    }
    .into_any()
}

fn row(inbox: Inbox, thread: Thread) -> AnyView {
    let id = thread.id.clone();
    let to = {
        let id = id.clone();
        move || inbox.address(Some(&id), &inbox.query.get())
    };
    let current = move || {
        let open = inbox.open.with(|open| open.as_ref() == Some(&id));
        open.then_some("true")
    };
    let shown = Signal::derive(current);
    let unread = thread.unread > 0;
    view! {
        <li class="threads-row" class:threads-unread=unread data-current=shown>
            <a class="threads-subject" href=to data-noscroll="" aria-current=shown>
                <bdi>{thread.subject.clone()}</bdi>
            </a>
            {about(&thread)}
        </li>
    }
    .into_any()
}

/// Who wrote last and when, the order, and what is to be done.
pub fn about(thread: &Thread) -> AnyView {
    let (at, by) = (thread.last_at, thread.last_by);
    let name = thread
        .customer
        .as_ref()
        .map(crate::conversation::name)
        .unwrap_or_default();
    let by = say(move || {
        let date = text::date_time(at);
        match by {
            Side::Shop => text::fill(words::BY_SHOP, &[("date", &date)]),
            Side::Customer => text::fill(words::BY_CUSTOMER, &[("name", &name), ("date", &date)]),
        }
    });
    let order = thread.order.as_ref().map(|order| {
        let number = order.number.to_string();
        let said = say(move || text::fill(common::ABOUT_ORDER, &[("number", &number)]));
        view! { <span class="meta">{said}</span> }
    });
    let unread = thread.unread;
    let new = (unread > 0).then(|| {
        let said = say(move || text::plural(unread, common::UNREAD_ONE, common::UNREAD_OTHER));
        view! { <Badge hue=Hue::Brass shape="●">{said}</Badge> }.into_any()
    });
    let open = thread.state == ConversationState::Open;
    let waits = (open && unread == 0 && thread.last_by == Side::Customer).then(|| {
        view! { <Badge hue=Hue::Brass shape="◐">{t(words::WAITING_FLAG)}</Badge> }.into_any()
    });
    let closed =
        (!open).then(|| view! { <Badge shape="✓">{t(common::STATE_CLOSED)}</Badge> }.into_any());
    view! {
        <span class="threads-about">
            <bdi class="meta">{by}</bdi>
            {order} {new} {waits} {closed}
        </span>
    }
    .into_any()
}
