//! `/admin/space`: which blocks the customers' space has, in which order, for whom; and how that looks to a group.

mod arranging;
mod audience;
mod item;
mod links;
mod preview;
pub mod reading;
mod row;
mod words;
mod written;

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::space::arranging::Arranging;
use crate::admin::trouble::Trouble;
use crate::form::Form;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::text::{self, t};
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::group::ListGroups;
use domain::api::space::GetArrangement;
use domain::group::Group;
use domain::space::Arrangement;
use leptos::prelude::*;

/// What the screen needs before it stands: the arrangement, and the groups that blocks may be for.
type Needed = (Arrangement, Vec<Group>);

/// `/admin/space`
#[component]
pub fn SpacePage() -> AnyView {
    let desk = expect_context::<Desk>();
    let needed = Loaded::<Needed>::new(move || {
        desk.follow_session();
        Box::pin(async move {
            let arrangement = ask::<GetArrangement>(desk, &(), &(), &()).await?;
            let groups = ask::<ListGroups>(desk, &(), &(), &()).await?;
            Ok((arrangement, groups.items))
        })
    });
    let form = Form::new();
    // once they are here the form stands: what is arranged outlives every later answer
    let here = Memo::new(move |_| needed.with(|needed| needed.is_some()));
    let failed = Memo::new(move |_| needed.refusal().filter(|_| !here.get()));
    let inside = either(move || {
        if here.get()
            && let Some((arrangement, groups)) = untrack(|| needed.value())
        {
            return view! { <Arranging form arrangement groups/> }.into_any();
        }
        match failed.get() {
            Some(refusal) => {
                view! { <Trouble message=words::FAILED refusal retry=move |()| needed.again()/> }
                    .into_any()
            }
            None => view! {
                <div class="card">
                    <Loading bars=8/>
                </div>
            }
            .into_any(),
        }
    });
    view! {
        <div class="stack space-desk">
            <div class="stack-tight">
                <Heading text=text::said(words::TITLE) form/>
                <p class="lead">{t(words::LEAD)}</p>
            </div>
            {inside}
        </div>
    }
    .into_any()
}
