//! The list of customers: keyset pages by name or age, or a search, newest first. Every text below is fixed;
//! what people type is bound.

use super::json;
use crate::db::{Answers, Db, Refused, Rows, Sql, Value, sql};
use domain::customer::{AccountState, CustomerQuery, CustomerRow, OrderFigures, Sort, Stage};
use domain::id::CustomerId;
use domain::page::{Cursor, Page, TOTAL_CAP};
use domain::search;
use serde::Deserialize;

/// Rows looked at for a combination of filters that no index serves; the page is `partial` past them.
const WINDOW: i64 = 50_000;
/// Matches counted for a search's total; past them it is left out, for counting would cost more than the page.
const COUNTED: u32 = 1_500;

const COLUMNS: &str = "c.seq, c.id, c.email, c.verified_at, c.first_name, c.last_name, c.organisation, \
    c.stage, c.account, c.name_key, c.created_at, c.waits, c.country, \
    c.orders_count, c.orders_paid, c.orders_total, c.last_order_at, \
    (select json_group_array(json_object('id', id, 'code', code, 'name', name)) from ( \
        select g.id, g.code, g.name from memberships m join groups g on g.id = m.group_id \
        where m.customer_seq = c.seq order by g.name_key, g.id)) as groups";

/// A page of the list.
pub async fn list(db: &Db, query: &CustomerQuery) -> Result<Page<CustomerRow>, Refused> {
    let asked = search::query(&query.q);
    let first_page = query.cursor.is_none();
    let (page, total, by_name) = match &asked {
        search::Query::Nothing => return Ok(empty()),
        search::Query::All => (
            by_index(query),
            first_page.then(|| count_all(query)),
            names(query.sort),
        ),
        search::Query::Match(words) => {
            let counted = first_page && query.stage.is_none() && query.account.is_none();
            (
                by_search(query, words),
                counted.then(|| count_matches(words)),
                false,
            )
        }
    };
    let window = page.window;
    let mut batch = vec![page.rows];
    let has_total = total.is_some();
    batch.extend(total);
    let mut answers = Answers::new(db.batch(batch).await?);
    let mut rows: Vec<Row> = answers.take().all()?;
    let total = if has_total {
        read_total(&answers.take())?
    } else {
        None
    };
    let limit = query.limit() as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut next = rows.last().filter(|_| more).map(|row| Cursor {
        key: if by_name {
            row.name_key.clone()
        } else {
            String::new()
        },
        seq: row.seq,
    });
    let mut partial = false;
    if let (false, Some(window)) = (more, window) {
        // Too few were found: was that all, or only all within the window?
        if let Some(end) = db.run(window).await?.first::<WindowEnd>()?
            && end.n >= WINDOW
            && let Some(seq) = end.seq
        {
            partial = true;
            next = Some(Cursor {
                key: end.name_key.filter(|_| by_name).unwrap_or_default(),
                seq,
            });
        }
    }
    Ok(Page {
        items: rows.into_iter().map(Row::row).collect::<Result<_, _>>()?,
        next,
        total,
        partial,
    })
}

/// A page's statement, and the one that tells where its window ended, where it has one.
struct Statements {
    rows: Sql,
    window: Option<Sql>,
}

/// A list without a search: one index gives the order, and with one filter or none every row it gives is wanted.
fn by_index(query: &CustomerQuery) -> Statements {
    let down = matches!(query.sort, Sort::CreatedDown | Sort::NameDown);
    let (sign, direction) = if down { ("<", "desc") } else { (">", "asc") };
    let mut values: Vec<Value> = Vec::new();
    // The account's state tells customers apart more sharply than the stage does.
    let filter = if let Some(account) = query.account {
        values.push(account.code().into());
        Some("account = ?1")
    } else if let Some(stage) = query.stage {
        values.push(stage.code().into());
        Some("stage = ?1")
    } else {
        None
    };
    // A row value would read all namesakes: SQLite does not match the row's number inside one.
    let mut ranges = vec![None];
    if let Some(cursor) = &query.cursor {
        values.push(cursor.seq.into());
        let seq = values.len();
        ranges = vec![Some(format!("seq {sign} ?{seq}"))];
        if names(query.sort) {
            values.push(cursor.key.as_str().into());
            let key = values.len();
            ranges = vec![
                Some(format!("name_key = ?{key} and seq {sign} ?{seq}")),
                Some(format!("name_key {sign} ?{key}")),
            ];
        }
    }
    let order = |table: &str, direction: &str| {
        let seq = format!("{table}seq {direction}");
        match names(query.sort) {
            true => format!("{table}name_key {direction}, {seq}"),
            false => seq,
        }
    };
    let rows_of = |range: &Option<String>, limit: &str| {
        let conditions: Vec<&str> = filter.into_iter().chain(range.as_deref()).collect();
        let wher = match conditions.is_empty() {
            true => String::new(),
            false => format!("where {}", conditions.join(" and ")),
        };
        let order = order("", direction);
        format!(
            "select * from (select seq, name_key from customers {wher} order by {order} limit {limit})"
        )
    };
    let seen = |limit: &str| {
        let parts: Vec<String> = ranges.iter().map(|range| rows_of(range, limit)).collect();
        parts.join(" union all ")
    };
    let page = |seen: String, stage: &str, limit: usize| {
        let order = order("s.", direction);
        format!(
            "select {COLUMNS} from ({seen}) s cross join customers c on c.seq = s.seq
            {stage} order by {order} limit ?{limit}"
        )
    };
    let mut bound_values = values.clone();
    let Some(stage) = query.account.and(query.stage) else {
        bound_values.push((query.limit() + 1).into());
        let limit = bound_values.len();
        return Statements {
            rows: bound(page(seen(&format!("?{limit}")), "", limit), bound_values),
            window: None,
        };
    };
    let window = WINDOW.to_string();
    bound_values.push(stage.code().into());
    bound_values.push((query.limit() + 1).into());
    let limit = bound_values.len();
    let wanted = format!("where c.stage = ?{}", limit - 1);
    let end = format!(
        "select n, seq, name_key from (select count(*) over () as n, seq, name_key from ({}))
        order by {} limit 1",
        seen(&window),
        order("", if down { "asc" } else { "desc" })
    );
    Statements {
        rows: bound(page(seen(&window), &wanted, limit), bound_values),
        window: Some(bound(end, values)),
    }
}

