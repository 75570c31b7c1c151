//! What is said where an act or a saving did not go through. What was typed stays.

use crate::admin::words;
use crate::client::Refusal;
use crate::form::focus;
use crate::json;
use crate::reactive::words as say;
use crate::text::{self, common, error, t};
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// The id of the place above a form that says what became of a saving.
pub const OUTCOME: &str = "outcome";

/// Leads to that place: the button that was pressed may be far below it.
pub fn look() {
    request_animation_frame(|| focus(OUTCOME));
}

/// A sentence by what happened, and the reference for who looks into it.
pub fn refused(refusal: &Refusal) -> AnyView {
    let (tone, sentence) = match refusal.status() {
        0 => (Tone::Danger, words::ACT_OFFLINE),
        401 => (Tone::Warn, words::SESSION_OVER),
        403 => (Tone::Warn, error::FORBIDDEN),
        404 => (Tone::Warn, words::ACT_GONE),
        409 => (Tone::Warn, words::ACT_STALE),
        429 => (Tone::Warn, words::ACT_SLOWED),
        _ => (Tone::Danger, words::ACT_FAILED),
    };
    let trace = refusal.trace().filter(|_| tone == Tone::Danger);
    view! {
        <Notice tone>
            <p>{t(sentence)}</p>
            {trace
                .map(|trace| {
                    view! {
                        <p class="meta">
                            {say(move || text::fill(common::TRACE, &[("trace", &trace)]))}
                        </p>
                    }
                })}
        </Notice>
    }
    .into_any()
}

/// The row as it is now, which a 409 carries.
pub fn current<T: serde::de::DeserializeOwned>(refusal: &Refusal) -> Option<T> {
    match refusal {
        Refusal::Problem(problem, _) if problem.status == 409 => {
            json::of(problem.current.as_ref()?)
        }
        _ => None,
    }
}
