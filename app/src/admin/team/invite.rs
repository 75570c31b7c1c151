//! The invitation: who, at which address, in which role. What is typed stays until it was sent.

use crate::admin::ask::ask_with;
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::fields::{Fields, RadioField, SelectField};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::role::role_word;
use crate::admin::team::acts::{invited, mark};
use crate::admin::team::{Crew, ROLES, words};
use crate::client::{Refusal, fresh_key};
use crate::form::focus;
use crate::reactive::go;
use crate::settings::Settings;
use crate::text::{Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use domain::account::Role;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::staff::InviteStaff;
use domain::locale::Locale;
use domain::staff::InviteForm;
use leptos::prelude::*;
use std::time::Duration;

const NAME: &str = "name";
const EMAIL: &str = "email";
const ROLE: &str = "role";
const LOCALE: &str = "locale";

/// The dialog. It opens on the name.
#[component]
pub fn Invite(crew: Crew) -> AnyView {
    let settings = expect_context::<Settings>();
    let fields = Fields::new(&[NAME, EMAIL, ROLE, LOCALE]);
    let form = fields.form;
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let sent = StoredValue::new(None::<(InviteForm, String)>);
    let start_anew = move || {
        let locale = untrack(|| settings.with(|shop| shop.locale));
        let start = [
            (NAME, ""),
            (EMAIL, ""),
            (ROLE, Role::Support.code()),
            (LOCALE, locale.code()),
        ];
        refusal.set(None);
        form.submitted.set(false);
        fields.fill(start.map(|(path, value)| (path, value.to_owned())).to_vec());
    };
    start_anew();
    fields.guard(label);
    form.check_with(move || for_staff(typed(fields).prove().err().unwrap_or_default()));
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        if !form.submit() {
            return;
        }
        busy.set(true);
        let invitation = typed(fields);
        // the same invitation goes under the same key, however often it is sent: an answer may have been lost
        let known = sent.get_value().filter(|(other, _)| *other == invitation);
        let key = known.map_or_else(fresh_key, |(_, key)| key);
        sent.set_value(Some((invitation.clone(), key.clone())));
        go(async move {
            let header = (IDEMPOTENCY_KEY, key);
            let answer = ask_with::<InviteStaff>(crew.desk, &(), &(), &invitation, &[header]).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(member) => {
                    start_anew();
                    crew.inviting.set(false);
                    crew.refusal.set(None);
                    crew.refresh().await;
                    crew.notices.tell(invited(&member.email), None);
                    set_timeout(move || focus(&mark(&member)), Duration::from_millis(20));
                }
                Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                    form.refuse(for_staff(problem.fields.clone()));
                }
                Err(other) => refusal.set(Some(other)),
            }
        });
    };
    view! {
        <Dialog
            id="invitation"
            open=crew.inviting
            title=Signal::derive(|| t(words::INVITE_TITLE)().to_owned())
            safe=NAME
        >
            <form
                class="stack admin-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <ErrorSummary form/>
                {part(move || refusal.get().map(|refusal| refused(&refusal)))}
                <TextField field=fields.at(NAME) label=words::NAME autocomplete="off" autocapitalize="words"/>
                <TextField
                    field=fields.at(EMAIL)
                    label=words::EMAIL
                    hint=words::EMAIL_HINT
                    kind="email"
                    autocomplete="off"
                    autocapitalize="none"
                />
                {roles(fields)}
                <SelectField field=fields.at(LOCALE) label=words::LANGUAGE options=languages()/>
                <div class="dialog-acts">
                    <Button
                        label=words::CANCEL
                        press=move |()| {
                            start_anew();
                            crew.inviting.set(false);
                        }
                    />
                    <Button
                        id="invitation-send"
                        label=words::INVITE_DO
                        weight=Weight::Primary
                        busy=busy
                        busy_label=words::SENDING
                    />
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// The choice of a role, each with what it may do.
pub fn roles(fields: Fields) -> AnyView {
    let options = ROLES.map(|role| (role.code(), role_word(role), Some(may(role))));
    view! { <RadioField field=fields.at(ROLE) label=words::ROLE options=options.to_vec()/> }
        .into_any()
}

fn may(role: Role) -> Key {
    match role {
        Role::Owner => words::ROLE_OWNER_MAY,
        Role::Manager => words::ROLE_MANAGER_MAY,
        Role::Support | Role::Customer => words::ROLE_SUPPORT_MAY,
    }
}

fn languages() -> Signal<Vec<(String, String)>> {
    Signal::derive(|| {
        [
            (Locale::Fr, common::LANGUAGE_FR),
            (Locale::En, common::LANGUAGE_EN),
        ]
        .map(|(locale, word)| (locale.code().to_owned(), t(word)().to_owned()))
        .to_vec()
    })
}

fn typed(fields: Fields) -> InviteForm {
    InviteForm {
        name: fields.text(NAME),
        email: fields.text(EMAIL),
        role: Role::parse(&fields.text(ROLE)),
        locale: Locale::parse(&fields.text(LOCALE)),
    }
}

fn label(path: &str) -> Key {
    match path {
        NAME => words::NAME,
        EMAIL => words::EMAIL,
        ROLE => words::ROLE,
        _ => words::LANGUAGE,
    }
}
