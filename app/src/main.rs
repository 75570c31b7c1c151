//! The shop's single-page app. The checkout starts at once on its page's own form; every other page, the back office among them,
//! comes as a chunk when it is first opened.

mod account;
mod address;
mod admin;
mod app;
mod checkout;
mod chunk;
mod client;
mod confirm_email;
mod conversation;
mod dom;
mod forgot_password;
mod form;
mod json;
mod language;
mod legal;
mod loaded;
mod mailing;
mod missing;
mod order;
mod pages;
mod payment;
mod phone;
mod reactive;
mod refused;
mod returning;
mod saved_back;
mod session;
mod set_password;
mod settings;
mod shop;
mod sign_in;
mod space;
mod storage;
mod terms;
mod text;
mod theme;
mod ui;
mod upload;
mod way_back;
mod your_data;

use domain::locale::Locale;

fn main() {
    let lang = dom::document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"));
    // The first language is the one the page came in.
    text::speak(lang.as_deref().and_then(Locale::parse).unwrap_or_default());
    let path = dom::window().location().pathname().unwrap_or_default();
    wasm_bindgen_futures::spawn_local(chunk::start(path));
}
