//! How many there are, above the rows.

use crate::admin::customers::listed::{Listed, is_filtered, is_search};
use crate::admin::listed::cap;
use crate::admin::words;
use crate::text;
use domain::page::TOTAL_CAP;

/// `12 340 customers`, `More than 10 000 customers`; where nobody counted, those on the page.
pub fn count(listed: &Listed) -> String {
    match listed.known() {
        Some(total) if total >= TOTAL_CAP => text::fill(words::COUNT_MANY, &[("n", &cap())]),
        _ if is_search(&listed.query) || is_filtered(&listed.query) => listed.count(
            (words::COUNT_FOUND_ONE, words::COUNT_FOUND_OTHER),
            (words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
        ),
        _ => listed.count(
            (words::COUNT_ALL_ONE, words::COUNT_ALL_OTHER),
            (words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
        ),
    }
}
