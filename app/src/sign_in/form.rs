//! The way in as a form of steps: the password, or the code; then, where the shop asks for it, a new password.

use crate::account::password::{ChangePassword, Current};
use crate::form::Form;
use crate::reactive::either;
use crate::sign_in::by_code::ByCode;
use crate::sign_in::by_password::ByPassword;
use crate::text::{session, t};
use domain::account::Account;
use leptos::prelude::*;

/// How far somebody has come.
#[derive(Clone)]
enum Step {
    Password,
    Code,
    /// Signed in, but the password must be changed first; with the one that was just typed.
    Change(Account, Option<String>),
}

/// The form alone, also for a dialog over a page whose session has ended. `full` offers codes, remembering and a reset.
/// `done` gets the account that signed in and may go on.
#[component]
pub fn SignInForm(
    form: Form,
    #[prop(optional)] full: bool,
    #[prop(into)] done: UnsyncCallback<Account>,
) -> AnyView {
    let email = form.field("email");
    let remember = RwSignal::new(false);
    let step = RwSignal::new(Step::Password);
    let signed_in = UnsyncCallback::new(move |(account, typed): (Account, Option<String>)| {
        if account.must_change {
            step.set(Step::Change(account, typed));
        } else {
            done.run(account);
        }
    });
    either(move || match step.get() {
        Step::Password => {
            let code = move |()| step.set(Step::Code);
            view! { <ByPassword form email remember full code done=signed_in/> }.into_any()
        }
        Step::Code => view! {
            <ByCode
                form
                email=email.text()
                remember
                leave=Some(UnsyncCallback::new(move |()| step.set(Step::Password)))
                done=move |account| signed_in.run((account, None))
            />
        }
        .into_any(),
        Step::Change(account, typed) => {
            let current = typed.map_or(Current::Asked, Current::Known);
            view! {
                <section class="stack" aria-labelledby="change-title">
                    <div class="stack-tight">
                        <h2 class="subheading" id="change-title">
                            {t(session::CHANGE_TITLE)}
                        </h2>
                        <p class="lead">{t(session::CHANGE_TEXT)}</p>
                    </div>
                    <ChangePassword
                        form
                        email=account.email
                        current
                        submit=session::SET_SUBMIT
                        done
                    />
                </section>
            }
            .into_any()
        }
    })
    .into_any()
}
