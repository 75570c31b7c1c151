//! The address book within the card of the details: the entry used last is the record's own address.

use crate::admin::ask::ask;
use crate::admin::customer::book_form::BookEntry;
use crate::admin::customer::value::postal;
use crate::admin::customer::{Card, Record, words};
use crate::admin::desk::Desk;
use crate::admin::notices::{Notices, Undo, undo};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::unsaved::Unsaved;
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::{Button, Weight};
use domain::account::SavedAddress;
use domain::api::record::{AddAddress, EditAddress, RemoveAddress};
use domain::contact::{Address, AddressForm};
use domain::customer::{BookForm, Customer};
use domain::id::AddressId;
use domain::permission::Right;
use leptos::prelude::*;
use std::time::Duration;

/// The title, which takes focus when the pressed button is gone.
pub const TITLE: &str = "book-title";
/// The button that opens an empty entry.
pub const ADD: &str = "address-add";

/// A handle: copies share the state.
#[derive(Clone, Copy)]
struct Shelf {
    desk: Desk,
    notices: Notices,
    unsaved: Unsaved,
    record: Record,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
}

/// Entries with what can be done about them, and one more.
#[component]
pub fn Book(record: Record) -> AnyView {
    let shelf = Shelf {
        desk: expect_context(),
        notices: expect_context(),
        unsaved: expect_context(),
        record,
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
    };
    // an open entry stands still, whatever comes meanwhile: what is typed in it is not drawn over
    let entries = Memo::new(move |before: Option<&Vec<SavedAddress>>| {
        let customer = record.customer.value();
        let now = customer.map(|customer| customer.addresses);
        let open = record
            .card
            .with(|card| matches!(card, Some(Card::Address(Some(_)))));
        match before {
            Some(before) if open => before.clone(),
            _ => now.unwrap_or_default(),
        }
    });
    let may = Memo::new(move |_| shelf.desk.may(Right::EditCustomers));
    let adding = Memo::new(move |_| record.card.get() == Some(Card::Address(None)));
    view! {
        <div class="book stack-tight">
            <h3 class="record-part" id=TITLE tabindex="-1">
                {say(move || {
                    let n = u32::try_from(entries.with(Vec::len)).unwrap_or(u32::MAX);
                    text::plural(n, words::ADDRESSES_ONE, words::ADDRESSES_OTHER)
                })}
            </h3>
            {part(move || shelf.refusal.get().map(|refusal| refused(&refusal)))}
            {part(move || {
                let entries = entries.get();
                if entries.is_empty() {
                    return Some(view! { <p class="meta">{t(words::ADDRESSES_NONE)}</p> }.into_any());
                }
                let first = entries.first().map(|entry| entry.id.clone());
                let rows = entries
                    .into_iter()
                    .map(|entry| {
                        let own = first.as_ref() == Some(&entry.id);
                        row(shelf, entry, own, may)
                    })
                    .collect_view();
                Some(view! { <ul class="book-entries">{rows}</ul> }.into_any())
            })}
            {part(move || {
                if adding.get() {
                    return Some(view! { <BookEntry record entry=None/> }.into_any());
                }
                may.get()
                    .then(|| {
                        view! {
                            <div>
                                <Button
                                    id=ADD
                                    label=words::ADDRESS_ADD
                                    press=move |()| record.open(shelf.unsaved, Card::Address(None))
                                />
                            </div>
                        }
                            .into_any()
                    })
            })}
        </div>
    }
    .into_any()
}

/// An entry, or the form that changes it.
fn row(shelf: Shelf, entry: SavedAddress, own: bool, may: Memo<bool>) -> AnyView {
    let record = shelf.record;
    let card = Card::Address(Some(entry.id.clone()));
    let mine = card.clone();
    let editing = Memo::new(move |_| record.card.with(|open| open.as_ref() == Some(&mine)));
    let entry = StoredValue::new(entry);
    let card = StoredValue::new(card);
    view! {
        <li class="book-entry">
            {part(move || {
                let entry = entry.get_value();
                if editing.get() {
                    return Some(view! { <BookEntry record entry=Some(entry)/> }.into_any());
                }
                let line1 = StoredValue::new(entry.address.line1.clone());
                let named = move |key: Key| {
                    say(move || text::fill(key, &[("address", &line1.get_value())]))
                };
                let id = StoredValue::new(entry.id.clone());
                let acts = move || {
                    view! {
                        <div class="book-acts">
                            <Button
                                label=words::EDIT
                                name=named(words::ADDRESS_EDIT)
                                weight=Weight::Quiet
                                press=move |()| record.open(shelf.unsaved, card.get_value())
                            />
                            {(!own)
                                .then(|| {
                                    view! {
                                        <Button
                                            label=words::ADDRESS_DEFAULT
                                            name=named(words::ADDRESS_DEFAULT_NAME)
                                            weight=Weight::Quiet
                                            press=move |()| shelf.prefer(id.get_value())
                                        />
                                    }
                                })}
                            <Button
                                label=words::REMOVE
                                name=named(words::ADDRESS_REMOVE)
                                weight=Weight::Quiet
                                press=move |()| shelf.remove(id.get_value())
                            />
                        </div>
                    }
                };
                Some(
                    view! {
                        <div class="book-lines">
                            {postal(Some(&entry.address))}
                            {own
                                .then(|| {
                                    view! {
                                        <Badge hue=Hue::Accent shape="✓">
                                            {t(words::ADDRESS_OWN)}
                                        </Badge>
                                    }
                                })}
                        </div>
                        {part(move || may.get().then(acts))}
                    }
                        .into_any(),
                )
            })}
        </li>
    }
    .into_any()
}

