//! How much in the inbox is unread and waits for an answer: asked from time to time, shown in the menu.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::conversation::poll;
use crate::reactive::{either, follow, go};
use crate::text;
use domain::api::conversation::CountUnread;
use domain::conversation::Unread;
use domain::permission::Right;
use leptos::prelude::*;

/// The counts, in the context of the whole back office. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Inboxed {
    desk: Desk,
    now: RwSignal<Unread>,
}

impl Inboxed {
    /// Asks now and from then on, for who may read conversations.
    pub fn new(desk: Desk) -> Inboxed {
        let inboxed = Inboxed {
            desk,
            now: RwSignal::new(Unread::default()),
        };
        follow(move || {
            desk.follow_session();
            if desk.may(Right::ReadConversations) {
                inboxed.ask();
            }
        });
        poll(UnsyncCallback::new(move |()| inboxed.ask()));
        inboxed
    }

    /// Asks once.
    pub fn ask(self) {
        let may = untrack(|| self.desk.may(Right::ReadConversations) && !self.desk.is_over());
        if !may {
            return;
        }
        go(async move {
            if let Ok(unread) = ask::<CountUnread>(self.desk, &(), &(), &()).await {
                self.is_now(unread);
            }
        });
    }

    /// Takes over what an answer told.
    pub fn is_now(self, unread: Unread) {
        if self.now.try_get_untracked() != Some(unread) {
            self.now.try_set(unread);
        }
    }

    /// Lets whatever is reading follow.
    pub fn follow(self) {
        self.now.track();
    }

    pub fn unread(self) -> u32 {
        self.now.get().unread
    }

    pub fn waiting(self) -> u32 {
        self.now.get().waiting.unwrap_or_default()
    }

    /// The count beside the menu's word, while there is one.
    pub fn badge(self) -> AnyView {
        either(move || {
            let n = self.unread();
            let said = text::plural(
                n,
                crate::admin::words::NAV_UNREAD_ONE,
                crate::admin::words::NAV_UNREAD_OTHER,
            );
            (n > 0)
                .then(|| {
                    view! {
                        <span class="desk-menu-count">
                            <span aria-hidden="true">{text::number(n.into())}</span>
                            <span class="unseen">{said}</span>
                        </span>
                    }
                })
                .into_any()
        })
        .into_any()
    }
}
