//! What staff do about signing in: each saves itself, says what it did, and can be taken back where that undoes it.

use crate::admin::ask::ask;
use crate::admin::customer::credentials::patience::patiently;
use crate::admin::customer::credentials::state::has_way;
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::{Record, full_name, words};
use crate::admin::desk::Desk;
use crate::admin::notices::{Notices, Undo, undo};
use crate::client::Refusal;
use crate::form::{Form, focus};
use crate::reactive::go;
use crate::text::{self, Key};
use domain::api::Endpoint;
use domain::api::credentials::{EndSessions, LiftSlowing, SendReset, SetAccount};
use domain::credentials::{AccountForm, Credentials};
use domain::customer::Customer;
use domain::id::CustomerId;
use leptos::prelude::*;
use std::time::Duration;

/// The card's title, which takes focus when the pressed control is gone.
pub const TITLE: &str = "sign-in-title";

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Acting {
    pub desk: Desk,
    pub notices: Notices,
    pub record: Record,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// Drawn anew by it: what a switch shows after a refusal.
    pub turn: RwSignal<u32>,
}

impl Acting {
    /// Moves a switch. What it did is said, with the way back.
    pub fn switch(self, asked: AccountForm) {
        let Some(before) = self.starts() else { return };
        go(async move {
            let answer = ask::<SetAccount>(self.desk, &before.id, &(), &asked).await;
            let (desk, record) = (self.desk, self.record);
            self.answered(answer, move |now| {
                let sentence = moved(&before, now, &asked);
                let back = reverse(&before, &asked)
                    .map(|form| back(desk, record, before.id.clone(), form));
                (sentence, back)
            });
        });
    }

    /// Gives a way in, or another password. Faults go to the form, which keeps what is typed.
    pub fn give(self, asked: AccountForm, form: Form) {
        let Some(before) = self.starts() else { return };
        go(async move {
            let answer = patiently::<SetAccount>(self.desk, &before.id, &asked).await;
            if self.busy.is_disposed() {
                return;
            }
            if let Err(Refusal::Problem(problem, _)) = &answer
                && problem.status == 422
            {
                self.busy.set(false);
                if form.refuse(for_staff(problem.fields.clone()))
                    || form.elsewhere.with_untracked(|faults| !faults.is_empty())
                {
                    self.refusal.set(answer.err());
                }
                return;
            }
            if answer.is_ok() {
                self.record.close();
                self.record.handed.set(asked.password.clone());
            }
            self.answered(answer, move |now| (given(now, &asked), None));
        });
    }

    /// Sends the invitation again.
    pub fn invite(self) {
        self.switch(AccountForm {
            invite: Some(true),
            ..AccountForm::default()
        });
    }

    pub fn end_sessions(self) {
        self.simply::<EndSessions>(|before, _| {
            let closed = sessions(before);
            if closed == 0 {
                return text::word(words::SESSIONS_ENDED_NONE).to_owned();
            }
            text::plural(
                closed,
                words::SESSIONS_ENDED_ONE,
                words::SESSIONS_ENDED_OTHER,
            )
        });
    }

    pub fn send_reset(self) {
        self.simply::<SendReset>(|before, _| {
            text::fill(words::RESET_SENT, &[("email", &before.email)])
        });
    }

    pub fn lift(self) {
        self.simply::<LiftSlowing>(|before, _| named(words::SLOWING_LIFTED, before));
    }

    fn simply<E>(self, said: fn(&Customer, &Customer) -> String)
    where
        E: Endpoint<Params = CustomerId, Query = (), Request = (), Response = Customer> + 'static,
    {
        let Some(before) = self.starts() else { return };
        go(async move {
            let answer = ask::<E>(self.desk, &before.id, &(), &()).await;
            self.answered(answer, move |now| (said(&before, now), None));
        });
    }

    /// Back to the card as it stands.
    pub fn close(self) {
        self.refusal.set(None);
        self.record.close();
        self.draw_again();
        set_timeout(|| focus(TITLE), Duration::from_millis(20));
    }

