//! Bulk changes: one act on many customers at once, frozen when it is prepared, done in chunks that survive anything.

use crate::customer::CustomerQuery;
use crate::group::GroupMark;
use crate::id::{BulkId, CustomerId, GroupId};
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is done to each of the customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkAct {
    JoinGroup,
    LeaveGroup,
    /// An invitation for who never had a way in; who had one gets it back.
    GiveSignIn,
    TakeSignIn,
}

impl BulkAct {
    pub const ALL: [BulkAct; 4] = [
        BulkAct::JoinGroup,
        BulkAct::LeaveGroup,
        BulkAct::GiveSignIn,
        BulkAct::TakeSignIn,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            BulkAct::JoinGroup => "join_group",
            BulkAct::LeaveGroup => "leave_group",
            BulkAct::GiveSignIn => "give_sign_in",
            BulkAct::TakeSignIn => "take_sign_in",
        }
    }

    /// Whether it is about a group.
    pub fn needs_group(self) -> bool {
        matches!(self, BulkAct::JoinGroup | BulkAct::LeaveGroup)
    }

    /// The act that takes it back for those it changed.
    pub fn opposite(self) -> BulkAct {
        match self {
            BulkAct::JoinGroup => BulkAct::LeaveGroup,
            BulkAct::LeaveGroup => BulkAct::JoinGroup,
            BulkAct::GiveSignIn => BulkAct::TakeSignIn,
            BulkAct::TakeSignIn => BulkAct::GiveSignIn,
        }
    }
}

/// How far a bulk change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BulkState {
    /// Its customers are frozen and counted; nothing is changed before it is confirmed. Dropped after an hour.
    Prepared,
    Running,
    /// Stopped by staff; may go on.
    Stopped,
    Finished,
}

impl BulkState {
    pub fn code(self) -> &'static str {
        match self {
            BulkState::Prepared => "prepared",
            BulkState::Running => "running",
            BulkState::Stopped => "stopped",
            BulkState::Finished => "finished",
        }
    }

    /// Whether staff may put it into `wanted` from here. Being there already is no change.
    pub fn may_become(self, wanted: BulkState) -> bool {
        use BulkState::{Finished, Prepared, Running, Stopped};
        match wanted {
            Running => self != Finished,
            Stopped => matches!(self, Running | Stopped),
            Prepared | Finished => false,
        }
    }
}

/// A bulk change, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bulk {
    pub id: BulkId,
    pub act: BulkAct,
    /// The group it is about; none too once that group is gone.
    pub group: Option<GroupMark>,
    pub state: BulkState,
    /// Customers it was frozen over.
    pub total: u32,
    /// Changed so far.
    pub done: u32,
    /// Were so already.
    pub skipped: u32,
    /// Could not be changed; listed with their reasons.
    pub failed: u32,
    /// Of those who are given sign-in: how many will be sent an invitation. The others get their old way back.
    pub invitations: u32,
    /// The bulk change that this one takes back.
    pub undoes: Option<BulkId>,
    /// Who asked for it, while they work here.
    pub by: Option<String>,
    /// Unix milliseconds, UTC.
    pub created_at: i64,
}

impl Bulk {
    /// Customers it has dealt with.
    pub fn reached(&self) -> u32 {
        self.done
            .saturating_add(self.skipped)
            .saturating_add(self.failed)
    }

    /// Whether it may be taken back.
    pub fn may_be_undone(&self) -> bool {
        matches!(self.state, BulkState::Finished | BulkState::Stopped)
            && self.done > 0
            && self.undoes.is_none()
    }
}

/// Bulk changes that wait, run or ended lately: the work in progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bulks {
    pub items: Vec<Bulk>,
}

/// A customer that a bulk change could not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkFailure {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// `staff` (the mailbox belongs to somebody of the team), `gone` (the customer, who has no name any more, or the
    /// group).
    pub reason: String,
}

/// A bulk change as asked for: over the customers named, or over all that match a list's filters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkForm {
    #[serde(default)]
    pub act: Option<BulkAct>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers: Option<Vec<CustomerId>>,
    /// Keys and values of the list's address: `{"q":"zoé","stage":"buyer"}`; `{}` is everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<BTreeMap<String, String>>,
}

/// Whose records a bulk change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen<'a> {
    Customers(&'a [CustomerId]),
    Matching(Box<CustomerQuery>),
}

/// A bulk change that keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    pub act: BulkAct,
    pub group: Option<&'a GroupId>,
    pub chosen: Chosen<'a>,
}

