//! The question before a document is deleted: what goes, and for whom.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::documents::{in_language, words};
use crate::admin::fields::Fields;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::document::DeleteDocument;
use domain::document::{DocumentRecord, State};
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const KEEP: &str = "document-keep";

/// Open while `open` is true. Focus starts on the button that changes nothing.
#[component]
pub fn Deletion(record: Loaded<DocumentRecord>, fields: Fields, open: RwSignal<bool>) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let title = say(move || {
        let named = record
            .value()
            .map(|one| in_language(one.title_en, one.title_fr).get());
        text::fill(
            words::DELETE_TITLE,
            &[("title", &named.unwrap_or_default())],
        )
    });
    let effect = say(move || {
        let Some(one) = record.value() else {
            return String::new();
        };
        let what = match &one.file {
            Some(file) => text::fill(words::DELETE_FILE, &[("name", &file.name)]),
            None => t(words::DELETE_PAGE)().to_owned(),
        };
        let whom = match one.state {
            State::Draft => t(words::DELETE_DRAFT)().to_owned(),
            State::Published => t(words::DELETE_READERS)().to_owned(),
        };
        format!("{what} {whom}")
    });
    let delete = StoredValue::new_local(move || {
        let Some(id) = untrack(|| record.value()).map(|record| record.id) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let navigate = navigate.clone();
        go(async move {
            let answer = ask::<DeleteDocument>(desk, &id, &(), &()).await;
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
                    fields.fill(Vec::new());
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(route::ADMIN_DOCUMENTS, options);
                }
            }
        });
    });
    view! {
        <Dialog id="document-delete" open title safe=KEEP>
            <p>
                <bdi>{effect}</bdi>
            </p>
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <div class="dialog-acts">
                <Button id=KEEP label=words::KEEP press=move |()| open.set(false)/>
                <Button
                    id="document-delete-do"
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