    /// The record to act on; none while another act is under way.
    fn starts(self) -> Option<Customer> {
        if self.busy.get_untracked() {
            self.draw_again();
            return None;
        }
        let customer = untrack(|| self.record.customer.value())?;
        self.busy.set(true);
        self.refusal.set(None);
        Some(customer)
    }

    fn answered(
        self,
        answer: Result<Customer, Refusal>,
        said: impl FnOnce(&Customer) -> (String, Option<Undo>),
    ) {
        if self.busy.is_disposed() {
            return;
        }
        self.busy.set(false);
        match answer {
            Ok(now) => {
                let (sentence, undo) = said(&now);
                self.record.changed(now);
                self.notices.tell(sentence, undo);
            }
            Err(refusal) => self.refusal.set(Some(refusal)),
        }
        self.draw_again();
    }

    /// The switches show what is, whatever was pressed. Focus stays on what was pressed, or goes to the title where that is gone.
    fn draw_again(self) {
        let pressed = document().active_element().map(|element| element.id());
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
        set_timeout(
            move || {
                let lost = document()
                    .active_element()
                    .is_none_or(|element| element.tag_name() == "BODY");
                if !lost {
                    return;
                }
                let there = pressed
                    .filter(|id| !id.is_empty() && document().get_element_by_id(id).is_some());
                focus(there.as_deref().unwrap_or(TITLE));
            },
            Duration::from_millis(30),
        );
    }
}

/// The form that puts the switches back where they stood; none where that would send a mail.
fn reverse(before: &Customer, asked: &AccountForm) -> Option<AccountForm> {
    let account = before.credentials.as_ref()?;
    if asked.invite.is_some() || (asked.can_sign_in == Some(false) && !has_way(account)) {
        return None;
    }
    Some(AccountForm {
        can_sign_in: asked.can_sign_in.map(|_| account.can_sign_in),
        enabled: asked.enabled.map(|_| account.enabled),
        ..AccountForm::default()
    })
}

fn back(desk: Desk, record: Record, id: CustomerId, form: AccountForm) -> Undo {
    undo(move || {
        let (id, form) = (id.clone(), form.clone());
        async move {
            let now = ask::<SetAccount>(desk, &id, &(), &form).await?;
            record.took_back(now);
            Ok(())
        }
    })
}

/// What moving a switch did.
fn moved(before: &Customer, now: &Customer, asked: &AccountForm) -> String {
    if asked.invite == Some(true) {
        return text::fill(words::INVITED, &[("email", &now.email)]);
    }
    let off = asked.can_sign_in == Some(false) || asked.enabled == Some(false);
    if !off {
        let signs_in = now
            .credentials
            .as_ref()
            .is_some_and(|account| account.can_sign_in && account.enabled);
        let key = if signs_in {
            words::SWITCHED_ON
        } else {
            words::SWITCHED_ON_PAUSED
        };
        return named(key, now);
    }
    let withdrawn = before
        .credentials
        .as_ref()
        .is_some_and(|account| !has_way(account) && account.invited_until.is_some());
    if withdrawn && asked.can_sign_in == Some(false) {
        return named(words::INVITATION_WITHDRAWN, now);
    }
    match sessions(before) {
        0 => named(words::SWITCHED_OFF, now),
        closed => text::plural(closed, words::SWITCHED_OFF_ONE, words::SWITCHED_OFF_OTHER)
            .replace("{name}", &name(now)),
    }
}

/// What giving a way in did.
fn given(now: &Customer, asked: &AccountForm) -> String {
    match (asked.invite, asked.can_sign_in) {
        (Some(true), _) => text::fill(words::INVITED, &[("email", &now.email)]),
        (_, Some(true)) => named(words::PASSWORD_SET, now),
        _ => named(words::PASSWORD_REPLACED, now),
    }
}

fn sessions(customer: &Customer) -> u32 {
    let open = |account: &Credentials| account.sessions;
    customer.credentials.as_ref().map_or(0, open)
}

fn named(key: Key, customer: &Customer) -> String {
    text::fill(key, &[("name", &name(customer))])
}

fn name(customer: &Customer) -> String {
    full_name(&customer.first_name, &customer.last_name, &customer.email)
}
