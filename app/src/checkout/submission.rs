//! Sending the contact details: one at a time, safe to repeat, and whatever happens what was typed stays.

use crate::checkout::contact::Contact;
use crate::checkout::draft;
use crate::checkout::opening::Opening;
use crate::checkout::saved::Saved;
use crate::client::{self, Refusal};
use crate::form::sentence;
use crate::text::{self, checkout, error, t};
use crate::ui::button::Button;
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use domain::api::checkout::SubmitContact;
use domain::route;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// The sending of the form. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Submission {
    contact: Contact,
    opening: Opening,
    saved: Saved,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    go_on: StoredValue<Box<dyn Fn()>, LocalStorage>,
}

impl Submission {
    /// Nothing is sent yet.
    pub fn new(contact: Contact, opening: Opening) -> Submission {
        let navigate = use_navigate();
        Submission {
            contact,
            opening,
            saved: expect_context(),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            go_on: StoredValue::new_local(Box::new(move || {
                navigate(route::CHECKOUT_SAVED, Default::default());
            })),
        }
    }

    /// Whether an answer is awaited.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Checks the form and sends it. A press while one is under way is ignored.
    pub fn start(self) {
        if self.busy.get_untracked() || !self.contact.form.submit() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        spawn_local(async move {
            let answer = self.send().await;
            self.busy.try_set(false);
            if let Err(refusal) = answer {
                self.refuse(refusal);
            }
        });
    }

    async fn send(self) -> Result<(), Refusal> {
        let id = self.opening.id().await?;
        let typed = self.contact.typed();
        let submitted = client::call::<SubmitContact>(&id, &(), &typed).await?;
        draft::forget();
        self.saved.keep(submitted.contact);
        self.go_on.try_with_value(|go_on| go_on());
        Ok(())
    }

    fn refuse(self, refusal: Refusal) {
        match refusal {
            Refusal::Problem(problem, _) if problem.status == 422 && !problem.fields.is_empty() => {
                self.contact.form.refuse(problem.fields);
            }
            refusal => {
                self.refusal.try_set(Some(refusal));
            }
        }
    }

    /// Opens the expired checkout again; the form keeps what it holds.
    fn reopen(self) {
        spawn_local(async move {
            match self.opening.anew().await {
                Ok(()) => self.refusal.try_set(None),
                Err(refusal) => self.refusal.try_set(Some(refusal)),
            };
        });
    }
}

/// Why the details are not saved, and the way on; nothing while all is well.
#[component]
pub fn SubmissionFailure(submission: Submission) -> AnyView {
    let elsewhere = submission.contact.form.elsewhere;
    view! {
        {move || {
            elsewhere
                .get()
                .into_iter()
                .map(|fault| {
                    view! {
                        <Notice tone=Tone::Danger>
                            <p>{sentence(&fault)}</p>
                        </Notice>
                    }
                })
                .collect_view()
        }}
        {move || submission.refusal.get().map(|refusal| failure(submission, refusal))}
    }
    .into_any()
}

fn failure(submission: Submission, refusal: Refusal) -> AnyView {
    let retry = move |()| submission.start();
    match (refusal.status(), refusal.wait()) {
        (404 | 410, _) => view! {
            <Notice tone=Tone::Warn>
                <p>{t(checkout::EXPIRED)}</p>
                <div class="cluster">
                    <Button label=checkout::REOPEN press=move |()| submission.reopen()/>
                </div>
            </Notice>
        }
        .into_any(),
        (409, _) => view! {
            <Notice tone=Tone::Warn>
                <p>{t(checkout::CHANGED)}</p>
                <div class="cluster">
                    <Button label=checkout::REOPEN press=move |()| submission.reopen()/>
                </div>
            </Notice>
        }
        .into_any(),
        (0, _) => {
            view! { <Failed message=text::said(error::OFFLINE) refusal=None retry/> }.into_any()
        }
        (429, wait) => {
            let minutes = wait.unwrap_or(60).div_ceil(60);
            let message = Signal::derive(move || {
                text::fill(error::SLOWED, &[("minutes", &text::number(minutes.into()))])
            });
            view! { <Failed message refusal=None retry/> }.into_any()
        }
        _ => view! { <Failed message=text::said(error::SERVER) refusal=Some(refusal) retry/> }
            .into_any(),
    }
}
