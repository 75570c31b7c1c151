//! The question before a campaign is stopped: how many will not receive it.

use crate::admin::campaigns::progress::Watch;
use crate::admin::campaigns::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::campaign::{CampaignState, Outcome};
use leptos::prelude::*;

const KEEP: &str = "stop-keep";

/// Open while `open` is true. Focus starts on the button that changes nothing.
#[component]
pub fn Stopping(watch: Watch, open: RwSignal<bool>) -> AnyView {
    let effect = say(move || {
        let waiting = watch
            .campaign
            .with(|now| now.map_or(0, |now| now.count(Outcome::Waiting)));
        text::plural(waiting, words::STOP_TEXT_ONE, words::STOP_TEXT_OTHER)
    });
    let stop = move |()| {
        open.set(false);
        watch.put(CampaignState::Stopped, words::STOPPED_SAID);
    };
    view! {
        <Dialog id="campaign-stop" open title=Signal::derive(move || t(words::STOP_TITLE)().to_owned()) safe=KEEP>
            <p>{effect}</p>
            <div class="dialog-acts">
                <Button id=KEEP label=words::STOP_KEEP press=move |()| open.set(false)/>
                <Button id="stop-do" label=words::STOP_DO weight=Weight::Danger press=stop/>
            </div>
        </Dialog>
    }
    .into_any()
}
