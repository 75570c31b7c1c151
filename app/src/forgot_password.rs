//! `/forgot-password`: asks for a link by mail. The answer is the same for every address.

use crate::client::{self, Refusal};
use crate::form::{Form, focus};
use crate::reactive::{either, go, shown};
use crate::refused::refused;
use crate::text::{self, error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::field::TextField;
use crate::ui::heading::Heading;
use crate::ui::notice::Notice;
use domain::api::session::{Mailbox, RequestReset};
use domain::email::Email;
use domain::route;
use leptos::prelude::*;

/// `/forgot-password`
#[component]
pub fn ForgotPassword() -> AnyView {
    let form = Form::new();
    let sent = RwSignal::new(None::<String>);
    let body = either(move || match sent.get() {
        Some(email) => on_its_way(email, sent),
        None => view! { <Ask form sent/> }.into_any(),
    });
    view! {
        <div class="narrow stack stack-wide">
            <Heading text=text::said(session::FORGOT_TITLE) form/>
            {body}
            <p>
                <a class="foot-link" href=route::SIGN_IN>
                    {t(session::FORGOT_BACK)}
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// The address, and what will be sent to it.
#[component]
fn Ask(form: Form, sent: RwSignal<Option<String>>) -> AnyView {
    form.turn_to(&[]);
    let field = form.field("email");
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    form.check_with(move || {
        let fault = Email::parse(&field.text()).err();
        fault
            .map(|fault| fault.within("email"))
            .into_iter()
            .collect()
    });
    let start = UnsyncCallback::new(move |()| {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let mailbox = Mailbox {
            email: field.text().trim().to_owned(),
        };
        go(async move {
            let answer = client::call_patiently::<RequestReset>(&(), &(), &mailbox, || {}).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    sent.try_set(Some(mailbox.email));
                }
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    view! {
        <p class="lead">{t(session::FORGOT_INTRO)}</p>
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                start.run(());
            }
        >
            {shown(move || refusal.get().map(|refusal| refused(refusal, error::SLOWED, start)))}
            <TextField
                field
                label=session::EMAIL_LABEL
                kind="email"
                autocomplete="username"
                autocapitalize="none"
                enterkeyhint="go"
            />
            <Button
                label=session::FORGOT_SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::CODE_ASKING
            />
        </form>
    }
    .into_any()
}

/// The one answer there is.
fn on_its_way(email: String, sent: RwSignal<Option<String>>) -> AnyView {
    let (before, after) = text::around(session::FORGOT_SENT, "email");
    request_animation_frame(|| focus("sent"));
    view! {
        <div class="stack" id="sent" tabindex="-1">
            <Notice>
                <p>{before} <strong>{email}</strong> {after}</p>
                <p class="meta">{t(session::FORGOT_HINT)}</p>
            </Notice>
            <Button
                label=session::FORGOT_OTHER
                weight=Weight::Quiet
                press=move |()| sent.set(None)
            />
        </div>
    }
    .into_any()
}
