//! The private space under `/account`: a page of blocks, and a page for each of them.

mod act;
mod arranged;
mod blocks;
mod conversations;
mod data;
mod details;
mod documents;
mod frame;
mod gate;
mod home;
pub mod inner;
mod invoices;
mod listing;
mod orders;
mod own;
mod purchases;
mod security;
mod to_do;
mod words;

use crate::chunk;
use crate::reactive::either;
use crate::space::arranged::Arranged;
use crate::space::own::Own;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The space, for whoever may see it.
#[component]
pub fn Space() -> AnyView {
    gate::gate(inside)
}

/// The page of the address beside the list of pages; those behind the first come in a chunk of their own. The customer's own
/// record and what the shop arranged are loaded once for all of them.
fn inside() -> AnyView {
    provide_context(Own::load());
    provide_context(Arranged::load());
    let path = use_location().pathname;
    let at_home = Memo::new(move |_| path.with(|path| path == route::ACCOUNT));
    let page = either(move || {
        if at_home.get() {
            home::page()
        } else {
            chunk::lazy(chunk::inner, |failed| failed)
        }
    });
    frame::frame(page.into_any())
}
