//! `/admin/customers`: the list, searched as one types, with everything that shapes it in the address.

pub mod chosen;
mod columns;
mod count;
mod days;
pub mod filter;
pub mod found;
mod head;
pub mod listed;
pub mod listing;
pub mod members;
pub mod nothing;
mod order;
pub mod panel;
mod row;
mod rows;
mod tools;
pub mod words;

use crate::admin::customers::listing::Listing;
use crate::admin::customers::members::Members;
use crate::admin::customers::nothing::Nothing;
use crate::admin::desk::Desk;
use crate::admin::exports::ExportButton;
use crate::admin::part::part;
use crate::admin::words as admin;
use crate::text::{self, t};
use crate::ui::heading::Heading;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "customers-title";

/// `/admin/customers`
#[component]
pub fn Customers() -> AnyView {
    let desk = expect_context::<Desk>();
    let listing = Listing::new(route::ADMIN_CUSTOMERS, None);
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(admin::CUSTOMERS_TITLE) id=TITLE/>
                <div class="cluster">
                    <a class="button" href=route::ADMIN_DUPLICATES>
                        {t(words::DUPLICATES)}
                    </a>
                    {part(move || desk.may(Right::ImportCustomers).then(to_import))}
                    <ExportButton listing/>
                    {part(move || {
                        desk.may(Right::EditCustomers)
                            .then(|| {
                                view! {
                                    <a
                                        class="button button-primary"
                                        id="create"
                                        href=route::ADMIN_CUSTOMER_NEW
                                    >
                                        {t(words::CREATE)}
                                    </a>
                                }
                            })
                    })}
                </div>
            </div>
            <Members
                listing
                title=TITLE
                nothing=|listing, listed| view! { <Nothing listed listing/> }.into_any()
            />
        </div>
    }
    .into_any()
}

/// The way to where files of customers are handed in.
pub fn to_import() -> AnyView {
    view! {
        <a class="button" href=route::ADMIN_IMPORTS>
            {t(words::IMPORT)}
        </a>
    }
    .into_any()
}
