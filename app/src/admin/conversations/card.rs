//! The card of a customer's conversations, on their page: the latest ones, and the way to all of them.

use crate::admin::address;
use crate::admin::ask::ask;
use crate::admin::conversations::list::about;
use crate::admin::conversations::words;
use crate::admin::desk::Desk;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use domain::api::conversation::ListConversations;
use domain::conversation::{InboxQuery, Thread};
use domain::id::CustomerId;
use domain::route;
use leptos::prelude::*;

/// Conversations shown here.
const SHOWN: usize = 5;

/// The last written in first.
#[component]
pub fn CustomerConversations(id: CustomerId) -> AnyView {
    let desk = expect_context::<Desk>();
    let query = InboxQuery {
        customer: Some(id),
        ..InboxQuery::default()
    };
    let all = address::of(route::ADMIN_CONVERSATIONS, &query);
    let threads = Loaded::new(move || {
        desk.follow_session();
        let query = query.clone();
        Box::pin(async move { ask::<ListConversations>(desk, &(), &query, &()).await })
    });
    let body = either(move || match (threads.value(), threads.refusal()) {
        (Some(page), _) if page.items.is_empty() => {
            view! { <Empty message=text::said(words::CARD_NONE)/> }.into_any()
        }
        (Some(page), _) => {
            let more = page.next.is_some() || page.items.len() > SHOWN;
            let all = more.then(|| all.clone());
            let rows = page.items.into_iter().take(SHOWN).map(row).collect_view();
            view! {
                <ul class="threads">{rows}</ul>
                {all.map(|all| view! { <a href=all>{t(words::CARD_ALL)}</a> })}
            }
            .into_any()
        }
        (None, Some(refusal)) => view! {
            <Trouble message=words::CARD_FAILED refusal retry=move |()| threads.again()/>
        }
        .into_any(),
        (None, None) => view! { <Loading bars=2/> }.into_any(),
    });
    view! {
        <section class="card stack" aria-labelledby="conversations-title">
            <h2 class="subheading" id="conversations-title">
                {t(words::CARD_TITLE)}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn row(thread: Thread) -> AnyView {
    view! {
        <li class="threads-row" class:threads-unread=thread.unread.gt(&0)>
            <a class="threads-subject" href=route::admin_conversation(&thread.id)>
                <bdi>{thread.subject.clone()}</bdi>
            </a>
            {about(&thread)}
        </li>
    }
    .into_any()
}
