//! Step 3: what the import would do. Nothing is written; every bad row is listed.

use crate::admin::imports::faults::Faults;
use crate::admin::imports::going::going;
use crate::admin::imports::options::options;
use crate::admin::imports::said::found;
use crate::admin::imports::steps::Step;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::reactive::{either, flag, words as say};
use crate::text::{self, t};
use crate::ui::button::Weight;
use crate::ui::notice::{Notice, Tone};
use domain::import::{Import, ImportState};
use leptos::prelude::*;

pub fn check(watched: Watched) -> AnyView {
    let over = watched.of(|import| import.checked_at.is_some());
    let faults = watched.of(|import| import.faults);
    let some = Memo::new(move |_| faults.get().is_some_and(|faults| faults > 0));
    view! {
        <section class="card stack" aria-labelledby="import-check-title">
            <h2 class="subheading" id="import-check-title">
                {t(words::STEP_CHECK)}
            </h2>
            <p>{t(words::CHECK_TEXT)}</p>
            {either(move || match over.get() {
                Some(true) => checked(watched),
                _ => going(watched),
            })}
        </section>
        {part(move || (over.get() == Some(true) && some.get()).then(|| view! { <Faults watched/> }))}
    }
    .into_any()
}

fn checked(watched: Watched) -> AnyView {
    let counts = say(move || {
        watched.import.with(|import| match import {
            Some(import) => found(&import.found, import.faults),
            None => String::new(),
        })
    });
    let groups = watched.of(|import| import.new_groups);
    let waits = watched.of(|import| import.state == ImportState::Checked);
    view! {
        <p class="import-counts" role="status">
            {counts}
        </p>
        {part(move || {
            let n = groups.get().filter(|n| *n > 0)?;
            let said = say(move || text::plural(n, words::NEW_GROUPS_ONE, words::NEW_GROUPS_OTHER));
            Some(view! { <p>{said}</p> })
        })}
        {part(move || (waits.get() == Some(true)).then(|| acts(watched)))}
    }
    .into_any()
}

/// What may be asked for beside, and the act by its name.
fn acts(watched: Watched) -> AnyView {
    let rows = watched.of(touched);
    let nothing = Memo::new(move |_| rows.get() == Some(0));
    let act = say(move || {
        let n = rows.get().unwrap_or_default();
        text::plural(n, words::DO_ONE, words::DO_OTHER)
    });
    view! {
        {options(watched)}
        {either(move || {
            if nothing.get() {
                return view! {
                    <Notice>
                        <p>{t(words::NOTHING_TO_DO)}</p>
                    </Notice>
                }
                    .into_any();
            }
            view! {
                <div class="cluster">
                    <button
                        class=Weight::Primary.class()
                        id="import-do"
                        type="button"
                        aria-disabled=flag(move || watched.busy.get())
                        on:click=move |_| watched.put(ImportState::Importing, Some(Step::Import))
                    >
                        {act}
                    </button>
                </div>
            }
                .into_any()
        })}
        {part(move || sign_in_warning(watched))}
    }
    .into_any()
}

/// Customers whom the import does anything to.
fn touched(import: &Import) -> u32 {
    let options = &import.options;
    if options.sign_in || options.group.is_some() || options.consents {
        import.found.sum()
    } else {
        import.found.create.saturating_add(import.found.update)
    }
}

/// Mails that nobody takes back are told of before.
fn sign_in_warning(watched: Watched) -> Option<AnyView> {
    let asked = watched
        .import
        .with(|import| import.as_ref().is_some_and(|i| i.options.sign_in));
    asked.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{t(words::SIGN_IN_WARNING)}</p>
            </Notice>
        }
        .into_any()
    })
}
