//! An entry of the address book as its form, in place: a new one, or one that is there.

use crate::form::{Form, focus};
use crate::reactive::{follow, shown};
use crate::settings::Settings;
use crate::space::act::{Act, current};
use crate::space::details::address::of_book;
use crate::space::details::words;
use crate::space::own::Own;
use crate::text::{self, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::{Notice, Tone};
use crate::ui::toast::Toasts;
use domain::account::{Profile, SavedAddress};
use domain::api::account::{AddOwnAddress, EditOwnAddress};
use domain::customer::BookForm;
use leptos::prelude::*;

/// `entry` is what is changed; none adds one. `done` closes it.
#[component]
pub fn Entry(entry: Option<SavedAddress>, done: UnsyncCallback<()>) -> AnyView {
    let profile = Own::record();
    let settings = expect_context::<Settings>();
    let toasts = expect_context::<Toasts>();
    let home = untrack(|| settings.with(|shop| shop.country.clone()));
    let form = Form::new();
    let fields = of_book(form);
    fields.fill(entry.as_ref().map(|entry| &entry.address), &home);
    let title = match entry {
        Some(_) => words::ENTRY_EDIT,
        None => words::ENTRY_ADD,
    };
    form.check_with(move || {
        let mut faults = Vec::new();
        let _ = fields.read().prove_alone("address", &mut faults);
        faults
    });
    let act = Act::of(form);
    let overtaken = RwSignal::new(false);
    let id = StoredValue::new(entry.map(|entry| entry.id));
    let save = UnsyncCallback::new(move |()| {
        let Some(own) = untrack(|| profile.value()) else {
            return;
        };
        if act.busy.get_untracked() || !form.submit() {
            return;
        }
        overtaken.set(false);
        let asked = BookForm {
            version: Some(own.version),
            address: Some(fields.read()),
            default: None,
        };
        let saved = move |now: Profile| {
            profile.set(now);
            toasts.say(text::word(words::ENTRY_SAVED).to_owned(), None);
            done.run(());
        };
        // An entry that is gone meanwhile is added again: nothing typed is lost.
        let known = id.get_value();
        match known.filter(|id| own.addresses.iter().any(|entry| entry.id == *id)) {
            Some(id) => act.run::<EditOwnAddress>(id, asked, saved),
            None => act.run::<AddOwnAddress>((), asked, saved),
        }
    });
    follow(move || {
        let now = act
            .refusal
            .get()
            .and_then(|refusal| current::<Profile>(&refusal, "stale"));
        if let Some(now) = now {
            act.refusal.set(None);
            profile.set(now);
            overtaken.set(true);
        }
    });
    request_animation_frame(move || focus(fields.line1.path));
    view! {
        <form
            class="stack space-entry"
            novalidate=true
            aria-label=t(title)
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <h3 class="subheading">{t(title)}</h3>
            <ErrorSummary form/>
            {act.said(save)}
            {shown(move || {
                overtaken
                    .get()
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Warn>
                                <p>{t(words::OVERTAKEN)}</p>
                            </Notice>
                        }
                            .into_any()
                    })
            })}
            <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
            {fields.inputs("")}
            <div class="cluster">
                <Button
                    label=words::SAVE
                    weight=Weight::Primary
                    busy=act.busy
                    busy_label=words::SAVING
                />
                <Button label=words::CANCEL press=move |()| done.run(())/>
            </div>
        </form>
    }
    .into_any()
}
