//! The state of a product's form: what was seen, what is typed, and what became of a saving.

use crate::admin::fields::Fields;
use crate::admin::product::typed;
use crate::admin::refused::{current, look};
use crate::client::{self, Refusal};
use crate::loaded::Loaded;
use crate::settings::Settings;
use domain::problem::FieldError;
use domain::product::{Kind, ProductForm as Product, ProductRecord};
use leptos::prelude::*;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Editor {
    pub fields: Fields,
    pub record: Option<Loaded<ProductRecord>>,
    /// The version that was seen.
    pub version: RwSignal<Option<u32>>,
    /// Fixed once the product is made.
    pub kind: Option<Kind>,
    pub settings: Settings,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// Somebody else saved while this was typed.
    pub met: RwSignal<bool>,
    /// What a new product was sent as, and under which key.
    sent: StoredValue<Option<(Product, String)>>,
}

impl Editor {
    /// Fills the form with the record that is there, or for a new product.
    pub fn new(fields: Fields, record: Option<Loaded<ProductRecord>>) -> Editor {
        let settings = expect_context::<Settings>();
        let found = record.and_then(|record| untrack(|| record.value()));
        let editor = Editor {
            fields,
            record,
            version: RwSignal::new(found.as_ref().map(|found| found.version)),
            kind: found.as_ref().map(|found| found.kind),
            settings,
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            met: RwSignal::new(false),
            sent: StoredValue::new(None),
        };
        let form = found.as_ref().map_or_else(
            || Product {
                listed: true,
                ..Product::default()
            },
            typed::form_of,
        );
        editor.fill(&form);
        editor
            .fields
            .form
            .check_with(move || typed::faults(editor.read()));
        editor
    }

    fn currency(self) -> String {
        untrack(|| self.settings.with(|shop| shop.currency.clone()))
    }

    /// What is typed, and what of it cannot be read.
    pub fn read(self) -> (Product, Vec<FieldError>) {
        typed::read(
            self.fields,
            self.kind,
            self.version.get_untracked(),
            &self.currency(),
        )
    }

    /// The key under which this very product is made, however often it is sent: an answer may have been lost.
    pub fn key(self, form: &Product) -> String {
        let sent = self.sent.get_value().filter(|(sent, _)| sent == form);
        let key = sent.map_or_else(client::fresh_key, |(_, key)| key);
        self.sent.set_value(Some((form.clone(), key.clone())));
        key
    }

    fn fill(self, form: &Product) {
        self.fields.fill(typed::values(form, &self.currency()));
    }

    /// Takes over the record as the Worker answered it.
    pub fn saved(self, record: ProductRecord) {
        self.version.set(Some(record.version));
        self.met.set(false);
        self.fill(&typed::form_of(&record));
        if let Some(loaded) = self.record {
            loaded.set(record);
        }
    }

    /// Takes over what stood there before; what was typed since stays as it is typed.
    pub fn put_back(self, record: ProductRecord) {
        let (form, _) = self.read();
        let values = |form: &Product| typed::values(form, &self.currency());
        let saved = typed::form_of(&record);
        self.fields.meet(&values(&form), values(&saved));
        self.fields.contested.set(Vec::new());
        self.version.set(Some(record.version));
        if let Some(loaded) = self.record {
            loaded.set(record);
        }
    }

    /// Not saved: faults go to their fields, a newer version is met, anything else is said.
    pub fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<ProductRecord>(&refusal) {
            let (form, _) = self.read();
            let saved = typed::values(&typed::form_of(&now), &self.currency());
            self.fields
                .meet(&typed::values(&form, &self.currency()), saved);
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
