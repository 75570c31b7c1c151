//! How many customers an audience reaches: those in it, and those of them who can sign in. Counted up to a cap.

use crate::db::{Db, Refused, sql};
use domain::document::{REACH_MAX, Reach, To};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    customers: u32,
    with_account: u32,
}

/// Counts an audience as it is at `now`.
pub async fn reach(db: &Db, to: &To, now: i64) -> Result<Reach, Refused> {
    let members = match to {
        // Kept by triggers: a few rows whatever their number.
        To::Everyone => {
            let count = sql("select coalesce(min(sum(n), ?1), 0) as customers, coalesce(min(sum(n), ?1), 0) as with_account
                from customer_counts where account = 'enabled'")
            .bind(REACH_MAX);
            return counted(db, count).await;
        }
        To::Groups(_) => {
            "select distinct m.customer_seq as seq from json_each(?2) g cross join memberships m on m.group_id = g.value"
        }
        To::Buyers { .. } => {
            "select c.seq from purchases p join customers c on c.id = p.customer_id where p.product_id = ?2
                and p.ended_at is null and p.valid_from <= ?3
                and (p.valid_until is null or p.valid_until > ?3 or ?4 = 1)"
        }
        To::Customer(_) => "select seq from customers where id = ?2",
    };
    let count = sql(format!(
        "select count(*) as customers, coalesce(sum(c.account = 'enabled'), 0) as with_account
        from (select seq from ({members}) limit ?1) w join customers c on c.seq = w.seq"
    ))
    .bind(REACH_MAX);
    let count = match to {
        To::Everyone => count,
        To::Groups(ids) => {
            let ids = serde_json::to_string(ids);
            count.bind(ids.map_err(|error| Refused::Cause(format!("json: {error}")))?)
        }
        To::Buyers { product, lapsed } => count.bind(product).bind(now).bind(*lapsed),
        To::Customer(customer) => count.bind(customer),
    };
    counted(db, count).await
}

async fn counted(db: &Db, count: crate::db::Sql) -> Result<Reach, Refused> {
    let row: Option<Row> = db.run(count).await?.first()?;
    Ok(row.map_or(
        Reach {
            customers: 0,
            with_account: 0,
        },
        |row| Reach {
            customers: row.customers,
            with_account: row.with_account,
        },
    ))
}
