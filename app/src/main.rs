//! The shop's single-page app: shop and checkout at once, the back office as a chunk when it is first opened.

mod admin;
mod app;
mod chunk;
mod client;
mod form;
mod session;
mod settings;
mod storage;
mod text;
mod ui;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
