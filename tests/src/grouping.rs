//! What staff do with groups and with many customers at once.

use crate::{Reply, Staff, world};
use domain::api::group::{
    CreateGroup, DeleteGroup, GetGroup, JoinGroup, LeaveGroup, ListGroups, RenameGroup,
};
use domain::customer::Customer;
use domain::group::{Group, GroupForm};
use domain::id::{CustomerId, GroupId};
use domain::problem::Problem;

/// A group as typed, not made yet.
pub fn group_form(code: &str, name: &str) -> GroupForm {
    GroupForm {
        version: None,
        code: Some(code.into()),
        name: name.into(),
    }
}

impl Staff {
    pub async fn groups(&self) -> Vec<Group> {
        let groups = self.get::<ListGroups>(&(), &()).await;
        groups.expect("staff see the groups").items
    }

    pub async fn group(&self, id: &GroupId) -> Group {
        let group = self.get::<GetGroup>(id, &()).await;
        group.unwrap_or_else(|problem| panic!("group {id}: {problem:?}"))
    }

    pub async fn create_group(&self, form: &GroupForm) -> Result<Group, Problem> {
        self.call::<CreateGroup>(&(), &(), form).await
    }

    /// Makes a group of its own, with this name.
    pub async fn groups_as(&self, name: &str) -> Group {
        let made = self.create_group(&group_form(&world::word(), name)).await;
        made.unwrap_or_else(|problem| panic!("{name}: {problem:?}"))
    }

    pub async fn rename_group(&self, group: &Group, name: &str) -> Result<Group, Problem> {
        let form = GroupForm {
            version: Some(group.version),
            code: None,
            name: name.into(),
        };
        self.call::<RenameGroup>(&group.id, &(), &form).await
    }

    pub async fn delete_group(&self, id: &GroupId) -> Reply {
        self.reply::<DeleteGroup>(id, &(), &()).await
    }

    pub async fn puts_in(&self, customer: &CustomerId, group: &GroupId) -> Customer {
        let params = (customer.clone(), group.clone());
        let joined = self.call::<JoinGroup>(&params, &(), &()).await;
        joined.unwrap_or_else(|problem| panic!("{customer} into {group}: {problem:?}"))
    }

    pub async fn takes_out(&self, customer: &CustomerId, group: &GroupId) -> Customer {
        let params = (customer.clone(), group.clone());
        let left = self.call::<LeaveGroup>(&params, &(), &()).await;
        left.unwrap_or_else(|problem| panic!("{customer} out of {group}: {problem:?}"))
    }
}
