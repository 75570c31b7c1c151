//! E-mail and password, in place. The other way in is a code by e-mail; the way on as a guest stays open.

use crate::client::{self, Refusal};
use crate::form::Form;
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::returning::panel::{enter, focus_first_empty, remember, stay_guest};
use crate::returning::visit::{Step, Visit};
use crate::sign_in::ask_code;
use crate::text::{error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::field::TextField;
use crate::ui::notice::Notice;
use crate::ui::password_field::PasswordField;
use domain::api::session::{Credentials, SignIn};
use domain::email::Email;
use domain::problem::FieldError;
use leptos::prelude::*;

const EMAIL: &str = "sign_in.email";
const PASSWORD: &str = "sign_in.password";

#[component]
pub fn ByPassword(visit: Visit) -> AnyView {
    let form = Form::new();
    let email = form.field(EMAIL);
    let password = form.field(PASSWORD);
    email.value.set(visit.email.get_untracked());
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let crowded = RwSignal::new(false);
    // What was refused, and whether it was the code that was asked for.
    let refusal = RwSignal::new(None::<(Refusal, bool)>);
    let mailbox_faults = move || {
        let fault = Email::parse(&email.text()).err();
        fault.map(|fault| fault.within(EMAIL)).into_iter().collect()
    };
    form.check_with(move || {
        let mut faults: Vec<FieldError> = mailbox_faults();
        if password.text().is_empty() {
            faults.push(FieldError::new(PASSWORD, "required"));
        }
        faults
    });
    let idle = move || !busy.get_untracked() && !asking.get_untracked();
    let sign_in = move || {
        if !idle() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        visit.email.set(email.text());
        let credentials = Credentials {
            email: email.text(),
            password: Some(password.text()),
            remember: visit.remember.get_untracked(),
            ..Credentials::default()
        };
        go(async move {
            let crowd = || {
                crowded.try_set(true);
            };
            let answer = client::call_patiently::<SignIn>(&(), &(), &credentials, crowd).await;
            if busy.try_set(false).is_some() {
                // The panel was closed meanwhile, but whoever signed in is signed in.
                if let Ok(account) = answer.map(|session| session.account) {
                    account
                        .into_iter()
                        .for_each(|account| enter(visit, account, credentials.password.clone()));
                }
                return;
            }
            crowded.set(false);
            match answer.map(|session| session.account) {
                Ok(Some(account)) => enter(visit, account, credentials.password),
                Ok(None) => refusal.set(Some((Refusal::Broken(200), false))),
                Err(refused) if refused.status() == 401 => {
                    password.value.set(String::new());
                    form.refuse(vec![FieldError::new(PASSWORD, "credentials")]);
                }
                Err(refused) => refusal.set(Some((refused, false))),
            }
        });
    };
    let ask_code = move || {
        if !idle() || !form.refuse(mailbox_faults()) {
            return;
        }
        asking.set(true);
        refusal.set(None);
        visit.email.set(email.text());
        let mailbox = email.text();
        go(async move {
            let answer = ask_code(mailbox).await;
            if asking.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => visit.show(Step::Code),
                Err(refused) => refusal.set(Some((refused, true))),
            }
        });
    };
    focus_first_empty(&[EMAIL, PASSWORD]);
    view! {
        <form
            class="returning-form card stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                sign_in();
            }
        >
            {shown(move || {
                let (refusal, of_code) = refusal.get()?;
                let retry = move |()| if of_code { ask_code() } else { sign_in() };
                Some(refused(refusal, error::RATE_LIMITED, UnsyncCallback::new(retry)))
            })}
            <TextField
                field=email
                label=session::EMAIL_LABEL
                kind="email"
                autocomplete="username"
                autocapitalize="none"
            />
            <PasswordField field=password label=session::PASSWORD_LABEL autocomplete="current-password"/>
            {remember(visit)}
            {shown(move || crowded.get().then(crowd))}
            <Button
                label=session::SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SUBMITTING
            />
            <p class="returning-or">{t(session::OR)}</p>
            <Button
                label=session::CODE_ASK
                press=move |()| ask_code()
                busy=asking
                busy_label=session::CODE_ASKING
            />
            {stay_guest(visit)}
        </form>
    }
    .into_any()
}

/// Many people are signing in: this one is next.
fn crowd() -> AnyView {
    view! {
        <Notice>
            <p>{t(session::BUSY)}</p>
        </Notice>
    }
    .into_any()
}
