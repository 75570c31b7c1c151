//! Sending the contact details: one at a time, safe to repeat, and whatever happens what was typed stays.

use crate::checkout::contact::Contact;
use crate::checkout::draft;
use crate::checkout::opening::Opening;
use crate::checkout::saved::Saved;
use crate::client::{self, Refusal};
use crate::form::sentence;
use crate::reactive::{go, shown, words};
use crate::text::{self, checkout, error};
use crate::ui::button::Button;
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use domain::api::checkout::SubmitContact;
use domain::route;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
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
        go(async move {
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
        go(async move {
            match self.opening.anew().await {
                Ok(()) => self.refusal.try_set(None),
                Err(refusal) => self.refusal.try_set(Some(refusal)),
            };
        });
    }
}

/// Why the details are not saved, and the way on; nothing while all is well.
#[component]
pub fn SubmissionFailure(submission: Submission) -> impl IntoView {
    let elsewhere = submission.contact.form.elsewhere;
    let faults = shown(move || {
        let faults = elsewhere.get();
        let first = faults.first()?;
        let sentence = sentence(first);
        let view = view! {
            <Notice tone=Tone::Danger>
                <p>{sentence}</p>
            </Notice>
        };
        Some(view.into_any())
    });
    let refusal = shown(move || Some(failure(submission, submission.refusal.get()?)));
    view! {
        {faults}
        {refusal}
    }
}

fn failure(submission: Submission, refusal: Refusal) -> AnyView {
    let retry = move |()| submission.start();
    let (key, reopens) = match refusal.status() {
        404 | 410 => (checkout::EXPIRED, true),
        409 => (checkout::CHANGED, true),
        0 => (error::OFFLINE, false),
        429 => (error::SLOWED, false),
        _ => (error::SERVER, false),
    };
    let minutes = refusal.wait().unwrap_or(60).div_ceil(60);
    let message = words(move || text::fill(key, &[("minutes", &text::number(minutes.into()))]));
    if reopens {
        return view! {
            <Notice tone=Tone::Warn>
                <p>{message}</p>
                <div class="cluster">
                    <Button label=checkout::REOPEN press=move |()| submission.reopen()/>
                </div>
            </Notice>
        }
        .into_any();
    }
    view! { <Failed message refusal=Some(refusal) retry/> }.into_any()
}
