//! What the list of customers is asked for: filters, order, page.

use crate::customer::{AccountState, Stage};
use crate::id::GroupId;
use crate::page::Cursor;
use crate::problem::FieldError;
use crate::search;
use serde::{Deserialize, Serialize};

/// The order of a list. Search results always come newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Sort {
    /// Newest first.
    #[default]
    #[serde(rename = "-created")]
    CreatedDown,
    #[serde(rename = "created")]
    CreatedUp,
    #[serde(rename = "name")]
    NameUp,
    #[serde(rename = "-name")]
    NameDown,
    #[serde(rename = "last_order")]
    LastOrderUp,
    #[serde(rename = "-last_order")]
    LastOrderDown,
    #[serde(rename = "orders")]
    OrdersUp,
    #[serde(rename = "-orders")]
    OrdersDown,
    #[serde(rename = "total")]
    TotalUp,
    #[serde(rename = "-total")]
    TotalDown,
}

impl Sort {
    pub const ALL: [Sort; 10] = [
        Sort::CreatedDown,
        Sort::CreatedUp,
        Sort::NameUp,
        Sort::NameDown,
        Sort::LastOrderUp,
        Sort::LastOrderDown,
        Sort::OrdersUp,
        Sort::OrdersDown,
        Sort::TotalUp,
        Sort::TotalDown,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Sort::CreatedDown => "-created",
            Sort::CreatedUp => "created",
            Sort::NameUp => "name",
            Sort::NameDown => "-name",
            Sort::LastOrderUp => "last_order",
            Sort::LastOrderDown => "-last_order",
            Sort::OrdersUp => "orders",
            Sort::OrdersDown => "-orders",
            Sort::TotalUp => "total",
            Sort::TotalDown => "-total",
        }
    }

    pub fn parse(code: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// A filter of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Stage,
    Account,
    Group,
    Country,
    Consent,
    Pending,
    Failing,
    Created,
    Ordered,
}

/// By what the rows of a list follow each other; the row's number breaks ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The row's number itself: whoever came first.
    Age,
    /// The moment of making, where that is what is filtered by.
    Created,
    Name,
    /// Whoever never ordered comes before everybody else.
    LastOrder,
    Orders,
    Total,
}

/// Where a page ended, in the words of its list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub key: PlaceKey,
    pub seq: i64,
}

/// What stood in the column that orders the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceKey {
    Age,
    Name(String),
    Number(i64),
    /// Nothing: never ordered.
    Nothing,
}

/// What the list of customers is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerQuery {
    /// Free text; empty for no search.
    pub q: String,
    pub stage: Option<Stage>,
    pub account: Option<AccountState>,
    pub group: Option<GroupId>,
    /// ISO code of the address used last.
    pub country: Option<String>,
    /// Whether mails to many may be sent.
    pub consent: Option<bool>,
    /// Whether pending details wait.
    pub pending: Option<bool>,
    /// Whether mails to many no longer go to the mailbox.
    pub failing: Option<bool>,
    /// Unix milliseconds, UTC: from this moment on, and before that one.
    pub created_from: Option<i64>,
    pub created_to: Option<i64>,
    pub ordered_from: Option<i64>,
    pub ordered_to: Option<i64>,
    pub sort: Sort,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// Rows a page, 1 to [`LIMIT_MAX`].
    pub limit: Option<u32>,
}

pub const LIMIT: u32 = 50;
pub const LIMIT_MAX: u32 = 100;
/// Longest search text taken, in characters; longer ones are refused before the database sees them.
pub const Q_MAX: usize = 4_096;

