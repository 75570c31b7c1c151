//! The work in progress, as the Worker told it last. It is asked each second while something runs and the tab is looked at.

use crate::admin::ask::ask;
use crate::admin::bulk::{said, words};
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::client::Refusal;
use crate::dom;
use crate::reactive::{follow, go};
use crate::storage::{self, Shelf};
use crate::ui::toast::{self, Toasts};
use domain::api::bulk::{BulkStateForm, ListBulks, SetBulkState, UndoBulk};
use domain::bulk::{Bulk, BulkState};
use domain::id::BulkId;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// Between two questions while something runs, and after one that was not answered.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_OFFLINE: Duration = Duration::from_secs(5);

/// The tab's own, by their ids.
const MINE: &str = "bulks";

/// A handle: copies share the state. It stands in the frame's context.
#[derive(Clone, Copy)]
pub struct Progress {
    desk: Desk,
    toasts: Toasts,
    bulks: RwSignal<Vec<Bulk>>,
    /// When that was answered: Unix milliseconds.
    at: RwSignal<Option<i64>>,
    /// Why the latest answer is none; what is known stays.
    refusal: RwSignal<Option<Refusal>>,
    /// Those that this page saw running: they stand above the lists.
    seen: RwSignal<Vec<BulkId>>,
    /// Those that were started in this tab and have not ended: their end is said, also after a reload.
    mine: StoredValue<Vec<BulkId>>,
    /// Grows with each one that ends: lists ask again.
    pub(super) ended: RwSignal<u32>,
    asking: StoredValue<bool>,
    waiting: StoredValue<Option<TimeoutHandle>>,
}

impl Progress {
    /// Made once, by the back office's root.
    pub fn new(desk: Desk) -> Progress {
        Progress {
            desk,
            toasts: expect_context(),
            bulks: RwSignal::new(Vec::new()),
            at: RwSignal::new(None),
            refusal: RwSignal::new(None),
            seen: RwSignal::new(Vec::new()),
            mine: StoredValue::new(remembered()),
            ended: RwSignal::new(0),
            asking: StoredValue::new(false),
            waiting: StoredValue::new(None),
        }
    }

    /// Asks now, after a new sign-in, and whenever the tab is looked at again.
    pub fn watch(self) {
        follow(move || {
            self.desk.follow_session();
            self.look();
        });
        let listening = window_event_listener(ev::visibilitychange, move |_| {
            if is_visible() {
                self.look();
            }
        });
        on_cleanup(move || {
            listening.remove();
            self.rest();
        });
    }

    /// All that are known, newest first.
    pub fn all(self) -> Vec<Bulk> {
        self.bulks.get()
    }

    pub fn find(self, id: &BulkId) -> Option<Bulk> {
        self.bulks
            .with(|bulks| bulks.iter().find(|bulk| bulk.id == *id).cloned())
    }

    /// Whether another one takes it back already.
    pub fn is_undone(self, id: &BulkId) -> bool {
        self.bulks
            .with(|bulks| bulks.iter().any(|bulk| bulk.undoes.as_ref() == Some(id)))
    }

    /// How many run.
    pub fn running(self) -> usize {
        self.bulks.with(|bulks| running(bulks))
    }

    /// Those that stand above the lists: they run, or were stopped while this page stood.
    pub fn at_hand(self) -> Vec<BulkId> {
        let seen = self.seen.get();
        let at_hand = |bulk: &&Bulk| match bulk.state {
            BulkState::Running => true,
            BulkState::Stopped => seen.contains(&bulk.id),
            BulkState::Prepared | BulkState::Finished => false,
        };
        self.bulks.with(|bulks| {
            let ids = bulks.iter().filter(at_hand).map(|bulk| bulk.id.clone());
            ids.collect()
        })
    }

    /// Followed by lists: they ask again when one has ended.
    pub fn ended(self) -> u32 {
        self.ended.get()
    }

    pub fn at(self) -> Option<i64> {
        self.at.get()
    }

    pub fn refusal(self) -> Option<Refusal> {
        self.refusal.get()
    }

    /// Starts, stops or resumes one; the answer is what is known of it then.
    pub async fn put(self, id: &BulkId, state: BulkState) -> Result<(), Refusal> {
        let request = BulkStateForm { state: Some(state) };
        let bulk = ask::<SetBulkState>(self.desk, id, &(), &request).await?;
        self.know(bulk);
        Ok(())
    }

