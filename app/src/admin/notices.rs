//! What is said of one's own acts: a toast, with a way to take the act back where there is one. A taking back that does not go through
//! is a problem, and stands on the page.

use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::words;
use crate::client::Refusal;
use crate::reactive::{follow, go};
use crate::text::{common, t};
use crate::ui::icon::{CLOSE, Icon};
use crate::ui::toast::{self, Toasts};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::future::Future;
use std::pin::Pin;

/// Takes an act back.
pub type Undo = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), Refusal>>>>>;

/// Makes an undo of a closure that asks the Worker and shows what came of it.
pub fn undo<Taking>(take_back: impl Fn() -> Taking + 'static) -> Undo
where
    Taking: Future<Output = Result<(), Refusal>> + 'static,
{
    Box::new(move || Box::pin(take_back()))
}

/// A handle: copies share the state. It stands in the frame's context.
#[derive(Clone, Copy)]
pub struct Notices {
    toasts: Toasts,
    /// Why the last taking back did not go through.
    failed: RwSignal<Option<Refusal>>,
}

impl Notices {
    /// Made once, by the back office's root.
    pub fn new() -> Notices {
        Notices {
            toasts: expect_context(),
            failed: RwSignal::new(None),
        }
    }

    /// Says what came of an act. The undo outlives the screen that gave it: it must ask of what it touches whether that is still there.
    pub fn tell(self, sentence: String, undo: Option<Undo>) {
        self.failed.try_set(None);
        let undo = undo.map(|undo| toast::Undo {
            label: words::UNDO,
            act: UnsyncCallback::new(move |()| self.take_back(undo())),
        });
        self.toasts.say(sentence, undo);
    }

    fn take_back(self, taking: Pin<Box<dyn Future<Output = Result<(), Refusal>>>>) {
        go(async move {
            match taking.await {
                Ok(()) => self.tell(t(words::UNDONE)().to_owned(), None),
                Err(refusal) => drop(self.failed.try_set(Some(refusal))),
            }
        });
    }
}

/// The place above every screen for a taking back that did not go through. The next screen goes without.
#[component]
pub fn NotTakenBack() -> AnyView {
    let notices = expect_context::<Notices>();
    let path = use_location().pathname;
    follow(move || {
        path.track();
        notices.failed.set(None);
    });
    part(move || {
        let refusal = notices.failed.get()?;
        Some(view! {
            <div class="desk-notice">
                <p class="desk-notice-lead">{t(words::UNDO_FAILED)}</p>
                {refused(&refusal)}
                <button
                    class="button-icon"
                    type="button"
                    aria-label=t(common::CLOSE)
                    title=t(common::CLOSE)
                    on:click=move |_| notices.failed.set(None)
                >
                    <Icon glyph=CLOSE/>
                </button>
            </div>
        })
    })
    .into_any()
}
