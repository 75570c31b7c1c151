//! The check or the import at work: how far, how fast, and the button that pauses it.

use crate::admin::imports::watched::{Watched, reached};
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::button::Button;
use domain::import::{Import, ImportState};
use leptos::prelude::*;

/// While it works, and while it is paused.
pub fn going(watched: Watched) -> AnyView {
    let state = watched.of(|import| import.state);
    let checked = watched.of(|import| import.checked_at.is_some());
    let progress = watched.of(Import::progress);
    let paused = Memo::new(move |_| state.get() == Some(ImportState::Paused));
    let how_far = say(move || {
        watched
            .import
            .with(|i| i.as_ref().map(said).unwrap_or_default())
    });
    let pace = say(move || match watched.pace.get() {
        Some(rows) if !paused.get() => text::plural(rows, words::PACE_ONE, words::PACE_OTHER),
        _ => String::new(),
    });
    let label = Signal::derive(move || {
        if paused.get() {
            words::RESUME
        } else {
            words::PAUSE
        }
    });
    let press = move || {
        let wanted = match (paused.get_untracked(), checked.get_untracked()) {
            (false, _) => ImportState::Paused,
            (true, Some(true)) => ImportState::Importing,
            (true, _) => ImportState::Checking,
        };
        watched.put(wanted, None);
    };
    view! {
        <div class="stack-tight">
            <p class="import-far">
                <strong>{how_far}</strong>
                <span class="meta">{pace}</span>
            </p>
            <progress
                class="bulk-bar"
                id="import-progress"
                aria-label=t(words::PROGRESS)
                max="1000"
                value=move || progress.get().unwrap_or_default().to_string()
            ></progress>
            {part(move || (!paused.get()).then(|| view! { <p class="meta">{t(words::MAY_CLOSE)}</p> }))}
            <div class="cluster">
                <Button id="import-pause" label busy=watched.busy press=move |()| press()/>
            </div>
        </div>
    }
    .into_any()
}

/// `12 000 rows checked, 45 %`, `12 000 of 98 000 rows imported`.
fn said(import: &Import) -> String {
    let rows = text::number(reached(import).into());
    let (going, paused, all) = match import.checked_at {
        None => (
            words::CHECKED_SO_FAR,
            words::CHECK_PAUSED,
            text::percent(import.progress() * 10),
        ),
        Some(_) => (
            words::IMPORTED_SO_FAR,
            words::IMPORT_PAUSED,
            text::number(import.found.sum().into()),
        ),
    };
    let key = if import.state == ImportState::Paused {
        paused
    } else {
        going
    };
    text::fill(key, &[("n", &rows), ("all", &all)])
}
