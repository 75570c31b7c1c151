//! An entry of the address book as its form, in place: a new one, or one that is there.

use crate::admin::ask::ask;
use crate::admin::customer::address_inputs::{BOOK, Place, address_inputs};
use crate::admin::customer::book::{ADD, TITLE};
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::{Record, words};
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::admin::words as general;
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::go;
use crate::settings::Settings;
use crate::text::{Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::{Notice, Tone};
use domain::account::SavedAddress;
use domain::api::record::{AddAddress, EditAddress};
use domain::customer::{BookForm, Customer};
use domain::id::AddressId;
use leptos::prelude::*;
use std::time::Duration;

const PATHS: [&str; 6] = [
    BOOK.country,
    BOOK.line1,
    BOOK.line2,
    BOOK.postcode,
    BOOK.city,
    BOOK.region,
];

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
struct Editor {
    desk: Desk,
    notices: Notices,
    record: Record,
    fields: Fields,
    /// None adds one.
    entry: StoredValue<Option<AddressId>>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// The record changed while this was typed.
    overtaken: RwSignal<bool>,
}

/// `entry` is what is changed; none adds one.
#[component]
pub fn BookEntry(record: Record, entry: Option<SavedAddress>) -> AnyView {
    let settings = expect_context::<Settings>();
    let home = untrack(|| settings.with(|shop| shop.country.clone()));
    let fields = Fields::new(&PATHS);
    let address = entry.as_ref().map(|entry| &entry.address);
    fields.fill(BOOK.values(address, &home).to_vec());
    let title = match entry {
        Some(_) => words::ADDRESS_EDIT_TITLE,
        None => words::ADDRESS_ADD_TITLE,
    };
    let editor = Editor {
        desk: expect_context(),
        notices: expect_context(),
        record,
        fields,
        entry: StoredValue::new(entry.map(|entry| entry.id)),
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
        overtaken: RwSignal::new(false),
    };
    let form = fields.form;
    form.check_with(move || {
        let mut faults = Vec::new();
        let _ = BOOK.read(fields).prove_alone("address", &mut faults);
        for_staff(faults)
    });
    fields.guard(label);
    record.holds(fields);
    request_animation_frame(|| focus(BOOK.line1));
    view! {
        <form
            class="stack book-form"
            novalidate
            aria-label=t(title)
            on:submit=move |event| {
                event.prevent_default();
                editor.save();
            }
        >
            <h4 class="record-part">{t(title)}</h4>
            <ErrorSummary form/>
            {part(move || {
                if editor.overtaken.get() {
                    return Some(
                        view! {
                            <Notice tone=Tone::Warn>
                                <p>{t(words::ADDRESS_OVERTAKEN)}</p>
                            </Notice>
                        }
                            .into_any(),
                    );
                }
                let refusal = editor.refusal.get()?;
                let told = refusal.status() == 422 && form.elsewhere.with(Vec::is_empty);
                (!told).then(|| refused(&refusal))
            })}
            <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
            {address_inputs(fields, BOOK)}
            <div class="cluster">
                <Button
                    label=words::SAVE
                    weight=Weight::Primary
                    busy=editor.busy
                    busy_label=words::SAVING
                />
                <Button label=words::CANCEL press=move |()| editor.close()/>
            </div>
        </form>
    }
    .into_any()
}

fn label(path: &str) -> Key {
    Place::label(path).unwrap_or(general::FIELD_ADDRESS)
}

impl Editor {
    /// Saves once, however often it is pressed. An entry without a change closes.
    fn save(self) {
        let Some(customer) = untrack(|| self.record.customer.value()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        self.overtaken.set(false);
        let entry = self.entry.get_value();
        if entry.is_some() && self.fields.changed().is_empty() {
            return self.close();
        }
        if !self.fields.form.submit() {
            return;
        }
        self.busy.set(true);
        let form = BookForm {
            version: Some(customer.version),
            address: Some(BOOK.read(self.fields)),
            default: None,
        };
        go(async move {
            // an entry that somebody removed meanwhile is added again: nothing typed is lost
            let entry = entry.filter(|id| customer.addresses.iter().any(|own| own.id == *id));
            let answer = match entry {
                Some(entry) => {
                    ask::<EditAddress>(self.desk, &(customer.id, entry), &(), &form).await
                }
                None => ask::<AddAddress>(self.desk, &customer.id, &(), &form).await,
            };
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(now) => {
                    self.record.changed(now);
                    self.close();
                    self.notices
                        .tell(t(words::ADDRESS_SAVED)().to_owned(), None);
                }
                Err(refusal) => self.refused(refusal),
            }
        });
    }

    fn refused(self, refusal: Refusal) {
        if current::<Customer>(&refusal).is_some() {
            self.record.met(&refusal);
            return self.overtaken.set(true);
        }
        if let Refusal::Problem(problem, _) = &refusal
            && problem.status == 422
        {
            self.fields.form.refuse(for_staff(problem.fields.clone()));
        }
        self.refusal.set(Some(refusal));
    }

    /// Back to the book.
    fn close(self) {
        let adding = self.entry.with_value(Option::is_none);
        self.record.close();
        set_timeout(
            move || focus(if adding { ADD } else { TITLE }),
            Duration::from_millis(20),
        );
    }
}
