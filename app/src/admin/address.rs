//! A list's address: search, filters and page stand in it, so that Back and a copied link show the same.

use domain::api::Query;
use domain::page::Cursor;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// The key of the page in every list's address.
const CURSOR: &str = "cursor";

/// What the address of the screen `list` asks for. What cannot be read in it is left out, and so are keys that `ours` says no to; it
/// stands still while another screen is shown.
pub fn query<Q>(list: &str, ours: fn(&str) -> bool) -> Memo<Q>
where
    Q: Query + Clone + PartialEq + Send + Sync,
{
    let location = use_location();
    let list = list.to_owned();
    Memo::new(move |before: Option<&Q>| {
        let here = location.pathname.with(|path| *path == list);
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
    spelled(list, query.pairs())
}

/// The address of its first page.
pub fn first<Q: Query>(list: &str, query: &Q) -> String {
    spelled(list, without_page(query))
}

/// The address of the page behind `cursor`.
pub fn further<Q: Query>(list: &str, query: &Q, cursor: &Cursor) -> String {
    let mut pairs = without_page(query);
    pairs.push((CURSOR, cursor.text()));
    spelled(list, pairs)
}

/// Whether a page behind the first is asked for.
pub fn is_further<Q: Query>(query: &Q) -> bool {
    query.pairs().iter().any(|(key, _)| *key == CURSOR)
}

/// Whether two ask for the same rows, in whatever order and on whatever page.
pub fn same<Q: Query>(one: &Q, other: &Q) -> bool {
    let rows = |query: &Q| {
        let mut pairs = without_page(query);
        pairs.retain(|(key, _)| *key != "sort");
        pairs
    };
    rows(one) == rows(other)
}

/// Its pairs without the page.
pub fn without_page<Q: Query>(query: &Q) -> Vec<(&'static str, String)> {
    let mut pairs = query.pairs();
    pairs.retain(|(key, _)| *key != CURSOR);
    pairs
}

fn spelled(list: &str, pairs: Vec<(&'static str, String)>) -> String {
    let mut address = list.to_owned();
    for (place, (key, value)) in pairs.into_iter().enumerate() {
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
