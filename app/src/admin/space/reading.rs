//! A text's Markdown as it will be shown, a moment after the last key. The Worker reads it: what is shown here is what
//! customers get.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::client::Refusal;
use crate::dom;
use crate::reactive::{follow, go};
use domain::api::markdown::{ReadMarkdown, Typed};
use domain::markdown::Block;
use leptos::prelude::*;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(250);

/// What was read last, and why the latest reading is none. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Reading {
    pub shown: RwSignal<Vec<Block>>,
    pub refusal: RwSignal<Option<Refusal>>,
    turn: RwSignal<u32>,
}

impl Reading {
    /// Reads `text` now, and again when it changes.
    pub fn of(text: Signal<String>) -> Reading {
        let desk = expect_context::<Desk>();
        let reading = Reading {
            shown: RwSignal::new(Vec::new()),
            refusal: RwSignal::new(None),
            turn: RwSignal::new(0),
        };
        let latest = StoredValue::new(0u32);
        follow(move || {
            let again = reading.turn.get() > 0;
            let text = text.get();
            let mine = latest.get_value().wrapping_add(1);
            latest.set_value(mine);
            if text.trim().is_empty() {
                reading.shown.set(Vec::new());
                return;
            }
            let first = mine == 1 || again;
            go(async move {
                if !first {
                    dom::pause(PAUSE).await;
                }
                if latest.try_get_value() != Some(mine) {
                    return;
                }
                let answer = ask::<ReadMarkdown>(desk, &(), &(), &Typed { text }).await;
                if latest.try_get_value() != Some(mine) {
                    return;
                }
                match answer {
                    Ok(read) => {
                        reading.refusal.set(None);
                        reading.shown.set(read.blocks);
                    }
                    Err(refusal) => reading.refusal.set(Some(refusal)),
                }
            });
        });
        reading
    }

    pub fn again(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }
}
