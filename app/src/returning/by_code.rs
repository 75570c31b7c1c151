//! The six digits of the mail: one field, to type or to paste into. Another code may be asked for after half a minute.

use crate::client::{self, Refusal};
use crate::dom;
use crate::form::Form;
use crate::reactive::{go, shown, words};
use crate::refused::refused;
use crate::returning::panel::{enter, focus_first_empty, remember, stay_guest};
use crate::returning::visit::{Step, Visit};
use crate::sign_in::ask_code;
use crate::text::{self, error, returning, session};
use crate::ui::button::{Button, Weight};
use crate::ui::field::TextField;
use crate::ui::live::announce;
use domain::api::session::{Credentials, SignIn};
use domain::code;
use domain::problem::FieldError;
use leptos::prelude::*;
use std::time::Duration;

const CODE: &str = "sign_in.code";
/// Seconds until another code may be asked for.
const PAUSE: u32 = 30;

#[component]
pub fn ByCode(visit: Visit) -> AnyView {
    let form = Form::new();
    let typed = form.field(CODE);
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let left = RwSignal::new(PAUSE);
    // What was refused, and whether it was another code that was asked for.
    let refusal = RwSignal::new(None::<(Refusal, bool)>);
    form.check_with(move || {
        let reason = match typed.text() {
            text if text.trim().is_empty() => "required",
            text if code::parse(&text).is_none() => "code",
            _ => return Vec::new(),
        };
        vec![FieldError::new(CODE, reason)]
    });
    let idle = move || !busy.get_untracked() && !asking.get_untracked();
    let sign_in = move || {
        if !idle() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let credentials = Credentials {
            email: visit.email.get_untracked(),
            code: code::parse(&typed.text()),
            remember: visit.remember.get_untracked(),
            ..Credentials::default()
        };
        go(async move {
            let answer = client::call_patiently::<SignIn>(&(), &(), &credentials, || {}).await;
            busy.try_set(false);
            match answer.map(|session| session.account) {
                Ok(Some(account)) => enter(visit, account, None),
                Ok(None) => drop(refusal.try_set(Some((Refusal::Broken(200), false)))),
                Err(_) if typed.value.is_disposed() => {}
                Err(refused) if refused.status() == 401 => {
                    typed.value.set(String::new());
                    form.refuse(vec![FieldError::new(CODE, "code")]);
                }
                Err(refused) => refusal.set(Some((refused, false))),
            }
        });
    };
    let ask_again = move || {
        if !idle() {
            return;
        }
        asking.set(true);
        refusal.set(None);
        let mailbox = visit.email.get_untracked();
        go(async move {
            let answer = ask_code(mailbox).await;
            if asking.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    announce(text::word(session::CODE_AGAIN_SAID).to_owned());
                    left.set(PAUSE);
                    count_down(left);
                    dom::focus(CODE);
                }
                Err(refused) => refusal.set(Some((refused, true))),
            }
        });
    };
    count_down(left);
    focus_first_empty(&[CODE]);
    let (before, after) = text::around(session::CODE_SENT, "email");
    let email = visit.email.get_untracked();
    view! {
        <form
            class="returning-form card stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                sign_in();
            }
        >
            <p role="status">{before} <strong>{email}</strong> {after}</p>
            {shown(move || {
                let (refusal, of_code) = refusal.get()?;
                let retry = move |()| if of_code { ask_again() } else { sign_in() };
                Some(refused(refusal, error::RATE_LIMITED, UnsyncCallback::new(retry)))
            })}
            <TextField
                field=typed
                label=session::CODE_LABEL
                autocomplete="one-time-code"
                inputmode=Signal::stored(Some("numeric"))
                enterkeyhint="go"
                class="returning-code"
            />
            {remember(visit)}
            <Button
                label=session::SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SUBMITTING
            />
            {shown(move || Some(again(left, asking, UnsyncCallback::new(move |()| ask_again()))))}
            <Button
                label=session::CODE_PASSWORD
                weight=Weight::Quiet
                press=move |()| visit.show(Step::Password)
            />
            {stay_guest(visit)}
        </form>
    }
    .into_any()
}

/// How long until another code may be asked for, then the button for it.
fn again(left: RwSignal<u32>, asking: RwSignal<bool>, ask: UnsyncCallback<()>) -> AnyView {
    let waiting = Memo::new(move |_| left.get() > 0);
    if waiting.get() {
        let seconds = words(move || {
            let seconds = text::number(left.get().into());
            text::fill(returning::CODE_WAIT, &[("seconds", &seconds)])
        });
        view! { <p class="meta returning-wait">{seconds}</p> }.into_any()
    } else {
        view! {
            <Button
                label=session::CODE_AGAIN
                press=ask
                busy=asking
                busy_label=session::CODE_ASKING
            />
        }
        .into_any()
    }
}

/// Counts to zero, for as long as the step is shown.
fn count_down(left: RwSignal<u32>) {
    dom::later(Duration::from_secs(1), move || {
        let Some(now) = left.try_get_untracked().filter(|now| *now > 0) else {
            return;
        };
        left.set(now - 1);
        count_down(left);
    });
}
