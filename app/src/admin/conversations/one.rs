//! The conversation that is open in the inbox: with whom, about what, its messages, the answer.

use crate::admin::conversations::{Inbox, party, words};
use crate::admin::inboxed::Inboxed;
use crate::admin::notices::Notices;
use crate::conversation::talk::Talk;
use crate::conversation::{name, words as common};
use crate::reactive::{go, shown, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::notice::{Notice, Tone};
use domain::conversation::{ReadForm, Thread};
use domain::id::ConversationId;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Nothing is open.
pub fn none() -> AnyView {
    view! {
        <div class="inbox-none">
            <Empty message=text::said(words::CHOOSE)/>
        </div>
    }
    .into_any()
}

pub fn one(inbox: Inbox, id: ConversationId) -> AnyView {
    let inboxed = expect_context::<Inboxed>();
    let told = UnsyncCallback::new(move |unread| {
        inboxed.is_now(unread);
        inbox.did();
    });
    let changed = UnsyncCallback::new(move |()| {
        inboxed.ask();
        inbox.did();
    });
    let talk = Talk::open(party(), id.clone(), told, changed);
    let thread = talk.thread();
    let head = shown(move || thread.get().map(head));
    let back = move || inbox.address(None, &inbox.query.get());
    view! {
        <section class="stack" aria-labelledby="inbox-subject">
            <p class="inbox-back">
                <a href=back>{t(words::BACK)}</a>
            </p>
            {head} {leave_unread(inbox, id)} {talk.view()}
        </section>
    }
    .into_any()
}

fn head(thread: Thread) -> AnyView {
    let order = thread.order.map(|order| {
        let number = order.number.to_string();
        let said = say(move || text::fill(common::ABOUT_ORDER, &[("number", &number)]));
        view! { <a href=route::admin_order(&order.id)>{said}</a> }
    });
    let customer = thread.customer.map(|customer| {
        let called = name(&customer);
        let said = say(move || text::fill(words::CUSTOMER, &[("name", &called)]));
        let away = (!customer.reads).then(|| {
            view! {
                <Notice tone=Tone::Warn>
                    <p>{t(words::NO_ACCOUNT)}</p>
                </Notice>
            }
        });
        let link = view! {
            <a href=route::admin_customer(&customer.id)>
                <bdi>{said}</bdi>
            </a>
        };
        (link, away)
    });
    let (link, away) = customer.unzip();
    view! {
        <div class="stack-tight">
            <h2 class="subheading" id="inbox-subject" dir="auto">
                {thread.subject}
            </h2>
            <p class="cluster">{link} {order}</p>
            {away}
        </div>
    }
    .into_any()
}

/// For who is not done with it: the customer's last message is unread again for the team, and the list comes back.
fn leave_unread(inbox: Inbox, id: ConversationId) -> AnyView {
    let party = party();
    let inboxed = expect_context::<Inboxed>();
    let notices = expect_context::<Notices>();
    let navigate = StoredValue::new_local(use_navigate());
    let id = StoredValue::new(id);
    let busy = RwSignal::new(false);
    let press = move |()| {
        busy.set(true);
        go(async move {
            let form = ReadForm {
                upto: None,
                unread: true,
            };
            let answer = party.read(&id.get_value(), &form).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            if let Ok(unread) = answer {
                inboxed.is_now(unread);
                inbox.did();
                notices.tell(text::word(words::MARKED_UNREAD).to_owned(), None);
                let to = inbox.address(None, &inbox.query.get_untracked());
                navigate.with_value(|navigate| navigate(&to, NavigateOptions::default()));
            }
        });
    };
    view! {
        <div>
            <Button label=words::MARK_UNREAD weight=Weight::Quiet busy=busy press/>
        </div>
    }
    .into_any()
}
