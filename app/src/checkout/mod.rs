//! `/checkout`: the contact step, on the very inputs of the page's static shell. The shell is painted and usable before this
//! code arrives; the code adopts it: nothing typed is copied, no caret moves, autofill keeps its fields.
//! No framework is loaded for it, so that the first load stays small; every other page comes with the chunk of the app.

pub mod address;
pub mod draft;
pub mod faults;
pub mod fields;
mod opening;
pub mod returning;
pub mod slip;
mod submission;
mod summary;

use crate::client;
use crate::dom::{self, on};
use crate::shop;
use crate::text::{self, checkout};
use domain::api::shop::GetShop;
use domain::settings::{Shop, consent_text};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, FocusEvent};

/// Adopts the shell; without a basket there is no form to fill, and the shell says so by itself.
pub fn start() {
    let Some(shell) = dom::find("shell") else {
        return;
    };
    let Some(form) = dom::find("contact") else {
        return;
    };
    speak(&shell);
    if shop::kept::lines().is_empty() && shop::kept::checkout().is_none() {
        dom::root("data-basket", "empty");
        shell.remove_attribute("id").ok();
        return;
    }
    draft::restore();
    address::follow_countries();
    fields::show_billing();
    listen(&form);
    returning::listen();
    faults::recall();
    say_shop(&Shop::default());
    spawn_local(async {
        if let Ok(shop) = client::call::<GetShop>(&(), &(), &()).await {
            say_shop(&shop);
        }
    });
    opening::begin();
    // From here on it is the app: a submit button submits.
    shell.remove_attribute("id").ok();
    if let Some(button) = dom::find("submit") {
        dom::attribute(&button, "type", Some("submit"));
    }
    carry_out_presses();
}

/// Language and appearance: the shell's own controls.
fn speak(shell: &Element) {
    for code in ["fr", "en"] {
        if let Some(button) = dom::query(&format!("button.language[lang={code}]")) {
            let pressed = text::locale().code() == code;
            dom::attribute(
                &button,
                "aria-pressed",
                Some(if pressed { "true" } else { "false" }),
            );
        }
    }
    on(shell, "click", |event| {
        let Some(target) = element_of(&event) else {
            return;
        };
        let language = target.closest("button.language").ok().flatten();
        if let Some(code) = language.and_then(|button| button.get_attribute("lang"))
            && code != text::locale().code()
        {
            // Another shell: the draft, its faults and the place come along.
            crate::storage::set_cookie("lang", &code);
            draft::keep();
            let _ = dom::window().location().reload();
        }
    });
    if let Some(select) = dom::query(".theme-select") {
        dom::set_property(&select, "value", &crate::theme::chosen().into());
        on(&select, "change", |event| {
            if let Some(select) = element_of(&event) {
                crate::theme::choose(&dom::property(&select, "value").unwrap_or_default());
            }
        });
    }
}

/// One listener a kind, on the form: fields come and go with the country.
fn listen(form: &Element) {
    let typed = |event: Event| {
        let Some(target) = element_of(&event) else {
            return;
        };
        let id = target.id();
        if id == "billing" {
            fields::show_billing();
            faults::recheck_all();
        } else if id.ends_with("address.country") {
            address::follow_country(&id);
        }
        faults::typed(&id);
        slip::typed(&id);
        draft::keep();
    };
    on(form, "input", typed);
    // Some password managers tell nothing but the change.
    on(form, "change", typed);
    on(form, "focusout", |event| {
        let Some(target) = element_of(&event) else {
            return;
        };
        // Not while the page itself loses focus.
        if event.dyn_ref::<FocusEvent>().is_some() {
            faults::left(&target.id());
            slip::left(&target.id());
        }
    });
    on(form, "click", |event| {
        let press = element_of(&event)
            .and_then(|target| target.closest("[data-press]").ok().flatten())
            .and_then(|button| button.get_attribute("data-press"));
        if let Some(press) = press.filter(|press| press != "submit") {
            address::open_line2(&press);
        }
    });
    on(form, "submit", |event| {
        event.prevent_default();
        submission::start();
    });
}

/// What was pressed before this code arrived.
fn carry_out_presses() {
    let html = dom::document().document_element();
    let pressed = html
        .and_then(|html| html.get_attribute("data-pressed"))
        .unwrap_or_default();
    for press in pressed.split(' ').filter(|press| !press.is_empty()) {
        if press == "submit" {
            submission::busy(false);
            submission::start();
        } else if press == "returning" {
            returning::come(false);
        } else {
            address::open_line2(press);
        }
    }
}

/// What depends on the shop's settings: its name, the consent's words, how long details are kept.
fn say_shop(shop: &Shop) {
    if let Some(name) = dom::query(".masthead-name") {
        name.set_text_content(Some(&shop.name));
    }
    if let Some(consent) = dom::find("consent-text") {
        consent.set_text_content(Some(&consent_text(text::locale(), &shop.name)));
    }
    if let Some(privacy) = dom::find("privacy-text") {
        let months = text::number(shop.retention_months.into());
        privacy.set_text_content(Some(&text::fill(checkout::PRIVACY, &[("months", &months)])));
    }
    address::offer(shop);
    faults::name_shop(&shop.name);
}

fn element_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
