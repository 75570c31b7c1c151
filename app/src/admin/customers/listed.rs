//! The list of customers: its handle, an answer of it, and what is asked for.

use crate::admin::customers::filter::Filter;
use crate::admin::{list, listed};
use domain::customer::{CustomerQuery, CustomerRow};
use domain::search;

pub type List = list::List<CustomerQuery, CustomerRow>;
pub type Listed = listed::Listed<CustomerQuery, CustomerRow>;

/// Whether a search is asked for; then the order is not chosen.
pub fn is_search(query: &CustomerQuery) -> bool {
    search::query(&query.q) != search::Query::All
}

pub fn is_filtered(query: &CustomerQuery) -> bool {
    Filter::ALL.into_iter().any(|filter| filter.is_on(query))
}

/// The same search without its filters.
pub fn unfiltered(query: &CustomerQuery) -> CustomerQuery {
    Filter::ALL
        .into_iter()
        .fold(query.clone(), |query, filter| filter.off(query))
}
