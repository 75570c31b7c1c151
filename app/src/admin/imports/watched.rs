//! One import as the Worker told it last. It is asked each second while it works and the tab is looked at; every act's answer is
//! the newest there is.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::imports::steps::Step;
use crate::admin::refused::current;
use crate::client::Refusal;
use crate::dom;
use crate::reactive::{follow, go};
use domain::api::import::{EditImport, GetImport, ImportStateForm, SetImportState};
use domain::id::ImportId;
use domain::import::{Import, ImportForm, ImportState};
use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// Between two questions while it works, and after one that was not answered.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_OFFLINE: Duration = Duration::from_secs(5);
/// Answers by which the pace is reckoned.
const PACED: usize = 6;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Watched {
    desk: Desk,
    id: StoredValue<ImportId>,
    pub import: RwSignal<Option<Import>>,
    /// When that was answered: Unix milliseconds.
    pub at: RwSignal<Option<i64>>,
    /// Why the latest answer is none; what is known stays.
    pub refusal: RwSignal<Option<Refusal>>,
    /// Why the latest act did nothing.
    pub undone: RwSignal<Option<Refusal>>,
    pub busy: RwSignal<bool>,
    /// Rows a second, once two answers tell.
    pub pace: RwSignal<Option<u32>>,
    /// When rows were reached: Unix milliseconds, and how many.
    paces: StoredValue<Vec<(i64, u32)>>,
    /// Grows with each act: an older answer then counts no more.
    turn: StoredValue<u32>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// Leads to an address.
    lead: StoredValue<Lead, LocalStorage>,
}

/// Leads to an address.
type Lead = Box<dyn Fn(&str)>;

impl Watched {
    /// Asks now, after a new sign-in, and whenever the tab is looked at again.
    pub fn new(id: ImportId) -> Watched {
        let navigate = use_navigate();
        let lead = move |to: &str| navigate(to, NavigateOptions::default());
        let watched = Watched {
            desk: expect_context(),
            id: StoredValue::new(id),
            import: RwSignal::new(None),
            at: RwSignal::new(None),
            refusal: RwSignal::new(None),
            undone: RwSignal::new(None),
            busy: RwSignal::new(false),
            pace: RwSignal::new(None),
            paces: StoredValue::new(Vec::new()),
            turn: StoredValue::new(0),
            waiting: StoredValue::new(None),
            lead: StoredValue::new_local(Box::new(lead)),
        };
        follow(move || {
            watched.desk.follow_session();
            watched.look();
        });
        let listening = window_event_listener(ev::visibilitychange, move |_| {
            if is_visible() {
                watched.look();
            }
        });
        on_cleanup(move || {
            listening.remove();
            watched.rest();
        });
        watched
    }

    /// A part of it, followed by whatever is reading.
    pub fn of<T: PartialEq + Clone + Send + Sync + 'static>(
        self,
        read: fn(&Import) -> T,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| self.import.with(|import| import.as_ref().map(read)))
    }

    /// Asks how far it is.
    pub fn look(self) {
        self.rest();
        let Some(turn) = self.turn.try_get_value() else {
            return;
        };
        let id = self.id.get_value();
        go(async move {
            let answer = ask::<GetImport>(self.desk, &id, &(), &()).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let pause = match answer {
                Ok(import) => {
                    self.take(import);
                    PAUSE
                }
                Err(refusal) => {
                    let over = matches!(refusal.status(), 401 | 403 | 404);
                    self.refusal.set(Some(refusal));
                    if over {
                        return;
                    }
                    PAUSE_OFFLINE
                }
            };
            self.look_later(pause);
        });
    }

    fn look_later(self, pause: Duration) {
        let works = |import: &Option<Import>| import.as_ref().is_some_and(|i| i.state.is_working());
        if !self.import.with_untracked(works) || !is_visible() {
            return;
        }
        self.rest();
        let later = set_timeout_with_handle(move || self.look(), pause);
        self.waiting.set_value(later.ok());
    }

    fn rest(self) {
        if let Some(waiting) = self.waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    }

    fn take(self, import: Import) {
        let now = clock::now();
        self.refusal.set(None);
        self.at.set(Some(now));
        let before = self.import.with_untracked(|i| i.as_ref().map(|i| i.state));
        self.paces.update_value(|paces| {
            if before != Some(import.state) {
                paces.clear();
            }
            if import.state.is_working() {
                paces.push((now, reached(&import)));
            }
            let surplus = paces.len().saturating_sub(PACED);
            paces.drain(..surplus);
        });
        self.pace.set(self.paces.with_value(|paces| pace(paces)));
        if self
            .import
            .with_untracked(|known| known.as_ref() != Some(&import))
        {
            self.import.set(Some(import));
        }
    }

    /// Says how it is read, or what is to be done beside its rows.
    pub fn edit(self, form: ImportForm) {
        let id = self.id.get_value();
        let desk = self.desk;
        let edited = async move { ask::<EditImport>(desk, &id, &(), &form).await };
        self.act(edited, None);
    }

    /// Has it checked, imported, paused; where that is done, goes on to a step.
    pub fn put(self, state: ImportState, then: Option<Step>) {
        let id = self.id.get_value();
        let desk = self.desk;
        let form = ImportStateForm { state: Some(state) };
        let put = async move { ask::<SetImportState>(desk, &id, &(), &form).await };
        self.act(put, then);
    }

    fn act(
        self,
        answer: impl Future<Output = Result<Import, Refusal>> + 'static,
        then: Option<Step>,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.undone.set(None);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        go(async move {
            let answer = answer.await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(import) => {
                    let to = then.map(|step| step.of(&import));
                    self.take(import);
                    if let Some(to) = to {
                        self.lead.with_value(|lead| lead(&to));
                    }
                }
                Err(refusal) => {
                    // somebody else, or another tab, was first: that is what stands now
                    if let Some(import) = current::<Import>(&refusal) {
                        self.take(import);
                    }
                    self.undone.set(Some(refusal));
                }
            }
            self.look_later(PAUSE);
        });
    }
}

/// Rows dealt with: by the check, or by the import.
pub fn reached(import: &Import) -> u32 {
    match import.checked_at {
        None => import.found.sum().saturating_add(import.faults),
        Some(_) => import.done.sum(),
    }
}

fn pace(paces: &[(i64, u32)]) -> Option<u32> {
    let ((from, first), (to, last)) = (paces.first()?, paces.last()?);
    let seconds = (to - from).max(0);
    let rows = i64::from(last.saturating_sub(*first));
    (seconds > 0).then(|| u32::try_from(rows * 1_000 / seconds).unwrap_or(u32::MAX))
}

fn is_visible() -> bool {
    dom::property(&dom::document(), "visibilityState").as_deref() != Some("hidden")
}
