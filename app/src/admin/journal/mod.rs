//! `/admin/journal`: what the team did and who signed in, newest first, by day, with everything that shapes it in the address.

mod days;
mod filters;
mod line;
mod sentence;
mod subject;
mod words;

use crate::admin::journal::days::days;
use crate::admin::journal::filters::Filters;
use crate::admin::list::{Face, nothing};
use crate::admin::{list, listed};
use crate::reactive::words as say;
use crate::text;
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::journal::ListJournal;
use domain::journal::{JournalQuery, KEPT_DAYS, Line};
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "journal-title";

type List = list::List<JournalQuery, Line>;
type Listed = listed::Listed<JournalQuery, Line>;

/// `/admin/journal`
#[component]
pub fn JournalPage() -> AnyView {
    let list = List::new::<ListJournal>(route::ADMIN_JOURNAL, ());
    let kept = say(|| {
        let days = u32::try_from(KEPT_DAYS).unwrap_or(u32::MAX);
        text::fill(words::LEAD, &[("n", &text::number(days.into()))])
    });
    view! {
        <div class="stack">
            <div class="stack-tight">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                <p class="meta">{kept}</p>
            </div>
            <Filters list/>
            {list.shown(Face {
                title: TITLE,
                failed: words::LIST_FAILED,
                count,
                note: |_| None,
                nothing: Box::new(move |listed| none(&listed, list)),
                rows: Box::new(move |listed| days(listed.page.items, list.waiting())),
            })}
        </div>
    }
    .into_any()
}

/// An answer without entries: why, and what to do about it.
fn none(listed: &Listed, list: List) -> AnyView {
    let whole = JournalQuery {
        cursor: None,
        ..listed.query.clone()
    };
    match (listed.begins(), whole == JournalQuery::default()) {
        (false, _) => nothing(crate::admin::words::LIST_END),
        (true, true) => nothing(words::NEVER),
        (true, false) => {
            let all = list.goer();
            view! {
                <div class="card">
                    <Empty message=text::said(words::NONE_FILTERS)>
                        <Button
                            label=words::CLEAR
                            press=move |()| {
                                all(JournalQuery::default(), false);
                                crate::form::focus(TITLE);
                            }
                        />
                    </Empty>
                </div>
            }
            .into_any()
        }
    }
}

fn count(listed: &Listed) -> String {
    listed.count(
        (words::COUNT_ONE, words::COUNT_OTHER),
        (words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    )
}
