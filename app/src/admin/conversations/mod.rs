//! `/admin/conversations`: the inbox that staff share, its list beside the conversation where there is room. View, search and
//! conversation stand in the address.

pub mod card;
mod list;
mod one;
pub mod words;

use crate::admin::address;
use crate::admin::desk::Desk;
use crate::conversation::Party;
use crate::reactive::either;
use crate::text;
use crate::ui::heading::Heading;
use domain::api::Query;
use domain::conversation::{InboxQuery, Side};
use domain::id::ConversationId;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What the parts of the inbox share. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Inbox {
    /// What the list is asked for.
    pub query: Memo<InboxQuery>,
    /// The conversation that is open.
    pub open: Memo<Option<ConversationId>>,
    /// Grows when something changed that the list tells.
    pub deeds: RwSignal<u32>,
}

impl Inbox {
    fn of_the_address() -> Inbox {
        let location = use_location();
        let path = location.pathname;
        let query = Memo::new(move |before: Option<&InboxQuery>| {
            if !path.with(|path| path.starts_with(route::ADMIN_CONVERSATIONS)) {
                return before.cloned().unwrap_or_default();
            }
            location.query.with(|pairs| {
                let mut query = InboxQuery::default();
                for (key, value) in pairs {
                    let _ = Query::take(&mut query, key, value);
                }
                query.cursor = None;
                query
            })
        });
        let open = Memo::new(move |_| {
            path.with(|path| {
                let id = path.strip_prefix(route::ADMIN_CONVERSATIONS)?;
                ConversationId::parse(id.strip_prefix('/')?)
            })
        });
        Inbox {
            query,
            open,
            deeds: RwSignal::new(0),
        }
    }

    /// The address of a conversation, or of the list alone, with what is asked for.
    pub fn address(self, id: Option<&ConversationId>, query: &InboxQuery) -> String {
        let path = match id {
            Some(id) => route::admin_conversation(id),
            None => route::ADMIN_CONVERSATIONS.to_owned(),
        };
        address::of(&path, query)
    }

    /// Something was done that the list tells.
    pub fn did(self) {
        self.deeds
            .try_update(|deeds| *deeds = deeds.wrapping_add(1));
    }
}

/// The shop, before this screen.
fn party() -> Party {
    let desk = expect_context::<Desk>();
    Party {
        side: Side::Shop,
        ended: UnsyncCallback::new(move |()| desk.session_ended()),
    }
}

/// The inbox.
#[component]
pub fn Conversations() -> AnyView {
    let inbox = Inbox::of_the_address();
    let class = move || match inbox.open.get() {
        Some(_) => "inbox inbox-open",
        None => "inbox",
    };
    let beside = either(move || match inbox.open.get() {
        Some(id) => one::one(inbox, id),
        None => one::none(),
    });
    view! {
        <div class="stack">
            <Heading text=text::said(words::TITLE)/>
            <div class=class>
                <div class="inbox-list">{list::list(inbox)}</div>
                <div class="inbox-one">{beside}</div>
            </div>
        </div>
    }
    .into_any()
}
