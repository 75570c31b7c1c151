//! A page of the list as it was answered: what was asked, the rows, when.

use domain::customer::{CustomerQuery, CustomerRow};
use domain::page::Page;
use domain::search;

/// One answer.
#[derive(Clone)]
pub struct Listed {
    pub query: CustomerQuery,
    pub page: Page<CustomerRow>,
    /// Unix milliseconds.
    pub at: i64,
    /// How many there are in all, where the first page told.
    pub total: Option<u32>,
}

/// The same rows to the same question are the same list, whenever they were answered.
impl PartialEq for Listed {
    fn eq(&self, other: &Listed) -> bool {
        self.query == other.query && self.page == other.page && self.total == other.total
    }
}

impl Listed {
    /// `before` is the answer shown last: only a first page tells the total, the ones after it keep it.
    pub fn new(
        query: CustomerQuery,
        page: Page<CustomerRow>,
        at: i64,
        before: Option<Listed>,
    ) -> Listed {
        let kept = before.filter(|before| before.same_list(&query));
        let told = query.cursor.is_none();
        Listed {
            total: match page.total {
                None if !told => kept.and_then(|kept| kept.total),
                total => total,
            },
            query,
            page,
            at,
        }
    }

    /// Whether a search is asked for; then the order is not chosen.
    pub fn is_search(&self) -> bool {
        is_search(&self.query)
    }

    /// Whether nothing narrows the list.
    pub fn is_whole(&self) -> bool {
        !self.is_search() && !is_filtered(&self.query)
    }

    fn same_list(&self, other: &CustomerQuery) -> bool {
        self.query.q == other.q
            && self.query.stage == other.stage
            && self.query.account == other.account
    }
}

pub fn is_search(query: &CustomerQuery) -> bool {
    search::query(&query.q) != search::Query::All
}

pub fn is_filtered(query: &CustomerQuery) -> bool {
    query.stage.is_some() || query.account.is_some()
}
