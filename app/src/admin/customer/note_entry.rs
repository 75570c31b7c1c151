//! A note within the history: its text, and for a while its author's way to mend it or take it away.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::customer::note::{fault_of, settled};
use crate::admin::customer::{Record, words};
use crate::admin::desk::Desk;
use crate::admin::fields::TextArea;
use crate::admin::notices::{Notices, undo};
use crate::admin::part::part;
use crate::client::Refusal;
use crate::form::{Field, focus};
use crate::reactive::{either, go};
use crate::text::{self, locale_now, t};
use crate::ui::button::{Button, Weight};
use domain::api::record::{DeleteNote, EditNote, WriteNote};
use domain::id::{CustomerId, NoteId};
use domain::note::{Note, NoteForm};
use leptos::prelude::*;

/// The field of the one note that is changed. Its last part is the wire's.
pub const EDITED: &str = "edited.text";

/// What the notes of a history share: at most one is changed at a time, and what is typed outlives a new answer.
#[derive(Clone, Copy)]
pub struct Notes {
    pub desk: Desk,
    pub notices: Notices,
    pub record: Record,
    pub customer: StoredValue<CustomerId>,
    pub editing: RwSignal<Option<NoteId>>,
    pub field: Field,
    pub busy: RwSignal<bool>,
    /// Why the last act did not go through, and at which note.
    pub refusal: RwSignal<Option<(NoteId, Refusal)>>,
}

/// The text, or the form that changes it.
pub fn note_entry(note: Note, notes: Notes) -> AnyView {
    let id = StoredValue::new(note.id.clone());
    let editing = Memo::new(move |_| notes.editing.with(|open| *open == Some(id.get_value())));
    let note = StoredValue::new(note);
    view! {
        {part(move || {
            let (at, refusal) = notes.refusal.get()?;
            (at == id.get_value()).then(|| settled(&refusal))
        })}
        {either(move || {
            let note = note.get_value();
            if editing.get() { form(notes) } else { text(note, notes) }
        })}
    }
    .into_any()
}

fn text(note: Note, notes: Notes) -> AnyView {
    let mine = note
        .editable_until
        .is_some_and(|until| until > clock::now());
    let edited = note.edited_at.map(|at| {
        view! {
            <p class="meta">
                {move || text::fill(words::NOTE_EDITED, &[("date", &text::date_time(at))])}
            </p>
        }
    });
    let shown = note.text.clone();
    let note = StoredValue::new(note);
    view! {
        <p class="note-text">
            <bdi>{shown}</bdi>
        </p>
        {edited}
        {mine
            .then(|| {
                view! {
                    <div class="book-acts">
                        <Button
                            label=words::EDIT
                            name=text::said(words::NOTE_EDIT)
                            weight=Weight::Quiet
                            press=move |()| notes.open(note.get_value())
                        />
                        <Button
                            label=words::DELETE
                            name=text::said(words::NOTE_DELETE)
                            weight=Weight::Quiet
                            press=move |()| notes.delete(note.get_value())
                        />
                    </div>
                }
            })}
    }
    .into_any()
}

fn form(notes: Notes) -> AnyView {
    view! {
        <form
            class="stack-tight note-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                notes.save();
            }
        >
            <TextArea field=notes.field label=words::NOTE lang=locale_now().code() alone=true/>
            <div class="cluster">
                <Button
                    label=words::SAVE
                    weight=Weight::Primary
                    busy=notes.busy
                    busy_label=words::SAVING
                />
                <Button label=words::CANCEL press=move |()| notes.editing.set(None)/>
            </div>
        </form>
    }
    .into_any()
}

impl Notes {
    fn open(self, note: Note) {
        self.field.error.set(None);
        self.field.value.set(note.text);
        self.refusal.set(None);
        self.editing.set(Some(note.id));
        request_animation_frame(|| focus(EDITED));
    }

    /// Saves once, however often it is pressed.
    fn save(self) {
        let Some(id) = self.editing.get_untracked() else {
            return;
        };
        if self.busy.get_untracked() || !self.field.form.submit() {
            return;
        }
        self.busy.set(true);
        let form = NoteForm {
            text: self.field.text(),
        };
        go(async move {
            let params = (self.customer.get_value(), id.clone());
            let answer = ask::<EditNote>(self.desk, &params, &(), &form).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(()) => {
                    self.editing.set(None);
                    self.record.did();
                    self.notices.tell(t(words::NOTE_SAVED)().to_owned(), None);
                }
                Err(refusal) => match fault_of(&refusal) {
                    Some(fault) => drop(self.field.form.refuse(vec![fault.within("edited")])),
                    None => self.refusal.set(Some((id, refusal))),
                },
            }
        });
    }

    /// Takes a note away; taking that back writes it again.
    fn delete(self, note: Note) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let customer = self.customer.get_value();
            let params = (customer.clone(), note.id.clone());
            let answer = ask::<DeleteNote>(self.desk, &params, &(), &()).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            if let Err(refusal) = answer {
                return self.refusal.set(Some((note.id, refusal)));
            }
            self.record.did();
            let (desk, record) = (self.desk, self.record);
            let back = undo(move || {
                let customer = customer.clone();
                let form = NoteForm {
                    text: note.text.clone(),
                };
                async move {
                    ask::<WriteNote>(desk, &customer, &(), &form).await?;
                    record.did();
                    Ok(())
                }
            });
            self.notices
                .tell(t(words::NOTE_DELETED)().to_owned(), Some(back));
            focus("history-title");
        });
    }
}
