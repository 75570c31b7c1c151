//! How many there are, above the rows.

use crate::admin::customers::listed::Listed;
use crate::admin::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::page::TOTAL_CAP;
use leptos::prelude::*;

/// The count, and for a search the order that results come in.
#[component]
pub fn Count(listed: Listed) -> AnyView {
    let searched = listed.is_search();
    view! {
        <p class="list-count">
            <strong>{say(move || sentence(&listed))}</strong>
            {searched.then(|| view! { <span class="meta">{t(words::SEARCH_ORDER)}</span> })}
        </p>
    }
    .into_any()
}

/// `12 340 customers`, `More than 10 000 customers`; where nobody counted, those on the page.
pub fn sentence(listed: &Listed) -> String {
    let on_page = u32::try_from(listed.page.items.len()).unwrap_or(u32::MAX);
    // a page that holds everything counts itself
    let alone = listed.query.cursor.is_none() && listed.page.next.is_none();
    match listed.total.or(alone.then_some(on_page)) {
        Some(total) if total >= TOTAL_CAP => {
            let cap = text::number(f64::from(TOTAL_CAP - 1));
            text::fill(words::COUNT_MANY, &[("n", &cap)])
        }
        Some(total) if listed.is_whole() => {
            text::plural(total, words::COUNT_ALL_ONE, words::COUNT_ALL_OTHER)
        }
        Some(total) => text::plural(total, words::COUNT_FOUND_ONE, words::COUNT_FOUND_OTHER),
        None => text::plural(on_page, words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    }
}

/// `50 of 12 340`, where the total is known.
pub fn shown(listed: &Listed) -> Option<String> {
    let total = listed.total?;
    let n = text::number(listed.page.items.len() as f64);
    Some(if total >= TOTAL_CAP {
        let cap = text::number(f64::from(TOTAL_CAP - 1));
        text::fill(words::SHOWN_OF_MANY, &[("n", &n), ("total", &cap)])
    } else {
        let total = text::number(total.into());
        text::fill(words::SHOWN_OF, &[("n", &n), ("total", &total)])
    })
}
