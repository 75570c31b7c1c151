//! Where names, phone or invoice differ from the record: what was typed and what is saved, side by side. What was typed stays chosen
//! until the customer says otherwise, and comes back whole.

use crate::checkout::fields;
use crate::reactive::words;
use crate::returning::card::Card;
use crate::returning::sheet::Sheet;
use crate::text::{checkout, returning, t, word};
use domain::comparison::Block;
use domain::comparison::card::lines;
use leptos::prelude::*;

/// `block` is the identity or the billing; addresses have a book to choose from.
#[component]
pub fn BlockChoice(sheet: Sheet, block: Block) -> AnyView {
    // The billing's own title stands above already.
    let (name, legend, class) = match block {
        Block::Billing => ("billing_choice", checkout::BILLING_LEGEND, "unseen"),
        _ => ("identity_choice", returning::IDENTITY, "field-label"),
    };
    let as_typed = RwSignal::new(true);
    let left = RwSignal::new(sheet.now.get_untracked());
    let saved = StoredValue::new(sheet.saved(0));
    let typed = move || {
        if as_typed.get() {
            sheet.now.get()
        } else {
            left.get()
        }
    };
    let pick = move |typed: bool| {
        if typed == as_typed.get_untracked() {
            return;
        }
        if typed {
            sheet.put(block, &left.get_untracked());
        } else {
            left.set(fields::typed());
            sheet.put(block, &saved.get_value());
        }
        as_typed.set(typed);
    };
    let of_typed = Signal::derive(move || saved.with_value(|saved| lines(block, &typed(), saved)));
    let of_saved = Signal::derive(move || saved.with_value(|saved| lines(block, saved, &typed())));
    view! {
        <fieldset class="choices choices-pair">
            <legend class=class>{t(legend)}</legend>
            <Card
                name
                id=format!("{name}.typed")
                title=Some(returning::TYPED)
                lines=of_typed
                chosen=as_typed
                pick=move |()| pick(true)
            />
            <Card
                name
                id=format!("{name}.saved")
                title=Some(returning::SAVED)
                lines=of_saved
                chosen=Signal::derive(move || !as_typed.get())
                pick=move |()| pick(false)
            />
            <button
                class="button-quiet"
                type="button"
                on:click=move |_| pick(!as_typed.get_untracked())
            >
                {words(move || {
                    let key = if as_typed.get() { returning::USE_SAVED } else { returning::PUT_BACK };
                    word(key).to_owned()
                })}
            </button>
        </fieldset>
    }
    .into_any()
}
