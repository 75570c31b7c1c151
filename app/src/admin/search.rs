//! The search field of a list: asks as one types, a moment after the last key.

use crate::admin::glyphs::SEARCH;
use crate::reactive::follow;
use crate::text::{Key, t};
use crate::ui::icon::Icon;
use leptos::prelude::*;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(150);

/// `q` is what the address asks for: followed, so that Back empties or refills the field. `search` is told what is typed, and whether
/// it takes the place of the search before in the browser's history.
#[component]
pub fn Search(
    q: Signal<String>,
    label: Key,
    #[prop(into)] search: UnsyncCallback<(String, bool)>,
) -> AnyView {
    let typed = RwSignal::new(q.get_untracked());
    // What this field asked for last: its own echo in the address changes nothing of what is typed since.
    let asked = StoredValue::new(typed.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let now = StoredValue::new_local(move || {
        let wanted = typed.get_untracked().trim().to_owned();
        asked.set_value(wanted.clone());
        // The letters of one search are one step of the browser's history.
        let replace = !wanted.is_empty() && !q.with_untracked(String::is_empty);
        search.run((wanted, replace));
    });
    let stop = move || {
        if let Some(waiting) = timer.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    on_cleanup(stop);
    follow(move || {
        let q = q.get();
        if q != asked.get_value() {
            stop();
            asked.set_value(q.clone());
            typed.set(q);
        }
    });
    view! {
        <form
            class="list-search field"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                stop();
                now.with_value(|now| now());
            }
        >
            <label class="field-label" for="q">
                {t(label)}
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
                        let later = move || {
                            let _ = now.try_with_value(|now| now());
                        };
                        timer.set_value(set_timeout_with_handle(later, PAUSE).ok());
                    }
                />
            </div>
        </form>
    }
    .into_any()
}