/// Customers that may be named one by one.
pub const NAMED_MAX: usize = 500;
/// Customers a bulk change may be frozen over.
pub const TOTAL_MAX: u32 = 100_000;
/// Customers changed in one batch.
pub const CHUNK: u32 = 200;
/// A worker that does not report back within this time is taken for dead, and the next one goes on: milliseconds.
pub const LEASE: i64 = 30_000;
/// How long a prepared one waits for its confirmation, and a finished one stays listed: milliseconds.
pub const PREPARED_KEPT: i64 = 60 * 60_000;
pub const FINISHED_KEPT_DAYS: i64 = 30;

impl BulkForm {
    /// Proves what was asked for, or tells everything that is wrong.
    pub fn prove(&self) -> Result<Wanted<'_>, Vec<FieldError>> {
        let mut wrong = Vec::new();
        if self.act.is_none() {
            wrong.push(FieldError::new("act", "required"));
        }
        if self.act.is_some_and(BulkAct::needs_group) && self.group.is_none() {
            wrong.push(FieldError::new("group", "required"));
        }
        let chosen = match (&self.customers, &self.matching) {
            (Some(customers), None) if customers.is_empty() => {
                wrong.push(FieldError::new("customers", "required"));
                None
            }
            (Some(customers), None) if customers.len() > NAMED_MAX => {
                wrong.push(FieldError {
                    max: Some(NAMED_MAX as u32),
                    ..FieldError::new("customers", "too_many")
                });
                None
            }
            (Some(customers), None) => Some(Chosen::Customers(customers)),
            (None, Some(pairs)) => {
                use crate::api::Query;
                match CustomerQuery::read(pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()))) {
                    Ok(query) => Some(Chosen::Matching(Box::new(query))),
                    Err(errors) => {
                        wrong.extend(errors.into_iter().map(|error| error.within("matching")));
                        None
                    }
                }
            }
            _ => {
                wrong.push(FieldError::new("customers", "required"));
                None
            }
        };
        match (self.act, chosen) {
            (Some(act), Some(chosen)) if wrong.is_empty() => Ok(Wanted {
                act,
                group: self.group.as_ref().filter(|_| act.needs_group()),
                chosen,
            }),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(form: &BulkForm) -> Vec<(String, String)> {
        let told = form.prove().err().unwrap_or_default();
        told.into_iter()
            .map(|e| (e.field.into_owned(), e.reason.into_owned()))
            .collect()
    }

    fn pairs(all: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
        Some(
            all.iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn it_is_over_the_named_or_over_all_that_match_never_both_or_neither() {
        let none = BulkForm {
            act: Some(BulkAct::TakeSignIn),
            ..BulkForm::default()
        };
        let wrong = vec![("customers".to_owned(), "required".to_owned())];
        assert_eq!(reasons(&none), wrong);
        let id = CustomerId::new(1, [1; 10]);
        let both = BulkForm {
            customers: Some(vec![id.clone()]),
            matching: pairs(&[]),
            ..none.clone()
        };
        assert_eq!(reasons(&both), wrong);
        assert_eq!(
            reasons(&BulkForm {
                customers: Some(vec![]),
                ..none.clone()
            }),
            wrong
        );
        let many = BulkForm {
            customers: Some(vec![id; 501]),
            ..none.clone()
        };
        assert_eq!(reasons(&many)[0].1, "too_many");
        let all = BulkForm {
            matching: pairs(&[("stage", "buyer")]),
            ..none
        };
        assert!(
            matches!(all.prove().unwrap().chosen, Chosen::Matching(query) if query.stage.is_some())
        );
    }

    #[test]
    fn t32_a_forged_filter_is_named() {
        let form = BulkForm {
            act: Some(BulkAct::JoinGroup),
            matching: pairs(&[("stage", "x' or 1=1"), ("customer_id", "1")]),
            ..BulkForm::default()
        };
        let mut told = reasons(&form);
        told.sort();
        let error = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
        assert_eq!(
            told,
            [
                error("group", "required"),
                error("matching.customer_id", "unknown_key"),
                error("matching.stage", "unknown")
            ]
        );
    }

    #[test]
    fn each_act_is_taken_back_by_its_opposite() {
        for act in BulkAct::ALL {
            assert_eq!(act.opposite().opposite(), act);
            assert_ne!(act.opposite(), act);
        }
        assert!(BulkState::Stopped.may_become(BulkState::Running));
        assert!(!BulkState::Finished.may_become(BulkState::Running));
    }
}
