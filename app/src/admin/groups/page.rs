//! `/admin/groups/{id}`: a group's name and code, and its members as the list of customers shows them.

use crate::admin::ask::ask;
use crate::admin::bulk::Progress;
use crate::admin::customers::listed::{Listed, is_filtered, is_search};
use crate::admin::customers::listing::Listing;
use crate::admin::customers::members::Members;
use crate::admin::customers::nothing::Nothing;
use crate::admin::desk::Desk;
use crate::admin::exports::ExportButton;
use crate::admin::groups::adding::Adding;
use crate::admin::groups::deletion::Deletion;
use crate::admin::groups::messages::messages;
use crate::admin::groups::renaming::Renaming;
use crate::admin::groups::words;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::copy_button::CopyButton;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::group::GetGroup;
use domain::group::Group;
use domain::id::GroupId;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const MEMBERS: &str = "members-title";

/// `/admin/groups/{id}`
#[component]
pub fn GroupPage(id: GroupId) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_group(&id);
    let asked = id.clone();
    let group = Loaded::new(move || {
        desk.follow_session();
        let id = asked.clone();
        Box::pin(async move { ask::<GetGroup>(desk, &id, &(), &()).await })
    });
    let title = say(move || match group.value() {
        Some(group) => group.name,
        None => t(words::GROUP_TITLE)().to_owned(),
    });
    let here = path.clone();
    follow(move || desk.set_place(&here, title.get()));
    let known = Memo::new(move |_| group.value().is_some());
    let failed = Memo::new(move |_| group.refusal().filter(|_| !known.get()));
    let shown = id.clone();
    let inside = either(move || {
        if known.get() {
            return view! { <Known group id=shown.clone()/> }.into_any();
        }
        match failed.get() {
            Some(refusal) if refusal.status() == 404 => gone(),
            Some(refusal) => view! {
                <Trouble message=words::FAILED refusal retry=move |()| group.again()/>
            }
            .into_any(),
            None => view! {
                <div class="card">
                    <Loading bars=6/>
                </div>
            }
            .into_any(),
        }
    });
    let write = StoredValue::new(format!("{}?group={id}", route::ADMIN_CAMPAIGN_NEW));
    let renaming = RwSignal::new(false);
    let deleting = RwSignal::new(false);
    provide_context(Renames(renaming));
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=title/>
                {part(move || {
                    (known.get() && desk.may(Right::EditGroups))
                        .then(|| {
                            view! {
                                <div class="cluster">
                                    {part(move || {
                                        desk.may(Right::EditCampaigns)
                                            .then(|| {
                                                view! {
                                                    <a class="button" id="write" href=write.get_value()>
                                                        {t(words::WRITE)}
                                                    </a>
                                                }
                                            })
                                    })}
                                    <Button
                                        id="rename"
                                        label=words::RENAME
                                        press=move |()| renaming.set(true)
                                    />
                                    <Button
                                        id="delete"
                                        label=words::DELETE
                                        press=move |()| deleting.set(true)
                                    />
                                    <Deletion group open=deleting/>
                                </div>
                            }
                        })
                })}
            </div>
            {inside}
        </div>
    }
    .into_any()
}

/// Whether the name is being changed.
#[derive(Clone, Copy)]
struct Renames(RwSignal<bool>);

fn gone() -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::GONE)>
                <a class="button" href=route::ADMIN_GROUPS>
                    {t(words::BACK)}
                </a>
            </Empty>
        </div>
    }
    .into_any()
}

/// What the group is, and its members.
#[component]
fn Known(group: Loaded<Group>, id: GroupId) -> AnyView {
    let desk = expect_context::<Desk>();
    let progress = expect_context::<Progress>();
    let Renames(renaming) = expect_context();
    let to = id.clone();
    let listing = Listing::new(&route::admin_group(&id), Some(id));
    let adding = RwSignal::new(false);
    let code = say(move || group.value().map(|group| group.code).unwrap_or_default());
    let changed = move || {
        listing.list.loaded.again();
        listing.groups.again();
        group.again();
    };
    let before = StoredValue::new(untrack(|| progress.ended()));
    follow(move || {
        let ended = progress.ended();
        if before.get_value() != ended {
            before.set_value(ended);
            group.again();
        }
    });
    view! {
        {part(move || renaming.get().then(|| view! { <Renaming group open=renaming/> }))}
        <p class="group-code">
            <span class="meta">{t(words::CODE)}</span>
            <code>{code}</code>
            <CopyButton what=words::CODE text=code/>
        </p>
        <div class="list-head">
            <h2 class="subheading" id=MEMBERS tabindex="-1">
                {t(words::MEMBERS)}
            </h2>
            <div class="cluster">
                <ExportButton listing/>
                {part(move || {
                    desk.may(Right::EditCustomers)
                        .then(|| {
                            view! {
                                <button
                                    class="button button-primary"
                                    id="add-members"
                                    type="button"
                                    aria-expanded=move || if adding.get() { "true" } else { "false" }
                                    on:click=move |_| adding.update(|open| *open = !*open)
                                >
                                    {t(words::ADD)}
                                </button>
                            }
                        })
                })}
            </div>
        </div>
        {part(move || adding.get().then(|| view! { <Adding group open=adding changed=move |()| changed()/> }))}
        <Members listing title=MEMBERS nothing=nobody/>
        {part(move || desk.may(Right::ReadCampaigns).then(|| messages(&to)))}
    }
    .into_any()
}

fn nobody(listing: Listing, listed: Listed) -> AnyView {
    if is_search(&listed.query) || is_filtered(&listed.query) || !listed.begins() {
        return view! { <Nothing listed listing/> }.into_any();
    }
    view! {
        <div class="card">
            <Empty message=text::said(words::NOBODY)/>
        </div>
    }
    .into_any()
}
