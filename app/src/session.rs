//! Who is signed in in this browser: asked once, kept in the context, changed by signing in and out.

use crate::client::{self, Refusal};
use crate::storage;
use domain::account::Account;
use domain::api::session::{Credentials, GetSession, SignIn, SignOut};
use domain::route;
use leptos::prelude::*;

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
}

impl Session {
    /// Made once, by the app's root, and put into the context. It asks nothing until somebody needs to know.
    pub fn new() -> Session {
        Session {
            who: RwSignal::new(Who::Unknown),
        }
    }

    /// Who is signed in, followed by whatever is reading.
    pub fn who(self) -> Who {
        self.who.get()
    }

    /// Asks the Worker who is signed in.
    pub async fn ask(self) -> Result<(), Refusal> {
        let session = client::call::<GetSession>(&(), &(), &()).await?;
        self.who
            .set(session.account.map_or(Who::Nobody, Who::Somebody));
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
        self.who
            .set(session.account.map_or(Who::Nobody, Who::Somebody));
        Ok(account)
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
        self.who.set(Who::Nobody);
    }
}
