//! The signed-in customer's own record, loaded once for all pages of the space.

use crate::client;
use crate::loaded::Loaded;
use crate::session::Session;
use domain::account::Profile;
use domain::api::account::GetProfile;
use leptos::prelude::*;

/// The record, in the context of every page of the space. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Own(pub Loaded<Profile>);

impl Own {
    /// Asks for it.
    pub fn load() -> Own {
        let who = expect_context::<Session>();
        Own(Loaded::new(move || {
            Box::pin(async move {
                let answer = client::call::<GetProfile>(&(), &(), &()).await;
                if answer
                    .as_ref()
                    .is_err_and(|refusal| refusal.status() == 401)
                {
                    who.ended();
                }
                answer
            })
        }))
    }

    /// What the pages read. Only inside the space.
    pub fn record() -> Loaded<Profile> {
        expect_context::<Own>().0
    }
}
