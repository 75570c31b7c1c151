//! What an owner does about the team, and what came of it.

use crate::admin::ask::ask;
use crate::admin::notices::undo;
use crate::admin::refused::{look, refused as said};
use crate::admin::role::role_word;
use crate::admin::team::{Crew, TITLE, called, words};
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::go;
use crate::text::{self, Key, t};
use crate::ui::notice::{Notice, Tone};
use domain::api::staff::{EditStaff, InviteStaffAgain, ListStaff, RemoveStaff};
use domain::staff::{StaffForm, StaffMember};
use leptos::prelude::*;
use std::time::Duration;

impl Crew {
    /// Switches somebody's access on or off.
    pub fn switch(self, member: StaffMember, enabled: bool) {
        let form = StaffForm {
            enabled: Some(enabled),
            ..StaffForm::default()
        };
        let back = StaffForm {
            enabled: Some(!enabled),
            ..StaffForm::default()
        };
        let sentence = move |member: &StaffMember| switched(member, enabled);
        self.edit(member, form, back, sentence);
    }

    /// Saves what differs of somebody; `back` takes it back, `sentence` says of the one it was done to, as they were, what was done.
    pub fn edit(
        self,
        member: StaffMember,
        form: StaffForm,
        back: StaffForm,
        sentence: impl Fn(&StaffMember) -> String + 'static,
    ) {
        if !self.begin() {
            return;
        }
        go(async move {
            let answer = ask::<EditStaff>(self.desk, &member.id, &(), &form).await;
            if self.busy.is_disposed() {
                return;
            }
            let Some(now) = self.end(answer).await else {
                return;
            };
            let id = now.id.clone();
            let taking_back = undo(move || {
                let (id, back) = (id.clone(), back.clone());
                async move {
                    ask::<EditStaff>(self.desk, &id, &(), &back).await?;
                    if !self.busy.is_disposed() {
                        self.refresh().await;
                    }
                    Ok(())
                }
            });
            self.notices.tell(sentence(&member), Some(taking_back));
            back_to(mark(&now));
        });
    }

    /// Sends the invitation again.
    pub fn send_again(self, member: StaffMember) {
        if !self.begin() {
            return;
        }
        go(async move {
            let answer = ask::<InviteStaffAgain>(self.desk, &member.id, &(), &()).await;
            if self.busy.is_disposed() {
                return;
            }
            if let Some(now) = self.end(answer).await {
                self.notices.tell(invited(&now.email), None);
                back_to(mark(&now));
            }
        });
    }

    /// Removes somebody from the team.
    pub fn remove(self, member: StaffMember) {
        if !self.begin() {
            return;
        }
        go(async move {
            let answer = ask::<RemoveStaff>(self.desk, &member.id, &(), &()).await;
            if self.busy.is_disposed() {
                return;
            }
            self.removing.set(None);
            if self.end(answer).await.is_some() {
                let said = text::fill(words::REMOVED, &[("name", &called(&member))]);
                self.notices.tell(said, None);
                back_to(TITLE.to_owned());
            }
        });
    }

    /// One act at a time.
    fn begin(self) -> bool {
        let free = !self.busy.get_untracked();
        if free {
            self.busy.set(true);
            self.refusal.set(None);
        }
        free
    }

    /// After an act the whole team is asked for: who is the last owner may have changed with it. None where it was refused.
    async fn end<T>(self, answer: Result<T, Refusal>) -> Option<T> {
        let now = match answer {
            Ok(now) => {
                self.refresh().await;
                Some(now)
            }
            Err(refusal) => {
                if matches!(refusal.status(), 404 | 409) {
                    self.refresh().await;
                }
                self.refusal.try_set(Some(refusal));
                look();
                None
            }
        };
        self.busy.try_set(false);
        now
    }

    /// Asks who is in the team now. Where that does not come, the list asks again in its own way.
    pub async fn refresh(self) {
        let answer = ask::<ListStaff>(self.desk, &(), &(), &()).await;
        if self.busy.is_disposed() {
            return;
        }
        match (answer, untrack(|| self.list.loaded.value())) {
            (Ok(team), Some(mut listed)) => {
                listed.page.items = team.items;
                self.list.loaded.set(listed);
            }
            _ => self.list.loaded.again(),
        }
    }
}

/// The id of somebody's row, which takes focus when something was done.
pub fn mark(member: &StaffMember) -> String {
    format!("member-{}", member.id)
}

fn back_to(id: String) {
    set_timeout(move || focus(&id), Duration::from_millis(20));
}

fn switched(member: &StaffMember, enabled: bool) -> String {
    let said = match (enabled, member.sessions) {
        (true, _) => t(words::SWITCHED_ON)().to_owned(),
        (false, 0) => t(words::SWITCHED_OFF)().to_owned(),
        (false, sessions) => {
            text::plural(sessions, words::SWITCHED_OFF_ONE, words::SWITCHED_OFF_OTHER)
        }
    };
    said.replace("{name}", &called(member))
}

/// What was done of name and role.
pub fn changed(form: &StaffForm, member: &StaffMember) -> String {
    match form.role {
        Some(role) => text::fill(
            words::ROLE_CHANGED,
            &[
                ("name", form.name.as_deref().unwrap_or(&called(member))),
                ("role", t(role_word(role))()),
            ],
        ),
        None => t(words::RENAMED)().to_owned(),
    }
}

/// What is said once an invitation is on its way.
pub fn invited(email: &str) -> String {
    text::fill(words::INVITED, &[("email", email)])
}

/// What is said where an act was refused.
pub fn refused(refusal: &Refusal) -> AnyView {
    let code = match refusal {
        Refusal::Problem(problem, _) => &*problem.code,
        _ => "",
    };
    let sentence: Key = match code {
        "last_owner" => words::LAST_OWNER,
        "taken_up" => words::TAKEN_UP,
        _ => return said(refusal),
    };
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(sentence)}</p>
        </Notice>
    }
    .into_any()
}
