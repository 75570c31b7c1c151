//! A list's address: search, filters and page stand in it, so that Back and a copied link show the same.

use domain::api::Query;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// What the address of the screen `list` asks for. What cannot be read in it is left out, and so are keys that `ours` says no to; it
/// stands still while another screen is shown.
pub fn query<Q>(list: &'static str, ours: fn(&str) -> bool) -> Memo<Q>
where
    Q: Query + Clone + PartialEq + Send + Sync,
{
    let location = use_location();
    Memo::new(move |before: Option<&Q>| {
        let here = location.pathname.with(|path| path == list);
        match before {
            Some(before) if !here => before.clone(),
            _ => location.query.with(|pairs| {
                let mut query = Q::default();
                for (key, value) in pairs {
                    if ours(key) {
                        let _ = query.take(key, value);
                    }
                }
                query
            }),
        }
    })
}

/// The address of what is asked for.
pub fn of<Q: Query>(list: &str, query: &Q) -> String {
    let mut address = list.to_owned();
    for (place, (key, value)) in query.pairs().into_iter().enumerate() {
        address.push(if place == 0 { '?' } else { '&' });
        address.push_str(key);
        address.push('=');
        address.push_str(&String::from(js_sys::encode_uri_component(&value)));
    }
    address
}

/// Goes to another list; the place on the screen stays.
pub fn goer() -> impl Fn(&str, bool) + Clone + 'static {
    let navigate = use_navigate();
    move |address: &str, replace: bool| {
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(address, options);
    }
}
