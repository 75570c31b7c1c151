//! The address book: the default first, which is the one used last; each entry with what can be done about it.

use crate::address;
use crate::dom::focus;
use crate::loaded::Loaded;
use crate::reactive::{either, shown, words as say};
use crate::space::act::{Act, current};
use crate::space::details::entry::Entry;
use crate::space::details::words;
use crate::space::own::Own;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::{Notice, Tone};
use crate::ui::toast::{Toasts, Undo};
use domain::account::{Profile, SavedAddress};
use domain::api::account::{AddOwnAddress, EditOwnAddress, RemoveOwnAddress};
use domain::contact::{Address, AddressForm};
use domain::customer::BookForm;
use domain::id::AddressId;
use leptos::prelude::*;
use std::time::Duration;

/// The title, which takes focus when the pressed button is gone.
const TITLE: &str = "book-title";
/// The button that opens an empty entry.
const ADD: &str = "address-add";

/// What stands open: an entry, or a new one.
#[derive(Clone, PartialEq)]
enum Open {
    New,
    Entry(AddressId),
}

/// A handle: copies share the state.
#[derive(Clone, Copy)]
struct Shelf {
    /// Handed on: where a press is answered, no context is found any more.
    profile: Loaded<Profile>,
    act: Act,
    toasts: Toasts,
    open: RwSignal<Option<Open>>,
}

pub fn card() -> AnyView {
    let profile = Own::record();
    let shelf = Shelf {
        profile,
        act: Act::new(),
        toasts: expect_context(),
        open: RwSignal::new(None),
    };
    let book = Memo::new(move |_| profile.value().map(|own| own.addresses).unwrap_or_default());
    let entries = either(move || {
        let entries = book.get();
        if entries.is_empty() {
            return view! { <p class="meta">{t(words::BOOK_EMPTY)}</p> }.into_any();
        }
        let rows: Vec<AnyView> = entries
            .into_iter()
            .enumerate()
            .map(|(place, entry)| shelf.row(entry, place == 0))
            .collect();
        view! { <ul class="space-rows">{rows}</ul> }.into_any()
    });
    let adding = either(move || match shelf.open.get() {
        Some(Open::New) => view! { <Entry entry=None done=shelf.closing(ADD)/> }.into_any(),
        _ => view! {
            <div>
                <Button
                    id=ADD
                    label=words::BOOK_ADD
                    press=move |()| shelf.open.set(Some(Open::New))
                />
            </div>
        }
        .into_any(),
    });
    view! {
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::BOOK)}
            </h2>
            {shown(move || shelf.refusal())}
            {entries}
            {adding}
        </section>
    }
    .into_any()
}

impl Shelf {
    /// An entry, or the form that changes it.
    fn row(self, entry: SavedAddress, default: bool) -> AnyView {
        let mine = Open::Entry(entry.id.clone());
        let editing = Memo::new(move |_| self.open.with(|open| open.as_ref() == Some(&mine)));
        let entry = StoredValue::new(entry);
        let body = either(move || {
            let entry = entry.get_value();
            match editing.get() {
                true => view! { <Entry entry=Some(entry) done=self.closing(TITLE)/> }.into_any(),
                false => self.lines(entry, default),
            }
        });
        view! { <li class="space-row">{body}</li> }.into_any()
    }

