//! The returning customer at the contact step, in a chunk of its own: signing in in place, what was typed compared with the record,
//! the address book, signing out. The form stays the page's own; this fills it and asks beside it.

mod address_book;
mod block_choice;
mod book_entry;
mod by_code;
mod by_password;
mod card;
mod email_line;
mod new_password;
mod panel;
mod sheet;
mod sign_out;
mod visit;
mod welcome;

use crate::dom;
use crate::returning::panel::Panel;
use crate::returning::visit::Visit;
use leptos::prelude::*;
use std::cell::OnceCell;
use wasm_bindgen::JsCast;

thread_local! {
    static VISIT: OnceCell<(Owner, Visit)> = const { OnceCell::new() };
}

/// Opens the panel, or closes it; with somebody signed in the form is filled at once.
pub fn arrive(signed_in: bool) {
    let known = VISIT.with(|cell| cell.get().map(|(_, visit)| *visit));
    let visit = known.unwrap_or_else(begin);
    if signed_in {
        visit.resume();
    } else {
        visit.toggle();
    }
}

/// The panel is mounted once; it owns what the visit knows for as long as the page stands.
fn begin() -> Visit {
    let owner = Owner::new();
    let visit = owner.with(Visit::new);
    VISIT.with(|cell| {
        let _ = cell.set((owner, visit));
    });
    mount("returning-panel", move || {
        view! { <Panel visit/> }.into_any()
    });
    visit
}

/// Draws a part at its place in the page's own markup.
fn mount(place: &str, draw: impl FnOnce() -> AnyView + 'static) {
    let Some(place) = dom::find(place).and_then(|place| place.dyn_into().ok()) else {
        return;
    };
    let draw: Box<dyn FnOnce() -> AnyView> = Box::new(draw);
    let place: web_sys::HtmlElement = place;
    dom::show(&place, true);
    leptos::mount::mount_to(place, draw).forget();
}
