//! The space's pages behind its first, in a chunk of their own: whoever opens the space goes without what they do not open in it.

use crate::account::password::{ChangePassword, Current};
use crate::form::Form;
use crate::reactive::either;
use crate::session::{Session, Who};
use crate::space::{
    conversations, data, details, documents, invoices, orders, purchases, security,
};
use crate::text::{self, session, t};
use crate::ui::heading::Heading;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page of the address.
#[component]
pub fn Inner() -> AnyView {
    let path = use_location().pathname;
    either(move || match path.get().as_str() {
        // The first page is shown instead of these at once.
        route::ACCOUNT => ().into_any(),
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
    })
    .into_any()
}

/// The password that staff gave must be replaced first.
#[component]
pub fn MustChange() -> AnyView {
    let form = Form::new();
    let email = match expect_context::<Session>().who_now() {
        Who::Somebody(account) => account.email,
        _ => String::new(),
    };
    view! {
        <div class="narrow stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(session::CHANGE_TITLE) form/>
                <p class="lead">{t(session::CHANGE_TEXT)}</p>
            </div>
            // Once it is changed, the session says so and the page follows.
            <ChangePassword
                form
                email
                current=Current::Asked
                submit=session::SET_SUBMIT
                done=|_| ()
            />
        </div>
    }
    .into_any()
}
