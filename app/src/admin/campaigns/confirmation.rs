//! The question before a campaign leaves: to how many, when, and what is still to look at.

use crate::admin::ask::ask_with;
use crate::admin::campaigns::checks::problem;
use crate::admin::campaigns::sending::Sending;
use crate::admin::campaigns::{words, zone};
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::client::{self, Refusal};
use crate::reactive::{follow, go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::campaign::SendCampaign;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::campaign::{Checks, SendForm};
use leptos::prelude::*;

const KEEP: &str = "send-keep";

#[component]
pub fn Confirmation(sending: Sending) -> AnyView {
    let notices = expect_context::<Notices>();
    let editor = sending.editor;
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    // Made when the question is asked: however often the button is pressed, it is sent once.
    let key = StoredValue::new(String::new());
    follow(move || {
        if sending.asking.get() {
            refusal.set(None);
            key.set_value(client::fresh_key());
        }
    });
    let reached = move || {
        let checks = editor.checks.get();
        checks.map_or(0, |checks| checks.audience.receive())
    };
    let title = say(move || match sending.at.get() {
        None => text::plural(reached(), words::ASK_NOW_ONE, words::ASK_NOW_OTHER),
        Some(_) => text::plural(reached(), words::ASK_LATER_ONE, words::ASK_LATER_OTHER),
    });
    let effect = say(move || match sending.at.get() {
        None => t(words::ASK_EFFECT)().to_owned(),
        Some(at) => {
            let zone = sending.zone();
            let values = [("date", zone::said(&zone, at)), ("zone", zone)];
            text::fill(
                words::ASK_AT,
                &values.each_ref().map(|(k, v)| (*k, v.as_str())),
            )
        }
    });
    let send = move |()| {
        let Some(now) = editor.campaign.get_untracked() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let form = SendForm {
            version: Some(now.version),
            at: sending.at.get_untracked(),
            confirmed: true,
        };
        let header = (IDEMPOTENCY_KEY, key.get_value());
        go(async move {
            let answer =
                ask_with::<SendCampaign>(editor.desk, &now.id, &(), &form, &[header]).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(now) => {
                    sending.asking.set(false);
                    let said = match now.send_at {
                        Some(_) => words::PLANNED_OFF,
                        None => words::SENT_OFF,
                    };
                    notices.tell(t(said)().to_owned(), None);
                    editor.take(now.clone());
                    sending.left.run(now);
                }
                Err(refused) => not_sent(sending, refused, refusal),
            }
        });
    };
    view! {
        <Dialog id="campaign-send" open=sending.asking title safe=KEEP>
            <p>{effect}</p>
            {part(move || {
                let problems = editor.checks.get()?.problems;
                (!problems.is_empty())
                    .then(|| {
                        view! {
                            <p>{t(words::ASK_WARNINGS)}</p>
                            <ul class="campaign-check-list">
                                {problems.into_iter().map(problem).collect_view()}
                            </ul>
                        }
                    })
            })}
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <div class="dialog-acts">
                <Button
                    id=KEEP
                    label=words::KEEP_WRITING
                    press=move |()| {
                        sending.asking.set(false);
                        if let Some(now) = editor.campaign.get_untracked() {
                            sending.left.run(now);
                        }
                    }
                />
                <button
                    class=Weight::Primary.class()
                    id="send-do"
                    type="button"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=move |_| send(())
                >
                    {say(move || sending.deed())}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// Why it did not leave, where that can be mended.
fn not_sent(sending: Sending, refused: Refusal, refusal: RwSignal<Option<Refusal>>) {
    let editor = sending.editor;
    if let Some(checks) = current::<Checks>(&refused) {
        editor.checks.set(Some(checks));
        return sending.bar();
    }
    let reason = match &refused {
        Refusal::Problem(problem, _) => {
            let at = problem.fields.iter().find(|fault| fault.field == "at");
            at.map(|fault| fault.reason.clone())
        }
        _ => None,
    };
    match reason.as_deref() {
        Some("past") => sending.wrong_time(words::AT_PAST),
        Some(_) => sending.wrong_time(words::AT_TOO_FAR),
        None if refused.status() == 409 => {
            sending.asking.set(false);
            editor.refused(refused);
            if let Some(now) = editor.campaign.get_untracked() {
                sending.left.run(now);
            }
        }
        None => refusal.set(Some(refused)),
    }
}
