//! Asking again from time to time, while somebody looks.

use crate::dom;
use leptos::prelude::*;
use std::time::Duration;

/// Between two questions.
const PAUSE: Duration = Duration::from_secs(20);

/// Calls `ask` every so often while the page is seen, and at once when it is seen again; no more once its owner is gone.
pub fn poll(ask: UnsyncCallback<()>) {
    let look = move || {
        if !dom::document().hidden() {
            ask.try_run(());
        }
    };
    let ticking = set_interval_with_handle(look, PAUSE).ok();
    let seen = window_event_listener_untyped("visibilitychange", move |_| look());
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
        seen.remove();
    });
}