impl CustomerQuery {
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(LIMIT)
    }

    /// What the rows follow each other by, and whether from the greatest down.
    pub fn order(&self) -> (Order, bool) {
        if search::query(&self.q) != search::Query::All {
            return (Order::Age, true);
        }
        let by_age = match self.filters().as_slice() {
            [Filter::Created] => Order::Created,
            _ => Order::Age,
        };
        match self.sort {
            Sort::CreatedDown => (by_age, true),
            Sort::CreatedUp => (by_age, false),
            Sort::NameUp => (Order::Name, false),
            Sort::NameDown => (Order::Name, true),
            Sort::LastOrderUp => (Order::LastOrder, false),
            Sort::LastOrderDown => (Order::LastOrder, true),
            Sort::OrdersUp => (Order::Orders, false),
            Sort::OrdersDown => (Order::Orders, true),
            Sort::TotalUp => (Order::Total, false),
            Sort::TotalDown => (Order::Total, true),
        }
    }

    /// Where the page before ended; `cursor: unknown` for one of a list in another order.
    pub fn place(&self) -> Result<Option<Place>, FieldError> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let number = || {
            cursor
                .key
                .parse()
                .ok()
                .filter(|n: &i64| n.to_string() == cursor.key)
        };
        let key = match self.order().0 {
            Order::Age if cursor.key.is_empty() => Some(PlaceKey::Age),
            Order::Name => Some(PlaceKey::Name(cursor.key.clone())),
            Order::LastOrder if cursor.key.is_empty() => Some(PlaceKey::Nothing),
            Order::Created | Order::LastOrder | Order::Orders | Order::Total => {
                number().map(PlaceKey::Number)
            }
            Order::Age => None,
        };
        match key {
            Some(key) => Ok(Some(Place {
                key,
                seq: cursor.seq,
            })),
            None => Err(FieldError::new("cursor", "unknown")),
        }
    }

    /// The filters that are set, those first that usually leave fewer.
    pub fn filters(&self) -> Vec<Filter> {
        let ordered = self.ordered_from.is_some() || self.ordered_to.is_some();
        let created = self.created_from.is_some() || self.created_to.is_some();
        [
            (Filter::Pending, self.pending.is_some()),
            (Filter::Failing, self.failing.is_some()),
            (Filter::Group, self.group.is_some()),
            (Filter::Account, self.account.is_some()),
            (Filter::Ordered, ordered),
            (Filter::Created, created),
            (Filter::Country, self.country.is_some()),
            (Filter::Stage, self.stage.is_some()),
            (Filter::Consent, self.consent.is_some()),
        ]
        .into_iter()
        .filter_map(|(filter, set)| set.then_some(filter))
        .collect()
    }

    /// Reads one pair of the address; the pairs may come in any order, each once.
    pub(crate) fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "q" if value.chars().count() > Q_MAX => {
                return Err(FieldError {
                    max: Some(Q_MAX as u32),
                    ..FieldError::new("q", "too_long")
                });
            }
            "q" => value.clone_into(&mut self.q),
            "stage" => self.stage = Some(Stage::parse(value).ok_or_else(|| unknown("stage"))?),
            "account" => {
                self.account = Some(AccountState::parse(value).ok_or_else(|| unknown("account"))?);
            }
            "group" => self.group = Some(GroupId::parse(value).ok_or_else(|| unknown("group"))?),
            "country" => {
                let known = crate::country::find(value).ok_or_else(|| unknown("country"))?;
                self.country = Some(known.code.to_owned());
            }
            "consent" => self.consent = Some(yes_or_no(value).ok_or_else(|| unknown("consent"))?),
            "pending" => self.pending = Some(yes_or_no(value).ok_or_else(|| unknown("pending"))?),
            "failing" => self.failing = Some(yes_or_no(value).ok_or_else(|| unknown("failing"))?),
            "created_from" => self.created_from = Some(moment("created_from", value)?),
            "created_to" => self.created_to = Some(moment("created_to", value)?),
            "ordered_from" => self.ordered_from = Some(moment("ordered_from", value)?),
            "ordered_to" => self.ordered_to = Some(moment("ordered_to", value)?),
            "sort" => self.sort = Sort::parse(value).ok_or_else(|| unknown("sort"))?,
            "cursor" => {
                self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?);
            }
            "limit" => {
                let limit = value.parse().ok().filter(|n| (1..=LIMIT_MAX).contains(n));
                self.limit = Some(limit.ok_or(FieldError {
                    min: Some(1),
                    max: Some(LIMIT_MAX),
                    ..FieldError::new("limit", "out_of_range")
                })?);
            }
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }
}

/// `yes` or `no`, as an address says it.
fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn moment(field: &'static str, value: &str) -> Result<i64, FieldError> {
    crate::time::millis(value).ok_or_else(|| FieldError::new(field, "unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(sort: Sort, key: &str) -> Option<PlaceKey> {
        let query = CustomerQuery {
            sort,
            cursor: Some(Cursor {
                key: key.to_owned(),
                seq: 7,
            }),
            ..CustomerQuery::default()
        };
        let place = query.place().ok()?;
        place.map(|place| place.key)
    }

    #[test]
    fn t32_a_cursor_is_of_one_order() {
        assert_eq!(place(Sort::CreatedDown, ""), Some(PlaceKey::Age));
        assert_eq!(
            place(Sort::NameUp, "ünal"),
            Some(PlaceKey::Name("ünal".into()))
        );
        assert_eq!(place(Sort::TotalDown, "-5"), Some(PlaceKey::Number(-5)));
        assert_eq!(place(Sort::LastOrderUp, ""), Some(PlaceKey::Nothing));
        for (sort, key) in [
            (Sort::CreatedUp, "1"),
            (Sort::CreatedDown, "zoe"),
            (Sort::OrdersUp, ""),
            (Sort::OrdersUp, "1.5"),
            (Sort::TotalUp, "007"),
            (Sort::TotalUp, "1 or 1=1"),
            (Sort::LastOrderDown, "zoe"),
            (Sort::LastOrderDown, "9223372036854775808"),
        ] {
            assert_eq!(place(sort, key), None, "{sort:?} {key}");
        }
    }

    #[test]
    fn a_filter_by_the_moment_of_making_orders_by_it_when_it_stands_alone() {
        let mut query = CustomerQuery {
            created_from: Some(1),
            ..CustomerQuery::default()
        };
        assert_eq!(query.order(), (Order::Created, true));
        query.consent = Some(true);
        assert_eq!(query.order(), (Order::Age, true));
        query.q = "zoé".into();
        query.sort = Sort::NameUp;
        assert_eq!(query.order(), (Order::Age, true));
    }
}
