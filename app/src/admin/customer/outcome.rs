//! What an act on pending details came to: said at its place, for as long as nothing else was done.

use crate::admin::customer::Record;
use crate::admin::refused::current;
use crate::admin::words;
use crate::client::Refusal;
use crate::reactive::words as say;
use crate::text::{self, Key, common, t};
use crate::ui::notice::{Notice, Tone};
use domain::customer::Customer;
use domain::id::PendingId;
use domain::pending::DetailsField;
use leptos::prelude::*;

/// What an act came to, where that needs saying.
#[derive(Clone, PartialEq)]
pub struct Outcome {
    pub tone: Tone,
    pub sentence: Key,
    pub trace: Option<String>,
    /// Which details it is about; none for the whole card.
    pub about: Option<PendingId>,
}

/// What the last act came to, at its place.
pub fn said(outcome: RwSignal<Option<Outcome>>, at: Option<&PendingId>) -> Option<AnyView> {
    let Outcome {
        tone,
        sentence,
        trace,
        ..
    } = outcome
        .get()
        .filter(|outcome| outcome.about.as_ref() == at)?;
    Some(
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
        .into_any(),
    )
}

/// An act did not go through: somebody else was there first, or the Worker was not reached.
pub fn refused(
    refusal: &Refusal,
    about: PendingId,
    record: Record,
    outcome: RwSignal<Option<Outcome>>,
) {
    let (tone, sentence, about) = match refusal.status() {
        409 => {
            let seen = differing(record, &about);
            match current::<Customer>(refusal) {
                Some(customer) => record.changed(customer),
                None => record.again(),
            }
            match differing(record, &about) {
                Some(now) => {
                    // what nobody chose would undo the change of whoever was first
                    for field in now {
                        if !seen.as_ref().is_some_and(|seen| seen.contains(&field)) {
                            record.choices.tick(&about, field, false);
                        }
                    }
                    (Tone::Warn, words::STALE, Some(about))
                }
                None => (Tone::Warn, words::DECIDED, None),
            }
        }
        404 => {
            record.again();
            (Tone::Warn, words::DECIDED, None)
        }
        401 => (Tone::Warn, words::SESSION_OVER, Some(about)),
        403 => (Tone::Warn, crate::text::error::FORBIDDEN, Some(about)),
        0 => (Tone::Danger, words::ACT_OFFLINE, Some(about)),
        _ => (Tone::Danger, words::ACT_FAILED, Some(about)),
    };
    outcome.set(Some(Outcome {
        tone,
        sentence,
        trace: refusal.trace().filter(|_| tone == Tone::Danger),
        about,
    }));
}

/// The rows that differ, of details that still wait.
fn differing(record: Record, about: &PendingId) -> Option<Vec<DetailsField>> {
    let customer = untrack(|| record.customer.value())?;
    let mut pending = customer.pending.into_iter();
    pending
        .find(|pending| pending.id == *about)
        .map(|pending| pending.differing)
}
