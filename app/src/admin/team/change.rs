//! Another name or role for somebody of the team.

use crate::admin::fields::Fields;
use crate::admin::team::acts::changed;
use crate::admin::team::invite::roles;
use crate::admin::team::{Crew, called, named, words};
use crate::reactive::{follow, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use domain::account::Role;
use domain::staff::{StaffForm, StaffMember};
use leptos::prelude::*;

const NAME: &str = "name";
const ROLE: &str = "role";

/// The dialog, open while somebody is being changed. One's own role and the last owner's stand fixed.
#[component]
pub fn Change(crew: Crew) -> AnyView {
    let open = RwSignal::new(false);
    let fields = Fields::new(&[NAME, ROLE]);
    let form = fields.form;
    form.check_with(move || {
        let member = crew.changing.get_untracked();
        let form = member.map(|member| wanted(fields, &member));
        form.and_then(|form| form.prove().err()).unwrap_or_default()
    });
    follow(move || {
        if let Some(member) = crew.changing.get() {
            let name = match named(&member) {
                true => member.name.clone(),
                false => String::new(),
            };
            let role = member.role.code().to_owned();
            fields.fill(vec![(NAME, name), (ROLE, role)]);
            form.submitted.set(false);
            open.set(true);
        } else if open.get_untracked() {
            open.set(false);
        }
    });
    follow(move || {
        if !open.get() && crew.changing.with_untracked(Option::is_some) {
            crew.changing.set(None);
        }
    });
    let title = say(move || {
        let name = crew.changing.get().as_ref().map(called);
        text::fill(words::CHANGE_TITLE, &[("name", &name.unwrap_or_default())])
    });
    let save = move || {
        if !form.submit() {
            return;
        }
        let Some(member) = crew.changing.get_untracked() else {
            return;
        };
        crew.changing.set(None);
        let now = wanted(fields, &member);
        if now == StaffForm::default() {
            return;
        }
        let before = StaffForm {
            name: now.name.as_ref().map(|_| member.name.clone()),
            role: now.role.map(|_| member.role),
            enabled: None,
        };
        let done = now.clone();
        crew.edit(member, now, before, move |member| changed(&done, member));
    };
    view! {
        <Dialog id="change" open title safe=NAME>
            <form
                class="stack admin-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <TextField field=fields.at(NAME) label=words::NAME autocomplete="off" autocapitalize="words"/>
                {crew
                    .changing
                    .get_untracked()
                    .map(|member| match fixed(&member) {
                        Some(why) => view! { <p class="meta">{t(why)}</p> }.into_any(),
                        None => roles(fields),
                    })}
                <div class="dialog-acts">
                    <Button label=words::CANCEL press=move |()| crew.changing.set(None)/>
                    <Button
                        id="change-save"
                        label=words::SAVE
                        weight=Weight::Primary
                        busy=crew.busy
                        busy_label=words::SAVING
                    />
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Why somebody's role and access stand fixed.
pub fn fixed(member: &StaffMember) -> Option<text::Key> {
    match (member.last_owner, member.own) {
        (true, _) => Some(words::LAST_OWNER_WHY),
        (false, true) => Some(words::OWN_WHY),
        (false, false) => None,
    }
}

/// What is typed otherwise than it stands.
fn wanted(fields: Fields, member: &StaffMember) -> StaffForm {
    let name = fields.text(NAME);
    let role = Role::parse(&fields.text(ROLE));
    StaffForm {
        name: (name.trim() != member.name && (named(member) || !name.trim().is_empty()))
            .then_some(name),
        role: role.filter(|role| *role != member.role),
        enabled: None,
    }
}
