//! Which screen an address shows.

use crate::admin::customers::Customers;
use crate::admin::desk::Desk;
use crate::admin::menu::{part_of, right_of};
use crate::admin::no_right::no_right;
use crate::admin::work;
use crate::chunk;
use crate::missing::Missing;
use crate::reactive::{either, follow};
use crate::text::{self, Key, common};
use crate::ui::heading::Heading;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

#[derive(Clone, PartialEq)]
enum Screen {
    /// `/admin` itself: on to the first screen.
    Door,
    Customers,
    /// Any other: which of them, their own chunk knows.
    Work,
    /// One that the person's role does not open: what it is called.
    NoRight(Key),
    Missing,
}

impl Screen {
    fn at(path: &str, desk: Desk) -> Screen {
        if right_of(path).is_some_and(|right| !desk.may(right)) {
            return Screen::NoRight(part_of(path).map_or(common::NAV_ADMIN, |part| part.word));
        }
        if path == route::ADMIN {
            return Screen::Door;
        }
        if path == route::ADMIN_CUSTOMERS {
            return Screen::Customers;
        }
        match work::Screen::at(path) {
            Some(_) => Screen::Work,
            None => Screen::Missing,
        }
    }
}

/// The screen of the address.
#[component]
pub fn Screens() -> AnyView {
    let desk = expect_context::<Desk>();
    let path = use_location().pathname;
    let screen = Memo::new(move |before: Option<&Screen>| {
        path.with(|path| match before {
            // on the way out the last screen stays until its page is taken away
            Some(before) if !path.starts_with(route::ADMIN) => before.clone(),
            _ => Screen::at(path, desk),
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
        Screen::Work => chunk::lazy(chunk::work, |failed| failed),
        Screen::NoRight(part) => view! {
            <div class="stack">
                <Heading text=text::said(part)/>
                {no_right()}
            </div>
        }
        .into_any(),
        Screen::Missing => view! { <Missing/> }.into_any(),
    })
    .into_any()
}
