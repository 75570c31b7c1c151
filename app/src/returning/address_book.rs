//! The saved addresses as radio cards, the one used last first, beside what was typed where that differs.

use crate::checkout::fields;
use crate::dom;
use crate::reactive::{shown, words};
use crate::returning::card::Card;
use crate::returning::sheet::Sheet;
use crate::text::{self, returning, t, word};
use domain::comparison::Block;
use domain::comparison::card::lines;
use domain::contact::{AddressForm, ContactForm};
use leptos::prelude::*;

/// How many are offered at once.
const FEW: usize = 3;
const NAME: &str = "address_choice";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Typed,
    /// An entry of the book by its place.
    Entry(usize),
    Another,
}

/// `differs`: what was typed is in no entry, and stays chosen.
#[component]
pub fn AddressBook(sheet: Sheet, differs: bool) -> AnyView {
    let first = if differs {
        Chosen::Typed
    } else {
        let entry = sheet.entry.get_untracked();
        Chosen::Entry(sheet.read(|record| {
            let place = |id| record.addresses.iter().position(|kept| kept.id == id);
            entry.and_then(place).unwrap_or_default()
        }))
    };
    let chosen = RwSignal::new(first);
    // What was typed under the two choices that are no entry: it comes back when they are chosen again.
    let typed = RwSignal::new(sheet.now.get_untracked());
    let another = RwSignal::new(None::<ContactForm>);
    let pick = UnsyncCallback::new(move |next: Chosen| {
        let before = chosen.get_untracked();
        if before == next {
            return;
        }
        match before {
            Chosen::Typed => typed.set(fields::typed()),
            Chosen::Another => another.set(Some(fields::typed())),
            Chosen::Entry(_) => {}
        }
        chosen.set(next);
        sheet.change_entry.set(false);
        let (form, entry) = match next {
            Chosen::Typed => (typed.get_untracked(), None),
            Chosen::Another => (another.get_untracked().unwrap_or_else(blank), None),
            Chosen::Entry(place) => {
                let id =
                    sheet.read(|record| record.addresses.get(place).map(|kept| kept.id.clone()));
                (sheet.saved(place), id)
            }
        };
        sheet.entry.set(entry);
        sheet.put(Block::Address, &form);
    });
    let count = sheet.read(|record| record.addresses.len());
    let all = RwSignal::new(first_is_far(first));
    let typed_now = move || match chosen.get() {
        Chosen::Typed => sheet.now.get(),
        _ => typed.get(),
    };
    let entry = move |place: usize| {
        let saved = StoredValue::new(sheet.saved(place));
        let of_entry = Signal::derive(move || {
            saved.with_value(|saved| {
                let other = if differs { typed_now() } else { saved.clone() };
                lines(Block::Address, saved, &other)
            })
        });
        view! {
            <Card
                name=NAME
                id=format!("{NAME}.{place}")
                title=differs.then_some(returning::SAVED)
                lines=of_entry
                chosen=Signal::derive(move || chosen.get() == Chosen::Entry(place))
                pick=move |()| pick.run(Chosen::Entry(place))
            />
        }
        .into_any()
    };
    let few = (0..count.min(FEW)).map(entry).collect_view();
    let more = shown({
        move || {
            all.get()
                .then(|| (FEW..count).map(entry).collect_view().into_any())
        }
    });
    let see_all = shown(move || {
        (count > FEW && !all.get()).then(|| {
            let words = text::fill(returning::SEE_ALL, &[("n", &text::number(to_f64(count)))]);
            view! {
                <button
                    class="button-quiet"
                    type="button"
                    on:click=move |_| {
                        all.set(true);
                        // Where the button was, the next card is.
                        request_animation_frame(|| dom::focus(&format!("{NAME}.{FEW}")));
                    }
                >
                    {words}
                </button>
            }
            .into_any()
        })
    });
    let of_typed = differs.then(|| {
        let saved = StoredValue::new(sheet.saved(0));
        let of_typed = Signal::derive(move || {
            saved.with_value(|saved| lines(Block::Address, &typed_now(), saved))
        });
        view! {
            <Card
                name=NAME
                id=format!("{NAME}.typed")
                title=Some(returning::TYPED)
                lines=of_typed
                chosen=Signal::derive(move || chosen.get() == Chosen::Typed)
                pick=move |()| pick.run(Chosen::Typed)
            />
        }
    });
    let back = differs.then(|| {
        let is_typed = move || chosen.get() == Chosen::Typed;
        view! {
            <button
                class="button-quiet"
                type="button"
                on:click=move |_| {
                    let next = if untrack(is_typed) { Chosen::Entry(0) } else { Chosen::Typed };
                    pick.run(next);
                }
            >
                {words(move || {
                    let key = if is_typed() { returning::USE_SAVED } else { returning::PUT_BACK };
                    word(key).to_owned()
                })}
            </button>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="field-label">{t(returning::ADDRESS)}</legend>
            {of_typed}
            {few}
            {more}
            {see_all}
            <Card
                name=NAME
                id=format!("{NAME}.another")
                title=Some(returning::ANOTHER_ADDRESS)
                lines=Signal::stored(Vec::new())
                chosen=Signal::derive(move || chosen.get() == Chosen::Another)
                pick=move |()| pick.run(Chosen::Another)
            />
            {back}
        </fieldset>
    }
    .into_any()
}

/// The entry that stands in the form is not among the few: all are shown.
fn first_is_far(first: Chosen) -> bool {
    matches!(first, Chosen::Entry(place) if place >= FEW)
}

/// An address to type, in the country that is chosen now.
fn blank() -> ContactForm {
    ContactForm {
        address: AddressForm {
            country: fields::value("address.country"),
            ..AddressForm::default()
        },
        ..ContactForm::default()
    }
}

fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
