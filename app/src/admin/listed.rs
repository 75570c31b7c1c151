//! A page of a list as it was answered: what was asked, the rows, when, and how many there are in all.

use crate::admin::address;
use crate::admin::words;
use crate::text::{self, Key};
use domain::api::Query;
use domain::page::{Page, TOTAL_CAP};

/// One answer.
#[derive(Clone)]
pub struct Listed<Q, R> {
    pub query: Q,
    pub page: Page<R>,
    /// Unix milliseconds.
    pub at: i64,
    /// How many there are in all, where the first page told.
    pub total: Option<u32>,
}

/// The same rows to the same question are the same list, whenever they were answered.
impl<Q: PartialEq, R: PartialEq> PartialEq for Listed<Q, R> {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query && self.page == other.page && self.total == other.total
    }
}

impl<Q: Query, R> Listed<Q, R> {
    /// `before` is the answer shown last: only a first page tells the total, the ones after it keep it.
    pub fn new(query: Q, page: Page<R>, at: i64, before: Option<Self>) -> Self {
        let mut listed = Listed {
            total: page.total,
            query,
            page,
            at,
        };
        if !listed.begins() {
            let kept = before.filter(|before| address::same(&before.query, &listed.query));
            listed.total = listed.total.or(kept.and_then(|kept| kept.total));
        }
        listed
    }

    /// Whether this is the first page.
    pub fn begins(&self) -> bool {
        !address::is_further(&self.query)
    }

    /// How many rows are on the page.
    pub fn here(&self) -> u32 {
        u32::try_from(self.page.items.len()).unwrap_or(u32::MAX)
    }

    /// How many there are in all, as far as that is known: a page that holds everything counts itself.
    pub fn known(&self) -> Option<u32> {
        let alone = self.begins() && self.page.next.is_none() && !self.page.partial;
        self.total.or(alone.then(|| self.here()))
    }

    /// `12 orders`; where nobody counted, those on the page.
    pub fn count(&self, all: (Key, Key), on_page: (Key, Key)) -> String {
        match self.known() {
            Some(total) if total >= TOTAL_CAP => text::fill(words::COUNT_CAPPED, &[("n", &cap())]),
            Some(total) => text::plural(total, all.0, all.1),
            None => text::plural(self.here(), on_page.0, on_page.1),
        }
    }

    /// `50 of 12 340`, where the total is known.
    pub fn shown(&self) -> Option<String> {
        let total = self.total.filter(|_| self.here() > 0)?;
        let n = text::number(self.here().into());
        Some(if total >= TOTAL_CAP {
            text::fill(words::SHOWN_OF_MANY, &[("n", &n), ("total", &cap())])
        } else {
            let total = text::number(total.into());
            text::fill(words::SHOWN_OF, &[("n", &n), ("total", &total)])
        })
    }
}

/// What is counted to.
pub fn cap() -> String {
    text::number(f64::from(TOTAL_CAP - 1))
}
