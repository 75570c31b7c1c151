//! The password that staff gave is replaced first, in place: the checkout stays as it is.

use crate::client::{self, Refusal};
use crate::form::{Field, Form};
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::returning::panel::{enter, focus_first_empty, stay_guest};
use crate::returning::visit::Visit;
use crate::text::{error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::password_field::PasswordField;
use domain::api::account::{ChangePassword, PasswordChange};
use domain::password;
use domain::problem::FieldError;
use leptos::prelude::*;

const CURRENT: &str = "sign_in.current";
const PASSWORD: &str = "sign_in.password";

#[component]
pub fn NewPassword(visit: Visit) -> AnyView {
    let form = Form::new();
    let given = visit.given.get_untracked();
    // A page that starts with the session open does not know the password that opened it.
    let current: Option<Field> = given.is_none().then(|| form.field(CURRENT));
    let chosen = form.field(PASSWORD);
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let shop = crate::dom::query(".masthead-name").and_then(|name| name.text_content());
    let shop = shop.unwrap_or_default();
    form.check_with(move || {
        let mut faults = Vec::new();
        if current.is_some_and(|current| current.text().is_empty()) {
            faults.push(FieldError::new(CURRENT, "required"));
        }
        if let Err(fault) = password::check(&chosen.text(), &visit.email.get_untracked(), &shop) {
            faults.push(FieldError {
                field: PASSWORD.into(),
                ..fault
            });
        }
        faults
    });
    let save = move || {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let old = match current {
            Some(current) => current.text(),
            None => visit.given.get_untracked().unwrap_or_default(),
        };
        let change = PasswordChange {
            current: old,
            password: chosen.text(),
        };
        go(async move {
            let answer = client::call_patiently::<ChangePassword>(&(), &(), &change, || {}).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(session) => session
                    .account
                    .into_iter()
                    .for_each(|account| enter(visit, account, None)),
                Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                    let faults = problem.fields.into_iter();
                    form.refuse(faults.map(|fault| fault.within("sign_in")).collect());
                }
                Err(refused) => refusal.set(Some(refused)),
            }
        });
    };
    focus_first_empty(&[CURRENT, PASSWORD]);
    let email = visit.email.get_untracked();
    view! {
        <form
            class="returning-form card stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <h2 class="subheading">{t(session::CHANGE_TITLE)}</h2>
            <p>{t(session::CHANGE_TEXT)}</p>
            {shown(move || Some(refused(refusal.get()?, error::RATE_LIMITED, UnsyncCallback::new(move |()| save()))))}
            // Password managers look for whose password it is.
            <input type="text" autocomplete="username" hidden=true prop:value=email/>
            {current
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
                field=chosen
                label=session::SET_LABEL
                hint=session::SET_HINT
                autocomplete="new-password"
            />
            <Button
                label=session::SET_SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SET_SUBMITTING
            />
            {stay_guest(visit)}
        </form>
    }
    .into_any()
}
