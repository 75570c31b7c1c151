//! A call that a press makes: once however often it is pressed; faults go to their fields, any other refusal is said in place.

use crate::client::{self, Refusal};
use crate::form::Form;
use crate::json;
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::session::Session;
use crate::text::{error, t};
use crate::ui::notice::{Notice, Tone};
use domain::api::Endpoint;
use domain::problem::FieldError;
use leptos::prelude::*;

/// The state of the call. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Act {
    who: Session,
    form: Option<Form>,
    /// What stands before the names of the form's fields, where another form of the page has the same.
    within: Option<&'static str>,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
}

impl Act {
    pub fn new() -> Act {
        Act {
            who: expect_context(),
            form: None,
            within: None,
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
        }
    }

    /// Faults of a field are the form's to show.
    pub fn of(form: Form) -> Act {
        Act {
            form: Some(form),
            ..Act::new()
        }
    }

    /// The same for a form whose fields stand within `parent`.
    pub fn within(form: Form, parent: &'static str) -> Act {
        Act {
            within: Some(parent),
            ..Act::of(form)
        }
    }

    /// Calls, unless a call is under way. A session that has ended leads to the sign-in.
    pub fn run<E: Endpoint<Query = ()>>(
        self,
        params: E::Params,
        request: E::Request,
        done: impl FnOnce(E::Response) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let answer = client::call_patiently::<E>(&params, &(), &request, || {}).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(value) => done(value),
                Err(refusal) if refusal.status() == 401 => self.who.ended(),
                Err(refusal) => self.refused(refusal),
            }
        });
    }

    fn refused(self, refusal: Refusal) {
        if let (Refusal::Problem(problem, _), Some(form)) = (&refusal, self.form)
            && problem.status == 422
        {
            let faults = problem.fields.iter().cloned();
            let named = |fault: FieldError| match self.within {
                Some(parent) => fault.within(parent),
                None => fault,
            };
            form.refuse(faults.map(named).collect());
            if form.elsewhere.with_untracked(Vec::is_empty) {
                return;
            }
        }
        self.refusal.set(Some(refusal));
    }

    /// What is said of a refusal, where nothing else says it.
    pub fn said(self, retry: UnsyncCallback<()>) -> AnyView {
        view! { {shown(move || Some(said(self.refusal.get()?, retry)))} }.into_any()
    }
}

fn said(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    if refusal.status() == 403 {
        return view! {
            <Notice tone=Tone::Warn>
                <p>{t(error::PROOF)}</p>
            </Notice>
        }
        .into_any();
    }
    refused(refusal, error::SLOWED, retry)
}

/// The row as it is by now, where somebody else changed it first.
pub fn current<T: serde::de::DeserializeOwned>(refusal: &Refusal, code: &str) -> Option<T> {
    match refusal {
        Refusal::Problem(problem, _) if problem.status == 409 && problem.code == code => {
            json::of(problem.current.as_ref()?)
        }
        _ => None,
    }
}
