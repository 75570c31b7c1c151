//! Who is signed in in this browser: asked once, kept in the context, changed by signing in and out.

use crate::client::{self, Refusal};
use crate::reactive::go;
use crate::storage;
use domain::account::Account;
use domain::api::session::{Credentials, GetSession, SignIn, SignOut};
use domain::route;
use leptos::prelude::*;
use std::time::Duration;

/// What is known about who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// Nobody asked yet, or the answer is under way.
    Unknown,
    Nobody,
    Somebody(Account),
}

/// The session of this browser. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Session {
    who: RwSignal<Who>,
    /// Whether anybody has asked, also where no answer came yet.
    asked: StoredValue<bool>,
    /// Grows with everything that is known: an answer that was overtaken on its way says nothing any more.
    turn: StoredValue<u32>,
}

impl Session {
    /// Made once, by the app's root, and put into the context. It asks nothing until somebody needs to know.
    pub fn new() -> Session {
        Session {
            who: RwSignal::new(Who::Unknown),
            asked: StoredValue::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Who is signed in, followed by whatever is reading.
    pub fn who(self) -> Who {
        self.who.get()
    }

    /// Who is signed in, for code that reads it once.
    pub fn who_now(self) -> Who {
        self.who.get_untracked()
    }

    /// Asks who is signed in once the page stands, unless somebody asked already: nothing waits for it.
    pub fn ask_in_time(self) {
        set_timeout(
            move || {
                if self.asked.try_get_value() == Some(false) {
                    go(async move {
                        let _ = self.ask().await;
                    });
                }
            },
            Duration::from_millis(500),
        );
    }

    /// Asks the Worker who is signed in.
    pub async fn ask(self) -> Result<(), Refusal> {
        self.asked.set_value(true);
        let turn = self.turn.get_value();
        let answer = client::call::<GetSession>(&(), &(), &()).await?;
        if self.turn.get_value() == turn {
            self.is_now(answer);
        }
        Ok(())
    }

    /// Signs in. While the Worker has too many passwords to check, it calls `busy` and asks again by itself.
    pub async fn sign_in(
        self,
        credentials: &Credentials,
        busy: impl Fn(),
    ) -> Result<Option<Account>, Refusal> {
        let session = client::call_patiently::<SignIn>(&(), &(), credentials, busy).await?;
        let account = session.account.clone();
        self.is_now(session);
        Ok(account)
    }

    /// Takes over what the Worker answered about the session.
    pub fn is_now(self, session: domain::api::session::Session) {
        self.know(session.account.map_or(Who::Nobody, Who::Somebody));
    }

    /// Ends the session on the server, then starts the app afresh: nothing of it stays on the screen or in memory.
    pub async fn sign_out(self) -> Result<(), Refusal> {
        client::call::<SignOut>(&(), &(), &()).await?;
        storage::clear_tab();
        let _ = window().location().replace(route::SIGN_IN);
        Ok(())
    }

    /// The Worker said that nobody is signed in any more.
    pub fn ended(self) {
        self.know(Who::Nobody);
    }

    fn know(self, who: Who) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.who.set(who);
    }
}
