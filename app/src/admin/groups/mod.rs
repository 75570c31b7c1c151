//! `/admin/groups`: every group; the form of a new one; a group with its members.

mod adding;
mod deletion;
mod form;
mod messages;
mod page;
mod pasted;
mod renaming;
pub mod words;

pub use form::NewGroup;
pub use page::GroupPage;

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::list::{Face, List, whole};
use crate::admin::listed::Listed;
use crate::admin::part::part;
use crate::admin::table::table;
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::group::ListGroups;
use domain::group::Group;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "groups-title";

/// `/admin/groups`
#[component]
pub fn Groups() -> AnyView {
    let desk = expect_context::<Desk>();
    let list = List::asking(route::ADMIN_GROUPS, |desk, (): ()| {
        Box::pin(async move {
            let answer = ask::<ListGroups>(desk, &(), &(), &()).await?;
            Ok(whole(answer.items))
        })
    });
    let create = move || {
        desk.may(Right::EditGroups).then(|| {
            view! {
                <a class="button button-primary" href=route::ADMIN_GROUP_NEW>
                    {t(words::CREATE)}
                </a>
            }
        })
    };
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                {part(create)}
            </div>
            {list
                .shown(Face {
                    title: TITLE,
                    failed: words::LIST_FAILED,
                    count: |listed| text::plural(
                        listed.here(),
                        words::COUNT_ONE,
                        words::COUNT_OTHER,
                    ),
                    note: |()| None,
                    nothing: Box::new(|_| {
                        view! {
                            <div class="card">
                                <Empty message=text::said(words::NEVER)/>
                            </div>
                        }
                            .into_any()
                    }),
                    rows: Box::new(rows),
                })}
        </div>
    }
    .into_any()
}

fn rows(listed: Listed<(), Group>) -> AnyView {
    table(
        "rows groups-list",
        words::LIST_NAME,
        [
            ("groups-name", words::NAME),
            ("groups-code", words::CODE),
            ("groups-members amount", words::MEMBERS),
            ("groups-last", words::LAST_MESSAGE),
        ],
        Signal::stored(false),
        listed.page.items.into_iter().map(row).collect(),
    )
}

fn row(group: Group) -> AnyView {
    let members = text::number(group.members.into());
    let last = group.last_campaign_at;
    view! {
        <tr role="row">
            <th class="groups-name" role="rowheader" scope="row">
                <a class="rows-link" href=route::admin_group(&group.id)>
                    <bdi>{group.name}</bdi>
                </a>
            </th>
            <td class="groups-code" role="cell">
                <code>{group.code}</code>
            </td>
            <td class="groups-members amount" role="cell">
                {members} <span class="rows-side">" "{t(words::MEMBERS_SIDE)}</span>
            </td>
            <td class="groups-last" role="cell">
                {last
                    .map(|at| {
                        view! {
                            <span class="rows-side">{t(words::LAST_MESSAGE)} " "</span>
                            {clock::moment(at, text::date)}
                        }
                    })}
            </td>
        </tr>
    }
    .into_any()
}
