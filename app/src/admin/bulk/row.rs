//! One bulk change: what it does, how far it is, and what can be done about it.

use crate::admin::bulk::failures::Failures;
use crate::admin::bulk::{Progress, said, words};
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use domain::bulk::{Bulk, BulkState};
use domain::id::BulkId;
use domain::permission::Right;
use leptos::prelude::*;

/// Those that stand above the lists.
#[component]
pub fn UnderWay() -> AnyView {
    let progress = expect_context::<Progress>();
    let ids = Memo::new(move |_| {
        let ids = progress.at_hand();
        ids.iter().map(ToString::to_string).collect::<Vec<_>>()
    });
    view! {
        <section class="card bulks-at-hand" aria-label=t(words::WORK)>
            <ul class="bulks">
                <For each=move || ids.get() key=|id| id.clone() children=|id| view! { <BulkRow id/> }/>
            </ul>
        </section>
    }
    .into_any()
}

/// What can be done about one.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Stop,
    Resume,
    Undo,
}

/// The bulk change of an id, followed as it goes on.
#[component]
pub fn BulkRow(id: String) -> AnyView {
    let progress = expect_context::<Progress>();
    let desk = expect_context::<Desk>();
    let id = BulkId::parse(&id);
    let bulk = Memo::new(move |_| id.as_ref().and_then(|id| progress.find(id)));
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let failures = RwSignal::new(false);
    let sentence = say(move || bulk.get().map(|bulk| sentence(&bulk)).unwrap_or_default());
    let act = Memo::new(move |_| {
        let bulk = bulk.get().filter(|_| desk.may(Right::ChangeInBulk))?;
        match bulk.state {
            BulkState::Running => Some(Act::Stop),
            BulkState::Stopped => Some(Act::Resume),
            _ if bulk.may_be_undone() && !progress.is_undone(&bulk.id) => Some(Act::Undo),
            _ => None,
        }
    });
    let also_undo = Memo::new(move |_| {
        act.get() == Some(Act::Resume)
            && bulk
                .get()
                .is_some_and(|bulk| bulk.may_be_undone() && !progress.is_undone(&bulk.id))
    });
    let press = move |act: Act| {
        let Some(id) = bulk.get_untracked().map(|bulk| bulk.id) else {
            return;
        };
        busy.set(true);
        refusal.set(None);
        go(async move {
            let answer = match act {
                Act::Stop => progress.put(&id, BulkState::Stopped).await,
                Act::Resume => progress.put(&id, BulkState::Running).await,
                Act::Undo => progress.undo(&id).await,
            };
            busy.try_set(false);
            if let Err(refused) = answer {
                refusal.try_set(Some(refused));
                progress.look();
            }
        });
    };
    // one button through all states: focus stays on it
    let any = Memo::new(move |_| act.get().is_some());
    let label = Signal::derive(move || match act.get() {
        Some(Act::Stop) => words::STOP,
        Some(Act::Resume) => words::RESUME,
        _ => words::UNDO,
    });
    let press_act = move || {
        if let Some(act) = act.get_untracked() {
            press(act);
        }
    };
    let failed = Memo::new(move |_| bulk.get().map_or(0, |bulk| bulk.failed));
    view! {
        <li class="bulk">
            <p class="bulk-said">{sentence}</p>
            {bar(bulk)}
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <div class="cluster bulk-acts">
                {part(move || {
                    any.get().then(|| view! { <Button label busy press=move |()| press_act()/> })
                })}
                {part(move || {
                    also_undo
                        .get()
                        .then(|| {
                            view! {
                                <Button
                                    label=words::UNDO
                                    weight=Weight::Quiet
                                    busy
                                    press=move |()| press(Act::Undo)
                                />
                            }
                        })
                })}
                {part(move || {
                    let n = failed.get();
                    (n > 0)
                        .then(|| {
                            view! {
                                <button
                                    class="button-quiet"
                                    type="button"
                                    aria-expanded=move || if failures.get() { "true" } else { "false" }
                                    on:click=move |_| failures.update(|open| *open = !*open)
                                >
                                    {say(move || text::plural(
                                        n,
                                        words::FAILURES_ONE,
                                        words::FAILURES_OTHER,
                                    ))}
                                </button>
                            }
                        })
                })}
                <span class="meta bulk-who">{say(move || bulk.get().map(who).unwrap_or_default())}</span>
            </div>
            {part(move || {
                let id = bulk.with_untracked(|bulk| bulk.as_ref().map(|bulk| bulk.id.clone()))?;
                failures.get().then(|| view! { <Failures id/> })
            })}
        </li>
    }
    .into_any()
}

fn sentence(bulk: &Bulk) -> String {
    match bulk.state {
        BulkState::Prepared | BulkState::Running => said::under_way(bulk),
        BulkState::Stopped => {
            let going = said::under_way(bulk);
            text::fill(words::STOPPED, &[("what", &going)])
        }
        BulkState::Finished if bulk.undoes.is_some() => {
            text::fill(words::TAKEN_BACK, &[("what", &said::ended(bulk))])
        }
        BulkState::Finished => said::ended(bulk),
    }
}

/// `manager@example.com, 12 Nov 2026, 14:05`.
fn who(bulk: Bulk) -> String {
    let when = text::date_time(bulk.created_at);
    match bulk.by {
        Some(by) => text::fill(words::BY, &[("when", &when), ("who", &by)]),
        None => when,
    }
}

/// How far it is; gone when it has ended.
fn bar(bulk: Memo<Option<Bulk>>) -> AnyView {
    let open = Memo::new(move |_| {
        bulk.with(|bulk| {
            let state = bulk.as_ref().map(|bulk| bulk.state);
            matches!(state, Some(BulkState::Running | BulkState::Stopped))
        })
    });
    let of = move |read: fn(&Bulk) -> u32| {
        move || bulk.with(|bulk| bulk.as_ref().map_or(0, read).to_string())
    };
    part(move || {
        open.get().then(|| {
            view! {
                <progress
                    class="bulk-bar"
                    aria-label=t(words::PROGRESS)
                    max=of(|bulk| bulk.total.max(1))
                    value=of(Bulk::reached)
                ></progress>
            }
        })
    })
    .into_any()
}
