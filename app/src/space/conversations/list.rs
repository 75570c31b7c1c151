//! `/account/conversations`: every conversation, the last written in first; and the latest for the block.

use crate::client::{self, Refusal};
use crate::conversation::{poll, words as common};
use crate::reactive::{either, go, shown, words as say};
use crate::session::Session;
use crate::settings::Settings;
use crate::space::conversations::words;
use crate::space::listing::{Asking, Listing, Read};
use crate::text::{self, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::PageQuery;
use domain::api::conversation::ListOwnConversations;
use domain::conversation::{ConversationState, Side, Thread};
use domain::page::Cursor;
use domain::route;
use leptos::prelude::*;
use std::rc::Rc;

/// What is listed so far, and where it goes on.
#[derive(Clone, PartialEq, Default)]
struct Listed {
    threads: Vec<Thread>,
    next: Option<Cursor>,
}

pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <div class="cluster cluster-apart">
                <Heading text=text::said(words::TITLE)/>
                {write(Weight::Primary)}
            </div>
            <List/>
        </div>
    }
    .into_any()
}

/// The way to a new one.
pub fn write(weight: Weight) -> AnyView {
    view! {
        <a class=weight.class() href=route::ACCOUNT_CONVERSATION_NEW>
            {t(words::WRITE)}
        </a>
    }
    .into_any()
}

/// The latest few, for the space's first page.
pub fn first(count: usize) -> AnyView {
    let ask = |cursor: Option<Cursor>| -> Asking {
        Box::pin(async move {
            let query = PageQuery { cursor };
            let page = client::call::<ListOwnConversations>(&(), &query, &()).await?;
            Ok(Read::of(page.items, page.next, row))
        })
    };
    let listing = Listing {
        ask: Rc::new(ask),
        class: "threads",
        more: words::MORE,
        failed: words::FAILED,
        empty,
    };
    listing.draw(Some(count))
}

fn empty() -> AnyView {
    view! { <Empty message=text::said(words::EMPTY)>{write(Weight::Secondary)}</Empty> }.into_any()
}

/// All of them. While somebody looks, new ones come by themselves.
#[component]
fn List() -> AnyView {
    let who = expect_context::<Session>();
    let listed = RwSignal::new(None::<Listed>);
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let ask = move |cursor: Option<Cursor>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        go(async move {
            let more = cursor.is_some();
            let query = PageQuery { cursor };
            let answer = client::call::<ListOwnConversations>(&(), &query, &()).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(page) => {
                    refusal.set(None);
                    let known = listed.get_untracked().unwrap_or_default();
                    let now = renewed(known, page.items, page.next, more);
                    if listed.with_untracked(|before| before.as_ref() != Some(&now)) {
                        listed.set(Some(now));
                    }
                }
                Err(refused) if refused.status() == 401 => who.ended(),
                Err(refused) if more || listed.with_untracked(Option::is_none) => {
                    refusal.set(Some(refused));
                }
                Err(_) => {}
            }
        });
    };
    ask(None);
    poll(UnsyncCallback::new(move |()| ask(None)));
    let next = move || listed.with_untracked(|listed| listed.as_ref()?.next.clone());
    let failed = shown(move || {
        let refusal = refusal.get()?;
        let view = view! {
            <Failed
                message=text::said(words::FAILED)
                refusal=Some(refusal)
                retry=move |()| ask(next())
            />
        };
        Some(view.into_any())
    });
    let list = either(move || match listed.get() {
        None if refusal.with(Option::is_some) => ().into_any(),
        None => view! { <Loading bars=3/> }.into_any(),
        Some(Listed { threads, .. }) if threads.is_empty() => empty(),
        Some(Listed { threads, next }) => {
            let more = next.is_some().then(|| {
                let press = move |()| ask(next.clone());
                view! { <Button label=words::MORE busy=busy press/> }
            });
            let rows = threads.into_iter().map(row).collect_view();
            view! {
                <ul class="threads">{rows}</ul>
                {more}
            }
            .into_any()
        }
    });
    view! { <div class="stack">{list} {failed}</div> }.into_any()
}

/// The list with a page more, or with its beginning renewed: what was listed behind that stays.
fn renewed(known: Listed, page: Vec<Thread>, next: Option<Cursor>, more: bool) -> Listed {
    if more {
        let mut threads = known.threads;
        threads.retain(|one| !page.iter().any(|other| other.id == one.id));
        threads.extend(page);
        return Listed { threads, next };
    }
    let behind = known.threads.len() > page.len() && next.is_some();
    if !behind {
        return Listed {
            threads: page,
            next,
        };
    }
    let rest = known
        .threads
        .into_iter()
        .filter(|one| !page.iter().any(|other| other.id == one.id));
    let rest: Vec<Thread> = rest.collect();
    Listed {
        threads: page.into_iter().chain(rest).collect(),
        next: known.next,
    }
}

fn row(thread: Thread) -> AnyView {
    let settings = expect_context::<Settings>();
    let (unread, at) = (thread.unread, thread.last_at);
    let by = say(move || {
        let date = text::date_time(at);
        match thread.last_by {
            Side::Customer => text::fill(words::BY_YOU, &[("date", &date)]),
            Side::Shop => text::fill(
                words::BY_SHOP,
                &[("shop", &settings.name()), ("date", &date)],
            ),
        }
    });
    let new = (unread > 0).then(|| {
        let said = say(move || text::plural(unread, common::UNREAD_ONE, common::UNREAD_OTHER));
        view! { <Badge hue=Hue::Brass shape="●">{said}</Badge> }
    });
    let closed = (thread.state == ConversationState::Closed).then(|| {
        view! { <Badge shape="✓">{t(common::STATE_CLOSED)}</Badge> }
    });
    let order = thread.order.map(|order| {
        let number = order.number.to_string();
        let said = say(move || text::fill(common::ABOUT_ORDER, &[("number", &number)]));
        view! { <span class="meta">{said}</span> }
    });
    view! {
        <li class="threads-row" class:threads-unread=unread.gt(&0)>
            <a class="threads-subject" href=route::conversation(&thread.id)>
                <bdi>{thread.subject}</bdi>
            </a>
            <span class="threads-about">
                <span class="meta">{by}</span>
                {order} {new} {closed}
            </span>
        </li>
    }
    .into_any()
}
