//! The list's address: search, filters, sort and page, so that Back and a copied link show the same.

use domain::api::Query;
use domain::customer::CustomerQuery;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// What the address asks for. What cannot be read in it is left out; it stands still while another screen is shown.
pub fn query() -> Memo<CustomerQuery> {
    let location = use_location();
    Memo::new(move |before: Option<&CustomerQuery>| {
        let here = location
            .pathname
            .with(|path| path == route::ADMIN_CUSTOMERS);
        match before {
            Some(before) if !here => before.clone(),
            _ => location.query.with(|pairs| {
                let mut query = CustomerQuery::default();
                for (key, value) in pairs {
                    if key != "limit" {
                        let _ = Query::take(&mut query, key, value);
                    }
                }
                query
            }),
        }
    })
}

/// The address of what is asked for.
pub fn of(query: &CustomerQuery) -> String {
    let pairs = query.pairs();
    let mut address = route::ADMIN_CUSTOMERS.to_owned();
    for (place, (key, value)) in pairs.into_iter().enumerate() {
        address.push(if place == 0 { '?' } else { '&' });
        address.push_str(key);
        address.push('=');
        address.push_str(&String::from(js_sys::encode_uri_component(&value)));
    }
    address
}

/// Goes to another list from its first page; the place on the screen stays.
pub fn goer(query: Memo<CustomerQuery>) -> impl Fn(CustomerQuery, bool) + Clone + 'static {
    let navigate = use_navigate();
    move |asked: CustomerQuery, replace: bool| {
        let asked = CustomerQuery {
            cursor: None,
            ..asked
        };
        if asked == query.get_untracked() {
            return;
        }
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&of(&asked), options);
    }
}
