//! The fields of a form that edits something saved: what stood there when it was opened, what is typed, what was saved meanwhile.

use crate::admin::unsaved::{Unsaved, quoted};
use crate::form::{Field, Form};
use crate::text::Key;
use domain::merge::{Merged, merge};
use leptos::prelude::*;

/// The fields' texts by their paths.
pub type Values = Vec<(&'static str, String)>;

/// A form's fields by their paths. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Fields {
    pub form: Form,
    fields: StoredValue<Vec<Field>>,
    /// What was seen when the form was filled.
    seen: StoredValue<Values>,
    /// What is typed here and saved otherwise by somebody else: the path, and what was saved.
    pub contested: RwSignal<Values>,
}

impl Fields {
    /// A form with a field for each of `paths`.
    pub fn new(paths: &[&'static str]) -> Fields {
        let form = Form::new();
        Fields {
            form,
            fields: StoredValue::new(paths.iter().map(|path| form.field(path)).collect()),
            seen: StoredValue::new(Vec::new()),
            contested: RwSignal::new(Vec::new()),
        }
    }

    /// The field at a path that [`Fields::new`] was given.
    pub fn at(self, path: &str) -> Field {
        let find = |fields: &Vec<Field>| fields.iter().find(|field| field.path == path).copied();
        self.fields
            .with_value(find)
            .expect("the form has this field")
    }

    /// What is typed at a path.
    pub fn text(self, path: &str) -> String {
        self.at(path).text()
    }

    /// Fills every field, and forgets what was contested.
    pub fn fill(self, values: Values) {
        for (path, value) in &values {
            let field = self.at(path);
            field.error.set(None);
            field.value.set(value.clone());
        }
        self.contested.set(Vec::new());
        self.seen.set_value(values);
    }

    /// Asks before this form is left with something unsaved in it. `label` names a field.
    pub fn guard(self, label: fn(&str) -> Key) {
        expect_context::<Unsaved>().watch(move || {
            let changed = self.changed();
            changed
                .into_iter()
                .map(|path| quoted(label(path)))
                .collect()
        });
    }

    /// The paths of what is typed otherwise than it was seen.
    pub fn changed(self) -> Vec<&'static str> {
        let differs = |seen: &Values| {
            let differing = seen
                .iter()
                .filter(|(path, value)| self.at(path).value.with_untracked(|typed| typed != value));
            differing.map(|(path, _)| *path).collect()
        };
        self.seen.with_value(differs)
    }

    /// Somebody else saved first. `typed` is what stands here, spelled as what is `saved`: what this person left alone follows, what
    /// both changed is contested and stays as typed.
    pub fn meet(self, typed: &Values, saved: Values) {
        let mut contested = Vec::new();
        for (path, now) in &saved {
            let of = |values: &Values| {
                let found = values.iter().find(|(other, _)| other == path);
                found.map(|(_, value)| value.clone()).unwrap_or_default()
            };
            match merge(&self.seen.with_value(of), &of(typed), now) {
                Merged::Typed => {}
                Merged::Saved => self.at(path).value.set(now.clone()),
                Merged::Contested => contested.push((*path, now.clone())),
            }
        }
        self.contested.set(contested);
        self.seen.set_value(saved);
    }

    /// Takes over what somebody else saved at one path.
    pub fn take(self, path: &str) {
        let saved = self
            .contested
            .with_untracked(|rows| rows.iter().find(|(other, _)| *other == path).cloned());
        if let Some((path, value)) = saved {
            self.at(path).typed(value);
            self.contested
                .update(|rows| rows.retain(|(other, _)| *other != path));
        }
    }
}

/// A whole number; what is typed and is none is 0, which no such field takes.
pub fn whole(typed: &str) -> Option<u32> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (!bare.is_empty()).then(|| bare.parse().unwrap_or_default())
}
