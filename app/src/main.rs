//! The shop's single-page app: shop and checkout at once, the back office as a chunk when it is first opened.

mod admin;
mod app;
mod checkout;
mod chunk;
mod client;
mod form;
mod loaded;
mod missing;
mod pages;
mod reactive;
mod session;
mod set_password;
mod settings;
mod shop;
mod sign_in;
mod storage;
mod text;
mod ui;
mod your_data;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
