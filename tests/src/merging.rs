//! Staff who look at customers side by side and make their records one.

use crate::browser::{escape, same_origin};
use crate::reply::Reply;
use crate::staff::Staff;
use domain::api::duplicate::{
    CompareCustomers, FindAgain, GetDuplicates, GetMerge, ListDuplicates, MergeCustomers,
    TellApart, UndoMerge,
};
use domain::api::{Endpoint, PageQuery, address};
use domain::customer::Customer;
use domain::duplicate::{Comparison, Duplicate, Duplicates, Merge, MergeField, MergeForm};
use domain::id::{CustomerId, MergeId};
use domain::page::{Cursor, Page};
use domain::problem::Problem;

/// `other` merged into `survivor` as both were seen, by the rules.
pub fn into(survivor: &Customer, other: &Customer) -> MergeForm {
    MergeForm {
        survivor: Some(survivor.id.clone()),
        other: Some(other.id.clone()),
        version: Some(survivor.version),
        other_version: Some(other.version),
        take: None,
        account: None,
    }
}

/// The same with these fields taken from `other`.
pub fn taking(survivor: &Customer, other: &Customer, take: &[MergeField]) -> MergeForm {
    MergeForm {
        take: Some(take.to_vec()),
        ..into(survivor, other)
    }
}

impl Staff {
    pub async fn duplicates(&self, id: &CustomerId) -> Duplicates {
        let found = self.get::<GetDuplicates>(id, &()).await;
        found.unwrap_or_else(|problem| panic!("{problem:?}"))
    }

    /// A page of all who look alike.
    pub async fn alike(&self, cursor: Option<Cursor>) -> Page<Duplicate> {
        let found = self.get::<ListDuplicates>(&(), &PageQuery { cursor }).await;
        found.unwrap_or_else(|problem| panic!("{problem:?}"))
    }

    pub async fn tell_apart(&self, one: &CustomerId, other: &CustomerId) -> Result<(), Problem> {
        let pair = (one.clone(), other.clone());
        self.call::<TellApart>(&pair, &(), &()).await
    }

    pub async fn find_again(&self, one: &CustomerId, other: &CustomerId) -> Result<(), Problem> {
        let pair = (one.clone(), other.clone());
        self.call::<FindAgain>(&pair, &(), &()).await
    }

    pub async fn compare(
        &self,
        one: &CustomerId,
        other: &CustomerId,
    ) -> Result<Comparison, Problem> {
        let pair = (one.clone(), other.clone());
        self.get::<CompareCustomers>(&pair, &()).await
    }

    pub async fn merge(&self, form: &MergeForm) -> Result<Merge, Problem> {
        self.call::<MergeCustomers>(&(), &(), form).await
    }

    /// The same, where nothing may be wrong.
    pub async fn merges(&self, form: &MergeForm) -> Merge {
        let merged = self.merge(form).await;
        merged.unwrap_or_else(|problem| panic!("{form:?}: {problem:?}"))
    }

    /// Merges under a key, and gives the answer itself.
    pub async fn merge_under(&self, key: &str, form: &MergeForm) -> Reply {
        let body = serde_json::to_string(form).expect("requests are JSON");
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.push(("content-type", "application/json"));
        headers.push(("idempotency-key", key));
        let path = address::<MergeCustomers>(&(), &(), escape);
        self.send_patiently(MergeCustomers::METHOD.name(), &path, &headers, &body)
            .await
    }

    pub async fn merge_of(&self, id: &MergeId) -> Result<Merge, Problem> {
        self.get::<GetMerge>(id, &()).await
    }

    pub async fn undo_merge(&self, id: &MergeId) -> Result<Merge, Problem> {
        self.call::<UndoMerge>(id, &(), &()).await
    }
}
