//! `/confirm-email#token`: another e-mail for an account. The token stays behind the `#`, which no server and no log sees, and
//! is taken out of the address; only the button uses it, as programs follow links too.

use crate::client::{self, Refusal};
use crate::reactive::{either, go, shown};
use crate::refused::refused;
use crate::session::{Session, Who};
use crate::text::{self, error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use domain::api::security::ConfirmEmail as Call;
use domain::email_change::EmailToken;
use domain::route;
use leptos::prelude::*;

/// `/confirm-email`
#[component]
pub fn ConfirmEmail() -> AnyView {
    let hash = window().location().hash().unwrap_or_default();
    let token = hash.trim_start_matches('#').to_owned();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(
            &wasm_bindgen::JsValue::NULL,
            "",
            Some(route::CONFIRM_EMAIL),
        );
    }
    let body = match domain::session::is_token(&token) {
        true => confirmation(token),
        false => view! {
            <Empty message=text::said(session::MOVE_NO_TOKEN)>
                <a href=route::ACCOUNT_SECURITY>{t(session::MOVE_AGAIN)}</a>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <div class="narrow stack stack-wide">
            <Heading text=text::said(session::MOVE_TITLE)/>
            {body}
        </div>
    }
    .into_any()
}

fn confirmation(token: String) -> AnyView {
    let who = expect_context::<Session>();
    let busy = RwSignal::new(false);
    let done = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let confirm = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let request = EmailToken {
            token: token.clone(),
        };
        go(async move {
            let answer = client::call_patiently::<Call>(&(), &(), &request, || {}).await;
            busy.try_set(false);
            match answer {
                Ok(session) => {
                    who.is_now(session);
                    done.try_set(true);
                }
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    either(move || {
        if done.get() {
            return confirmed(who.who());
        }
        view! {
            <p class="lead">{t(session::MOVE_INTRO)}</p>
            {shown(move || refusal.get().map(|refusal| wrong(refusal, confirm)))}
            <div>
                <Button
                    label=session::MOVE_SUBMIT
                    weight=Weight::Primary
                    busy=busy
                    busy_label=session::SET_SUBMITTING
                    press=move |()| confirm.run(())
                />
            </div>
        }
        .into_any()
    })
    .into_any()
}

/// It is done; who is not signed in here goes on to sign in with it.
fn confirmed(who: Who) -> AnyView {
    let (said, to, word) = match who {
        Who::Somebody(_) => (session::MOVE_DONE, route::ACCOUNT, session::MOVE_TO_ACCOUNT),
        _ => (
            session::MOVE_DONE_ELSEWHERE,
            route::SIGN_IN,
            session::MOVE_SIGN_IN,
        ),
    };
    view! {
        <Notice>
            <p>{t(said)}</p>
        </Notice>
        <div>
            <a class=Weight::Primary.class() href=to>
                {t(word)}
            </a>
        </div>
    }
    .into_any()
}

/// The link is used up, or it is not the link's fault.
fn wrong(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    if !matches!(refusal.status(), 400..=499) || refusal.status() == 429 {
        return refused(refusal, error::SLOWED, retry);
    }
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(session::MOVE_EXPIRED)}</p>
            <p>
                <a href=route::ACCOUNT_SECURITY>{t(session::MOVE_AGAIN)}</a>
            </p>
        </Notice>
    }
    .into_any()
}
