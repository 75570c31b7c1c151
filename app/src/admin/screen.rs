//! Which screen an address shows.

use crate::admin::customer::CustomerPage;
use crate::admin::customers::Customers;
use crate::admin::sale;
use crate::chunk;
use crate::missing::Missing;
use crate::reactive::{either, follow};
use domain::id::CustomerId;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

#[derive(Clone, PartialEq)]
enum Screen {
    /// `/admin` itself: on to the first screen.
    Door,
    Customers,
    Customer(CustomerId),
    /// Orders, products, outbox, settings: which of them, their own chunk knows.
    Sale,
    Missing,
}

impl Screen {
    fn at(path: &str) -> Screen {
        if path == route::ADMIN {
            return Screen::Door;
        }
        if sale::Screen::at(path).is_some() {
            return Screen::Sale;
        }
        match path.strip_prefix(route::ADMIN_CUSTOMERS) {
            Some("") => Screen::Customers,
            Some(rest) => rest
                .strip_prefix('/')
                .and_then(CustomerId::parse)
                .map_or(Screen::Missing, Screen::Customer),
            None => Screen::Missing,
        }
    }
}

/// The screen of the address.
#[component]
pub fn Screens() -> AnyView {
    let path = use_location().pathname;
    let screen = Memo::new(move |before: Option<&Screen>| {
        path.with(|path| match before {
            // on the way out the last screen stays until its page is taken away
            Some(before) if !path.starts_with(route::ADMIN) => before.clone(),
            _ => Screen::at(path),
        })
    });
    let navigate = use_navigate();
    follow(move || {
        if screen.get() == Screen::Door {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(route::ADMIN_CUSTOMERS, options);
        }
    });
    either(move || match screen.get() {
        Screen::Door => ().into_any(),
        Screen::Customers => view! { <Customers/> }.into_any(),
        Screen::Customer(id) => view! { <CustomerPage id/> }.into_any(),
        Screen::Sale => chunk::lazy(chunk::sale, |failed| failed),
        Screen::Missing => view! { <Missing/> }.into_any(),
    })
    .into_any()
}
