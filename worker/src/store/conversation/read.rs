//! Lists of conversations and counts of what is unread: the customer's own, and the inbox that staff share.

use super::thread::{OWN, Row, SHOPS};
use crate::db::{Db, Refused, Sql, Value, sql};
use domain::conversation::{COUNTED_MAX, InboxQuery, Side, THREADS_PAGE, Thread, Unread, View};
use domain::id::{AccountId, ConversationId, CustomerId};
use domain::page::{Cursor, Page};
use domain::search;
use serde::Deserialize;

/// Subjects, and customers, that a search looks at.
const FOUND_MAX: u32 = 1_000;

/// A page of a customer's conversations, the last written in first.
pub async fn own(
    db: &Db,
    customer: &CustomerId,
    cursor: Option<&Cursor>,
) -> Result<Page<Thread>, Refused> {
    let page = sql(format!(
        "select {OWN} from conversations v left join orders o on o.id = v.order_id
        where v.customer_id = ?1 and v.last_seq < ?2 order by v.last_seq desc limit ?3"
    ))
    .bind(customer)
    .bind(Cursor::before(cursor))
    .bind(THREADS_PAGE + 1);
    let rows: Vec<Row> = db.run(page).await?.all()?;
    Ok(Page::cut(rows, THREADS_PAGE, |row| Cursor::age(row.last_seq)).map(Thread::from))
}

/// What a page of the inbox is asked for, and by whom.
pub struct Inbox<'a> {
    pub query: &'a InboxQuery,
    pub reader: &'a AccountId,
}

/// A page of the inbox, the last written in first.
pub async fn inbox(db: &Db, asked: &Inbox<'_>) -> Result<Page<Thread>, Refused> {
    let query = asked.query;
    let words = match search::query(&query.q) {
        search::Query::Nothing => {
            return Ok(Page::cut(Vec::new(), THREADS_PAGE, |_| Cursor::age(0)));
        }
        search::Query::All => None,
        search::Query::Match(words) => Some(words),
    };
    let mut values: Vec<Value> = vec![
        Cursor::before(query.cursor.as_ref()).into(),
        (THREADS_PAGE + 1).into(),
    ];
    let from = match words {
        Some(words) => {
            values.extend([words.into(), FOUND_MAX.into(), number(&query.q).into()]);
            FOUND
        }
        None => "conversations v",
    };
    let mut conditions = vec!["v.last_seq < ?1".to_owned()];
    match query.view {
        View::All => {}
        View::Waiting => conditions.push("v.state = 'open' and v.last_by = 'customer'".to_owned()),
        View::Unread => conditions.push("v.shop_unread > 0".to_owned()),
        View::Open => conditions.push("v.state = 'open'".to_owned()),
        View::Closed => conditions.push("v.state = 'closed'".to_owned()),
        View::Mine => {
            values.push(asked.reader.into());
            conditions.push(format!("v.answered_by = ?{}", values.len()));
        }
    }
    if let Some(customer) = &query.customer {
        values.push(customer.into());
        conditions.push(format!("v.customer_id = ?{}", values.len()));
    }
    let page = sql(format!(
        "select {SHOPS} from {from} join customers c on c.id = v.customer_id
            left join orders o on o.id = v.order_id
        where {} order by v.last_seq desc limit ?2",
        conditions.join(" and ")
    ));
    let page = values.into_iter().fold(page, Sql::bind);
    let rows: Vec<Row> = db.run(page).await?.all()?;
    Ok(Page::cut(rows, THREADS_PAGE, |row| Cursor::age(row.last_seq)).map(Thread::from))
}

/// The conversations a search finds: by subject, by their customer, by the number of their order.
const FOUND: &str = "(select seq from (select rowid as seq from conversations_search
            where conversations_search match ?3 order by rowid desc limit ?4)
        union select f.seq from (select rowid as person from customers_search
                where customers_search match ?3 order by rowid desc limit ?4) p
            cross join customers w on w.seq = p.person cross join conversations f on f.customer_id = w.id
        union select seq from conversations
            where order_id = (select id from orders where number = cast(?5 as integer))) k
    cross join conversations v on v.seq = k.seq";

/// The order's number that somebody typed, if it can be one.
fn number(typed: &str) -> Option<u32> {
    typed.trim().parse().ok()
}

/// Whether one side of a conversation has something unread.
pub async fn is_unread(db: &Db, id: &ConversationId, reader: Side) -> Result<bool, Refused> {
    let one = match reader {
        Side::Customer => sql("select id from conversations where id = ?1 and customer_unread > 0"),
        Side::Shop => sql("select id from conversations where id = ?1 and shop_unread > 0"),
    };
    db.run(one.bind(id)).await?.any()
}

/// In how many of a customer's conversations something is unread.
pub async fn count_own_unread(db: &Db, customer: &CustomerId) -> Result<Unread, Refused> {
    let count = sql("select count(*) as unread from (select 1 from conversations
            where customer_id = ?1 and customer_unread > 0 limit ?2)")
    .bind(customer)
    .bind(COUNTED_MAX);
    counted(db.run(count).await?.first()?)
}

/// In how many conversations the shop has something unread, and how many wait for its answer.
pub async fn count_unread(db: &Db) -> Result<Unread, Refused> {
    let count = sql("select
            (select count(*) from (select 1 from conversations where shop_unread > 0
                order by last_seq desc limit ?1)) as unread,
            (select count(*) from (select 1 from conversations where state = 'open' and last_by = 'customer'
                order by last_seq desc limit ?1)) as waiting")
    .bind(COUNTED_MAX);
    counted(db.run(count).await?.first()?)
}

#[derive(Deserialize)]
struct Count {
    unread: u32,
    #[serde(default)]
    waiting: Option<u32>,
}

fn counted(row: Option<Count>) -> Result<Unread, Refused> {
    let row = row.ok_or_else(|| Refused::Cause("no count".to_owned()))?;
    Ok(Unread {
        unread: row.unread,
        waiting: row.waiting,
    })
}
