//! The card of what happened: newest first, by day, older facts on demand; above it the field for a note. It loads apart from the record.

use crate::admin::address;
use crate::admin::ask::ask;
use crate::admin::customer::entry::history_entry;
use crate::admin::customer::note::{NoteComposer, prove};
use crate::admin::customer::note_entry::{EDITED, Notes};
use crate::admin::customer::{Record, words as own};
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::client::Refusal;
use crate::form::{Form, focus};
use crate::reactive::{either, follow, go};
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use domain::api::customer::{HistoryQuery, ListHistory};
use domain::history::{Entry, Kind};
use domain::id::CustomerId;
use domain::page::Cursor;
use domain::pending::{Details, DetailsField, apply};
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;
use std::time::Duration;

/// What is here of the history. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Past {
    desk: Desk,
    id: StoredValue<CustomerId>,
    /// What the history is narrowed to, as the address says.
    query: Memo<HistoryQuery>,
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
            let kind = self.query.with_untracked(|query| query.kind);
            let query = HistoryQuery { kind, cursor };
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

/// It asks again when something was done on the page.
#[component]
pub fn History(id: CustomerId, record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_customer(&id);
    let query = address::query::<HistoryQuery>(&path, |key| key == "kind");
    let past = Past {
        desk,
        id: StoredValue::new(id.clone()),
        query,
        entries: RwSignal::new(None),
        next: RwSignal::new(None),
        waiting: RwSignal::new(true),
        refusal: RwSignal::new(None),
        turn: StoredValue::new(0),
    };
    let edited = Form::new().field(EDITED);
    edited.form.check_with(move || {
        let fault = prove(&edited.text());
        fault
            .into_iter()
            .map(|fault| fault.within("edited"))
            .collect()
    });
    let notes = Notes {
        desk,
        notices: expect_context(),
        record,
        customer: StoredValue::new(id.clone()),
        editing: RwSignal::new(None),
        field: edited,
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
    };
    let may = Memo::new(move |_| desk.may(Right::EditCustomers));
    follow(move || {
        desk.follow_session();
        record.deeds.track();
        query.track();
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
            <h2 class="subheading" id="history-title" tabindex="-1">
                {t(words::HISTORY_TITLE)}
            </h2>
            {part(move || {
                let id = id.clone();
                may.get().then(|| view! { <NoteComposer id record/> })
            })}
            {kinds(path, query)}
            {part(move || match past.entries.get() {
                Some(entries) if entries.is_empty() => {
                    let empty = if query.with_untracked(|query| query.kind.is_some()) {
                        own::HISTORY_NONE
                    } else {
                        words::HISTORY_EMPTY
                    };
                    Some(view! { <Empty message=text::said(empty)/> }.into_any())
                }
                Some(entries) => Some(days(entries, notes)),
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

/// What the history can be narrowed to. They are links: the address says what is shown.
fn kinds(path: String, query: Memo<HistoryQuery>) -> AnyView {
    let link = move |kind: Option<Kind>, word: Key| {
        let asked = HistoryQuery { kind, cursor: None };
        let here = move || query.with(|query| query.kind == kind).then_some("true");
        view! {
            <li>
                <a
                    class="timeline-kind"
                    href=address::of(&path, &asked)
                    data-noscroll=""
                    aria-current=here
                >
                    {t(word)}
                </a>
            </li>
        }
        .into_any()
    };
    view! {
        <nav aria-label=t(own::HISTORY_KINDS)>
            <ul class="timeline-kinds">
                {link(None, own::KIND_ALL)} {link(Some(Kind::Notes), own::KIND_NOTES)}
                {link(Some(Kind::Changes), own::KIND_CHANGES)}
                {link(Some(Kind::Mails), own::KIND_MAILS)}
                {link(Some(Kind::Orders), own::KIND_ORDERS)}
                {link(Some(Kind::Conversations), own::KIND_CONVERSATIONS)}
            </ul>
        </nav>
    }
    .into_any()
}

/// The facts under their days. The day is the reader's own.
fn days(entries: Vec<Entry>, notes: Notes) -> AnyView {
    let now = untrack(|| notes.record.customer.value()).map(|customer| customer.details());
    either(move || {
        let mut days: Vec<(String, Vec<AnyView>)> = Vec::new();
        let mut after = now.clone();
        for (place, entry) in entries.iter().cloned().enumerate() {
            let day = text::date(entry.at);
            let earlier = after.as_ref().map(|after| stood(after, &entry));
            let shown = after
                .clone()
                .map(|after| history_entry(mark(place), entry, after, notes));
            after = earlier;
            match days.last_mut() {
                Some((last, facts)) if *last == day => facts.extend(shown),
                _ => days.push((day, shown.into_iter().collect())),
            }
        }
        days.into_iter()
            .map(|(day, facts)| {
                view! {
                    <div class="timeline-day">
                        <h3 class="timeline-date">{day}</h3>
                        <ol class="timeline">{facts}</ol>
                    </div>
                }
            })
            .collect_view()
            .into_any()
    })
    .into_any()
}

/// How the details stood before an entry, given how they stood after it.
fn stood(after: &Details, entry: &Entry) -> Details {
    let Some(before) = &entry.before else {
        return after.clone();
    };
    let named = |field: &DetailsField| entry.fields.iter().any(|code| code == field.code());
    let fields: Vec<DetailsField> = DetailsField::ALL.into_iter().filter(named).collect();
    apply(after, before, &fields)
}

/// The id of the fact at this place.
fn mark(place: usize) -> String {
    format!("history-{place}")
}
