//! How the customers' space is arranged, and what of it concerns one customer.

mod conversations;
mod documents;
mod invoices;
mod orders;
mod purchases;
mod record;

use crate::db::{Answers, Db, Refused, Rows, STALE, Sql, guard_changed, sql, stored};
use crate::store::journal;
use domain::account::Account;
use domain::group::GROUPS_MAX;
use domain::id::{AccountId, CustomerId, GroupId};
use domain::journal::Act;
use domain::space::{Arrangement, Facts, Placed};
use serde::Deserialize;

/// The arrangement as it is.
pub async fn arrangement(db: &Db) -> Result<Arrangement, Refused> {
    let mut answers = Answers::new(db.batch(select().into()).await?);
    read(&mut answers)
}

/// Every group there is.
pub async fn groups(db: &Db) -> Result<Vec<GroupId>, Refused> {
    ids(&db.run(select_groups()).await?)
}

/// Arranges the space anew. [`Refused::Guard`] `stale` when it changed since `version`.
pub async fn arrange(
    db: &Db,
    version: u32,
    blocks: &[Placed],
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let value =
        serde_json::to_string(blocks).map_err(|error| Refused::Cause(format!("space: {error}")))?;
    let update = sql(
        "update settings set value = ?1, version = version + 1 where key = 'space' and version = ?2",
    )
    .bind(value)
    .bind(version);
    let told = journal::tell(by, Act::SpaceArranged, None, &[], now);
    db.batch(vec![update, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

/// Whose space it is.
pub struct Own<'a> {
    pub customer: &'a CustomerId,
    pub account: &'a AccountId,
    /// Whether the account's mailbox was proved: it then sees all orders of the customer, else its own.
    pub verified: bool,
    pub now: i64,
}

/// The arrangement, the customer's groups, and what there is of each kind, in one trip.
pub async fn own(db: &Db, own: &Own<'_>) -> Result<(Arrangement, Vec<GroupId>, Facts), Refused> {
    let mut batch: Vec<Sql> = select().into();
    batch.push(
        sql("select group_id as id from memberships
            where customer_seq = (select seq from customers where id = ?1) limit ?2")
        .bind(own.customer)
        .bind(GROUPS_MAX),
    );
    // Each part's own statements, and its answers read in the same order: that in which the customer is told.
    batch.extend(orders::select(own));
    batch.extend(conversations::select(own));
    batch.extend(purchases::select(own));
    batch.extend(invoices::select(own));
    batch.extend(record::select(own));
    batch.extend(documents::select(own));
    let mut answers = Answers::new(db.batch(batch).await?);
    let arrangement = read(&mut answers)?;
    let groups = ids(&answers.take())?;
    let mut facts = Facts::default();
    orders::read(&mut answers, &mut facts)?;
    conversations::read(&mut answers, &mut facts)?;
    purchases::read(&mut answers, &mut facts)?;
    invoices::read(&mut answers, &mut facts)?;
    record::read(&mut answers, &mut facts)?;
    documents::read(&mut answers, &mut facts)?;
    Ok((arrangement, groups, facts))
}

/// Selects what [`read`] reads.
fn select() -> [Sql; 2] {
    [
        sql("select value, version from settings where key = 'space'"),
        select_groups(),
    ]
}

fn select_groups() -> Sql {
    sql("select id from groups limit ?1").bind(GROUPS_MAX)
}

fn read(answers: &mut Answers) -> Result<Arrangement, Refused> {
    #[derive(Deserialize)]
    struct Row {
        value: String,
        version: u32,
    }
    let row = answers.take().first::<Row>()?;
    let groups = ids(&answers.take())?;
    let Some(row) = row else {
        return Err(Refused::Cause("space: no row".to_owned()));
    };
    let blocks: Option<Vec<Placed>> = stored("space", &row.value)?;
    Ok(match blocks {
        Some(blocks) => Arrangement::arranged(row.version, blocks, |id| groups.contains(id)),
        None => Arrangement::fresh(row.version),
    })
}

/// The one figure of a `select count(*) as count`.
fn count(answers: &mut Answers) -> Result<u32, Refused> {
    #[derive(Deserialize)]
    struct Row {
        count: u32,
    }
    let row = answers.take().first::<Row>()?;
    Ok(row.map_or(0, |row| row.count))
}

fn ids(rows: &Rows) -> Result<Vec<GroupId>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: GroupId,
    }
    Ok(rows.all::<Row>()?.into_iter().map(|row| row.id).collect())
}
