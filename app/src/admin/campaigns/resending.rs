//! The question before a campaign is sent again by hand: whoever's outcome is unknown may have it already.

use crate::admin::ask::ask_with;
use crate::admin::campaigns::progress::Watch;
use crate::admin::campaigns::words;
use crate::client;
use crate::reactive::{follow, go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::campaign::ResendCampaign;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::campaign::{Outcome, ResendForm};
use leptos::prelude::*;

const KEEP: &str = "resend-keep";

/// Open while `open` is true; `outcome` is whose: unknown or failed.
#[component]
pub fn Resending(watch: Watch, outcome: RwSignal<Outcome>, open: RwSignal<bool>) -> AnyView {
    // However often the button is pressed, it is sent once.
    let key = StoredValue::new(String::new());
    follow(move || {
        if open.get() {
            key.set_value(client::fresh_key());
        }
    });
    let title = say(move || {
        let outcome = outcome.get();
        let n = watch
            .campaign
            .with(|now| now.map_or(0, |now| now.count(outcome)));
        text::plural(n, words::RESEND_TITLE_ONE, words::RESEND_TITLE_OTHER)
    });
    let effect = say(move || {
        let key = match outcome.get() {
            Outcome::Unknown => words::RESEND_TEXT_UNKNOWN,
            _ => words::RESEND_TEXT_FAILED,
        };
        t(key)().to_owned()
    });
    let send = move |()| {
        let Some(id) = untrack(|| watch.campaign.value()).map(|now| now.id) else {
            return;
        };
        if watch.busy.get_untracked() {
            return;
        }
        watch.busy.set(true);
        watch.refusal.set(None);
        open.set(false);
        let form = ResendForm {
            customers: None,
            outcome: Some(outcome.get_untracked()),
        };
        let header = (IDEMPOTENCY_KEY, key.get_value());
        go(async move {
            let answer = ask_with::<ResendCampaign>(watch.desk, &id, &(), &form, &[header]).await;
            watch.answered(answer, words::RESENT);
        });
    };
    view! {
        <Dialog id="campaign-resend" open title safe=KEEP>
            <p>{effect}</p>
            <div class="dialog-acts">
                <Button id=KEEP label=words::RESEND_KEEP press=move |()| open.set(false)/>
                <Button id="resend-do" label=words::RESEND weight=Weight::Primary press=send/>
            </div>
        </Dialog>
    }
    .into_any()
}
