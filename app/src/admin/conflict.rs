//! Two people saved one thing: what the other one saved, beside what is typed here, for this person to choose.

use crate::admin::fields::Fields;
use crate::admin::part::part;
use crate::admin::words;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// Stands while `met` is true. `label` names a field, `shown` says its value in words.
#[component]
pub fn Conflict(
    fields: Fields,
    met: RwSignal<bool>,
    label: fn(&str) -> Key,
    shown: fn(&str, &str) -> String,
) -> AnyView {
    part(move || {
        if !met.get() {
            return None;
        }
        let rows = fields.contested.get();
        let table = (!rows.is_empty()).then(|| {
            view! {
                <dl class="conflict">
                    {rows.into_iter().map(|row| contested(fields, row, label, shown)).collect_view()}
                </dl>
            }
        });
        let sentence = if table.is_some() {
            words::CONFLICT_BOTH
        } else {
            words::CONFLICT_NONE
        };
        Some(view! {
            <Notice tone=Tone::Warn>
                <p>{t(sentence)}</p>
                {table}
            </Notice>
        })
    })
    .into_any()
}

/// A field that both changed.
fn contested(
    fields: Fields,
    (path, saved): (&'static str, String),
    label: fn(&str) -> Key,
    shown: fn(&str, &str) -> String,
) -> AnyView {
    let name = say(move || text::fill(words::CONFLICT_TAKE_NAME, &[("field", t(label(path))())]));
    let said = say(move || {
        let said = shown(path, &saved);
        if said.is_empty() {
            t(words::CONFLICT_EMPTY)().to_owned()
        } else {
            said
        }
    });
    view! {
        <div class="conflict-row">
            <dt>{t(label(path))}</dt>
            <dd class="conflict-saved">
                <bdi>{said}</bdi>
            </dd>
            <dd>
                <Button label=words::CONFLICT_TAKE name press=move |()| fields.take(path)/>
            </dd>
        </div>
    }
    .into_any()
}
