//! Sending the contact details: one at a time, safe to repeat, and whatever happens what was typed stays.

use crate::checkout::{draft, faults, fields, opening, returning, summary};
use crate::client::{self, Refusal};
use crate::dom;
use crate::text::{self, checkout, common, error, word};
use domain::api::checkout::SubmitContact;
use domain::problem::FieldError;
use domain::route;
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Checks the form and sends it. A press while one is under way is ignored.
pub fn start() {
    if BUSY.get() || !faults::submit() {
        return;
    }
    busy(true);
    if let Some(failure) = dom::find("failure") {
        failure.set_inner_html("");
    }
    spawn_local(async {
        match send().await {
            // The button stays busy until the next page stands.
            Ok(()) => drop(dom::window().location().assign(route::CHECKOUT_PAYMENT)),
            Err(refusal) => {
                busy(false);
                refuse(refusal);
            }
        }
    });
}

/// Names the button by what comes next: where nothing is to pay, no payment.
pub fn name(free: bool) {
    let key = if free {
        checkout::SUBMIT_FREE
    } else {
        checkout::SUBMIT
    };
    if let Some(label) = dom::query("#submit [data-label=ready]") {
        label.set_text_content(Some(word(key)));
    }
}

/// Shows the button busy or ready; its width stays.
pub fn busy(on: bool) {
    BUSY.set(on);
    let Some(button) = dom::find("submit") else {
        return;
    };
    dom::attribute(&button, "aria-disabled", on.then_some("true"));
    for (class, off) in [("ready", on), ("busy", !on)] {
        let label = button.query_selector(&format!("[data-label={class}]"));
        if let Some(label) = label.ok().flatten() {
            let hidden = if off {
                "button-label button-label-off"
            } else {
                "button-label"
            };
            label.set_class_name(hidden);
        }
    }
}

async fn send() -> Result<(), Refusal> {
    let id = opening::id().await?;
    let typed = returning::completed(fields::typed());
    let submitted = client::call::<SubmitContact>(&id, &(), &typed).await?;
    returning::saved(&typed, &submitted);
    draft::forget();
    Ok(())
}

fn refuse(refusal: Refusal) {
    let at_fields = match &refusal {
        Refusal::Problem(problem, _) if problem.status == 422 => problem.fields.clone(),
        _ => Vec::new(),
    };
    let locked = |fault: &FieldError| fault.field == "email" && fault.reason == "locked";
    if at_fields.iter().any(locked) {
        // Somebody signed in in another tab: the page takes that over, and says whose the order is.
        returning::come(true);
    }
    let (here, elsewhere): (Vec<_>, Vec<_>) = at_fields
        .into_iter()
        .partition(|fault| dom::find(&fault.field).is_some());
    if !here.is_empty() {
        faults::refuse(here);
        return;
    }
    let (key, reopens) = match refusal.status() {
        404 | 410 => (checkout::EXPIRED, true),
        409 => (checkout::CHANGED, true),
        0 => (error::OFFLINE, false),
        429 => (error::SLOWED, false),
        _ => (error::SERVER, false),
    };
    let minutes = text::number(refusal.wait().unwrap_or(60).div_ceil(60).into());
    let message = match elsewhere.first() {
        Some(fault) => text::sentence(fault),
        None => text::fill(key, &[("minutes", &minutes)]),
    };
    let tone = if reopens {
        "notice-warn"
    } else {
        "notice-danger"
    };
    let trace = refusal.trace().filter(|_| !reopens);
    let notice = summary::notice(tone, "alert", &message, trace.as_deref());
    if reopens {
        summary::button(&notice, word(checkout::REOPEN), reopen);
    } else {
        summary::button(&notice, word(common::RETRY), start);
    }
    put(&notice);
}

/// Opens the expired checkout again; the form keeps what it holds.
fn reopen() {
    spawn_local(async {
        match opening::anew().await {
            Ok(()) => {
                if let Some(failure) = dom::find("failure") {
                    failure.set_inner_html("");
                }
                dom::focus("submit");
            }
            Err(refusal) => refuse(refusal),
        }
    });
}

fn put(notice: &web_sys::Element) {
    if let Some(failure) = dom::find("failure") {
        failure.set_inner_html("");
        let _ = failure.append_child(notice);
    }
}
