//! What staff do with groups and with many customers at once.

use crate::browser::same_origin;
use crate::{Reply, Staff, World, world};
use domain::api::Endpoint;
use domain::api::bulk::{BulkStateForm, GetBulk, PrepareBulk, SetBulkState, UndoBulk};
use domain::api::group::{
    CreateGroup, DeleteGroup, GetGroup, JoinGroup, LeaveGroup, ListGroups, RenameGroup,
};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::bulk::{Bulk, BulkAct, BulkForm, BulkState};
use domain::customer::Customer;
use domain::group::{Group, GroupForm};
use domain::id::{BulkId, CustomerId, GroupId, Id};
use domain::problem::Problem;
use std::time::{Duration, Instant};

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

/// A form of a bulk change over all that match these filters of the list.
pub fn over(act: BulkAct, group: Option<&GroupId>, matching: &[(&str, &str)]) -> BulkForm {
    let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    BulkForm {
        act: Some(act),
        group: group.cloned(),
        customers: None,
        matching: Some(matching.iter().map(pair).collect()),
    }
}

/// A form of a bulk change over these customers.
pub fn over_these(act: BulkAct, group: Option<&GroupId>, customers: &[CustomerId]) -> BulkForm {
    BulkForm {
        act: Some(act),
        group: group.cloned(),
        customers: Some(customers.to_vec()),
        matching: None,
    }
}

/// Writes this many customers into the database, all with this last name; gives their ids.
pub async fn crowd(world: &World, last_name: &str, count: usize) -> Vec<CustomerId> {
    let database = world.database();
    database
        .rows(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < cast(?2 as integer))
            insert into customers (id, email, email_key, first_name, last_name, name_key, search_text, created_at)
            select printf('%s-%s-7%s-8%s-%s', lower(hex(randomblob(4))), lower(hex(randomblob(2))),
                    substr(lower(hex(randomblob(2))), 2), substr(lower(hex(randomblob(2))), 2), lower(hex(randomblob(6)))),
                ?1 || '.' || i || '@example.com', ?1 || '.' || i || '@example.com', 'Ada', ?1, ?1 || ' ada',
                '^^' || ?1 || char(10) || '^^ada' || char(10), cast(?3 as integer) + i
            from n",
            &[last_name, &count.to_string(), &world::now().to_string()],
        )
        .await;
    let rows = database
        .rows(
            "select id from customers where name_key = ?1 || ' ada' order by seq",
            &[last_name],
        )
        .await;
    let id = |row: &Vec<serde_json::Value>| Id::parse(row[0].as_str().unwrap_or_default());
    let ids: Vec<CustomerId> = rows.iter().filter_map(id).collect();
    assert_eq!(ids.len(), count);
    ids
}

impl Staff {
    /// Asks for a bulk change to be prepared, under this key.
    pub async fn prepare_under(&self, key: &str, form: &BulkForm) -> Reply {
        let origin = self.world.url().to_owned();
        let [site, origin] = same_origin(&origin);
        let headers = [
            site,
            origin,
            ("content-type", "application/json"),
            (IDEMPOTENCY_KEY, key),
        ];
        let body = serde_json::to_string(form).expect("forms are JSON");
        self.raw("POST", PrepareBulk::PATH, &headers, body).await
    }

    pub async fn prepare(&self, form: &BulkForm) -> Bulk {
        let key = format!("bulk-{}", world::number());
        let reply = self.prepare_under(&key, form).await;
        serde_json::from_value(reply.expect(201).value()).expect("a bulk change")
    }

    pub async fn set_bulk(&self, id: &BulkId, state: BulkState) -> Reply {
        let form = BulkStateForm { state: Some(state) };
        self.reply::<SetBulkState>(id, &(), &form).await
    }

    pub async fn bulk(&self, id: &BulkId) -> Bulk {
        let bulk = self.get::<GetBulk>(id, &()).await;
        bulk.unwrap_or_else(|problem| panic!("bulk change {id}: {problem:?}"))
    }

    /// Lets a bulk change run and watches it to its end, as the screen does.
    pub async fn runs(&self, id: &BulkId) -> Bulk {
        self.set_bulk(id, BulkState::Running).await.expect(200);
        self.watches(id).await
    }

    /// Watches a bulk change until it is finished.
    pub async fn watches(&self, id: &BulkId) -> Bulk {
        let patience = Instant::now() + Duration::from_secs(60);
        loop {
            let bulk = self.bulk(id).await;
            if bulk.state == BulkState::Finished {
                return bulk;
            }
            assert!(Instant::now() < patience, "{bulk:?} does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn undo_bulk(&self, id: &BulkId) -> Result<Bulk, Problem> {
        self.call::<UndoBulk>(id, &(), &()).await
    }
}
