//! The question before an import is dropped: the file and the report go, the customers stay.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::reactive::go;
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::import::DeleteImport;
use domain::import::{Import, ImportState};
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const KEEP: &str = "import-keep";

/// The button and its question; nothing while the import works.
#[component]
pub fn Deletion(watched: Watched, open: RwSignal<bool>) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let works = watched.of(|import| import.state.is_working());
    let begun = watched
        .of(|import: &Import| import.checked_at.is_some() && import.state != ImportState::Checked);
    let delete = StoredValue::new_local(move || {
        let id = watched
            .import
            .with_untracked(|import| import.as_ref().map(|import| import.id.clone()));
        let Some(id) = id.filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        refusal.set(None);
        let navigate = navigate.clone();
        go(async move {
            let answer = ask::<DeleteImport>(desk, &id, &(), &()).await;
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
                    navigate(route::ADMIN_IMPORTS, options);
                }
            }
        });
    });
    view! {
        {part(move || {
            (works.get() == Some(false))
                .then(|| {
                    view! {
                        <Button
                            id="import-delete"
                            label=words::DELETE
                            press=move |()| open.set(true)
                        />
                    }
                })
        })}
        <Dialog id="import-deletion" open title=text::said(words::DELETE_TITLE) safe=KEEP>
            <p>
                {t(
                    if untrack(|| begun.get() == Some(true)) {
                        words::DELETE_BEGUN
                    } else {
                        words::DELETE_UNBEGUN
                    },
                )}
            </p>
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <div class="dialog-acts">
                <Button id=KEEP label=words::KEEP press=move |()| open.set(false)/>
                <Button
                    id="import-delete-do"
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
