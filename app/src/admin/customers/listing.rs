//! A list of customers on its screen: everybody, or a group's members; what is asked, who is chosen, how it is shown. It stands in the
//! context, so that the parts in another chunk find it.

use crate::admin::address;
use crate::admin::ask::ask;
use crate::admin::bulk::words as bulk;
use crate::admin::customers::chosen::Chosen;
use crate::admin::customers::columns::Columns;
use crate::admin::customers::filter::Filter;
use crate::admin::customers::listed::{List, Listed};
use crate::admin::desk::Desk;
use crate::admin::exports::Export;
use crate::loaded::Loaded;
use crate::reactive::follow;
use crate::text;
use domain::api::customer::ListCustomers;
use domain::api::group::ListGroups;
use domain::customer::{CustomerQuery, Sort};
use domain::group::Group;
use domain::id::GroupId;
use domain::permission::Right;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Listing {
    pub list: List,
    pub chosen: Chosen,
    pub columns: Columns,
    pub export: Export,
    /// Every group of the shop, for names and choices.
    pub groups: Loaded<Vec<Group>>,
    /// Whether the person may change many at once: only then rows are chosen.
    pub may_choose: Memo<bool>,
    group: StoredValue<Option<GroupId>>,
}

impl Listing {
    /// The list at `path`; of a group's members where `group` is one.
    pub fn new(path: &str, group: Option<GroupId>) -> Listing {
        let desk = expect_context::<Desk>();
        let fixed = StoredValue::new(group);
        let list = List::asking(path, move |desk, query: CustomerQuery| {
            let query = within(query, fixed);
            Box::pin(async move { ask::<ListCustomers>(desk, &(), &query, &()).await })
        });
        let groups = Loaded::new(move || {
            desk.follow_session();
            Box::pin(async move {
                let answer = ask::<ListGroups>(desk, &(), &(), &()).await?;
                Ok(answer.items)
            })
        });
        let chosen = Chosen::new();
        follow(move || {
            list.query.track();
            chosen.none();
        });
        Listing {
            list,
            chosen,
            columns: Columns::new(),
            export: Export::new(),
            groups,
            may_choose: Memo::new(move |_| desk.may(Right::ChangeInBulk)),
            group: fixed,
        }
    }

    /// The group whose members these are.
    pub fn group(self) -> Option<GroupId> {
        self.group.get_value()
    }

    /// The filters that are offered here.
    pub fn filters(self) -> impl Iterator<Item = Filter> {
        let fixed = self.group().is_some();
        Filter::ALL
            .into_iter()
            .filter(move |filter| !fixed || *filter != Filter::Group)
    }

    /// Everybody who matches, as the Worker reads it: the keys of the list's address, without its page and order.
    pub fn matching(self) -> BTreeMap<String, String> {
        let query = within(self.list.query.get_untracked(), self.group);
        let asked = address::without_page(&query).into_iter();
        asked
            .filter(|(key, _)| *key != "sort")
            .map(|(key, value)| (key.to_owned(), value))
            .collect()
    }

    /// The same as a question: without page and order.
    pub fn everybody(self) -> CustomerQuery {
        CustomerQuery {
            cursor: None,
            limit: None,
            sort: Sort::default(),
            ..within(self.list.query.get_untracked(), self.group)
        }
    }

    /// What is asked for, in words: the search, then the filters.
    pub fn asked(self) -> Vec<String> {
        let groups = self.groups.value().unwrap_or_default();
        let query = self.list.query.get();
        let search = searched(&query).map(|q| text::fill(bulk::OVER_SEARCH, &[("q", q)]));
        let filters = self.filters().filter_map(|one| one.said(&query, &groups));
        let asked = search.into_iter().chain(filters);
        match self.members_of() {
            Some(group) => std::iter::once(group).chain(asked).collect(),
            None => asked.collect(),
        }
    }

    /// `Group: VIP`, where these are a group's members.
    fn members_of(self) -> Option<String> {
        let groups = self.groups.value().unwrap_or_default();
        let query = CustomerQuery {
            group: Some(self.group()?),
            ..CustomerQuery::default()
        };
        Filter::Group.said(&query, &groups)
    }

    /// How many match in all, where that is known; `None` while nothing was answered.
    pub fn known(self) -> Option<u32> {
        self.list.loaded.value().as_ref().and_then(Listed::known)
    }
}

fn within(query: CustomerQuery, group: StoredValue<Option<GroupId>>) -> CustomerQuery {
    match group.try_get_value().flatten() {
        Some(group) => CustomerQuery {
            group: Some(group),
            ..query
        },
        None => query,
    }
}

/// The search of a question, where it has one.
pub fn searched(query: &CustomerQuery) -> Option<&str> {
    let q = query.q.trim();
    (!q.is_empty()).then_some(q)
}
