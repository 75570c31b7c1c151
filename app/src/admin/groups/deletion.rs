//! The question before a group is deleted: how many leave it, and what loses them as its audience.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::groups::words;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::group::DeleteGroup;
use domain::group::Group;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const KEEP: &str = "group-keep";

/// Open while `open` is true. Focus starts on the button that changes nothing.
#[component]
pub fn Deletion(group: Loaded<Group>, open: RwSignal<bool>) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let title = say(move || {
        let name = group.value().map(|group| group.name).unwrap_or_default();
        text::fill(words::DELETE_TITLE, &[("name", &name)])
    });
    let effect = say(move || {
        let group = group.value();
        let (members, planned, documents) = group.map_or((0, 0, 0), |group| {
            (group.members, group.campaigns, group.documents)
        });
        let mut said = match members {
            0 => t(words::DELETE_EFFECT_NONE)().to_owned(),
            n => text::plural(n, words::DELETE_EFFECT_ONE, words::DELETE_EFFECT_OTHER),
        };
        if planned > 0 {
            let (one, other) = (words::DELETE_CAMPAIGNS_ONE, words::DELETE_CAMPAIGNS_OTHER);
            said = format!("{said} {}", text::plural(planned, one, other));
        }
        if documents > 0 {
            let (one, other) = (words::DELETE_DOCUMENTS_ONE, words::DELETE_DOCUMENTS_OTHER);
            said = format!("{said} {}", text::plural(documents, one, other));
        }
        said
    });
    let delete = StoredValue::new_local(move || {
        let Some(id) = untrack(|| group.value()).map(|group| group.id) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let navigate = navigate.clone();
        go(async move {
            let answer = ask::<DeleteGroup>(desk, &id, &(), &()).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                // gone already is gone
                Err(refused) if refused.status() != 404 => refusal.set(Some(refused)),
                _ => {
                    open.set(false);
                    notices.tell(t(words::DELETED)().to_owned(), None);
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(route::ADMIN_GROUPS, options);
                }
            }
        });
    });
    view! {
        <Dialog id="group-delete" open title safe=KEEP>
            <p>{effect}</p>
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <div class="dialog-acts">
                <Button id=KEEP label=words::KEEP press=move |()| open.set(false)/>
                <Button
                    id="group-delete-do"
                    label=words::DELETE_DO
                    weight=Weight::Danger
                    busy
                    press=move |()| delete.with_value(|delete| delete())
                />
            </div>
        </Dialog>
    }
    .into_any()
}