/// A search: the trigram index gives matches newest first; filters look through a window of them.
fn by_search(query: &CustomerQuery, words: &str) -> Statements {
    let newest = query
        .cursor
        .as_ref()
        .map_or(9_007_199_254_740_991, |cursor| cursor.seq);
    let found = "select rowid as seq from customers_search
        where customers_search match ?1 and rowid < ?2 order by rowid desc";
    let filtered = query.stage.is_some() || query.account.is_some();
    if !filtered {
        let text = format!(
            "select {COLUMNS} from ({found} limit ?3) s join customers c on c.seq = s.seq
            order by s.seq desc"
        );
        return Statements {
            rows: sql(text).bind(words).bind(newest).bind(query.limit() + 1),
            window: None,
        };
    }
    let rows = format!(
        "select {COLUMNS} from ({found} limit {WINDOW}) s join customers c on c.seq = s.seq
        where (?3 is null or c.stage = ?3) and (?4 is null or c.account = ?4)
        order by s.seq desc limit ?5"
    );
    let window = format!(
        "select count(*) as n, min(seq) as seq, null as name_key from ({found} limit {WINDOW})"
    );
    Statements {
        rows: sql(rows)
            .bind(words)
            .bind(newest)
            .bind(query.stage.map(Stage::code))
            .bind(query.account.map(AccountState::code))
            .bind(query.limit() + 1),
        window: Some(sql(window).bind(words).bind(newest)),
    }
}

/// The total of a list, from the counts that triggers keep: a few rows, however many customers.
fn count_all(query: &CustomerQuery) -> Sql {
    sql(
        "select min(coalesce(sum(n), 0), ?3) as n from customer_counts
        where (?1 is null or stage = ?1) and (?2 is null or account = ?2)",
    )
    .bind(query.stage.map(Stage::code))
    .bind(query.account.map(AccountState::code))
    .bind(TOTAL_CAP)
}

fn count_matches(words: &str) -> Sql {
    sql(
        "select case when n <= ?2 then n end as n from (select count(*) as n from (
        select rowid from customers_search where customers_search match ?1 limit ?2 + 1))",
    )
    .bind(words)
    .bind(COUNTED)
}

fn read_total(rows: &Rows) -> Result<Option<u32>, Refused> {
    #[derive(Deserialize)]
    struct Count {
        n: Option<u32>,
    }
    Ok(rows.first::<Count>()?.and_then(|count| count.n))
}

#[derive(Deserialize)]
struct WindowEnd {
    n: i64,
    /// None where nothing was looked at.
    seq: Option<i64>,
    name_key: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    seq: i64,
    id: CustomerId,
    email: String,
    verified_at: Option<i64>,
    first_name: String,
    last_name: String,
    organisation: Option<String>,
    stage: Stage,
    account: AccountState,
    name_key: String,
    created_at: i64,
    waits: u8,
    country: Option<String>,
    orders_count: u32,
    orders_paid: u32,
    orders_total: i64,
    last_order_at: Option<i64>,
    groups: String,
}

impl Row {
    fn row(self) -> Result<CustomerRow, Refused> {
        Ok(CustomerRow {
            id: self.id,
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            verified: self.verified_at.is_some(),
            organisation: self.organisation,
            stage: self.stage,
            account: self.account,
            pending: self.waits == 1,
            created_at: self.created_at,
            country: self.country,
            groups: json(&self.groups)?,
            orders: OrderFigures {
                count: self.orders_count,
                paid: self.orders_paid,
                total: self.orders_total,
                last_at: self.last_order_at,
            },
        })
    }
}

fn names(sort: Sort) -> bool {
    matches!(sort, Sort::NameUp | Sort::NameDown)
}

fn empty() -> Page<CustomerRow> {
    Page {
        items: Vec::new(),
        next: None,
        total: Some(0),
        partial: false,
    }
}

fn bound(text: String, values: Vec<Value>) -> Sql {
    values
        .into_iter()
        .fold(sql(text), |sql, value| sql.bind(value))
}