    fn lines(self, entry: SavedAddress, default: bool) -> AnyView {
        let line1 = StoredValue::new(entry.address.line1.clone());
        let id = StoredValue::new(entry.id.clone());
        let named =
            move |key: Key| say(move || text::fill(key, &[("address", &line1.get_value())]));
        let lines = StoredValue::new(entry.address);
        let postal = say(move || address::lines(&lines.get_value()).join("\n"));
        view! {
            <div class="space-said">
                <span class="space-lines">{postal}</span>
                {default
                    .then(|| {
                        view! {
                            <Badge hue=Hue::Accent shape="✓">
                                {t(words::BOOK_DEFAULT)}
                            </Badge>
                        }
                    })}
            </div>
            <div class="cluster">
                <Button
                    label=words::EDIT
                    name=named(words::BOOK_EDIT)
                    weight=Weight::Quiet
                    press=move |()| self.open.set(Some(Open::Entry(id.get_value())))
                />
                {(!default)
                    .then(|| {
                        view! {
                            <Button
                                label=words::BOOK_USE
                                name=named(words::BOOK_USE_NAME)
                                weight=Weight::Quiet
                                press=move |()| self.prefer(id.get_value())
                            />
                        }
                    })}
                <Button
                    label=words::BOOK_REMOVE
                    name=named(words::BOOK_REMOVE_NAME)
                    weight=Weight::Quiet
                    press=move |()| self.remove(id.get_value())
                />
            </div>
        }
        .into_any()
    }

    /// Closes the form; focus goes to what stands there then.
    fn closing(self, id: &'static str) -> UnsyncCallback<()> {
        UnsyncCallback::new(move |()| {
            self.open.set(None);
            set_timeout(move || focus(id), Duration::from_millis(20));
        })
    }

    /// Makes an entry the default.
    fn prefer(self, id: AddressId) {
        let Some(own) = untrack(|| self.profile.value()) else {
            return;
        };
        let form = BookForm {
            version: Some(own.version),
            default: Some(true),
            address: None,
        };
        self.act.run::<EditOwnAddress>(id, form, move |now| {
            self.changed(now, words::BOOK_USED, None);
        });
    }

    /// Takes an entry out of the book; the toast puts it back.
    fn remove(self, id: AddressId) {
        let Some(own) = untrack(|| self.profile.value()) else {
            return;
        };
        let default = own.addresses.first().map(|entry| entry.id.clone());
        let removed = own.addresses.into_iter().find(|entry| entry.id == id);
        self.act.run::<RemoveOwnAddress>(id, (), move |now| {
            let back = removed.map(|removed| {
                let keeps = default.filter(|default| *default != removed.id);
                self.back(now.version, removed.address, keeps)
            });
            self.changed(now, words::BOOK_REMOVED, back);
        });
    }

    /// Adds what was removed again. What is added becomes the default: the one that was so has to be again.
    fn back(self, version: u32, address: Address, default: Option<AddressId>) -> Undo {
        let act = UnsyncCallback::new(move |()| {
            let form = BookForm {
                version: Some(version),
                address: Some(form_of(&address)),
                default: None,
            };
            let default = default.clone();
            self.act.run::<AddOwnAddress>((), form, move |now| {
                let id = default.clone();
                self.changed(now, words::BOOK_BACK, None);
                if let Some(id) = id {
                    self.prefer(id);
                }
            });
        });
        Undo {
            label: words::UNDO,
            act,
        }
    }

    fn changed(self, now: Profile, said: Key, undo: Option<Undo>) {
        self.profile.set(now);
        self.toasts.say(text::word(said).to_owned(), undo);
        set_timeout(|| focus(TITLE), Duration::from_millis(20));
    }

    /// What went wrong. A book that changed elsewhere is shown as it is now.
    fn refusal(self) -> Option<AnyView> {
        let refusal = self.act.refusal.get()?;
        let Some(now) = current::<Profile>(&refusal, "stale") else {
            return Some(
                self.act
                    .said(UnsyncCallback::new(move |()| self.profile.again())),
            );
        };
        untrack(|| self.profile.set(now));
        Some(
            view! {
                <Notice tone=Tone::Warn>
                    <p>{t(words::BOOK_OVERTAKEN)}</p>
                </Notice>
            }
            .into_any(),
        )
    }
}

/// An address as it is typed.
pub fn form_of(address: &Address) -> AddressForm {
    AddressForm {
        line1: address.line1.clone(),
        line2: address.line2.clone(),
        postcode: address.postcode.clone(),
        city: address.city.clone(),
        region: address.region.clone(),
        country: address.country.clone(),
    }
}
