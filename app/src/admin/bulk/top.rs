//! The button of the top bar that opens the work in progress. It stands as long as there is some to show.

use crate::admin::bulk::{Progress, words};
use crate::admin::glyphs::WORK;
use crate::admin::part::part;
use crate::chunk;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::icon::Icon;
use leptos::prelude::*;

const PANEL: &str = "desk-work";

/// With the number of what runs.
#[component]
pub fn WorkInProgress() -> AnyView {
    let progress = expect_context::<Progress>();
    progress.watch();
    let opened = RwSignal::new(false);
    let any = Memo::new(move |_| !progress.all().is_empty());
    let running = Memo::new(move |_| u32::try_from(progress.running()).unwrap_or(u32::MAX));
    let name = say(move || match running.get() {
        0 => t(words::WORK)().to_owned(),
        n => text::plural(n, words::WORK_ONE, words::WORK_OTHER),
    });
    part(move || {
        if !any.get() {
            return None;
        }
        Some(view! {
            <button
                class="button-icon desk-work-button"
                id="work"
                type="button"
                aria-label=name
                title=name
                popovertarget=PANEL
                on:click=move |_| {
                    opened.set(true);
                    progress.look();
                }
            >
                <Icon glyph=WORK/>
                {part(move || {
                    let n = running.get();
                    (n > 0)
                        .then(|| {
                            view! {
                                <span class="desk-work-count" aria-hidden="true">
                                    {text::number(n.into())}
                                </span>
                            }
                        })
                })}
            </button>
            <section class="desk-work" id=PANEL popover="auto" aria-labelledby="work-title">
                <h2 class="subheading" id="work-title">
                    {t(words::WORK)}
                </h2>
                {part(move || {
                    opened.get().then(|| chunk::lazy(chunk::bulk_panel, |failed| failed))
                })}
            </section>
        })
    })
    .into_any()
}
