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
mod invoices;
mod orders;
mod own;
mod purchases;
mod security;
mod to_do;
mod words;

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

/// The page of the address beside the list of pages. The customer's own record and
/// what the shop arranged are loaded once for all of them.
fn inside() -> AnyView {
    provide_context(Own::load());
    provide_context(Arranged::load());
    let path = use_location().pathname;
    let page = either(move || match path.get().as_str() {
        route::ACCOUNT => home::page(),
        route::ACCOUNT_ORDERS => orders::page(),
        route::ACCOUNT_INVOICES => invoices::page(),
        route::ACCOUNT_PURCHASES => purchases::page(),
        route::ACCOUNT_DOCUMENTS => documents::page(),
        route::ACCOUNT_DETAILS => details::page(),
        route::ACCOUNT_SECURITY => security::page(),
        route::ACCOUNT_DATA => data::page(),
        route::ACCOUNT_ERASURE => data::erasure::page(),
        path => conversations::page(path)
            .or_else(|| documents::page_at(path))
            .unwrap_or_else(|| view! { <crate::missing::Missing/> }.into_any()),
    });
    frame::frame(page.into_any())
}
