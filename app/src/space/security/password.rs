//! Another password, or the first.

use crate::account::password::{ChangePassword, Current};
use crate::dom;
use crate::form::Form;
use crate::space::words;
use crate::text::{self, session, t};
use crate::ui::toast::Toasts;
use domain::account::Account;
use leptos::prelude::*;

/// By the password there is, or by none.
pub fn card(account: Account) -> AnyView {
    let toasts = expect_context::<Toasts>();
    let (title, text, current, submit) = if account.has_password {
        (
            words::PASSWORD_TITLE,
            None,
            Current::Asked,
            words::PASSWORD_SUBMIT,
        )
    } else {
        (
            words::PASSWORD_SET_TITLE,
            Some(words::PASSWORD_SET_TEXT),
            Current::Known(String::new()),
            session::SET_SUBMIT,
        )
    };
    let form = Form::new();
    let done = move |_| {
        toasts.say(text::word(words::PASSWORD_DONE).to_owned(), None);
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
