//! The back office: its frame and its screens, all in one chunk that shoppers never load.

mod address;
mod answers;
mod ask;
pub mod bulk;
pub mod campaigns;
mod choice;
mod clock;
mod conflict;
mod conversations;
mod customer;
pub mod customers;
mod desk;
mod documents;
mod drop;
mod duplicates;
pub mod exports;
mod fields;
mod finder;
mod frame;
mod glyphs;
mod gradually;
mod groups;
mod imports;
mod inboxed;
mod journal;
mod keys;
mod list;
mod listed;
mod menu;
mod no_right;
mod not_up_to_date;
mod notices;
mod order;
mod orders;
mod outbox;
mod pages;
mod palette;
mod part;
mod person;
mod product;
mod products;
mod refused;
mod role;
mod screen;
mod search;
mod session_over;
mod settings;
mod space;
mod state;
mod table;
mod team;
mod trouble;
mod unsaved;
mod words;
pub mod work;

pub use palette::palette;
pub use session_over::sign_in_again;

use crate::admin::bulk::Progress;
use crate::admin::desk::Desk;
use crate::admin::frame::Frame;
use crate::admin::inboxed::Inboxed;
use crate::admin::no_right::NoRight;
use crate::admin::notices::Notices;
use crate::admin::unsaved::Unsaved;
use crate::client::Refusal;
use crate::reactive::{either, follow, go, words as say};
use crate::session::{Session, Who};
use crate::settings::Settings;
use crate::sign_in;
use crate::text;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::loading::Loading;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// Who stands at the door.
#[derive(Clone, PartialEq)]
enum Door {
    /// The Worker is being asked.
    Asking,
    /// It could not say.
    Failed(Refusal),
    /// Nobody is signed in: off to the sign-in page.
    Stranger,
    /// Somebody who does not work here.
    NoRight,
    /// Staff; also when their session ended while they worked: what is on the screen stays.
    Open,
}

/// The back office. Only staff get past the door; the Worker checks again at every call.
#[component]
pub fn Admin() -> AnyView {
    let session = expect_context::<Session>();
    let desk = Desk::new(session);
    provide_context(desk);
    provide_context(Notices::new());
    provide_context(Progress::new(desk));
    provide_context(Inboxed::new(desk));
    provide_context(Unsaved::new());
    reload_when_restored();
    let asked = RwSignal::new(matches!(untrack(|| session.who()), Who::Somebody(_)));
    let refusal = RwSignal::new(None::<Refusal>);
    let ask = move || {
        refusal.set(None);
        go(async move {
            match session.ask().await {
                Ok(()) => asked.try_set(true).map(drop),
                Err(refused) => refusal.try_set(Some(refused)).map(drop),
            };
        });
    };
    if !asked.get_untracked() {
        ask();
    }
    let door = Memo::new(move |before: Option<&Door>| {
        if let Some(refused) = refusal.get() {
            return Door::Failed(refused);
        }
        if !asked.get() {
            return Door::Asking;
        }
        match session.who() {
            Who::Somebody(account) if account.role.is_staff() => Door::Open,
            Who::Somebody(_) => Door::NoRight,
            _ if before == Some(&Door::Open) => Door::Open,
            _ => Door::Stranger,
        }
    });
    send_strangers_away(door);
    view! {
        {either(move || {
            if desk.left() {
                return ().into_any();
            }
            match door.get() {
                Door::Asking => outside(view! { <Loading bars=4/> }.into_any()),
                Door::Failed(refused) => outside(
                    view! {
                        <Heading text=text::said(text::common::NAV_ADMIN)/>
                        <Failed
                            message=text::said(words::OPENING_FAILED)
                            refusal=Some(refused)
                            retry=move |()| ask()
                        />
                    }
                        .into_any(),
                ),
                Door::Stranger => outside(().into_any()),
                Door::NoRight => outside(view! { <NoRight/> }.into_any()),
                Door::Open => view! { <Frame/> }.into_any(),
            }
        })}
    }
    .into_any()
}

/// A page before the door: without the frame, under the shop's name.
fn outside(inside: AnyView) -> AnyView {
    let settings = expect_context::<Settings>();
    view! {
        <header class="masthead">
            <div class="masthead-in">
                <a class="masthead-name" href=route::SHOP>
                    {say(move || settings.name())}
                </a>
                <LanguageSwitch/>
            </div>
        </header>
        <main id="content" class="page page-narrow stack" tabindex="-1">
            {inside}
        </main>
    }
    .into_any()
}

/// To the sign-in page, which leads back here.
fn send_strangers_away(door: Memo<Door>) {
    let navigate = use_navigate();
    let location = use_location();
    follow(move || {
        if door.get() != Door::Stranger {
            return;
        }
        let mut here = location.pathname.get_untracked();
        let search = location.search.get_untracked();
        if !search.is_empty() {
            here = format!("{here}?{search}");
        }
        sign_in::return_to(&here);
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(route::SIGN_IN, options);
    });
}

/// A page that the browser brings back from its memory may show what is no longer allowed: it starts afresh.
fn reload_when_restored() {
    let listening = window_event_listener_untyped("pageshow", |event| {
        let persisted = js_sys::Reflect::get(&event, &"persisted".into());
        if persisted.is_ok_and(|persisted| persisted.is_truthy()) {
            let _ = window().location().reload();
        }
    });
    on_cleanup(move || listening.remove());
}
