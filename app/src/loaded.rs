//! Something asked of the Worker: not here yet, here, or refused. What is here stays shown while a new answer is awaited.

use crate::client::Refusal;
use crate::reactive::{follow, go};
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use std::future::Future;
use std::pin::Pin;

/// A call under way.
pub type Asking<T> = Pin<Box<dyn Future<Output = Result<T, Refusal>>>>;

/// The state of something asked. A handle: copies share the state.
pub struct Loaded<T: 'static> {
    value: RwSignal<Option<T>, LocalStorage>,
    refusal: RwSignal<Option<Refusal>>,
    waiting: RwSignal<bool>,
    turn: RwSignal<u32>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T: Clone + 'static> Loaded<T> {
    /// Asks now, and again whenever a signal that `ask` reads changes. Only the latest answer counts.
    pub fn new(ask: impl Fn() -> Asking<T> + 'static) -> Loaded<T> {
        let loaded = Loaded {
            value: RwSignal::new_local(None),
            refusal: RwSignal::new(None),
            waiting: RwSignal::new(true),
            turn: RwSignal::new(0),
        };
        let latest = StoredValue::new(0u32);
        follow(move || {
            loaded.turn.track();
            let asking = ask();
            latest.update_value(|n| *n = n.wrapping_add(1));
            let mine = latest.get_value();
            loaded.waiting.set(true);
            go(async move {
                let answer = asking.await;
                if latest.try_get_value() != Some(mine) {
                    return;
                }
                loaded.waiting.set(false);
                match answer {
                    Ok(value) => {
                        loaded.refusal.set(None);
                        loaded.value.set(Some(value));
                    }
                    Err(refusal) => loaded.refusal.set(Some(refusal)),
                }
            });
        });
        loaded
    }

    /// What is here, followed by whatever is reading.
    pub fn value(self) -> Option<T> {
        self.value.get()
    }

    /// Reads what is here where it stands, without a copy, followed by whatever is reading.
    pub fn with<U>(self, read: impl FnOnce(Option<&T>) -> U) -> U {
        self.value.with(|value| read(value.as_ref()))
    }

    /// Why the latest answer is none.
    pub fn refusal(self) -> Option<Refusal> {
        self.refusal.get()
    }

    /// Whether an answer is awaited.
    pub fn waiting(self) -> bool {
        self.waiting.get()
    }

    /// Asks again.
    pub fn again(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }

    /// Takes over a newer value, as an act's own answer gave it.
    pub fn set(self, value: T) {
        self.refusal.set(None);
        self.value.set(Some(value));
    }

    /// The same for an answer that may come when its screen is gone.
    pub fn offer(self, value: T) {
        if !self.value.is_disposed() {
            self.set(value);
        }
    }
}
