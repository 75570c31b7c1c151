//! Where a returning customer comes in: one quiet line above the form. What follows it (signing in, comparing, choosing) is a chunk
//! of its own, fetched when the line is opened or when the page starts with somebody signed in. Guests never load it.

use crate::checkout::summary;
use crate::dom::{self, on};
use crate::storage::{self, Shelf};
use crate::text::{common, returning, word};
use domain::api::checkout::Submitted;
use domain::contact::ContactForm;
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// What the chunk does for the form of somebody who is signed in.
pub struct Customer {
    /// Adds what the form does not ask for to what is sent.
    pub complete: Complete,
    /// Hears what the record took over.
    pub saved: Saved,
}

type Complete = Box<dyn Fn(ContactForm) -> ContactForm>;
type Saved = Box<dyn Fn(&ContactForm, &Submitted)>;

thread_local! {
    static CUSTOMER: RefCell<Option<Customer>> = const { RefCell::new(None) };
    static COMING: Cell<bool> = const { Cell::new(false) };
}

/// Kept by a browser in which somebody is signed in: the page's own script then holds the form back until it is filled, so that
/// nothing jumps.
const HINT: &str = "returning";

/// Somebody is signed in in this browser, or nobody.
pub fn hint(signed_in: bool) {
    if signed_in {
        storage::set(Shelf::Browser, HINT, "1");
    } else {
        storage::remove(Shelf::Browser, HINT);
    }
}

/// The form is ready to be seen.
pub fn reveal() {
    if let Some(html) = dom::document().document_element() {
        dom::attribute(&html, "data-returning", None);
    }
}

/// Listens to the line's button.
pub fn listen() {
    if let Some(button) = dom::find("returning-open") {
        on(&button, "click", |_| come(false));
    }
}

/// Fetches the chunk, which opens the panel or closes it; with somebody signed in it fills the form.
pub fn come(signed_in: bool) {
    if COMING.replace(true) {
        return;
    }
    say(None);
    spawn_local(async move {
        let arrived = crate::chunk::returning(signed_in).await.is_ok();
        COMING.set(false);
        if !arrived {
            reveal();
            let notice =
                summary::notice("notice-danger", "alert", word(returning::NOT_LOADED), None);
            summary::button(&notice, word(common::RETRY), move || come(signed_in));
            say(Some(&notice));
        }
    });
}

/// From here on the form is this customer's.
pub fn know(customer: Customer) {
    CUSTOMER.set(Some(customer));
}

/// The form as it is sent.
pub fn completed(form: ContactForm) -> ContactForm {
    CUSTOMER.with_borrow(|customer| match customer {
        Some(customer) => (customer.complete)(form),
        None => form,
    })
}

/// The form was sent.
pub fn saved(sent: &ContactForm, submitted: &Submitted) {
    CUSTOMER.with_borrow(|customer| {
        if let Some(customer) = customer {
            (customer.saved)(sent, submitted);
        }
    });
}

/// Shows a notice where the panel will be, or takes it away.
fn say(notice: Option<&Element>) {
    if let Some(place) = dom::find("returning-failed") {
        place.set_inner_html("");
        if let Some(notice) = notice {
            let _ = place.append_child(notice);
        }
    }
}
