//! E-mail and password, and beside them the ways for who has none at hand.

use crate::client::Refusal;
use crate::form::{Field, Form, focus};
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::session::Session;
use crate::sign_in::by_code::ask_code;
use crate::text::{error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::PasswordField;
use domain::account::Account;
use domain::api::session::Credentials;
use domain::email::Email;
use domain::problem::FieldError;
use domain::route;
use leptos::prelude::*;

/// `code` is run when a code was asked for; `done` gets the account and the password that opened it.
#[component]
pub fn ByPassword(
    form: Form,
    email: Field,
    remember: RwSignal<bool>,
    full: bool,
    #[prop(into)] code: UnsyncCallback<()>,
    done: UnsyncCallback<(Account, Option<String>)>,
) -> AnyView {
    let who = expect_context::<Session>();
    form.turn_to(&[email]);
    let password = form.field("password");
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let crowded = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let email_fault = move || {
        let fault = Email::parse(&email.text()).err();
        fault.map(|fault| fault.within("email"))
    };
    form.check_with(move || {
        let mut faults: Vec<FieldError> = email_fault().into_iter().collect();
        if password.text().is_empty() {
            faults.push(FieldError::new("password", "required"));
        }
        faults
    });
    let start = move || {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let typed = password.text();
        let credentials = Credentials {
            email: email.text(),
            password: Some(typed.clone()),
            code: None,
            remember: remember.get_untracked(),
        };
        go(async move {
            let answer = who
                .sign_in(&credentials, || {
                    crowded.try_set(true);
                })
                .await;
            busy.try_set(false);
            crowded.try_set(false);
            match answer {
                Ok(Some(account)) => done.run((account, Some(typed))),
                Ok(None) => {
                    refusal.try_set(Some(Refusal::Broken(200)));
                }
                Err(refused) => {
                    if refused.status() == 401 {
                        password.value.set(String::new());
                        focus(password.path);
                    }
                    refusal.try_set(Some(refused));
                }
            }
        });
    };
    let ask = UnsyncCallback::new(move |()| {
        if asking.get_untracked() || !form.refuse(email_fault().into_iter().collect()) {
            return;
        }
        asking.set(true);
        refusal.set(None);
        go(async move {
            let answer = ask_code(email.text()).await;
            asking.try_set(false);
            match answer {
                Ok(()) => code.run(()),
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    let again = UnsyncCallback::new(move |()| start());
    view! {
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                start();
            }
        >
            <ErrorSummary form/>
            {shown(move || refusal.get().map(|refusal| wrong(refusal, again)))}
            <TextField
                field=email
                label=session::EMAIL_LABEL
                kind="email"
                autocomplete="username"
                autocapitalize="none"
            />
            <PasswordField field=password label=session::PASSWORD_LABEL autocomplete="current-password"/>
            {full.then(|| remembering(remember))}
            {shown(move || crowded.get().then(many))}
            <Button
                label=session::SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SUBMITTING
            />
            {full
                .then(|| {
                    view! {
                        <p class="or">{t(session::OR)}</p>
                        <Button
                            label=session::CODE_ASK
                            press=ask
                            busy=asking
                            busy_label=session::CODE_ASKING
                        />
                        <p>
                            <a class="foot-link" href=route::FORGOT_PASSWORD>
                                {t(session::FORGOT)}
                            </a>
                        </p>
                    }
                })}
        </form>
    }
    .into_any()
}

/// The box that keeps a customer signed in.
fn remembering(remember: RwSignal<bool>) -> AnyView {
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                type="checkbox"
                id="remember"
                name="remember"
                aria-describedby="remember-hint"
                prop:checked=remember
                on:change=move |event| remember.set(event_target_checked(&event))
            />
            <span class="checkbox-label">
                {t(session::REMEMBER)} <span class="field-hint checkbox-hint" id="remember-hint">
                    {t(session::REMEMBER_HINT)}
                </span>
            </span>
        </label>
    }
    .into_any()
}

/// Many sign in at once: it goes on by itself.
fn many() -> AnyView {
    view! {
        <Notice>
            <p>{t(session::BUSY)}</p>
        </Notice>
    }
    .into_any()
}

/// Wrong, or not answered.
fn wrong(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    if refusal.status() != 401 {
        return refused(refusal, error::RATE_LIMITED, retry);
    }
    view! {
        <Notice tone=Tone::Danger>
            <p>{t(error::CREDENTIALS)}</p>
        </Notice>
    }
    .into_any()
}
