//! The question before two records are made one, and the deed.

use crate::admin::ask::ask_with;
use crate::admin::desk::Desk;
use crate::admin::duplicates::choice::Choice;
use crate::admin::duplicates::compare::told;
use crate::admin::duplicates::merged::undoing;
use crate::admin::duplicates::words;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::client::{Refusal, fresh_key};
use crate::form::focus;
use crate::loaded::Loaded;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::duplicate::MergeCustomers;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::duplicate::Comparison;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// The safe button, on which focus starts.
const KEEP: &str = "merge-keep";

/// Open while `open` is true.
#[component]
pub fn Merging(
    comparison: StoredValue<Comparison>,
    choice: Choice,
    loaded: Loaded<Comparison>,
    #[prop(name = "refused")] why: RwSignal<Option<Key>>,
    open: RwSignal<bool>,
) -> AnyView {
    let names = move || {
        comparison.with_value(|both| {
            let (stays, goes) = both.pair(&choice.survivor(both))?;
            Some((told(stays, goes), told(goes, stays)))
        })
    };
    let title = say(move || {
        let (stays, goes) = names().unwrap_or_default();
        text::fill(words::MERGE_TITLE, &[("goes", &goes), ("stays", &stays)])
    });
    let effect = say(move || {
        let (stays, goes) = names().unwrap_or_default();
        text::fill(words::MERGE_EFFECT, &[("goes", &goes), ("stays", &stays)])
    });
    let navigate = StoredValue::new_local(use_navigate());
    view! {
        <Dialog id="merge-ask" open title safe=KEEP>
            <p>{effect}</p>
            <p>{t(words::UNDO_TERM)}</p>
            {
                let asking = Asking {
                    desk: expect_context(),
                    notices: expect_context(),
                    comparison,
                    choice,
                    loaded,
                    why,
                    open,
                    // one key a question: pressed twice it is one merge
                    key: StoredValue::new(fresh_key()),
                    busy: RwSignal::new(false),
                    refusal: RwSignal::new(None),
                };
                let leave = move |path: String| {
                    navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
                };
                view! {
                    {part(move || asking.refusal.get().map(|refusal| refused(&refusal)))}
                    <div class="dialog-acts">
                        <Button id=KEEP label=words::MERGE_KEEP press=move |()| open.set(false)/>
                        <Button
                            id="merge-do"
                            label=words::MERGE_DO
                            weight=Weight::Primary
                            busy=asking.busy
                            busy_label=words::MERGING
                            press=move |()| asking.merge(leave)
                        />
                    </div>
                }
            }
        </Dialog>
    }
    .into_any()
}

/// Why records that are other than they were seen were not merged.
fn reason(refusal: &Refusal) -> Key {
    match refusal {
        Refusal::Problem(problem, _) if problem.code == "two_accounts" => words::TWO_ACCOUNTS_FIRST,
        Refusal::Problem(problem, _) if problem.code == "staff_mailbox" => words::STAFF,
        _ => words::STALE,
    }
}

/// A handle: copies share the state.
#[derive(Clone, Copy)]
struct Asking {
    desk: Desk,
    notices: Notices,
    comparison: StoredValue<Comparison>,
    choice: Choice,
    loaded: Loaded<Comparison>,
    /// Said on the page.
    why: RwSignal<Option<Key>>,
    open: RwSignal<bool>,
    key: StoredValue<String>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
}

impl Asking {
    fn merge(self, leave: impl Fn(String) + Copy + 'static) {
        let form = untrack(|| self.comparison.with_value(|both| self.choice.form(both)));
        let Some(form) = form else {
            return;
        };
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let key = self.key.get_value();
            let headers = [(IDEMPOTENCY_KEY, key)];
            let answer = ask_with::<MergeCustomers>(self.desk, &(), &(), &form, &headers).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(merge) => {
                    self.open.set(false);
                    let said = text::fill(words::MERGED, &[("name", &merge.other_name)]);
                    let to = route::admin_customer(&merge.customer);
                    self.notices.tell(said, Some(undoing(self.desk, merge)));
                    // the dialog gives focus back first
                    set_timeout(move || leave(to), Duration::from_millis(20));
                }
                Err(refusal) => {
                    // newer records: the page shows them, says why, and the question is asked anew
                    if let Some(now) = current::<Comparison>(&refusal) {
                        self.open.set(false);
                        self.why.set(Some(reason(&refusal)));
                        self.loaded.set(now);
                        set_timeout(|| focus("merge"), Duration::from_millis(60));
                        return;
                    }
                    self.refusal.try_set(Some(refusal));
                    focus(KEEP);
                }
            }
        });
    }
}
