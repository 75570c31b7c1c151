//! Groups and who is in them. The unique key on the code in lower case decides who gets a code.

use crate::db::{Answers, Db, GONE, MOVED, Refused, STALE, guard_changed, guard_unless, sql};
use crate::store::idempotency::{self, Key};
use crate::store::journal;
use domain::account::Account;
use domain::group::{GROUPS_MAX, Group};
use domain::history::Fact;
use domain::id::{CustomerId, GroupId};
use domain::journal::{Act, SubjectKind};
use domain::text::fold;

/// The columns of a [`Group`].
const GROUPS: &str = "select id, version, code, name, members,
    (select count(*) from document_groups d where d.group_id = groups.id) as documents,
    (select count(*) from campaign_groups x join campaigns k on k.id = x.campaign_id
        where x.group_id = groups.id and k.state = 'scheduled') as campaigns,
    (select max(k.started_at) from campaign_groups x join campaigns k on k.id = x.campaign_id
        where x.group_id = groups.id) as last_campaign_at, created_at from groups";

/// Every group, by name.
pub async fn list(db: &Db) -> Result<Vec<Group>, Refused> {
    let all = sql(format!("{GROUPS} order by name_key, id limit ?1")).bind(GROUPS_MAX);
    db.run(all).await?.all()
}

/// One group.
pub async fn find(db: &Db, id: &GroupId) -> Result<Option<Group>, Refused> {
    let one = sql(format!("{GROUPS} where id = ?1")).bind(id);
    db.run(one).await?.first()
}

/// The group that has this code, in any case.
pub async fn find_code(db: &Db, code: &str) -> Result<Option<Group>, Refused> {
    let one = sql(format!("{GROUPS} where code_key = ?1")).bind(code.to_ascii_lowercase());
    db.run(one).await?.first()
}

/// A group to be made.
pub struct New<'a> {
    pub id: &'a GroupId,
    pub code: &'a str,
    pub name: &'a str,
}

/// Makes a group. [`Refused::Guard`]: `repeated` where the key made one before, `moved` where the code is taken or the
/// shop has all the groups it may have.
pub async fn create(
    db: &Db,
    new: &New<'_>,
    key: Option<&Key<'_>>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, new.id.as_str(), now);
    batch.push(
        sql(
            "insert into groups (id, code, code_key, name, name_key, created_at)
            select ?1, ?2, ?3, ?4, ?5, ?6 where (select count(*) from groups) < ?7
            on conflict (code_key) do nothing",
        )
        .bind(new.id)
        .bind(new.code)
        .bind(new.code.to_ascii_lowercase())
        .bind(new.name)
        .bind(fold(new.name))
        .bind(now)
        .bind(GROUPS_MAX),
    );
    batch.push(guard_changed(MOVED));
    let subject = Some((SubjectKind::Group, new.id.as_str()));
    batch.push(journal::tell(by, Act::GroupCreated, subject, &[], now));
    db.batch(batch).await.map(|_| ())
}

/// Renames a group. [`Refused::Guard`] `stale` when it changed since, or is gone.
pub async fn rename(
    db: &Db,
    id: &GroupId,
    version: u32,
    name: &str,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let update = sql(
        "update groups set version = version + 1, name = ?3, name_key = ?4
        where id = ?1 and version = ?2",
    )
    .bind(id)
    .bind(version)
    .bind(name)
    .bind(fold(name));
    let subject = Some((SubjectKind::Group, id.as_str()));
    let told = journal::tell(by, Act::GroupRenamed, subject, &["name"], now);
    db.batch(vec![update, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

/// Deletes a group and every membership in it; `gone` when it is no more. The journal tells it once: an entry in each
/// member's history would make a batch as long as the group is large.
pub async fn delete(db: &Db, id: &GroupId, by: &Account, now: i64) -> Result<(), Refused> {
    let subject = Some((SubjectKind::Group, id.as_str()));
    db.batch(vec![
        guard_unless("exists (select 1 from groups where id = ?1)", GONE).bind(id),
        sql("delete from memberships where group_id = ?1").bind(id),
        sql("delete from document_groups where group_id = ?1").bind(id),
        // Campaigns that have started keep what it was called.
        sql("delete from campaign_groups where group_id = ?1
            and campaign_id in (select id from campaigns where state in ('draft', 'scheduled'))")
        .bind(id),
        sql("delete from groups where id = ?1").bind(id),
        journal::tell(by, Act::GroupDeleted, subject, &[], now),
    ])
    .await
    .map(|_| ())
}

/// Puts a customer into a group; there already is no change and no entry in the history. `false` where there is no such
/// customer or group.
pub async fn join(
    db: &Db,
    customer: &CustomerId,
    group: &GroupId,
    by: &Account,
    now: i64,
) -> Result<bool, Refused> {
    let join = sql("insert into memberships (group_id, customer_seq, at)
        select g.id, c.seq, ?3 from customers c join groups g on g.id = ?2 where c.id = ?1
        on conflict (group_id, customer_seq) do nothing")
    .bind(customer)
    .bind(group)
    .bind(now);
    change(db, customer, group, join, Fact::GroupJoined, by, now).await
}

/// Takes a customer out of a group; not in it is no change. `false` where there is no such customer or group.
pub async fn leave(
    db: &Db,
    customer: &CustomerId,
    group: &GroupId,
    by: &Account,
    now: i64,
) -> Result<bool, Refused> {
    let leave = sql("delete from memberships
        where group_id = ?2 and customer_seq = (select seq from customers where id = ?1)")
    .bind(customer)
    .bind(group);
    change(db, customer, group, leave, Fact::GroupLeft, by, now).await
}

/// Changes a membership, and tells it where it did change.
async fn change(
    db: &Db,
    customer: &CustomerId,
    group: &GroupId,
    changes: crate::db::Sql,
    fact: Fact,
    by: &Account,
    now: i64,
) -> Result<bool, Refused> {
    let told = sql(
        "insert into history (customer_id, at, actor, account_id, fact, detail)
        select c.id, ?3, 'staff', ?4, ?5, g.name from customers c join groups g on g.id = ?2
        where c.id = ?1 and changes() > 0",
    )
    .bind(customer)
    .bind(group)
    .bind(now)
    .bind(&by.id)
    .bind(fact.code());
    let known = sql("select g.id from customers c join groups g on g.id = ?2 where c.id = ?1")
        .bind(customer)
        .bind(group);
    let mut answers = Answers::new(db.batch(vec![changes, told, known]).await?);
    answers.take();
    answers.take();
    answers.take().any()
}
