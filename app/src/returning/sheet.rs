//! The form of somebody who is signed in: what stands in it now, what their record says, and which entry of their address book it shows.

use crate::checkout::returning::{self, Customer};
use crate::checkout::{address, draft, faults, fields, slip};
use crate::dom;
use crate::returning::address_book::AddressBook;
use crate::returning::block_choice::BlockChoice;
use crate::returning::book_entry::BookEntry;
use crate::returning::email_line::EmailLine;
use crate::returning::mount;
use crate::saved_back::{self, SavedBack};
use domain::account::Profile;
use domain::comparison::{self, Block, Comparison};
use domain::contact::ContactForm;
use domain::id::AddressId;
use leptos::prelude::*;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Sheet {
    record: StoredValue<Profile>,
    /// What stands in the form, at each input.
    pub now: RwSignal<ContactForm>,
    /// The entry of the address book that was put into the form.
    pub entry: RwSignal<Option<AddressId>>,
    /// Whether that entry is to be changed by what is typed over it.
    pub change_entry: RwSignal<bool>,
}

impl Sheet {
    /// Fills the page's form from the record; what was typed stays, and where it differs the page asks.
    pub fn fill(record: Profile) -> Sheet {
        let found = comparison::compare(&fields::typed(), &record);
        let sheet = Sheet {
            record: StoredValue::new(record),
            now: RwSignal::new(found.form.clone()),
            entry: RwSignal::new(found.entry.clone()),
            change_entry: RwSignal::new(false),
        };
        sheet.lock_email(&found);
        fields::fill(&found.form);
        sheet.changed();
        sheet.follow_form();
        sheet.ask(&found);
        returning::hint(true);
        returning::know(Customer {
            complete: Box::new(move |form| sheet.completed(form)),
            saved: Box::new(move |sent, submitted| {
                // What an earlier submission left is not true any more.
                drop(saved_back::take());
                if !submitted.saved.is_empty() {
                    saved_back::store(&SavedBack {
                        checkout: submitted.id.clone(),
                        fields: submitted.saved.clone(),
                        before: sheet
                            .read(|record| comparison::before(sent, record, &submitted.saved)),
                    });
                }
            }),
        });
        sheet
    }

    /// The customer's name as the record has it.
    pub fn name(self) -> String {
        self.read(|record| format!("{} {}", record.first_name, record.last_name))
    }

    /// Reads the record.
    pub fn read<T>(self, read: impl FnOnce(&Profile) -> T) -> T {
        self.record.with_value(read)
    }

    /// The record as the form shows it, with an entry of the address book by its place.
    pub fn saved(self, place: usize) -> ContactForm {
        self.read(|record| comparison::saved(record, record.addresses.get(place)))
    }

    /// Puts one block of `from` into the form.
    pub fn put(self, block: Block, from: &ContactForm) {
        let mut form = fields::typed();
        comparison::take(&mut form, from, block);
        fields::fill(&form);
        self.changed();
    }

    /// The address of the chosen entry was typed over.
    pub fn entry_edited(self) -> bool {
        let Some(id) = self.entry.get() else {
            return false;
        };
        let now = self.now.get().address;
        self.read(|record| {
            let entry = record.addresses.iter().find(|entry| entry.id == id);
            entry.is_some_and(|entry| !comparison::same_address(&now, &entry.address))
        })
    }

    fn completed(self, form: ContactForm) -> ContactForm {
        let mut whole = self.read(|record| comparison::completed(&form, record));
        let changes = untrack(|| self.entry_edited()) && self.change_entry.get_untracked();
        whole.address_id = self.entry.get_untracked().filter(|_| changes);
        whole
    }

    fn changed(self) {
        fields::show_billing();
        faults::recheck_all();
        self.look();
        draft::keep();
    }

    /// The address of mail is the account's: text, not a field.
    fn lock_email(self, found: &Comparison) {
        if let Some(field) = dom::find("email-field") {
            dom::show(&field, false);
        }
        fields::set("email", &found.form.email);
        slip::typed("email");
        let (email, typed) = (found.form.email.clone(), found.typed_email.clone());
        mount("returning-email", move || {
            view! { <EmailLine email typed/> }.into_any()
        });
    }

    fn follow_form(self) {
        if let Some(form) = dom::find("contact") {
            for event in ["input", "change"] {
                dom::on(&form, event, move |_| self.look());
            }
        }
    }

    /// Looks at what stands in the form. An invoice that goes to the contact address goes on following it.
    fn look(self) {
        let before = self.now.get_untracked();
        let mut now = fields::typed();
        if self.read(|record| comparison::invoice_follows(&before, &now, record)) {
            address::fill("billing.", &now.address);
            now = fields::typed();
        }
        self.now.set(now);
    }

    /// Asks beside each block that differs, and offers the address book.
    fn ask(self, found: &Comparison) {
        for block in found.differing.iter().copied() {
            let place = match block {
                Block::Identity => "returning-identity",
                Block::Billing => "returning-billing",
                Block::Address => continue,
            };
            mount(place, move || {
                view! { <BlockChoice sheet=self block/> }.into_any()
            });
        }
        if self.read(|record| !record.addresses.is_empty()) {
            let differs = found.differing.contains(&Block::Address);
            mount("returning-address", move || {
                view! { <AddressBook sheet=self differs/> }.into_any()
            });
            mount("returning-book", move || {
                view! { <BookEntry sheet=self/> }.into_any()
            });
        }
    }
}
