//! The search field: asks as one types, a moment after the last key.

use crate::admin::customers::address;
use crate::admin::glyphs::SEARCH;
use crate::admin::words;
use crate::reactive::follow;
use crate::text::t;
use crate::ui::icon::Icon;
use domain::customer::CustomerQuery;
use leptos::prelude::*;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(150);

/// Follows the address too, so that Back empties or refills it.
#[component]
pub fn Search(query: Memo<CustomerQuery>) -> AnyView {
    let typed = RwSignal::new(query.with_untracked(|query| query.q.clone()));
    // What this field asked for last: its own echo in the address changes nothing of what is typed since.
    let asked = StoredValue::new(typed.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let go = address::goer(query);
    let search = move || {
        let before = query.get_untracked();
        let q = typed.get_untracked().trim().to_owned();
        asked.set_value(q.clone());
        // The letters of one search are one step of the browser's history.
        let replace = !before.q.is_empty() && !q.is_empty();
        go(CustomerQuery { q, ..before }, replace);
    };
    let stop = move || {
        if let Some(waiting) = timer.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    on_cleanup(stop);
    follow(move || {
        let q = query.with(|query| query.q.clone());
        if q != asked.get_value() {
            stop();
            asked.set_value(q.clone());
            typed.set(q);
        }
    });
    let now = search.clone();
    view! {
        <form
            class="list-search field"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                stop();
                now();
            }
        >
            <label class="field-label" for="q">
                {t(words::SEARCH_LABEL)}
            </label>
            <div class="list-search-box">
                <Icon glyph=SEARCH/>
                <input
                    class="input"
                    id="q"
                    name="q"
                    type="search"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="search"
                    maxlength="300"
                    prop:value=typed
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        stop();
                        let search = search.clone();
                        timer.set_value(set_timeout_with_handle(search, PAUSE).ok());
                    }
                />
            </div>
        </form>
    }
    .into_any()
}
