//! `/admin/team`: who works in the shop, in which role, and who may come in.

mod acts;
mod change;
mod invite;
mod removal;
mod rights;
mod row;
mod words;

use crate::admin::desk::Desk;
use crate::admin::list::{Face, whole};
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::OUTCOME;
use crate::admin::table::table;
use crate::admin::team::change::Change;
use crate::admin::team::invite::Invite;
use crate::admin::team::removal::Removal;
use crate::admin::team::rights::rights;
use crate::admin::team::row::row;
use crate::admin::{ask, list, listed};
use crate::client::Refusal;
use crate::text;
use crate::ui::button::{Button, Weight};
use crate::ui::heading::Heading;
use domain::account::Role;
use domain::api::staff::ListStaff;
use domain::route;
use domain::staff::StaffMember;
use leptos::prelude::*;

const TITLE: &str = "team-title";

/// The roles of the team, from the one that may do least.
const ROLES: [Role; 3] = [Role::Support, Role::Manager, Role::Owner];

type List = list::List<(), StaffMember>;
type Listed = listed::Listed<(), StaffMember>;

/// What the screen's parts share. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Crew {
    desk: Desk,
    notices: Notices,
    list: List,
    inviting: RwSignal<bool>,
    /// Who is being changed, and who is about to be removed.
    changing: RwSignal<Option<StaffMember>>,
    removing: RwSignal<Option<StaffMember>>,
    /// Why the last act did not go through.
    refusal: RwSignal<Option<Refusal>>,
    busy: RwSignal<bool>,
}

/// `/admin/team`
#[component]
pub fn TeamPage() -> AnyView {
    let list = List::asking(route::ADMIN_TEAM, |desk, (): ()| {
        Box::pin(async move {
            let team = ask::ask::<ListStaff>(desk, &(), &(), &()).await?;
            Ok(whole(team.items))
        })
    });
    let crew = Crew {
        desk: expect_context(),
        notices: expect_context(),
        list,
        inviting: RwSignal::new(false),
        changing: RwSignal::new(None),
        removing: RwSignal::new(None),
        refusal: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                <Button
                    id="invite"
                    label=words::INVITE
                    weight=Weight::Primary
                    press=move |()| crew.inviting.set(true)
                />
            </div>
            <div class="admin-form-outcome" id=OUTCOME tabindex="-1">
                {part(move || crew.refusal.get().map(|refusal| acts::refused(&refusal)))}
            </div>
            {list.shown(Face {
                title: TITLE,
                failed: words::LIST_FAILED,
                count,
                note: |()| None,
                nothing: Box::new(|_| ().into_any()),
                rows: Box::new(move |listed| rows(listed, crew)),
            })}
            {rights()}
            <Invite crew/>
            <Change crew/>
            <Removal crew/>
        </div>
    }
    .into_any()
}

fn count(listed: &Listed) -> String {
    text::plural(listed.here(), words::COUNT_ONE, words::COUNT_OTHER)
}

fn rows(listed: Listed, crew: Crew) -> AnyView {
    table(
        "rows team",
        words::LIST_NAME,
        [
            ("team-person", words::COLUMN_PERSON),
            ("team-role", words::COLUMN_ROLE),
            ("team-sign-in", words::COLUMN_SIGN_IN),
            ("team-last", words::COLUMN_LAST),
            ("team-acts", words::COLUMN_ACTS),
        ],
        crew.list.waiting(),
        listed
            .page
            .items
            .into_iter()
            .map(|member| row(member, crew))
            .collect(),
    )
}

/// What somebody is called: the e-mail, while nobody has given a name.
fn called(member: &StaffMember) -> String {
    member.name.clone()
}

/// Whether somebody has a name.
fn named(member: &StaffMember) -> bool {
    member.name != member.email
}
