//! The work in progress: what runs, was stopped or ended lately.

use crate::admin::bulk::row::BulkRow;
use crate::admin::bulk::{Progress, words};
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::part::part;
use crate::reactive::words as say;
use crate::text::{self, t};
use leptos::prelude::*;

/// More than these are not shown: the journal has them all.
const SHOWN_MAX: usize = 20;

/// Newest first. Without a connection it stays as it was told last.
#[component]
pub fn Panel() -> AnyView {
    let progress = expect_context::<Progress>();
    let ids = Memo::new(move |_| {
        let all = progress.all();
        let ids = all.iter().take(SHOWN_MAX).map(|bulk| bulk.id.to_string());
        ids.collect::<Vec<_>>()
    });
    view! {
        <NotUpToDate
            since=Signal::derive(move || progress.at())
            refusal=Signal::derive(move || progress.refusal())
            retry=move |()| progress.look()
        />
        <ul class="bulks">
            <For each=move || ids.get() key=|id| id.clone() children=|id| view! { <BulkRow id/> }/>
        </ul>
        {part(move || {
            let all = progress.all().len();
            (all > SHOWN_MAX)
                .then(|| {
                    let n = text::number(20.0);
                    view! {
                        <p class="meta">{say(move || text::fill(words::ONLY_NEWEST, &[("n", &n)]))}</p>
                    }
                })
        })}
        <p class="meta">{t(words::GOES_ON)}</p>
    }
    .into_any()
}
