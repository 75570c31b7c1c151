//! What the back office's screens share while it is open: the session's end, the list as it was left, the way back through its pages.

use crate::reactive::follow;
use crate::session::{Session, Who};
use crate::storage::{self, Shelf};
use domain::account::Account;
use domain::permission::Right;
use leptos::prelude::*;
use std::any::Any;
use std::sync::Arc;

/// Pages of a list that the way back remembers.
const TRAIL_MAX: usize = 200;
/// Screens that are remembered: the palette shows all but the present one.
const VISITED_MAX: usize = 6;
const TRAIL: &str = "trail";

/// Some list's answer.
type Answer = Arc<dyn Any + Send + Sync>;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Desk {
    session: Session,
    /// Who was signed in last.
    account: RwSignal<Option<Account>>,
    over: RwSignal<bool>,
    left: RwSignal<bool>,
    turn: RwSignal<u32>,
    /// The path of a screen below a list, and what it is about.
    place: RwSignal<Option<(String, String)>>,
    /// The last answer of each list, by its path.
    listed: StoredValue<Vec<(String, Answer)>>,
    /// Lists that were left: their path, and their address then.
    lists: RwSignal<Vec<(String, String)>>,
    /// The screens that were looked at last, the latest first: their path, and what they are about where they stand below a list.
    visited: RwSignal<Vec<(String, Option<String>)>>,
}

impl Desk {
    /// Made once, by the back office's root, and put into the context.
    pub fn new(session: Session) -> Desk {
        let desk = Desk {
            session,
            account: RwSignal::new(None),
            over: RwSignal::new(false),
            left: RwSignal::new(false),
            turn: RwSignal::new(0),
            place: RwSignal::new(None),
            listed: StoredValue::new(Vec::new()),
            lists: RwSignal::new(Vec::new()),
            visited: RwSignal::new(Vec::new()),
        };
        follow(move || {
            if let Who::Somebody(account) = session.who() {
                desk.account.set(Some(account));
            }
        });
        desk
    }

    /// Who is signed in, or was until the session ended.
    pub fn account(self) -> Option<Account> {
        self.account.get()
    }

    /// The Worker refused a call for want of a session.
    pub fn session_ended(self) {
        // an answer may come when the back office is left already
        self.over.try_set(true);
        self.session.ended();
    }

    /// Whether the session ended while the back office was open.
    pub fn is_over(self) -> bool {
        self.over.get()
    }

    /// Signed in again: everything on the screen is asked for again.
    pub fn signed_in_again(self) {
        self.over.set(false);
        self.look_anew();
    }

    /// What is on the screen may be another by now: everything is asked for again.
    pub fn look_anew(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }

    /// Read by everything that asks the Worker, so that it asks again after a new sign-in.
    pub fn follow_session(self) {
        self.turn.track();
    }

    /// Signed out: nothing stays on the screen.
    pub fn leave(self) {
        self.listed.try_set_value(Vec::new());
        self.left.try_set(true);
    }

    pub fn left(self) -> bool {
        self.left.get()
    }

    /// What the last crumb of the top bar says on the screen at `path`, where that stands below a list.
    pub fn place(self, path: &str) -> Option<String> {
        self.place
            .with(|place| place.clone().filter(|(at, _)| at == path))
            .map(|(_, name)| name)
    }

    pub fn set_place(self, path: &str, name: String) {
        let place = Some((path.to_owned(), name));
        if self.place.get_untracked() != place {
            self.place.set(place);
        }
    }

    /// Remembers that the screen at `path` is looked at, once it is known what it is about. Nothing of it outlives the page.
    pub fn visits(self, path: &str, part: Option<&str>) {
        let place = self.place(path);
        if place.is_some() || part == Some(path) {
            self.visited.update(|visited| {
                visited.retain(|(other, _)| other != path);
                visited.insert(0, (path.to_owned(), place));
                visited.truncate(VISITED_MAX);
            });
        }
    }

    pub fn visited(self) -> Vec<(String, Option<String>)> {
        self.visited.get()
    }

    /// The list at `path` as it was last answered, so that coming back to it shows it at once.
    pub fn listed<L: Clone + 'static>(self, path: &str) -> Option<L> {
        let find = |kept: &Vec<(String, Answer)>| {
            let (_, answer) = kept.iter().find(|(list, _)| list == path)?;
            answer.downcast_ref::<L>().cloned()
        };
        self.listed.try_with_value(find).flatten()
    }

    pub fn keep_listed<L: Send + Sync + 'static>(self, path: &str, listed: L) {
        let answer: Answer = Arc::new(listed);
        self.listed.try_update_value(|kept| {
            kept.retain(|(list, _)| list != path);
            kept.push((path.to_owned(), answer));
        });
    }

    /// The address of the list at `path` as it was left: search, filters and page included.
    pub fn list(self, path: &str) -> String {
        let left = |lists: &Vec<(String, String)>| {
            let found = lists.iter().find(|(list, _)| list == path);
            found.map_or_else(|| path.to_owned(), |(_, address)| address.clone())
        };
        self.lists.with(left)
    }

    pub fn set_list(self, path: &str, address: String) {
        let known = |lists: &Vec<(String, String)>| {
            lists
                .iter()
                .any(|(list, left)| list == path && *left == address)
        };
        if !self.lists.with_untracked(known) {
            self.lists.update(|lists| {
                lists.retain(|(list, _)| list != path);
                lists.push((path.to_owned(), address));
            });
        }
    }

    /// Whether the person may do it. The Worker checks again at every call.
    pub fn may(self, right: Right) -> bool {
        self.account()
            .is_some_and(|account| account.role.may(right))
    }

    /// Remembers that the page at `to` was reached from the one at `from`.
    pub fn went(self, from: &str, to: &str) {
        let mut trail = trail();
        trail.retain(|(page, _)| page != to);
        trail.push((to.to_owned(), from.to_owned()));
        let surplus = trail.len().saturating_sub(TRAIL_MAX);
        trail.drain(..surplus);
        let lines = trail.iter().map(|(to, from)| format!("{to} {from}\n"));
        storage::set(Shelf::Tab, TRAIL, &lines.collect::<String>());
    }

    /// The page that the one at `page` was reached from, in this tab.
    pub fn before(self, page: &str) -> Option<String> {
        let found = trail().into_iter().find(|(to, _)| to == page);
        found.map(|(_, from)| from)
    }
}

/// Keyset pages know their next one only; the tab remembers the ones before. Signing out forgets it.
fn trail() -> Vec<(String, String)> {
    let kept = storage::get(Shelf::Tab, TRAIL).unwrap_or_default();
    kept.lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(to, from)| (to.to_owned(), from.to_owned()))
        .collect()
}