    /// Takes one back, by another one that runs at once.
    pub async fn undo(self, id: &BulkId) -> Result<(), Refusal> {
        let bulk = ask::<UndoBulk>(self.desk, id, &(), &()).await?;
        if bulk.state == BulkState::Prepared {
            return self.put(&bulk.id, BulkState::Running).await;
        }
        self.know(bulk);
        Ok(())
    }

    /// Asks how far everything is.
    pub fn look(self) {
        if self.asking.try_get_value() != Some(false) {
            return;
        }
        self.rest();
        self.asking.set_value(true);
        go(async move {
            let answer = ask::<ListBulks>(self.desk, &(), &(), &()).await;
            if self.asking.try_set_value(false).is_some() {
                return;
            }
            let pause = match answer {
                Ok(answer) => {
                    self.refusal.set(None);
                    self.at.set(Some(clock::now()));
                    self.take(answer.items);
                    PAUSE
                }
                Err(refusal) => {
                    let over = refusal.status() == 401;
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
        if untrack(|| self.running()) == 0 || !is_visible() {
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

    /// One as an act's own answer tells it.
    fn know(self, bulk: Bulk) {
        if self.bulks.is_disposed() {
            return;
        }
        let mut bulks = self.bulks.get_untracked();
        let id = bulk.id.clone();
        self.mine.update_value(|mine| {
            if !mine.contains(&id) {
                mine.push(id.clone());
                remember(mine);
            }
        });
        match bulks.iter_mut().find(|known| known.id == id) {
            Some(known) => *known = bulk,
            None => bulks.insert(0, bulk),
        }
        self.see(id);
        self.take(bulks);
        self.look_later(PAUSE);
    }

    fn see(self, id: BulkId) {
        if self.seen.with_untracked(|seen| !seen.contains(&id)) {
            self.seen.update(|seen| seen.push(id));
        }
    }

    /// The newest state of all. Lists hear of what ended, and this person of what ended of their own.
    fn take(self, bulks: Vec<Bulk>) {
        let over = |bulk: &&Bulk| bulk.state == BulkState::Finished;
        let seen = self.seen.get_untracked();
        let ended = bulks
            .iter()
            .filter(over)
            .any(|bulk| seen.contains(&bulk.id));
        let mine = self.mine.get_value();
        let told: Vec<Bulk> = bulks
            .iter()
            .filter(over)
            .filter(|bulk| mine.contains(&bulk.id))
            .cloned()
            .collect();
        for bulk in &bulks {
            if bulk.state == BulkState::Running {
                self.see(bulk.id.clone());
            }
        }
        let gone = |id: &BulkId| bulks.iter().any(|bulk| bulk.id == *id && over(&bulk));
        if ended {
            self.seen.update(|seen| seen.retain(|id| !gone(id)));
            self.ended.update(|n| *n = n.wrapping_add(1));
        }
        if !told.is_empty() {
            self.mine.update_value(|mine| {
                mine.retain(|id| !gone(id));
                remember(mine);
            });
        }
        if self.bulks.with_untracked(|before| *before != bulks) {
            self.bulks.set(bulks);
        }
        told.into_iter().for_each(|bulk| self.tell(bulk));
    }

    fn tell(self, bulk: Bulk) {
        let sentence = untrack(|| said::ended(&bulk));
        let undo = bulk.may_be_undone().then(|| {
            let id = bulk.id.clone();
            toast::Undo {
                label: words::UNDO,
                act: UnsyncCallback::new(move |()| {
                    let id = id.clone();
                    go(async move {
                        if let Err(refusal) = self.undo(&id).await {
                            self.refusal.try_set(Some(refusal));
                        }
                    });
                }),
            }
        });
        self.toasts.say(sentence, undo);
    }
}

/// What this tab started, by its ids: a reload keeps it, signing out forgets it.
fn remembered() -> Vec<BulkId> {
    let kept = storage::get(Shelf::Tab, MINE).unwrap_or_default();
    kept.split(',').filter_map(BulkId::parse).collect()
}

fn remember(ids: &[BulkId]) {
    let ids: Vec<&str> = ids.iter().map(BulkId::as_str).collect();
    storage::set(Shelf::Tab, MINE, &ids.join(","));
}

fn running(bulks: &[Bulk]) -> usize {
    let runs = |bulk: &&Bulk| bulk.state == BulkState::Running;
    bulks.iter().filter(runs).count()
}

fn is_visible() -> bool {
    dom::property(&dom::document(), "visibilityState").as_deref() != Some("hidden")
}
