//! The way in to the account: its password, and the session of this browser.

use crate::account::password::{ChangePassword, Current};
use crate::dom;
use crate::form::Form;
use crate::reactive::go;
use crate::session::Session;
use crate::text::{self, account, common, session, t};
use crate::ui::button::Button;
use crate::ui::toast::Toasts;
use domain::account::Account;
use leptos::prelude::*;

/// Another password, or the first.
pub fn password(account: Account) -> AnyView {
    let toasts = expect_context::<Toasts>();
    let (title, text, current, submit) = if account.has_password {
        (
            account::PASSWORD_TITLE,
            None,
            Current::Asked,
            account::PASSWORD_SUBMIT,
        )
    } else {
        (
            account::PASSWORD_SET_TITLE,
            Some(account::PASSWORD_SET_TEXT),
            Current::Known(String::new()),
            session::SET_SUBMIT,
        )
    };
    let form = Form::new();
    let done = move |_| {
        toasts.say(text::word(account::PASSWORD_DONE).to_owned(), None);
        if let Some(fold) = dom::find("password-fold") {
            dom::attribute(&fold, "open", None);
        }
        dom::focus("password-title");
    };
    view! {
        <details class="card fold" id="password-fold">
            <summary class="fold-title" id="password-title">
                <h2 class="subheading">{t(title)}</h2>
            </summary>
            <div class="stack fold-body">
                {text.map(|text| view! { <p>{t(text)}</p> })}
                <ChangePassword form email=account.email current submit done/>
            </div>
        </details>
    }
    .into_any()
}

/// Who is signed in here, and the way out.
pub fn leaving(email: String) -> AnyView {
    let who = expect_context::<Session>();
    let busy = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let leave = move |()| {
        busy.set(true);
        go(async move {
            if let Err(refusal) = who.sign_out().await {
                busy.try_set(false);
                let key = match refusal.status() {
                    0 => text::error::OFFLINE,
                    _ => text::error::SERVER,
                };
                toasts.say(text::word(key).to_owned(), None);
            }
        });
    };
    view! {
        <section class="card stack-tight" aria-labelledby="session-title">
            <h2 class="subheading" id="session-title">
                {t(account::SESSION_TITLE)}
            </h2>
            <p>{text::fill(account::SESSION_TEXT, &[("email", &email)])}</p>
            <div>
                <Button label=common::NAV_SIGN_OUT busy=busy press=leave/>
            </div>
        </section>
    }
    .into_any()
}