impl Shelf {
    /// Makes an entry the record's own address.
    fn prefer(self, id: AddressId) {
        let Some(before) = self.starts() else { return };
        go(async move {
            let form = preferring(before.version);
            let params = (before.id.clone(), id);
            let answer = ask::<EditAddress>(self.desk, &params, &(), &form).await;
            let undo = |now: &Customer| {
                let first = before.addresses.first()?.id.clone();
                let params = (before.id.clone(), first);
                let (desk, record, version) = (self.desk, self.record, now.version);
                Some(undo(move || {
                    let params = params.clone();
                    async move {
                        let form = preferring(version);
                        let now = ask::<EditAddress>(desk, &params, &(), &form).await?;
                        record.took_back(now);
                        Ok(())
                    }
                }))
            };
            self.answered(answer, words::ADDRESS_PREFERRED, undo);
        });
    }

    /// Takes an entry out of the book.
    fn remove(self, id: AddressId) {
        let Some(before) = self.starts() else { return };
        go(async move {
            let params = (before.id.clone(), id.clone());
            let answer = ask::<RemoveAddress>(self.desk, &params, &(), &()).await;
            let undo = |now: &Customer| {
                let removed = before.addresses.iter().find(|entry| entry.id == id)?;
                // what is added becomes the record's own: the one that was so has to be again
                let own = before.addresses.first().map(|entry| entry.id.clone());
                Some(put_back(
                    self.desk,
                    self.record,
                    now,
                    removed.address.clone(),
                    own.filter(|own| *own != id),
                ))
            };
            self.answered(answer, words::ADDRESS_REMOVED, undo);
        });
    }

    /// The record to act on; none while another act is under way.
    fn starts(self) -> Option<Customer> {
        if self.busy.get_untracked() {
            return None;
        }
        let customer = untrack(|| self.record.customer.value())?;
        self.busy.set(true);
        self.refusal.set(None);
        Some(customer)
    }

    fn answered(
        self,
        answer: Result<Customer, Refusal>,
        done: Key,
        undo: impl Fn(&Customer) -> Option<Undo>,
    ) {
        if self.busy.is_disposed() {
            return;
        }
        self.busy.set(false);
        match answer {
            Ok(now) => {
                let undo = undo(&now);
                self.record.changed(now);
                self.notices.tell(t(done)().to_owned(), undo);
                // the rows are drawn anew
                set_timeout(|| focus(TITLE), Duration::from_millis(20));
            }
            Err(refusal) => {
                self.record.met(&refusal);
                self.refusal.set(Some(refusal));
            }
        }
    }
}

/// Asks for an entry to be the record's own, as it is.
fn preferring(version: u32) -> BookForm {
    BookForm {
        version: Some(version),
        address: None,
        default: Some(true),
    }
}

/// Adds what was removed again; `own` is the entry that was the record's own.
fn put_back(
    desk: Desk,
    record: Record,
    now: &Customer,
    address: Address,
    own: Option<AddressId>,
) -> Undo {
    let id = now.id.clone();
    let version = now.version;
    undo(move || {
        let id = id.clone();
        let own = own.clone();
        let form = BookForm {
            version: Some(version),
            address: Some(form_of(&address)),
            default: None,
        };
        async move {
            let mut now = ask::<AddAddress>(desk, &id, &(), &form).await?;
            if let Some(own) = own {
                let form = preferring(now.version);
                now = ask::<EditAddress>(desk, &(id, own), &(), &form).await?;
            }
            record.took_back(now);
            Ok(())
        }
    })
}

fn form_of(address: &Address) -> AddressForm {
    let address = address.clone();
    AddressForm {
        line1: address.line1,
        line2: address.line2,
        postcode: address.postcode,
        city: address.city,
        region: address.region,
        country: address.country,
    }
}
