//! Step 4: the import at work, then what it did.

use crate::admin::bulk::Progress;
use crate::admin::imports::faults::Faults;
use crate::admin::imports::going::going;
use crate::admin::imports::said::done;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::live::announce;
use domain::import::{Import, ImportState, KEPT_DAYS};
use domain::route;
use leptos::prelude::*;

pub fn import(watched: Watched) -> AnyView {
    let progress = expect_context::<Progress>();
    let over = watched.of(|import| import.state == ImportState::Finished);
    let faults = watched.of(|import| import.faults > 0);
    let before = StoredValue::new(None::<bool>);
    follow(move || {
        let now = over.get();
        if before.get_value() == Some(false) && now == Some(true) {
            announce(t(words::FINISHED)().to_owned());
            // what the options asked for goes on as bulk changes
            progress.look();
        }
        before.set_value(now);
    });
    view! {
        <section class="card stack" aria-labelledby="import-import-title">
            <h2 class="subheading" id="import-import-title">
                {t(words::STEP_IMPORT)}
            </h2>
            {either(move || match over.get() {
                Some(true) => report(watched),
                _ => going(watched),
            })}
        </section>
        {part(move || (faults.get() == Some(true)).then(|| view! { <Faults watched/> }))}
    }
    .into_any()
}

fn report(watched: Watched) -> AnyView {
    let of = move |read: fn(&Import) -> String| {
        say(move || {
            watched
                .import
                .with(|i| i.as_ref().map(read).unwrap_or_default())
        })
    };
    let counts = of(|import| done(&import.done, import.faults));
    let ended = of(|import| {
        let at = import.ended_at.map(text::date_time).unwrap_or_default();
        let days = text::number(KEPT_DAYS as f64);
        text::fill(words::ENDED, &[("when", &at), ("days", &days)])
    });
    let bulks = watched.of(|import| import.bulks.len());
    view! {
        <p class="import-counts" role="status">
            {counts}
        </p>
        {part(move || {
            bulks.get().filter(|n| *n > 0)?;
            Some(view! { <p>{t(words::BULKS_FOLLOW)}</p> })
        })}
        <p class="meta">{ended}</p>
        <div class="cluster">
            <a class="button button-primary" href=route::ADMIN_CUSTOMERS>
                {t(words::TO_CUSTOMERS)}
            </a>
            <a class="button" href=route::ADMIN_IMPORTS>
                {t(words::ANOTHER)}
            </a>
        </div>
    }
    .into_any()
}
