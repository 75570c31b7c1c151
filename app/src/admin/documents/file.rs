//! A document's file: handed in at once, with its way told; one that is refused leaves the one before in its place.

use crate::admin::desk::Desk;
use crate::admin::documents::editor::Editor;
use crate::admin::documents::{typed, words};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::form::sentence;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::field::{field_fault, invalid};
use crate::ui::live::announce;
use crate::ui::notice::{Notice, Tone};
use crate::upload::{Handing, Stop, look};
use domain::api::document::{GetFile, UploadDocument};
use domain::problem::FieldError;
use domain::upload::Kind;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use wasm_bindgen::JsCast;

/// Why a file was not taken: its own faults, or what happened on its way.
#[derive(Clone)]
enum Refused {
    Faults(Vec<FieldError>),
    Way(Refusal),
}

/// What is going on with a file. A handle: copies share it.
#[derive(Clone, Copy)]
struct Coming {
    desk: Desk,
    editor: Editor,
    name: RwSignal<String>,
    percent: RwSignal<u32>,
    refused: RwSignal<Option<(String, Refused)>>,
    stop: StoredValue<Option<Stop>, LocalStorage>,
    stopped: StoredValue<bool>,
}

impl Coming {
    /// Sends one off, unless another is on its way.
    fn take(self, file: web_sys::File) {
        if self.editor.handing.get_untracked() {
            return;
        }
        let name = file.name();
        self.refused.set(None);
        if let Err(fault) = look(&file) {
            return self.refuse(name, Refused::Faults(vec![fault]));
        }
        let percent = self.percent;
        let told = move |now: u32| {
            let _ = percent.try_set(now);
        };
        let handing = match Handing::<UploadDocument>::start(&(), &(), &file, told) {
            Ok(handing) => handing,
            Err(refusal) => return self.refuse(name, Refused::Way(refusal)),
        };
        self.percent.set(0);
        self.name.set(name.clone());
        self.stop.set_value(Some(handing.stop()));
        self.stopped.set_value(false);
        self.editor.handing.set(true);
        go(async move {
            let answer = handing.answer().await;
            if self.percent.is_disposed() {
                return;
            }
            self.editor.handing.set(false);
            self.stop.set_value(None);
            match answer {
                Ok(blob) => {
                    self.editor.meet_file(&blob);
                    self.editor
                        .fields
                        .at(typed::FILE)
                        .typed(blob.id.to_string());
                    announce(t(words::FILE_DONE)().to_owned());
                }
                Err(_) if self.stopped.get_value() => {}
                Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                    self.refuse(name, Refused::Faults(problem.fields.clone()));
                }
                Err(refusal) => {
                    if refusal.status() == 401 {
                        self.desk.session_ended();
                    }
                    self.refuse(name, Refused::Way(refusal));
                }
            }
        });
    }

    fn refuse(self, name: String, why: Refused) {
        self.refused.set(Some((name, why)));
    }

    fn halt(self) {
        self.stopped.set_value(true);
        self.stop.with_value(|stop| {
            if let Some(stop) = stop {
                stop.stop();
            }
        });
    }
}

pub fn file(editor: Editor) -> AnyView {
    let field = editor.fields.at(typed::FILE);
    let coming = Coming {
        desk: expect_context::<Desk>(),
        editor,
        name: RwSignal::new(String::new()),
        percent: RwSignal::new(0),
        refused: RwSignal::new(None),
        stop: StoredValue::new_local(None),
        stopped: StoredValue::new(false),
    };
    let over = RwSignal::new(false);
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            coming.take(file);
        }
    };
    view! {
        <section class="card stack" aria-labelledby="file-title">
            <h2 class="subheading" id="file-title">
                {t(words::FILE_TITLE)}
            </h2>
            {part(move || kept(editor))}
            <div
                class="field documents-drop"
                class:documents-over=move || over.get()
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=dropped
            >
                <label class="field-label" for=field.path>
                    {say(move || {
                        let word = if field.value.with(String::is_empty) {
                            words::FILE_CHOOSE
                        } else {
                            words::FILE_OTHER
                        };
                        t(word)().to_owned()
                    })}
                </label>
                <p class="field-hint" id="file-hint">
                    {t(words::FILE_HINT)}
                </p>
                {field_fault(field)}
                <input
                    class="input documents-input"
                    id=field.path
                    name=field.path
                    type="file"
                    accept=Kind::accepted()
                    aria-invalid=invalid(field)
                    aria-describedby=move || {
                        if field.error.with(Option::is_some) { "file-err file-hint" } else { "file-hint" }
                    }
                    disabled=move || editor.handing.get()
                    on:change=move |event| chosen(coming, &event)
                />
            </div>
            {part(move || editor.handing.get().then(|| way(coming)))}
            {part(move || coming.refused.get().map(|(name, why)| not_taken(name, why)))}
        </section>
    }
    .into_any()
}

/// Takes what was chosen; the same file may be chosen again after it was refused.
fn chosen(coming: Coming, event: &web_sys::Event) {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input else {
        return;
    };
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        coming.take(file);
    }
    input.set_value("");
}

/// The file the form has now: a link where it is saved already.
fn kept(editor: Editor) -> Option<AnyView> {
    let id = editor.fields.at(typed::FILE).value.get();
    let name = editor.names.of(&id)?;
    let saved = editor.record.and_then(|record| record.value());
    let saved = saved.filter(|record| {
        record
            .file
            .as_ref()
            .is_some_and(|file| file.id.as_str() == id)
    });
    let shown = match saved {
        Some(record) => {
            let to = domain::api::address::<GetFile>(&record.id, &(), crate::client::escape);
            view! {
                <a href=to download="">
                    <bdi>{name}</bdi>
                </a>
            }
            .into_any()
        }
        None => view! { <bdi>{name}</bdi> }.into_any(),
    };
    Some(view! { <p class="documents-kept">{shown}</p> }.into_any())
}

/// How far it has come.
fn way(coming: Coming) -> AnyView {
    let said = say(move || {
        let percent = text::percent(coming.percent.get() * 100);
        coming
            .name
            .with(|name| text::fill(words::FILE_COMING, &[("name", name), ("percent", &percent)]))
    });
    view! {
        <div class="stack-tight">
            <label class="meta" for="file-progress">
                {said}
            </label>
            <progress
                class="documents-progress"
                id="file-progress"
                max="100"
                prop:value=move || f64::from(coming.percent.get())
            ></progress>
            <div class="cluster">
                <Button label=words::FILE_STOP press=move |()| coming.halt()/>
            </div>
        </div>
    }
    .into_any()
}

/// Which file was not taken, and each reason.
fn not_taken(name: String, why: Refused) -> AnyView {
    let title = say(move || text::fill(words::FILE_REFUSED, &[("name", &name)]));
    match why {
        Refused::Faults(faults) => view! {
            <Notice tone=Tone::Danger>
                <p>
                    <strong>
                        <bdi>{title}</bdi>
                    </strong>
                </p>
                <ul>
                    {faults
                        .into_iter()
                        .map(|fault| view! { <li>{say(move || sentence(&fault))}</li> })
                        .collect_view()}
                </ul>
            </Notice>
        }
        .into_any(),
        Refused::Way(refusal) => view! {
            <p>
                <bdi>{title}</bdi>
            </p>
            {refused(&refusal)}
        }
        .into_any(),
    }
}
