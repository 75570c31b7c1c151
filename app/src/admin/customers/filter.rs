//! The filters of the list: what each is called, whether it is on, and what it says in words.

use crate::admin::customers::words;
use crate::admin::state::{account_word, stage_word};
use crate::text::{self, Key, t};
use domain::customer::CustomerQuery;
use domain::group::Group;

/// One filter of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Group,
    Stage,
    Country,
    Account,
    Consent,
    Created,
    Ordered,
    Pending,
    Failing,
}

impl Filter {
    /// In the order they are offered in.
    pub const ALL: [Filter; 9] = [
        Filter::Group,
        Filter::Stage,
        Filter::Country,
        Filter::Account,
        Filter::Consent,
        Filter::Pending,
        Filter::Created,
        Filter::Ordered,
        Filter::Failing,
    ];

    pub fn label(self) -> Key {
        match self {
            Filter::Group => words::FILTER_GROUP,
            Filter::Stage => words::FILTER_STAGE,
            Filter::Country => words::FILTER_COUNTRY,
            Filter::Account => words::FILTER_ACCOUNT,
            Filter::Consent => words::FILTER_CONSENT,
            Filter::Created => words::FILTER_CREATED,
            Filter::Ordered => words::FILTER_ORDERED,
            Filter::Pending => words::FILTER_PENDING,
            Filter::Failing => words::FILTER_FAILING,
        }
    }

    /// Its keys in an address.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Filter::Group => &["group"],
            Filter::Stage => &["stage"],
            Filter::Country => &["country"],
            Filter::Account => &["account"],
            Filter::Consent => &["consent"],
            Filter::Created => &["created_from", "created_to"],
            Filter::Ordered => &["ordered_from", "ordered_to"],
            Filter::Pending => &["pending"],
            Filter::Failing => &["failing"],
        }
    }

    /// The id of its input, where focus goes from its chip.
    pub fn input(self) -> &'static str {
        match self {
            Filter::Group => "filter-group",
            Filter::Stage => "filter-stage",
            Filter::Country => "filter-country",
            Filter::Account => "filter-account",
            Filter::Consent => "filter-consent",
            Filter::Created => "filter-created-from",
            Filter::Ordered => "filter-ordered-from",
            Filter::Pending => "filter-pending",
            Filter::Failing => "filter-failing",
        }
    }

    pub fn is_on(self, query: &CustomerQuery) -> bool {
        match self {
            Filter::Group => query.group.is_some(),
            Filter::Stage => query.stage.is_some(),
            Filter::Country => query.country.is_some(),
            Filter::Account => query.account.is_some(),
            Filter::Consent => query.consent.is_some(),
            Filter::Created => query.created_from.or(query.created_to).is_some(),
            Filter::Ordered => query.ordered_from.or(query.ordered_to).is_some(),
            Filter::Pending => query.pending.is_some(),
            Filter::Failing => query.failing.is_some(),
        }
    }

    /// The same question without it.
    pub fn off(self, mut query: CustomerQuery) -> CustomerQuery {
        match self {
            Filter::Group => query.group = None,
            Filter::Stage => query.stage = None,
            Filter::Country => query.country = None,
            Filter::Account => query.account = None,
            Filter::Consent => query.consent = None,
            Filter::Created => (query.created_from, query.created_to) = (None, None),
            Filter::Ordered => (query.ordered_from, query.ordered_to) = (None, None),
            Filter::Pending => query.pending = None,
            Filter::Failing => query.failing = None,
        }
        query
    }

    /// `State: Buyer`; nothing while it is off. `groups` are those that are known, for their names.
    pub fn said(self, query: &CustomerQuery, groups: &[Group]) -> Option<String> {
        let yes_or_no = |yes: bool| {
            let word = if yes { words::YES } else { words::NO };
            t(word)().to_owned()
        };
        let value = match self {
            Filter::Group => {
                let id = query.group.as_ref()?;
                let known = groups.iter().find(|group| group.id == *id);
                known.map_or_else(|| "…".to_owned(), |group| group.name.clone())
            }
            Filter::Stage => t(stage_word(query.stage?))().to_owned(),
            Filter::Country => text::country(query.country.as_deref()?),
            Filter::Account => t(account_word(query.account?))().to_owned(),
            Filter::Consent => yes_or_no(query.consent?),
            Filter::Created => span(query.created_from, query.created_to)?,
            Filter::Ordered => span(query.ordered_from, query.ordered_to)?,
            Filter::Pending => yes_or_no(query.pending?),
            Filter::Failing => yes_or_no(query.failing?),
        };
        let filter = t(self.label())();
        Some(text::fill(
            words::CHIP,
            &[("filter", filter), ("value", &value)],
        ))
    }
}

/// Days from one moment on and before another one, as people count them: the last day is meant whole.
fn span(from: Option<i64>, to: Option<i64>) -> Option<String> {
    let first = from.map(text::date);
    let last = to.map(|to| text::date(to.saturating_sub(1)));
    match (first, last) {
        (Some(from), Some(to)) => Some(text::fill(
            words::DAYS_BETWEEN,
            &[("from", &from), ("to", &to)],
        )),
        (Some(from), None) => Some(text::fill(words::DAYS_FROM, &[("from", &from)])),
        (None, Some(to)) => Some(text::fill(words::DAYS_TO, &[("to", &to)])),
        (None, None) => None,
    }
}
