//! A form's state: what was typed, what is wrong with it, and the three moments at which that is checked.
//! Leaving a field checks it if it was edited and is not empty; a field with an error is checked at each input; submitting checks all.

pub use crate::dom::focus;
use crate::dom::{focus_first_wrong, when_released};
use crate::text;
pub use crate::text::sentence;
use domain::problem::FieldError;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use wasm_bindgen::JsCast;

/// The rules of a form: gives every fault of what stands in it now.
type Check = Box<dyn Fn() -> Vec<FieldError>>;

/// One form. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Form {
    fields: StoredValue<Vec<Field>>,
    check: StoredValue<Check, LocalStorage>,
    /// Faults that no field of the form is at fault for.
    pub elsewhere: RwSignal<Vec<FieldError>>,
    /// Set by a submission that found faults; the summary and the title's prefix follow it.
    pub submitted: RwSignal<bool>,
}

/// One input of a form. `path` is the key of the body, and the input's `id` and `name`.
#[derive(Clone, Copy)]
pub struct Field {
    pub form: Form,
    pub path: &'static str,
    pub value: RwSignal<String>,
    pub error: RwSignal<Option<FieldError>>,
    edited: StoredValue<bool>,
}

impl Form {
    /// An empty form without rules.
    pub fn new() -> Form {
        Form {
            fields: StoredValue::new(Vec::new()),
            check: StoredValue::new_local(Box::new(Vec::new)),
            elsewhere: RwSignal::new(Vec::new()),
            submitted: RwSignal::new(false),
        }
    }

    /// Another step on the same page: only these fields stay, and nothing is wrong with them yet.
    pub fn turn_to(self, fields: &[Field]) {
        for field in fields {
            field.error.set(None);
        }
        self.fields.set_value(fields.to_vec());
        self.check.set_value(Box::new(Vec::new));
        self.elsewhere.set(Vec::new());
        self.submitted.set(false);
    }

    /// Adds a field. Faults are told apart by their path, so paths are unique in a form.
    pub fn field(self, path: &'static str) -> Field {
        let field = Field {
            form: self,
            path,
            value: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            edited: StoredValue::new(false),
        };
        self.fields.update_value(|fields| fields.push(field));
        field
    }

    /// Gives the form its rules: the same function of `domain` that the Worker runs.
    pub fn check_with(self, check: impl Fn() -> Vec<FieldError> + 'static) {
        self.check.set_value(Box::new(check));
    }

    /// Puts values back by their path; unknown paths are passed over.
    pub fn restore(self, values: &[(String, String)]) {
        for field in self.fields.get_value() {
            if let Some((_, value)) = values.iter().find(|(path, _)| path == field.path) {
                field.value.set(value.clone());
            }
        }
    }

    /// Checks everything. With faults: shows them all, moves focus to the first wrong field, and says no.
    pub fn submit(self) -> bool {
        let faults = self.check.with_value(|check| check());
        self.refuse(faults)
    }

    /// Shows the faults that the rules or the Worker found, at their fields. True when there are none.
    pub fn refuse(self, faults: Vec<FieldError>) -> bool {
        let clean = faults.is_empty();
        let fields = self.fields.get_value();
        for field in &fields {
            let fault = faults.iter().find(|fault| fault.field == field.path);
            if field.error.get_untracked().as_ref() != fault {
                field.error.set(fault.cloned());
            }
        }
        let elsewhere = faults
            .into_iter()
            .filter(|fault| !fields.iter().any(|field| field.path == fault.field))
            .collect();
        self.elsewhere.set(elsewhere);
        self.submitted.set(!clean);
        if !clean {
            let wrong = |field: &&Field| field.error.with_untracked(Option::is_some);
            let n = fields.iter().filter(wrong).count();
            crate::ui::live::announce(text::plural(
                u32::try_from(n).unwrap_or(u32::MAX),
                text::common::TO_CORRECT_ONE,
                text::common::TO_CORRECT_OTHER,
            ));
            // After the errors are drawn: their ids are what describes the focused field.
            request_animation_frame(focus_first_wrong);
        }
        clean
    }

    /// The faults shown now, in the order of the page, which a country may change.
    pub fn errors(self) -> Vec<(Field, FieldError)> {
        let mut errors: Vec<(Field, FieldError)> = self
            .fields
            .get_value()
            .into_iter()
            .filter_map(|field| Some((field, field.error.get()?)))
            .collect();
        errors.sort_by_key(|(field, _)| place(field.path));
        errors
    }

    /// Whether the title says "Error: ": a submission failed and something is still to correct.
    pub fn wrong(self) -> bool {
        self.submitted.get() && !self.errors().is_empty()
    }
}

impl Field {
    /// Takes what a person typed. A field with an error is checked again at once.
    pub fn typed(self, value: String) {
        self.value.set(value);
        self.edited.set_value(true);
        if self.error.with_untracked(Option::is_some) {
            self.recheck();
        }
    }

    /// Checks the field on leaving, if it was edited and holds something.
    pub fn left(self) {
        // A field that leaves the page with focus in it says goodbye after its state is gone.
        if self.edited.try_get_value() == Some(true) {
            when_released(move || {
                if !self.value.is_disposed() && !self.value.with_untracked(String::is_empty) {
                    self.recheck();
                }
            });
        }
    }

    /// Asks the form's rules about this field alone.
    pub fn recheck(self) {
        let faults = self.form.check.with_value(|check| check());
        let fault = faults.into_iter().find(|fault| fault.field == self.path);
        if self.error.get_untracked() != fault {
            self.error.set(fault);
        }
    }

    /// What is typed now.
    pub fn text(self) -> String {
        self.value.get_untracked()
    }
}

/// Where an input stands on the page, counted from the top.
fn place(id: &str) -> u32 {
    let Ok(inputs) = document().query_selector_all("input, select, textarea") else {
        return 0;
    };
    (0..inputs.length())
        .find(|&n| {
            inputs
                .item(n)
                .and_then(|node| node.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|element| element.id() == id)
        })
        .unwrap_or(u32::MAX)
}
