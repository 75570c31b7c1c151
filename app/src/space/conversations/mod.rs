//! The customer's conversations with the shop: all of them, a new one, one of them.

mod list;
mod new;
mod one;
pub mod words;

pub use list::first;

use crate::conversation::Party;
use crate::session::Session;
use crate::space::arranged::Arranged;
use domain::conversation::Side;
use domain::id::ConversationId;
use domain::route;
use leptos::prelude::*;

/// The page of an address; none where it is no conversation's.
pub fn page(path: &str) -> Option<AnyView> {
    match path {
        route::ACCOUNT_CONVERSATIONS => Some(list::page()),
        route::ACCOUNT_CONVERSATION_NEW => Some(new::page()),
        _ => {
            let id = path.strip_prefix(route::ACCOUNT_CONVERSATIONS)?;
            let id = ConversationId::parse(id.strip_prefix('/')?)?;
            Some(one::page(id))
        }
    }
}

/// The customer, before this screen.
fn party() -> Party {
    let who = expect_context::<Session>();
    Party {
        side: Side::Customer,
        ended: UnsyncCallback::new(move |()| who.ended()),
    }
}

/// Lets the list of pages say anew how many are unread.
fn recount() -> UnsyncCallback<()> {
    let space = Arranged::space();
    UnsyncCallback::new(move |()| space.again())
}
