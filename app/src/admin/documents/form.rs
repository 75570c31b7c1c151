//! A document's form: made anew, or changed over the version that was seen.

use crate::admin::ask::{ask, ask_with};
use crate::admin::conflict::Conflict;
use crate::admin::desk::Desk;
use crate::admin::documents::deletion::Deletion;
use crate::admin::documents::editor::Editor;
use crate::admin::documents::inputs::inputs;
use crate::admin::documents::{typed, words};
use crate::admin::fields::Fields;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{OUTCOME, refused};
use crate::loaded::Loaded;
use crate::reactive::{go, words as say};
use crate::text::{self, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::Notice;
use domain::api::document::{CreateDocument, EditDocument};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::document::{DocumentRecord, State};
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// `record` is there when the form is drawn; none makes a document.
#[component]
pub fn DocumentForm(
    fields: Fields,
    #[prop(optional_no_strip)] record: Option<Loaded<DocumentRecord>>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let editor = Editor::new(fields, record);
    let form = fields.form;
    let save = saver(editor);
    fields.guard(typed::label);
    let fixed = Memo::new(move |_| !desk.may(Right::EditDocuments));
    let deleting = RwSignal::new(false);
    view! {
        {part(move || {
            fixed
                .get()
                .then(|| {
                    view! {
                        <Notice>
                            <p>{t(words::READ_ONLY)}</p>
                        </Notice>
                    }
                })
        })}
        {part(move || record.and_then(|record| record.value()).map(about))}
        <form
            class="stack admin-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <ErrorSummary form/>
            <div class="admin-form-outcome" id=OUTCOME tabindex="-1">
                <Conflict fields met=editor.met label=typed::label shown=typed::shown/>
                {part(move || {
                    let refusal = editor.refusal.get()?;
                    (refusal.status() != 422 || form.elsewhere.with(|faults| !faults.is_empty()))
                        .then(|| refused(&refusal))
                })}
            </div>
            {part(move || {
                (!fixed.get())
                    .then(|| view! { <p class="required-note">{t(common::REQUIRED_NOTE)}</p> })
            })}
            <fieldset class="stack" disabled=fixed>
                {inputs(editor)}
            </fieldset>
            {part(move || {
                (!fixed.get())
                    .then(|| {
                        view! {
                            <div class="cluster">
                                <Button
                                    id="save"
                                    label=if record.is_some() { words::SAVE } else { words::CREATE_DO }
                                    weight=Weight::Primary
                                    busy=editor.busy
                                    busy_label=words::SAVING
                                />
                                <a class="button" href=route::ADMIN_DOCUMENTS>
                                    {t(words::CANCEL)}
                                </a>
                                {record
                                    .map(|_| {
                                        view! {
                                            <Button
                                                id="delete"
                                                label=words::DELETE
                                                press=move |()| deleting.set(true)
                                            />
                                        }
                                    })}
                            </div>
                        }
                    })
            })}
        </form>
        {record.map(|record| view! { <Deletion record fields open=deleting/> })}
    }
    .into_any()
}

/// Since when it is out, and how many have opened it.
fn about(record: DocumentRecord) -> AnyView {
    let DocumentRecord {
        state,
        published_at,
        readers,
        ..
    } = record;
    let said = say(move || match (state, published_at) {
        (State::Published, Some(at)) => {
            let readers = text::plural(readers, words::READERS_ONE, words::READERS_OTHER);
            text::fill(
                words::PUBLISHED_ON,
                &[("date", &text::date_time(at)), ("readers", &readers)],
            )
        }
        _ => t(words::DRAFT_SEEN)().to_owned(),
    });
    view! { <p class="meta">{said}</p> }.into_any()
}

/// Saves once, however often it is pressed.
fn saver(editor: Editor) -> impl Fn() + 'static {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    move || {
        if editor.busy.get_untracked() {
            return;
        }
        editor.refusal.set(None);
        if editor.handing.get_untracked() {
            // Saved now, the document would come without it.
            return notices.tell(t(words::FILE_WAIT)().to_owned(), None);
        }
        if !editor.fields.form.submit() {
            return;
        }
        editor.busy.set(true);
        let form = editor.read();
        let record = editor.record.and_then(|record| untrack(|| record.value()));
        let navigate = navigate.clone();
        let key = editor.key(&form);
        go(async move {
            let answer = match &record {
                Some(record) => ask::<EditDocument>(desk, &record.id, &(), &form).await,
                None => {
                    let header = (IDEMPOTENCY_KEY, key);
                    ask_with::<CreateDocument>(desk, &(), &(), &form, &[header]).await
                }
            };
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(false);
            match answer {
                Ok(now) => {
                    let is_out = now.state == State::Published;
                    let was_out = record
                        .as_ref()
                        .is_some_and(|one| one.state == State::Published);
                    let said = match (was_out, is_out) {
                        (false, true) => words::NOW_PUBLISHED,
                        (true, false) => words::NOW_DRAFT,
                        _ => words::SAVED,
                    };
                    notices.tell(t(said)().to_owned(), None);
                    let path = route::admin_document(&now.id);
                    editor.saved(now);
                    if record.is_none() {
                        let options = NavigateOptions {
                            replace: true,
                            ..NavigateOptions::default()
                        };
                        navigate(&path, options);
                    }
                }
                Err(refusal) => editor.refused(refusal),
            }
        });
    }
}
