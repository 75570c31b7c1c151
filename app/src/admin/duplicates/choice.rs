//! What is chosen about two records: which stays, where each field comes from, which account. Kept apart from what is drawn.

use domain::duplicate::{Comparison, MergeField, MergeForm, Plan, Unmergeable};
use domain::id::{AccountId, CustomerId};
use leptos::prelude::*;

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Choice {
    /// None until somebody chooses: by the rules then.
    survivor: RwSignal<Option<CustomerId>>,
    /// The record a field is taken from, where somebody chose it.
    fields: RwSignal<Vec<(MergeField, CustomerId)>>,
    account: RwSignal<Option<AccountId>>,
}

impl Choice {
    pub fn new() -> Choice {
        Choice {
            survivor: RwSignal::new(None),
            fields: RwSignal::new(Vec::new()),
            account: RwSignal::new(None),
        }
    }

    pub fn survivor(self, comparison: &Comparison) -> CustomerId {
        self.survivor
            .get()
            .unwrap_or_else(|| comparison.survivor.clone())
    }

    pub fn keep(self, id: CustomerId) {
        self.survivor.set(Some(id));
    }

    pub fn account(self) -> Option<AccountId> {
        self.account.get()
    }

    pub fn keep_account(self, id: AccountId) {
        self.account.set(Some(id));
    }

    pub fn take(self, field: MergeField, from: CustomerId) {
        self.fields.update(|fields| {
            fields.retain(|(other, _)| *other != field);
            fields.push((field, from));
        });
    }

    /// The record that a field comes from.
    pub fn source(self, comparison: &Comparison, field: MergeField) -> CustomerId {
        let survivor = self.survivor(comparison);
        let chosen = self.fields.with(|fields| {
            let chosen = fields.iter().find(|(other, _)| *other == field);
            chosen.map(|(_, from)| from.clone())
        });
        let other = || {
            comparison
                .pair(&survivor)
                .map(|(_, other)| other.customer.id.clone())
        };
        chosen
            .or_else(|| {
                self.by_rule(comparison, &survivor)
                    .contains(&field)
                    .then(other)
                    .flatten()
            })
            .unwrap_or(survivor)
    }

    fn by_rule(self, comparison: &Comparison, survivor: &CustomerId) -> Vec<MergeField> {
        let Some((stays, goes)) = comparison.pair(survivor) else {
            return Vec::new();
        };
        match comparison.plan(survivor, None, self.account().as_ref()) {
            Ok(plan) => plan.took,
            Err(_) => Plan::default_take(stays, goes, None),
        }
    }

    fn taken(self, comparison: &Comparison) -> Vec<MergeField> {
        let survivor = self.survivor(comparison);
        let fields = MergeField::ALL.into_iter();
        fields
            .filter(|field| self.source(comparison, *field) != survivor)
            .collect()
    }

    /// What follows from all that is chosen.
    pub fn plan(self, comparison: &Comparison) -> Result<Plan<'_>, Unmergeable> {
        let take = self.taken(comparison);
        comparison.plan(
            &self.survivor(comparison),
            Some(&take),
            self.account().as_ref(),
        )
    }

    /// What is asked for.
    pub fn form(self, comparison: &Comparison) -> Option<MergeForm> {
        let survivor = self.survivor(comparison);
        let (stays, goes) = comparison.pair(&survivor)?;
        Some(MergeForm {
            other: Some(goes.customer.id.clone()),
            version: Some(stays.customer.version),
            other_version: Some(goes.customer.version),
            take: Some(self.taken(comparison)),
            account: self.account(),
            survivor: Some(survivor),
        })
    }
}
