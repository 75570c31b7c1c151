//! The state of a document's form: what was seen, what is typed, and what became of a saving.

use crate::admin::documents::names::Names;
use crate::admin::documents::typed;
use crate::admin::fields::Fields;
use crate::admin::refused::{current, look};
use crate::client::{self, Refusal};
use crate::loaded::Loaded;
use crate::text;
use domain::document::{Audience, DocumentForm as Document, DocumentRecord, Kind, State};
use domain::upload::Blob;
use leptos::prelude::*;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Editor {
    pub fields: Fields,
    pub record: Option<Loaded<DocumentRecord>>,
    pub names: Names,
    /// The version that was seen.
    pub version: RwSignal<Option<u32>>,
    /// Fixed once the document is made.
    pub kind: Option<Kind>,
    /// A file is on its way: it is not in the form yet.
    pub handing: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// Somebody else saved while this was typed.
    pub met: RwSignal<bool>,
    /// What a new document was sent as, and under which key.
    sent: StoredValue<Option<(Document, String)>>,
}

impl Editor {
    /// Fills the form with the record that is there, or for a new document.
    pub fn new(fields: Fields, record: Option<Loaded<DocumentRecord>>) -> Editor {
        let found = record.and_then(|record| untrack(|| record.value()));
        let editor = Editor {
            fields,
            record,
            names: expect_context::<Names>(),
            version: RwSignal::new(found.as_ref().map(|found| found.version)),
            kind: found.as_ref().map(|found| found.kind),
            handing: RwSignal::new(false),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            met: RwSignal::new(false),
            sent: StoredValue::new(None),
        };
        match &found {
            Some(found) => editor.fill(found),
            None => fields.fill(typed::values(&Document {
                kind: Some(Kind::Page),
                audience: Some(Audience::Everyone),
                state: Some(State::Draft),
                ..Document::default()
            })),
        }
        fields
            .form
            .check_with(move || editor.read().prove().err().unwrap_or_default());
        editor
    }

    /// What is typed.
    pub fn read(self) -> Document {
        typed::read(self.fields, self.version.get_untracked())
    }

    /// The key under which this very document is made, however often it is sent: an answer may have been lost.
    pub fn key(self, form: &Document) -> String {
        let sent = self.sent.get_value().filter(|(sent, _)| sent == form);
        let key = sent.map_or_else(client::fresh_key, |(_, key)| key);
        self.sent.set_value(Some((form.clone(), key.clone())));
        key
    }

    /// Keeps what the record's file and customer are called.
    fn meet_names(self, record: &DocumentRecord) {
        if let Some(file) = &record.file {
            self.meet_file(file);
        }
        if let Some(one) = &record.customer {
            let name = format!("{} {}", one.first_name, one.last_name);
            let name = name.trim();
            let said = if name.is_empty() {
                one.email.clone()
            } else {
                format!("{name}, {}", one.email)
            };
            self.names.meet(one.id.as_str(), said);
        }
    }

    /// Keeps what a file is called, with its kind and size.
    pub fn meet_file(self, file: &Blob) {
        let said = format!(
            "{}, {}, {}",
            file.name,
            file.kind.extension().to_uppercase(),
            text::size(file.size)
        );
        self.names.meet(file.id.as_str(), said);
    }

    fn fill(self, record: &DocumentRecord) {
        self.meet_names(record);
        self.fields.fill(typed::values(&typed::form_of(record)));
    }

    /// Takes over the record as the Worker answered it.
    pub fn saved(self, record: DocumentRecord) {
        self.version.set(Some(record.version));
        self.met.set(false);
        self.fill(&record);
        if let Some(loaded) = self.record {
            loaded.set(record);
        }
    }

    /// Not saved: faults go to their fields, a newer version is met, anything else is said.
    pub fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<DocumentRecord>(&refusal) {
            self.meet_names(&now);
            let saved = typed::values(&typed::form_of(&now));
            self.fields.meet(&typed::values(&self.read()), saved);
            self.version.set(Some(now.version));
            self.met.set(true);
            return look();
        }
        match &refusal {
            Refusal::Problem(problem, _) if problem.status == 422 => {
                self.fields.form.refuse(problem.fields.clone());
            }
            _ => look(),
        }
        self.refusal.set(Some(refusal));
    }
}
