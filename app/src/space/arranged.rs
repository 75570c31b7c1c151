//! The space as the shop arranged it for this customer, loaded once for all its pages.

use crate::client;
use crate::loaded::Loaded;
use crate::session::Session;
use domain::api::space::GetSpace;
use domain::space::{BlockKind, Count, Space};
use leptos::prelude::*;

/// The arrangement, in the context of every page of the space. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Arranged(pub Loaded<Space>);

impl Arranged {
    /// Asks for it.
    pub fn load() -> Arranged {
        let who = expect_context::<Session>();
        Arranged(Loaded::new(move || {
            Box::pin(async move {
                let answer = client::call::<GetSpace>(&(), &(), &()).await;
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
    pub fn space() -> Loaded<Space> {
        expect_context::<Arranged>().0
    }

    /// How many of a kind there are, once that is known.
    pub fn count(kind: BlockKind) -> Option<Count> {
        Arranged::space().with(|space| {
            let of_kind = space?.blocks.iter().find(|block| block.kind == kind);
            of_kind?.count
        })
    }
}
