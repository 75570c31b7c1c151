//! The six digits of a mail. What is said is the same for every address, known to the shop or not.

use crate::client::{self, Refusal};
use crate::form::{Form, focus};
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::session::Session;
use crate::text::{self, error, session};
use crate::ui::button::{Button, Weight};
use crate::ui::field::TextField;
use crate::ui::live::announce;
use domain::account::Account;
use domain::api::session::{Credentials, Mailbox, RequestCode};
use domain::code;
use domain::problem::FieldError;
use leptos::prelude::*;
use std::time::Duration;

/// How long until another code may be asked for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks for a code by mail.
pub async fn ask_code(email: String) -> Result<(), Refusal> {
    client::call_patiently::<RequestCode>(&(), &(), &Mailbox { email }, || {}).await
}

/// A code was asked for: takes it. `leave` goes back to where another way is offered.
#[component]
pub fn ByCode(
    form: Form,
    email: String,
    #[prop(into)] remember: Signal<bool>,
    #[prop(optional_no_strip)] leave: Option<UnsyncCallback<()>>,
    #[prop(into)] done: UnsyncCallback<Account>,
) -> AnyView {
    let who = expect_context::<Session>();
    form.turn_to(&[]);
    let field = form.field("code");
    let email = StoredValue::new(email);
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    form.check_with(move || match code::parse(&field.text()) {
        Some(_) => Vec::new(),
        None => vec![FieldError::new("code", "required")],
    });
    let start = UnsyncCallback::new(move |()| {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let credentials = Credentials {
            email: email.get_value(),
            password: None,
            code: code::parse(&field.text()),
            remember: remember.get_untracked(),
        };
        go(async move {
            let answer = who.sign_in(&credentials, || {}).await;
            busy.try_set(false);
            match answer {
                Ok(Some(account)) => done.run(account),
                Ok(None) => {
                    refusal.try_set(Some(Refusal::Broken(200)));
                }
                Err(refused) if matches!(refused.status(), 401 | 422) => {
                    field.value.set(String::new());
                    form.refuse(vec![FieldError::new("code", "code")]);
                }
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    request_animation_frame(|| focus("code"));
    view! {
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                start.run(());
            }
        >
            <p role="status">{move || sent(&email.get_value())}</p>
            {shown(move || {
                refusal.get().map(|refusal| refused(refusal, error::RATE_LIMITED, start))
            })}
            <TextField
                field
                label=session::CODE_LABEL
                autocomplete="one-time-code"
                inputmode=Some("numeric")
                enterkeyhint="go"
                class="field-code"
            />
            <Button
                label=session::SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SUBMITTING
            />
            <div class="cluster">
                <Another email=email.get_value() refusal/>
                {leave
                    .map(|leave| {
                        view! {
                            <Button
                                label=session::CODE_PASSWORD
                                weight=Weight::Quiet
                                press=leave
                            />
                        }
                    })}
            </div>
        </form>
    }
    .into_any()
}

/// Where the code went, the address set off.
fn sent(email: &str) -> AnyView {
    let (before, after) = text::around(session::CODE_SENT, "email");
    view! {
        {before}
        <strong>{email.to_owned()}</strong>
        {after}
    }
    .into_any()
}

/// Asks for another code, once the first had time to arrive.
#[component]
fn Another(email: String, refusal: RwSignal<Option<Refusal>>) -> AnyView {
    let ready = RwSignal::new(false);
    let wait = move || {
        ready.set(false);
        set_timeout(
            move || {
                ready.try_set(true);
            },
            PATIENCE,
        );
    };
    wait();
    let ask = UnsyncCallback::new(move |()| {
        wait();
        let email = email.clone();
        go(async move {
            match ask_code(email).await {
                Ok(()) => announce(text::word(session::CODE_AGAIN_SAID).to_owned()),
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
        focus("code");
    });
    shown(move || {
        ready.get().then(|| {
            view! { <Button label=session::CODE_AGAIN weight=Weight::Quiet press=ask/> }.into_any()
        })
    })
    .into_any()
}
