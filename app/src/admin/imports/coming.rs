//! Where a file is handed in: a place to drop it that is also a button, and its way to the Worker.

use crate::admin::desk::Desk;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::{self, Refusal};
use crate::form::sentence;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use crate::upload::{Handing, Stop};
use domain::api::import::UploadImport;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::import::SIZE_MAX;
use domain::problem::FieldError;
use domain::route;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

const INPUT: &str = "import-file";

/// Why a file was not taken: its own faults, or what happened on its way.
#[derive(Clone)]
enum Untaken {
    Faults(Vec<FieldError>),
    Way(Refusal),
}

/// Hears the path of what was made of a file.
type Arrived = Box<dyn Fn(&str)>;

/// A file on its way. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Coming {
    desk: Desk,
    name: RwSignal<String>,
    /// How much has left; none while nothing is on its way.
    percent: RwSignal<Option<u32>>,
    untaken: RwSignal<Option<(String, Untaken)>>,
    stop: StoredValue<Option<Stop>, LocalStorage>,
    stopped: StoredValue<bool>,
    arrived: StoredValue<Arrived, LocalStorage>,
}

impl Coming {
    /// Sends one off, unless another is on its way.
    fn take(self, file: web_sys::File) {
        if self.percent.get_untracked().is_some() {
            return;
        }
        let name = file.name();
        self.untaken.set(None);
        if let Some(fault) = look(&file) {
            return self.untaken.set(Some((name, Untaken::Faults(vec![fault]))));
        }
        let percent = self.percent;
        let told = move |now: u32| {
            percent.try_set(Some(now));
        };
        // A name of the file's own: repeated by the browser, it stays one import.
        let key = [(IDEMPOTENCY_KEY, client::fresh_key())];
        let handing = match Handing::<UploadImport>::start_with(&(), &(), &file, &key, told) {
            Ok(handing) => handing,
            Err(refusal) => return self.untaken.set(Some((name, Untaken::Way(refusal)))),
        };
        self.percent.set(Some(0));
        self.name.set(name.clone());
        self.stop.set_value(Some(handing.stop()));
        self.stopped.set_value(false);
        go(async move {
            let answer = handing.answer().await;
            if self.percent.is_disposed() {
                return;
            }
            self.percent.set(None);
            self.stop.set_value(None);
            match answer {
                Ok(import) => {
                    let path = route::admin_import(&import.id);
                    self.arrived.with_value(|arrived| arrived(&path));
                }
                Err(_) if self.stopped.get_value() => {}
                Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                    let faults = problem.fields.clone();
                    self.untaken.set(Some((name, Untaken::Faults(faults))));
                }
                Err(refusal) => {
                    if refusal.status() == 401 {
                        self.desk.session_ended();
                    }
                    self.untaken.set(Some((name, Untaken::Way(refusal))));
                }
            }
        });
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

/// What can be told of a file without reading it.
fn look(file: &web_sys::File) -> Option<FieldError> {
    // A size is whole and far below 2^53.
    match file.size() as usize {
        0 => Some(FieldError::new("file", "empty")),
        size if size > SIZE_MAX => Some(FieldError {
            max: u32::try_from(SIZE_MAX / 1024 / 1024).ok(),
            ..FieldError::new("file", "too_large")
        }),
        _ => None,
    }
}

/// A file is dropped here, or chosen; what becomes of it stands below.
#[component]
pub fn Drop() -> AnyView {
    let navigate = use_navigate();
    let coming = Coming {
        desk: expect_context(),
        name: RwSignal::new(String::new()),
        percent: RwSignal::new(None),
        untaken: RwSignal::new(None),
        stop: StoredValue::new_local(None),
        stopped: StoredValue::new(false),
        arrived: StoredValue::new_local(Box::new(move |path: &str| {
            navigate(path, leptos_router::NavigateOptions::default());
        })),
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
    let going = Memo::new(move |_| coming.percent.get().is_some());
    view! {
        <div
            class="card import-drop"
            class:import-over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <label class="button button-primary import-choose" for=INPUT>
                {t(words::CHOOSE)}
            </label>
            <input
                class="import-input"
                id=INPUT
                name=INPUT
                type="file"
                accept=".csv,.txt,.tsv,text/csv"
                aria-describedby="import-hint"
                disabled=move || going.get()
                on:change=move |event| chosen(coming, &event)
            />
            <p>{t(words::DROP)}</p>
            <p class="meta" id="import-hint">
                {t(words::DROP_HINT)}
            </p>
        </div>
        {part(move || going.get().then(|| way(coming)))}
        {part(move || coming.untaken.get().map(|(name, why)| untaken(name, why)))}
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

/// How far it has come; once all has left, the Worker reads it.
fn way(coming: Coming) -> AnyView {
    let percent = move || coming.percent.get().unwrap_or_default();
    let said = say(move || {
        let told = text::percent(percent() * 100);
        let key = if percent() < 100 {
            words::COMING
        } else {
            words::READING
        };
        coming
            .name
            .with(|name| text::fill(key, &[("percent", &told), ("name", name)]))
    });
    view! {
        <div class="card stack-tight">
            <label class="meta" for="import-way">
                <bdi>{said}</bdi>
            </label>
            <progress class="bulk-bar" id="import-way" max="100" value=move || percent().to_string()></progress>
            <div class="cluster">
                <Button label=words::STOP press=move |()| coming.halt()/>
            </div>
        </div>
    }
    .into_any()
}

/// Which file was not taken, and why.
fn untaken(name: String, why: Untaken) -> AnyView {
    let title = say(move || text::fill(words::UNTAKEN, &[("name", &name)]));
    let faults = match why {
        Untaken::Way(refusal) => {
            return view! {
                <p>
                    <bdi>{title}</bdi>
                </p>
                {refused(&refusal)}
            }
            .into_any();
        }
        Untaken::Faults(faults) => faults,
    };
    view! {
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
    .into_any()
}
