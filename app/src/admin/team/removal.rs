//! The question before somebody leaves the team: who, what ends, what stays.

use crate::admin::team::{Crew, called, words};
use crate::reactive::{flag, follow, words as say};
use crate::text::{self, Key};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use leptos::prelude::*;

const KEEP: &str = "removal-keep";

/// Open while somebody is about to be removed. Focus starts on the button that changes nothing.
#[component]
pub fn Removal(crew: Crew) -> AnyView {
    let open = RwSignal::new(false);
    follow(move || {
        let asked = crew.removing.with(Option::is_some);
        if open.get_untracked() != asked {
            open.set(asked);
        }
    });
    follow(move || {
        if !open.get() && crew.removing.with_untracked(Option::is_some) {
            crew.removing.set(None);
        }
    });
    let filled = move |key: Key| {
        say(move || {
            let Some(member) = crew.removing.get() else {
                return String::new();
            };
            text::fill(key, &[("name", &called(&member)), ("email", &member.email)])
        })
    };
    let invited = move || {
        crew.removing
            .with(|member| member.as_ref().is_some_and(|member| member.invited))
    };
    let effect = say(move || {
        let key = if invited() {
            words::REMOVE_TEXT_INVITED
        } else {
            words::REMOVE_TEXT
        };
        filled(key).get()
    });
    view! {
        <Dialog id="removal" open title=filled(words::REMOVE_TITLE) safe=KEEP>
            <p>{effect}</p>
            <div class="dialog-acts">
                <Button id=KEEP label=words::KEEP press=move |()| open.set(false)/>
                // the name is on the button: its words are not a key alone
                <button
                    class=Weight::Danger.class()
                    id="removal-do"
                    type="button"
                    aria-disabled=flag(move || crew.busy.get())
                    on:click=move |_| {
                        if let Some(member) = crew.removing.get_untracked() {
                            crew.remove(member);
                        }
                    }
                >
                    {filled(words::REMOVE_DO)}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}
