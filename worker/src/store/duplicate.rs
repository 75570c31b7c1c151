//! Customers who look alike: found by the likenesses that triggers keep, and told apart by staff.

use crate::db::{Answers, Db, GONE, Refused, Rows, Sql, guard_unless, sql};
use crate::store::journal;
use domain::account::Account;
use domain::customer::{AccountState, Stage};
use domain::duplicate::{Duplicate, Likeness, Lookalike};
use domain::id::CustomerId;
use domain::journal::{Act, SubjectKind};
use domain::page::{Cursor, Page};
use serde::Deserialize;

/// Customers a page looks at: each has at most three likenesses of a telling key and its addresses' besides, and each of those
/// at most nineteen others.
const PAGE: u32 = 25;
/// Pages that one call looks at where all that is found was told apart.
const EMPTY_PAGES: u32 = 4;
/// Lookalikes a record's page names.
const NAMED_MAX: u32 = 20;

/// Both customers of a pair: `n` is the newer one or the one asked about, `o` the other, `a` what they have in common.
const PAIR: &str = "n.id as n_id, n.first_name as n_first, n.last_name as n_last, n.email as n_email, n.phone as n_phone,
        n.stage as n_stage, n.account as n_account, n.orders_count as n_orders, n.created_at as n_created, n.seq as n_seq,
        o.id as o_id, o.first_name as o_first, o.last_name as o_last, o.email as o_email, o.phone as o_phone,
        o.stage as o_stage, o.account as o_account, o.orders_count as o_orders, o.created_at as o_created,
        group_concat(distinct substr(a.key, 1, 1)) as why";

/// They were not said to be two persons.
const NOT_APART: &str = "not exists (select 1 from told_apart t
    where t.customer_id = min(n.id, o.id) and t.other_id = max(n.id, o.id))";

#[derive(Deserialize)]
struct Pair {
    n_id: CustomerId,
    n_first: String,
    n_last: String,
    n_email: String,
    n_phone: Option<String>,
    n_stage: Stage,
    n_account: AccountState,
    n_orders: u32,
    n_created: i64,
    o_id: CustomerId,
    o_first: String,
    o_last: String,
    o_email: String,
    o_phone: Option<String>,
    o_stage: Stage,
    o_account: AccountState,
    o_orders: u32,
    o_created: i64,
    why: String,
}

impl Pair {
    fn duplicate(self) -> Duplicate {
        Duplicate {
            customer: Lookalike {
                id: self.n_id,
                first_name: self.n_first,
                last_name: self.n_last,
                email: self.n_email,
                phone: self.n_phone,
                stage: self.n_stage,
                account: self.n_account,
                orders: self.n_orders,
                created_at: self.n_created,
            },
            other: Lookalike {
                id: self.o_id,
                first_name: self.o_first,
                last_name: self.o_last,
                email: self.o_email,
                phone: self.o_phone,
                stage: self.o_stage,
                account: self.o_account,
                orders: self.o_orders,
                created_at: self.o_created,
            },
            why: likenesses(&self.why),
        }
    }
}

/// What the first signs of keys say.
pub fn likenesses(signs: &str) -> Vec<Likeness> {
    signs.split(',').filter_map(Likeness::of_key).collect()
}

/// A page of those who look alike, by the newer of the two, the newest first.
pub async fn list(db: &Db, cursor: Option<&Cursor>) -> Result<Page<Duplicate>, Refused> {
    let mut before = Cursor::before(cursor);
    let mut found = page(db, before).await?;
    for _ in 1..EMPTY_PAGES {
        match &found.next {
            Some(next) if found.items.is_empty() => before = next.seq,
            _ => break,
        }
        found = page(db, before).await?;
    }
    found.partial = found.items.is_empty() && found.next.is_some();
    Ok(found)
}

async fn page(db: &Db, before: i64) -> Result<Page<Duplicate>, Refused> {
    #[derive(Deserialize)]
    struct Seen {
        customer_seq: i64,
    }
    // The last one only tells that there are more.
    let looked_at = sql(
        "select distinct customer_seq from likenesses indexed by likenesses_telling
        where telling = 1 and customer_seq < ?1 order by customer_seq desc limit ?2",
    )
    .bind(before)
    .bind(PAGE + 1);
    let pairs = sql(format!(
        "select {PAIR} from likenesses a indexed by likenesses_of_customer
            cross join likenesses b on b.key = a.key and b.customer_seq < a.customer_seq
            cross join customers n on n.seq = a.customer_seq cross join customers o on o.seq = b.customer_seq
        where a.telling = 1 and a.customer_seq in (select distinct customer_seq from likenesses indexed by likenesses_telling
                where telling = 1 and customer_seq < ?1 order by customer_seq desc limit ?2)
            and {NOT_APART}
        group by a.customer_seq, b.customer_seq order by a.customer_seq desc, b.customer_seq desc"
    ))
    .bind(before)
    .bind(PAGE);
    let mut answers = Answers::new(db.batch(vec![looked_at, pairs]).await?);
    let seen: Vec<Seen> = answers.take().all()?;
    let seen = Page::cut(seen, PAGE, |row| Cursor::age(row.customer_seq));
    let items: Vec<Pair> = answers.take().all()?;
    Ok(Page {
        items: items.into_iter().map(Pair::duplicate).collect(),
        next: seen.next,
        total: None,
        partial: false,
    })
}

/// Asks for the lookalikes of a customer, the newest first; [`read`] takes the answer.
pub fn of(id: &CustomerId) -> Sql {
    sql(format!(
        "select {PAIR} from customers n
            cross join likenesses a indexed by likenesses_of_customer on a.customer_seq = n.seq and a.telling = 1
            cross join likenesses b on b.key = a.key and b.customer_seq <> a.customer_seq
            cross join customers o on o.seq = b.customer_seq
        where n.id = ?1 and {NOT_APART}
        group by b.customer_seq order by b.customer_seq desc limit ?2"
    ))
    .bind(id)
    .bind(NAMED_MAX)
}

/// Reads what [`of`] asked for.
pub fn read(rows: &Rows) -> Result<Vec<Duplicate>, Refused> {
    let pairs: Vec<Pair> = rows.all()?;
    Ok(pairs.into_iter().map(Pair::duplicate).collect())
}

/// Says that two customers are two persons, or takes it back; `gone` where one of them is none.
pub async fn tell_apart(
    db: &Db,
    pair: (&CustomerId, &CustomerId),
    apart: bool,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let (one, other) = pair;
    let there = guard_unless(
        "(select count(*) from customers where id in (?1, ?2)) = 2",
        GONE,
    );
    let (change, act) = match apart {
        true => (
            sql(
                "insert into told_apart (customer_id, other_id, account_id, at)
                values (min(?1, ?2), max(?1, ?2), ?3, ?4) on conflict do nothing",
            )
            .bind(one)
            .bind(other)
            .bind(&by.id)
            .bind(now),
            Act::ToldApart,
        ),
        false => (
            sql(
                "delete from told_apart where customer_id = min(?1, ?2) and other_id = max(?1, ?2)",
            )
            .bind(one)
            .bind(other),
            Act::FoundAgain,
        ),
    };
    let told = journal::tell(
        by,
        act,
        Some((SubjectKind::Customer, one.as_str())),
        &[],
        now,
    );
    db.batch(vec![there.bind(one).bind(other), change, told])
        .await
        .map(|_| ())
}
