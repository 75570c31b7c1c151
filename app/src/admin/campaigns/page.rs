//! `/admin/campaigns/new` and `/admin/campaigns/{id}`: a draft is written here, anything else is watched.

use crate::admin::ask::ask;
use crate::admin::campaigns::composer::Composer;
use crate::admin::campaigns::progress::Progress;
use crate::admin::campaigns::{subject, typed, words};
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::campaign::GetCampaign;
use domain::campaign::Campaign;
use domain::id::{CampaignId, GroupId};
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// `/admin/campaigns/new`
#[component]
pub fn NewCampaign() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::NEW_TITLE);
    follow(move || desk.set_place(route::ADMIN_CAMPAIGN_NEW, title.get()));
    let fields = Fields::new(&typed::PATHS);
    let group = use_query_map().with_untracked(|query| query.get("group"));
    let groups: Vec<GroupId> = group
        .as_deref()
        .and_then(GroupId::parse)
        .into_iter()
        .collect();
    let navigate = use_navigate();
    let made = UnsyncCallback::new(move |campaign: Campaign| {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&route::admin_campaign(&campaign.id), options);
    });
    view! {
        <div class="stack">
            <Heading text=title form=fields.form/>
            <Composer fields found=None groups left=made/>
        </div>
    }
    .into_any()
}

/// `/admin/campaigns/{id}`
#[component]
pub fn CampaignPage(id: CampaignId) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_campaign(&id);
    let campaign = Loaded::new(move || {
        desk.follow_session();
        let id = id.clone();
        Box::pin(async move { ask::<GetCampaign>(desk, &id, &(), &()).await })
    });
    let title = say(move || match campaign.value() {
        Some(now) => subject(now.subject_en, now.subject_fr).get(),
        None => t(words::CAMPAIGN_TITLE)().to_owned(),
    });
    follow(move || desk.set_place(&path, title.get()));
    let fields = Fields::new(&typed::PATHS);
    // What is typed outlives every later answer: only that it was sent draws the page anew.
    let open = Memo::new(move |_| campaign.with(|now| now.map(|now| now.state.is_open())));
    let failed = Memo::new(move |_| campaign.refusal().filter(|_| open.get().is_none()));
    let inside = either(move || match (open.get(), failed.get()) {
        (Some(true), _) => {
            let found = untrack(|| campaign.value());
            let left = UnsyncCallback::new(move |now| campaign.offer(now));
            view! { <Composer fields found groups=Vec::new() left/> }.into_any()
        }
        (Some(false), _) => view! { <Progress campaign/> }.into_any(),
        (None, Some(refusal)) if refusal.status() == 404 => gone(),
        (None, Some(refusal)) => {
            view! { <Trouble message=words::FAILED refusal retry=move |()| campaign.again()/> }
                .into_any()
        }
        (None, None) => view! {
            <div class="card">
                <Loading bars=6/>
            </div>
        }
        .into_any(),
    });
    view! {
        <div class="stack">
            <Heading text=title form=fields.form/>
            {inside}
        </div>
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::GONE)>
                <a class="button" href=route::ADMIN_CAMPAIGNS>
                    {t(words::BACK)}
                </a>
            </Empty>
        </div>
    }
    .into_any()
}
