//! The card of what happened: newest first, by day, older facts on demand. It loads apart from the record.

use crate::admin::ask::ask;
use crate::admin::customer::entry::history_entry;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::{either, follow, go};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use domain::api::customer::{HistoryQuery, ListHistory};
use domain::history::Entry;
use domain::id::CustomerId;
use domain::page::Cursor;
use leptos::prelude::*;
use std::time::Duration;

/// What is here of the history. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Past {
    desk: Desk,
    id: StoredValue<CustomerId>,
    entries: RwSignal<Option<Vec<Entry>>>,
    next: RwSignal<Option<Cursor>>,
    waiting: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    turn: StoredValue<u32>,
}

impl Past {
    /// Asks for the newest facts, or for those behind `cursor`. What is here stays until the answer.
    fn ask(self, cursor: Option<Cursor>) {
        let mine = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(mine);
        self.waiting.set(true);
        let id = self.id.get_value();
        go(async move {
            let older = cursor.is_some();
            let query = HistoryQuery { kind: None, cursor };
            let answer = ask::<ListHistory>(self.desk, &id, &query, &()).await;
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            self.waiting.set(false);
            match answer {
                Ok(page) => {
                    self.refusal.set(None);
                    self.next.set(page.next);
                    let mut entries = self
                        .entries
                        .get_untracked()
                        .filter(|_| older)
                        .unwrap_or_default();
                    let first = entries.len();
                    entries.extend(page.items);
                    self.entries.set(Some(entries));
                    if older {
                        set_timeout(move || focus(&mark(first)), Duration::ZERO);
                    }
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }
}

/// `deeds` grows when something was done on the page: then the newest facts are asked for again.
#[component]
pub fn History(id: CustomerId, deeds: RwSignal<u32>) -> AnyView {
    let desk = expect_context::<Desk>();
    let past = Past {
        desk,
        id: StoredValue::new(id),
        entries: RwSignal::new(None),
        next: RwSignal::new(None),
        waiting: RwSignal::new(true),
        refusal: RwSignal::new(None),
        turn: StoredValue::new(0),
    };
    follow(move || {
        desk.follow_session();
        deeds.track();
        past.ask(None);
    });
    let again = move |()| {
        let loaded = past.entries.with_untracked(Option::is_some);
        past.ask(if loaded {
            past.next.get_untracked()
        } else {
            None
        });
    };
    view! {
        <section class="card stack" aria-labelledby="history-title">
            <h2 class="subheading" id="history-title">
                {t(words::HISTORY_TITLE)}
            </h2>
            {part(move || match past.entries.get() {
                Some(entries) if entries.is_empty() => {
                    Some(view! { <Empty message=text::said(words::HISTORY_EMPTY)/> }.into_any())
                }
                Some(entries) => Some(days(entries)),
                None if past.refusal.with(Option::is_none) => Some(view! { <Loading bars=3/> }.into_any()),
                None => None,
            })}
            {part(move || {
                past.refusal
                    .get()
                    .map(|refusal| view! { <Trouble message=words::HISTORY_FAILED refusal retry=again/> })
            })}
            {part(move || {
                (past.next.with(Option::is_some) && past.refusal.with(Option::is_none))
                    .then(|| {
                        view! {
                            <div>
                                <Button
                                    id="history-older"
                                    label=words::HISTORY_OLDER
                                    press=again
                                    busy=past.waiting
                                    busy_label=words::HISTORY_OLDER_BUSY
                                />
                            </div>
                        }
                    })
            })}
        </section>
    }
    .into_any()
}

/// The facts under their days. The day is the reader's own.
fn days(entries: Vec<Entry>) -> AnyView {
    either(move || {
        let mut days: Vec<(String, Vec<(usize, Entry)>)> = Vec::new();
        for (place, entry) in entries.iter().cloned().enumerate() {
            let day = text::date(entry.at);
            match days.last_mut() {
                Some((last, facts)) if *last == day => facts.push((place, entry)),
                _ => days.push((day, vec![(place, entry)])),
            }
        }
        days.into_iter()
            .map(|(day, facts)| {
                view! {
                    <div class="timeline-day">
                        <h3 class="timeline-date">{day}</h3>
                        <ol class="timeline">
                            {facts
                                .into_iter()
                                .map(|(place, entry)| history_entry(mark(place), entry))
                                .collect_view()}
                        </ol>
                    </div>
                }
            })
            .collect_view()
            .into_any()
    })
    .into_any()
}

/// The id of the fact at this place.
fn mark(place: usize) -> String {
    format!("history-{place}")
}
