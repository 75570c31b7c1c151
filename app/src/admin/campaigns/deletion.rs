//! The question before a draft is deleted.

use crate::admin::ask::ask;
use crate::admin::campaigns::editor::Editor;
use crate::admin::campaigns::words;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::reactive::go;
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::campaign::DeleteCampaign;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const KEEP: &str = "campaign-keep";

/// Open while `open` is true. Focus starts on the button that changes nothing.
#[component]
pub fn Deletion(editor: Editor, open: RwSignal<bool>) -> AnyView {
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let delete = StoredValue::new_local(move || {
        let Some(id) = editor
            .campaign
            .with_untracked(|now| now.as_ref().map(|now| now.id.clone()))
        else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let navigate = navigate.clone();
        go(async move {
            let answer = ask::<DeleteCampaign>(editor.desk, &id, &(), &()).await;
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
                    // What was typed goes with it.
                    editor.fields.fill(Vec::new());
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(route::ADMIN_CAMPAIGNS, options);
                }
            }
        });
    });
    view! {
        <Dialog id="campaign-delete" open title=text::said(words::DELETE_TITLE) safe=KEEP>
            <p>{t(words::DELETE_TEXT)}</p>
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <div class="dialog-acts">
                <Button id=KEEP label=words::KEEP press=move |()| open.set(false)/>
                <Button
                    id="campaign-delete-do"
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
