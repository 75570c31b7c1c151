//! A campaign is written on one page: whom it is for, what it says, when it leaves; what it comes to is always in sight.

use crate::admin::ask::ask;
use crate::admin::campaigns::audience::audience;
use crate::admin::campaigns::deletion::Deletion;
use crate::admin::campaigns::editor::{Deed, Editor};
use crate::admin::campaigns::message::message;
use crate::admin::campaigns::sending::Sending;
use crate::admin::campaigns::{typed, words, zone};
use crate::admin::conflict::Conflict;
use crate::admin::fields::Fields;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{OUTCOME, refused};
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::Notice;
use domain::api::campaign::{CampaignStateForm, SetCampaignState};
use domain::campaign::{Campaign, CampaignState};
use domain::id::GroupId;
use domain::permission::Right;
use leptos::prelude::*;

/// `found` is there when the form is drawn; none makes one to `groups`. `left` hears of the campaign as it is after each act.
#[component]
pub fn Composer(
    fields: Fields,
    found: Option<Campaign>,
    groups: Vec<GroupId>,
    left: UnsyncCallback<Campaign>,
) -> AnyView {
    let editor = Editor::new(fields, found, groups);
    let sending = Sending::new(editor, left);
    let form = fields.form;
    let notices = expect_context::<Notices>();
    let deleting = RwSignal::new(false);
    fields.guard(typed::label);
    let save = move || {
        if editor.busy.get_untracked().is_some() {
            return;
        }
        editor.busy.set(Some(Deed::Save));
        go(async move {
            let saved = editor.save().await;
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(None);
            if let Some(now) = saved {
                notices.tell(t(words::SAVED)().to_owned(), None);
                left.run(now);
                if !editor.busy.is_disposed() {
                    editor.check().await;
                }
            }
        });
    };
    view! {
        {planned(sending)}
        <form
            class="stack campaign"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            {bar(editor)}
            <ErrorSummary form/>
            <div class="admin-form-outcome" id=OUTCOME tabindex="-1">
                <Conflict fields met=editor.met label=typed::label shown=typed::shown/>
                {part(move || {
                    let refusal = editor.refusal.get()?;
                    (refusal.status() != 422 || form.elsewhere.with(|faults| !faults.is_empty()))
                        .then(|| refused(&refusal))
                })}
            </div>
            {audience(editor)}
            {message(editor)}
            {sending.view()}
        </form>
        {part(move || {
            let is_draft = editor
                .campaign
                .with(|now| now.as_ref().is_some_and(|now| now.state == CampaignState::Draft));
            is_draft
                .then(|| {
                    view! {
                        <div class="cluster">
                            <Button
                                id="delete"
                                label=words::DELETE
                                press=move |()| deleting.set(true)
                            />
                        </div>
                    }
                })
        })}
        <Deletion editor open=deleting/>
    }
    .into_any()
}

/// What it comes to, and the button that keeps it.
fn bar(editor: Editor) -> AnyView {
    let reached = say(
        move || match editor.audience.get().map(|now| now.receive()) {
            None | Some(0) => t(words::SUMMARY_NOBODY)().to_owned(),
            Some(n) => text::plural(n, words::SUMMARY_ONE, words::SUMMARY_OTHER),
        },
    );
    let saved = say(move || {
        let key = if editor.is_saved() {
            words::SUMMARY_SAVED
        } else {
            words::SUMMARY_UNSAVED
        };
        t(key)().to_owned()
    });
    view! {
        <div class="campaign-bar" role="group" aria-label=t(words::SUMMARY)>
            <p class="campaign-bar-said">
                <strong>{reached}</strong>
                <span class="meta">{saved}</span>
            </p>
            <Button
                id="save"
                label=words::SAVE
                busy=Signal::derive(move || editor.busy.get() == Some(Deed::Save))
                busy_label=words::SAVING
            />
        </div>
    }
    .into_any()
}

/// When it leaves by itself, and the way to take that back.
fn planned(sending: Sending) -> AnyView {
    let editor = sending.editor;
    let notices = expect_context::<Notices>();
    let desk = editor.desk;
    let at = Memo::new(move |_| {
        editor.campaign.with(|now| {
            let now = now.as_ref()?;
            (now.state == CampaignState::Scheduled)
                .then_some(now.send_at)
                .flatten()
        })
    });
    let take_back = move |()| {
        let Some(id) = editor
            .campaign
            .with_untracked(|now| now.as_ref().map(|now| now.id.clone()))
        else {
            return;
        };
        go(async move {
            let request = CampaignStateForm {
                state: Some(CampaignState::Draft),
            };
            let answer = ask::<SetCampaignState>(desk, &id, &(), &request).await;
            if editor.busy.is_disposed() {
                return;
            }
            match answer {
                Ok(now) => {
                    notices.tell(t(words::TAKEN_BACK)().to_owned(), None);
                    // What is typed and not saved stays.
                    editor.campaign.set(Some(now.clone()));
                    sending.left.run(now);
                }
                Err(refusal) => {
                    editor.refused(refusal);
                    if let Some(now) = editor.campaign.get_untracked() {
                        sending.left.run(now);
                    }
                }
            }
        });
    };
    part(move || {
        let at = at.get()?;
        let said = say(move || {
            let zone = sending.zone();
            let date = zone::said(&zone, at);
            text::fill(words::PLANNED, &[("date", &date), ("zone", &zone)])
        });
        Some(view! {
            <Notice>
                <p>{said}</p>
                {part(move || {
                    desk.may(Right::SendCampaigns)
                        .then(|| {
                            view! { <Button id="take-back" label=words::TAKE_BACK press=take_back/> }
                        })
                })}
            </Notice>
        })
    })
    .into_any()
}
