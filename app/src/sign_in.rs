//! `/sign-in`: e-mail and password, for staff and customers alike. It never says which of the two was wrong.

use crate::client::Refusal;
use crate::form::{Form, focus};
use crate::reactive::go;
use crate::session::{Session, Who};
use crate::storage::{self, Shelf};
use crate::text::{self, error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::failed::Failed;
use crate::ui::field::TextField;
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::PasswordField;
use domain::account::Account;
use domain::api::session::Credentials;
use domain::email::Email;
use domain::problem::FieldError;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// `/sign-in`. Staff go on to the back office, others to the shop.
#[component]
pub fn SignIn() -> AnyView {
    let form = Form::new();
    let navigate = use_navigate();
    let done = move |account: Account| navigate(&goes_on_to(&account), Default::default());
    view! {
        <div class="narrow stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(session::TITLE) form/>
                <p class="lead">{t(session::STAFF_HINT)} " " {t(session::GUEST_HINT)}</p>
            </div>
            <SignedInAs/>
            <SignInForm form done/>
        </div>
    }
    .into_any()
}

/// Where to go on after signing in, kept by the tab.
const RETURN: &str = "return";

/// Remembers a page of the back office that asked to sign in first.
pub fn return_to(address: &str) {
    storage::set(Shelf::Tab, RETURN, address);
}

/// Staff go back where they were sent from, else to the customers; others to the shop.
fn goes_on_to(account: &Account) -> String {
    let kept = storage::get(Shelf::Tab, RETURN);
    storage::remove(Shelf::Tab, RETURN);
    if account.role.is_staff() {
        kept.filter(|address| address.starts_with(route::ADMIN))
            .unwrap_or_else(|| route::ADMIN_CUSTOMERS.to_owned())
    } else {
        route::SHOP.to_owned()
    }
}

/// Says so when somebody is signed in already.
#[component]
fn SignedInAs() -> AnyView {
    let session = expect_context::<Session>();
    go(async move {
        let _ = session.ask().await;
    });
    (move || match session.who() {
        Who::Somebody(account) => {
            let to = if account.role.is_staff() {
                route::ADMIN_CUSTOMERS
            } else {
                route::SHOP
            };
            Some(view! {
                <Notice tone=Tone::Info>
                    <p>{text::fill(session::ALREADY, &[("email", &account.email)])}</p>
                    <a href=to>{t(session::GO_ON)}</a>
                </Notice>
            })
        }
        _ => None,
    })
    .into_any()
}

/// The form alone, also for a dialog over a page whose session has ended. `done` gets the account that signed in.
#[component]
pub fn SignInForm(form: Form, #[prop(into)] done: UnsyncCallback<Account>) -> AnyView {
    let who = expect_context::<Session>();
    let email = form.field("email");
    let password = form.field("password");
    let busy = RwSignal::new(false);
    let crowded = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    form.check_with(move || {
        let mut faults = Vec::new();
        if let Err(fault) = Email::parse(&email.text()) {
            faults.push(fault.within("email"));
        }
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
        let credentials = Credentials {
            email: email.text(),
            password: Some(password.text()),
            code: None,
            remember: false,
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
                Ok(Some(account)) => done.run(account),
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
            {move || refusal.get().map(|refusal| refused(refusal, UnsyncCallback::new(move |()| start())))}
            <TextField
                field=email
                label=session::EMAIL_LABEL
                kind="email"
                autocomplete="username"
                autocapitalize="none"
            />
            <PasswordField field=password label=session::PASSWORD_LABEL autocomplete="current-password"/>
            {move || {
                crowded
                    .get()
                    .then(|| {
                        view! {
                            <Notice>
                                <p>{t(session::BUSY)}</p>
                            </Notice>
                        }
                    })
            }}
            <Button
                label=session::SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SUBMITTING
            />
        </form>
    }
    .into_any()
}

/// Wrong, slowed, not reached, or broken: the sentence, and where it helps a way to try again.
fn refused(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    match refusal.status() {
        401 => view! {
            <Notice tone=Tone::Danger>
                <p>{t(error::CREDENTIALS)}</p>
            </Notice>
        }
        .into_any(),
        429 => {
            let minutes = refusal.wait().unwrap_or(60).div_ceil(60);
            view! {
                <Notice tone=Tone::Warn>
                    <p>
                        {move || {
                            text::fill(
                                error::RATE_LIMITED,
                                &[("minutes", &text::number(minutes.into()))],
                            )
                        }}
                    </p>
                </Notice>
            }
            .into_any()
        }
        0 => view! { <Failed message=text::said(error::OFFLINE) refusal=None retry/> }.into_any(),
        _ => view! { <Failed message=text::said(error::SERVER) refusal=Some(refusal) retry/> }
            .into_any(),
    }
}
