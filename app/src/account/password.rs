//! Another password for the account that is signed in, by the one it has, or by none where it has none yet.

use crate::client::{self, Refusal};
use crate::form::Form;
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::session::Session;
use crate::settings::Settings;
use crate::text::{Key, error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::PasswordField;
use domain::account::Account;
use domain::api::account::{ChangePassword as Call, PasswordChange};
use domain::password;
use domain::problem::FieldError;
use leptos::prelude::*;

/// The password as it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Current {
    /// A field asks for it.
    Asked,
    /// Typed a moment ago; empty where the account has none.
    Known(String),
}

/// `done` gets the account once its password is another one.
#[component]
pub fn ChangePassword(
    form: Form,
    email: String,
    current: Current,
    submit: Key,
    #[prop(into)] done: UnsyncCallback<Account>,
) -> AnyView {
    let who = expect_context::<Session>();
    let settings = expect_context::<Settings>();
    form.turn_to(&[]);
    let old = (current == Current::Asked).then(|| form.field("current"));
    let new = form.field("password");
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    // The mailbox was proved too long ago for a first password.
    let stale = RwSignal::new(false);
    let owner = email.clone();
    form.check_with(move || {
        let empty = old.is_some_and(|old| old.text().is_empty());
        let mut faults: Vec<FieldError> = empty
            .then(|| FieldError::new("current", "required"))
            .into_iter()
            .collect();
        let shop = settings.with(|shop| shop.name.clone());
        faults.extend(password::check(&new.text(), &owner, &shop).err());
        faults
    });
    let start = UnsyncCallback::new(move |()| {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        stale.set(false);
        let request = PasswordChange {
            current: match (&current, old) {
                (Current::Known(password), _) => password.clone(),
                (Current::Asked, old) => old.map(|old| old.text()).unwrap_or_default(),
            },
            password: new.text(),
        };
        go(async move {
            let answer = client::call_patiently::<Call>(&(), &(), &request, || {}).await;
            busy.try_set(false);
            match answer {
                Ok(session) => {
                    for field in old.into_iter().chain([new]) {
                        field.value.try_set(String::new());
                    }
                    let account = session.account.clone();
                    who.is_now(session);
                    if let Some(account) = account {
                        done.run(account);
                    }
                }
                Err(refused) if refused.status() == 401 => who.ended(),
                Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                    form.refuse(problem.fields);
                }
                Err(refused) if refused.status() == 403 => drop(stale.try_set(true)),
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    view! {
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                start.run(());
            }
        >
            <ErrorSummary form/>
            {shown(move || refusal.get().map(|refusal| refused(refusal, error::SLOWED, start)))}
            {shown(move || stale.get().then(too_late))}
            // Password managers look for whose password it is.
            <input type="text" autocomplete="username" value=email readonly=true hidden=true/>
            {old
                .map(|field| {
                    view! {
                        <PasswordField
                            field
                            label=session::CURRENT_LABEL
                            autocomplete="current-password"
                        />
                    }
                })}
            <PasswordField
                field=new
                label=session::SET_LABEL
                hint=session::SET_HINT
                autocomplete="new-password"
            />
            <Button
                label=submit
                weight=Weight::Primary
                busy=busy
                busy_label=session::SET_SUBMITTING
            />
        </form>
    }
    .into_any()
}

fn too_late() -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(error::PROOF)}</p>
        </Notice>
    }
    .into_any()
}
