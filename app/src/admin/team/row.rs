//! Somebody of the team in the list: who, in which role, whether they may come in, when they last did.

use crate::admin::clock;
use crate::admin::role::role_word;
use crate::admin::state::account_word;
use crate::admin::team::acts::mark;
use crate::admin::team::change::fixed;
use crate::admin::team::{Crew, called, named, words};
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use domain::customer::AccountState;
use domain::staff::StaffMember;
use leptos::prelude::*;

/// On a phone the cells stand under one another; the roles keep it a table.
pub fn row(member: StaffMember, crew: Crew) -> AnyView {
    let own = member
        .own
        .then(|| view! { <span class="meta team-own">"(" {t(words::YOU)} ")"</span> });
    let sessions = member.sessions;
    let last = match member.signed_in_at {
        Some(at) => clock::moment(at, text::date_time),
        None => t(words::NEVER_SIGNED_IN).into_any(),
    };
    let named =
        named(&member).then(|| view! { <span class="rows-second">{member.email.clone()}</span> });
    view! {
        <tr role="row">
            <th class="team-person" role="rowheader" scope="row" id=mark(&member) tabindex="-1">
                <span class="rows-strong">
                    <bdi>{called(&member)}</bdi>
                    " "
                    {own}
                </span>
                {named}
            </th>
            <td class="team-role" role="cell">
                {t(role_word(member.role))}
            </td>
            <td class="team-sign-in" role="cell">
                {state(&member)}
            </td>
            <td class="team-last" role="cell">
                <span class="rows-side">{t(words::COLUMN_LAST)} " "</span>
                {last}
                {(sessions > 0)
                    .then(|| {
                        view! {
                            <span class="rows-second">
                                {say(move || text::plural(sessions, words::SESSIONS_ONE, words::SESSIONS_OTHER))}
                            </span>
                        }
                    })}
            </td>
            <td class="team-acts" role="cell">
                {acts(member, crew)}
            </td>
        </tr>
    }
    .into_any()
}

/// Whether somebody may come in.
fn state(member: &StaffMember) -> AnyView {
    let (hue, shape, state) = match (member.enabled, member.invited) {
        (true, true) => (Hue::Plain, "◐", AccountState::Invited),
        (true, false) => (Hue::Accent, "●", AccountState::Enabled),
        (false, _) => (Hue::Plain, "⊘", AccountState::Disabled),
    };
    let open = member.invited_until.filter(|until| *until > clock::now());
    let until = (member.invited && member.enabled).then(|| {
        let said = say(move || match open {
            Some(until) => text::fill(words::INVITED_UNTIL, &[("date", &text::date(until))]),
            None => t(words::INVITATION_OVER)().to_owned(),
        });
        view! { <span class="rows-second">{said}</span> }
    });
    view! {
        <Badge hue shape>
            {t(account_word(state))}
        </Badge>
        {until}
    }
    .into_any()
}

/// What can be done about somebody, or why nothing can.
fn acts(member: StaffMember, crew: Crew) -> AnyView {
    let act = |label: Key, member: &StaffMember, press: fn(Crew, StaffMember)| {
        let who = called(member);
        let name = say(move || text::fill(words::ACT_NAME, &[("act", t(label)()), ("name", &who)]));
        let member = member.clone();
        view! { <Button label name press=move |()| press(crew, member.clone())/> }
    };
    let change = act(words::CHANGE, &member, |crew, member| {
        crew.changing.set(Some(member));
    });
    if let Some(why) = fixed(&member) {
        return view! {
            <span class="team-buttons">{change}</span>
            <span class="rows-second">{t(why)}</span>
        }
        .into_any();
    }
    let middle = match (member.enabled, member.invited) {
        (true, true) => act(words::SEND_AGAIN, &member, Crew::send_again),
        (true, false) => act(words::SWITCH_OFF, &member, |crew, member| {
            crew.switch(member, false);
        }),
        (false, _) => act(words::SWITCH_ON, &member, |crew, member| {
            crew.switch(member, true);
        }),
    };
    view! {
        <span class="team-buttons">
            {change} {middle}
            {act(words::REMOVE, &member, |crew, member| crew.removing.set(Some(member)))}
        </span>
    }
    .into_any()
}
