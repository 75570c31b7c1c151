//! The question before a bulk change runs: how many, who they are by the filters, what happens to them.

use crate::admin::bulk::asking::Asking;
use crate::admin::bulk::{said, words};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::form::sentence;
use crate::reactive::{either, words as say};
use crate::text::t;
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, Tone};
use domain::bulk::{Bulk, BulkAct};
use leptos::prelude::*;

const CANCEL: &str = "bulk-cancel";

/// Focus starts on the button that changes nothing. `started` is called when it runs.
#[component]
pub fn Confirmation(asking: Asking, #[prop(into)] started: UnsyncCallback<()>) -> AnyView {
    let bulk = asking.prepared;
    let of = move |read: fn(&Bulk) -> String| {
        say(move || bulk.get().as_ref().map(read).unwrap_or_default())
    };
    let started = StoredValue::new_local(started);
    let anybody = Memo::new(move |_| bulk.with(|bulk| bulk.as_ref().is_some_and(|b| b.total > 0)));
    let title = say(move || match bulk.get() {
        Some(bulk) if bulk.total > 0 => said::question(&bulk),
        _ => t(words::NOBODY_TITLE)().to_owned(),
    });
    view! {
        <Dialog id="bulk" open=asking.open title safe=CANCEL>
            {part(move || asking.filters.get().map(filters))}
            {either(move || {
                if anybody.get() {
                    view! { <p>{of(said::effect)}</p> }.into_any()
                } else {
                    view! { <p>{t(words::NOBODY)}</p> }.into_any()
                }
            })}
            {part(move || asking.refusal.get().map(|refusal| told(&refusal)))}
            <div class="dialog-acts">
                <Button id=CANCEL label=words::CANCEL press=move |()| asking.open.set(false)/>
                {either(move || {
                    if !anybody.get() {
                        return ().into_any();
                    }
                    let label = bulk.with_untracked(|bulk| bulk.as_ref().map(said::deed));
                    let takes = |bulk: &Bulk| {
                        matches!(bulk.act, BulkAct::TakeSignIn | BulkAct::LeaveGroup)
                    };
                    let harm = bulk.with_untracked(|bulk| bulk.as_ref().is_some_and(takes));
                    view! {
                        <Button
                            id="bulk-do"
                            label=label.unwrap_or(words::DO_JOIN)
                            weight=if harm { Weight::Danger } else { Weight::Primary }
                            busy=asking.busy
                            busy_label=words::STARTING
                            press=move |()| asking.confirm(move || started.with_value(|s| s.run(())))
                        />
                    }
                        .into_any()
                })}
            </div>
        </Dialog>
    }
    .into_any()
}

/// Who it is over: all that match.
fn filters(said: Vec<String>) -> AnyView {
    if said.is_empty() {
        return view! { <p>{t(words::OVER_EVERYBODY)}</p> }.into_any();
    }
    let said = said
        .into_iter()
        .map(|filter| view! { <li><bdi>{filter}</bdi></li> })
        .collect_view();
    view! {
        <p>{t(words::OVER_MATCHING)}</p>
        <ul class="bulk-filters">{said}</ul>
    }
    .into_any()
}

/// Why it could not be prepared or started: what is wrong with the choice, else what happened.
pub fn told(refusal: &Refusal) -> AnyView {
    match refusal {
        Refusal::Problem(problem, _) if problem.status == 422 && !problem.fields.is_empty() => {
            let faults = problem.fields.clone();
            let said = say(move || {
                let said: Vec<String> = faults.iter().map(sentence).collect();
                said.join(" ")
            });
            view! {
                <Notice tone=Tone::Warn>
                    <p>{said}</p>
                </Notice>
            }
            .into_any()
        }
        _ => refused(refusal),
    }
}
