//! The four steps of an import. Which one is shown stands in the address; without one there, the one that is due.

use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::reactive::either;
use crate::text::{Key, t};
use domain::import::{Import, ImportState};
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    File,
    Columns,
    Check,
    Import,
}

impl Step {
    pub const ALL: [Step; 4] = [Step::File, Step::Columns, Step::Check, Step::Import];

    /// As the address has it.
    pub fn code(self) -> &'static str {
        match self {
            Step::File => "file",
            Step::Columns => "columns",
            Step::Check => "check",
            Step::Import => "import",
        }
    }

    pub fn label(self) -> Key {
        match self {
            Step::File => words::STEP_FILE,
            Step::Columns => words::STEP_COLUMNS,
            Step::Check => words::STEP_CHECK,
            Step::Import => words::STEP_IMPORT,
        }
    }

    /// The one that is due.
    fn due(import: &Import) -> Step {
        match import.state {
            ImportState::Draft => Step::File,
            ImportState::Checking | ImportState::Checked => Step::Check,
            ImportState::Paused if import.checked_at.is_none() => Step::Check,
            _ => Step::Import,
        }
    }

    /// Whether it may be looked at yet.
    fn is_open(self, import: &Import) -> bool {
        match self {
            Step::File | Step::Columns => true,
            Step::Check => import.state != ImportState::Draft,
            Step::Import => Step::due(import) == Step::Import,
        }
    }

    /// Its address.
    pub fn of(self, import: &Import) -> String {
        format!("{}?step={}", route::admin_import(&import.id), self.code())
    }
}

/// The step that is shown: the address's own where that is open.
pub fn shown(watched: Watched) -> Memo<Option<Step>> {
    let query = use_location().query;
    Memo::new(move |_| {
        let code = query.with(|query| query.get("step"));
        let asked = Step::ALL
            .into_iter()
            .find(|step| Some(step.code()) == code.as_deref());
        watched.import.with(|import| {
            let import = import.as_ref()?;
            let open = asked.filter(|step| step.is_open(import));
            Some(open.unwrap_or_else(|| Step::due(import)))
        })
    })
}

/// The way through them: those that are open are links.
#[component]
pub fn Steps(watched: Watched, shown: Memo<Option<Step>>) -> AnyView {
    let open = Memo::new(move |_| {
        watched.import.with(|import| {
            let import = import.as_ref()?;
            let step = |step: Step| step.is_open(import).then(|| step.of(import));
            Some(Step::ALL.map(|one| (one, step(one))).to_vec())
        })
    });
    let one = move |(step, way): (Step, Option<String>)| {
        let current = move || (shown.get() == Some(step)).then_some("step");
        let word = t(step.label());
        let inside = match way {
            Some(way) => view! {
                <a class="import-step" href=way aria-current=current>
                    {word}
                </a>
            }
            .into_any(),
            None => view! { <span class="import-step">{word}</span> }.into_any(),
        };
        view! { <li>{inside}</li> }
    };
    view! {
        <nav aria-label=t(words::STEPS)>
            <ol class="import-steps">
                {either(move || {
                    open.get().unwrap_or_default().into_iter().map(one).collect_view().into_any()
                })}
            </ol>
        </nav>
    }
    .into_any()
}
