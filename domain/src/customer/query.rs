//! What the list of customers is asked for: filters, order, page.

use crate::customer::{AccountState, Stage};
use crate::id::GroupId;
use crate::page::Cursor;
use crate::problem::FieldError;
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
