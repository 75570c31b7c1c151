//! A bulk change from its choice to its start: the Worker freezes and counts it, the person confirms what was counted.

use crate::admin::ask::ask_with;
use crate::admin::bulk::Progress;
use crate::admin::desk::Desk;
use crate::client::{self, Refusal};
use crate::reactive::go;
use domain::api::bulk::PrepareBulk;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::bulk::{Bulk, BulkForm, BulkState};
use leptos::prelude::*;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Asking {
    desk: Desk,
    progress: Progress,
    /// Whether the question stands.
    pub open: RwSignal<bool>,
    /// What is asked about.
    pub prepared: RwSignal<Option<Bulk>>,
    /// The search and filters it is over, in words; none where rows were named.
    pub filters: RwSignal<Option<Vec<String>>>,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// What was sent last and not answered, and under which key.
    sent: StoredValue<Option<(BulkForm, String)>>,
}

impl Asking {
    pub fn new() -> Asking {
        Asking {
            desk: expect_context(),
            progress: expect_context(),
            open: RwSignal::new(false),
            prepared: RwSignal::new(None),
            filters: RwSignal::new(None),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            sent: StoredValue::new(None),
        }
    }

    /// Has it frozen and counted, then asks. An answer that was lost is asked for again under the same key.
    pub fn prepare(self, form: BulkForm, filters: Option<Vec<String>>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let answer = self.freeze(form).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(bulk) => {
                    self.filters.set(filters);
                    self.prepared.set(Some(bulk));
                    self.open.set(true);
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }

    /// Has it frozen and starts it at once, where what stood before was the question.
    pub async fn start(self, form: BulkForm) -> Result<(), Refusal> {
        let bulk = self.freeze(form).await?;
        self.progress.put(&bulk.id, BulkState::Running).await
    }

    async fn freeze(self, form: BulkForm) -> Result<Bulk, Refusal> {
        let sent = self.sent.get_value().filter(|(sent, _)| *sent == form);
        let key = sent.map_or_else(client::fresh_key, |(_, key)| key);
        self.sent.set_value(Some((form.clone(), key.clone())));
        let header = (IDEMPOTENCY_KEY, key);
        let answer = ask_with::<PrepareBulk>(self.desk, &(), &(), &form, &[header]).await;
        // answered is answered: the same choice later is another bulk change
        let lost = |refusal: &Refusal| refusal.status() == 0 || refusal.status() >= 500;
        if !answer.as_ref().is_err_and(lost) {
            self.sent.try_set_value(None);
        }
        answer
    }

    /// Confirmed: it runs. `started` is called when it does.
    pub fn confirm(self, started: impl FnOnce() + 'static) {
        let Some(bulk) = self.prepared.get_untracked() else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let answer = self.progress.put(&bulk.id, BulkState::Running).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(()) => {
                    self.open.set(false);
                    self.prepared.set(None);
                    started();
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }
}
