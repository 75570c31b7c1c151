//! The list of customers. One index gives a plain list, a filter in an order of its own, or a search, exactly; for
//! what no index serves, few are gathered and sorted, or an index is looked through within a window.

mod way;

use crate::db::stored;
use crate::db::{Answers, Db, Refused, Sql, sql};
use domain::customer::{
    AccountState, CustomerQuery, CustomerRow, Filter, OrderFigures, Place, Stage,
};
use domain::id::CustomerId;
use domain::page::{Cursor, Page, TOTAL_CAP};
use domain::search;
use serde::Deserialize;
use way::Way;

/// Customers looked at where no index serves, two rows each (its order's index, then its own); the page is `partial`
/// past them.
const WINDOW: u32 = 25_000;
/// Customers that are gathered and sorted at once.
const GATHERED: u32 = 5_000;
/// Rows counted for a total; past them it is left out, for counting would cost more than the page.
const COUNTED: u32 = 1_500;

/// A page of the list, from `place` on.
pub async fn list(
    db: &Db,
    query: &CustomerQuery,
    place: Option<&Place>,
) -> Result<Page<CustomerRow>, Refused> {
    let filters = query.filters();
    let way = match search::query(&query.q) {
        search::Query::Nothing => return Ok(empty()),
        search::Query::Match(words) => Way::Matches(words),
        search::Query::All => match filters.as_slice() {
            [] => Way::Index(None),
            [one] if way::is_native(*one, query) => Way::Index(Some(*one)),
            several => way::cheapest(several, query, &probe(db, several, query).await?),
        },
    };
    let page = way.statements(query, place);
    let total = match (place, &way) {
        (None, way) => total(way, query, &filters),
        (Some(_), _) => None,
    };
    let mut batch = vec![page.rows];
    let counts = total.is_some();
    batch.extend(total);
    let mut answers = Answers::new(db.batch(batch).await?);
    let rows: Vec<Row> = answers.take().all()?;
    #[derive(Deserialize)]
    struct Count {
        n: Option<u32>,
    }
    let counted: Option<Count> = match counts {
        true => answers.take().first()?,
        false => None,
    };
    let gathered = matches!(way, Way::Gather(_)) && place.is_none();
    let total = match gathered {
        true => Some(rows.first().and_then(|row| row.total).unwrap_or(0)),
        false => counted.and_then(|count| count.n),
    };
    let mut cut = Page::cut(rows, query.limit(), Row::end);
    cut.total = total.map(|total| total.min(TOTAL_CAP));
    if let (None, Some(window)) = (&cut.next, page.window_end) {
        // Too few were found: was that all, or only all within the window?
        if let Some(end) = db.run(window).await?.first::<End>()? {
            cut.partial = true;
            cut.next = Some(end.into());
        }
    }
    cut.try_map(Row::row)
}

/// How many each filter leaves, counted no further than what can be gathered.
async fn probe(db: &Db, filters: &[Filter], query: &CustomerQuery) -> Result<Vec<u32>, Refused> {
    #[derive(Deserialize)]
    struct Count {
        n: u32,
    }
    let probes = filters
        .iter()
        .map(|filter| way::count(*filter, query, GATHERED + 1));
    let mut answers = Answers::new(db.batch(probes.collect()).await?);
    let mut counts = Vec::new();
    for _ in filters {
        let count: Option<Count> = answers.take().first()?;
        counts.push(count.map_or(0, |count| count.n));
    }
    Ok(counts)
}

/// The total of a list, where it costs a few rows: from the counts that triggers keep, or from an index.
fn total(way: &Way, query: &CustomerQuery, filters: &[Filter]) -> Option<Sql> {
    let of_counts = |filter: &Filter| matches!(filter, Filter::Stage | Filter::Account);
    match way {
        Way::Matches(words) if filters.is_empty() => Some(
            sql(
                "select case when n <= ?2 then n end as n from (select count(*) as n from (
                select rowid from customers_search where customers_search match ?1 limit ?2 + 1))",
            )
            .bind(words)
            .bind(COUNTED),
        ),
        Way::Matches(_) | Way::Gather(_) => None,
        _ if filters.iter().all(of_counts) => Some(
            sql(
                "select min(coalesce(sum(n), 0), ?3) as n from customer_counts
                where (?1 is null or stage = ?1) and (?2 is null or account = ?2)",
            )
            .bind(query.stage.map(Stage::code))
            .bind(query.account.map(AccountState::code))
            .bind(TOTAL_CAP),
        ),
        Way::Index(Some(Filter::Group)) => Some(
            sql("select members as n from groups where id = ?1 union all select 0 limit 1")
                .bind(query.group.as_ref()),
        ),
        Way::Index(Some(filter)) => Some(way::count_within(*filter, query, COUNTED)),
        _ => None,
    }
}

#[derive(Deserialize)]
struct End {
    seq: i64,
    sort_key: Option<String>,
}

impl From<End> for Cursor {
    fn from(end: End) -> Cursor {
        Cursor {
            key: end.sort_key.unwrap_or_default(),
            seq: end.seq,
        }
    }
}

#[derive(Deserialize)]
struct Row {
    seq: i64,
    /// What orders the list, as text; none for age alone.
    sort_key: Option<String>,
    /// All that were gathered.
    total: Option<u32>,
    id: CustomerId,
    email: String,
    verified_at: Option<i64>,
    first_name: String,
    last_name: String,
    organisation: Option<String>,
    stage: Stage,
    account: AccountState,
    created_at: i64,
    waits: u8,
    failing: u8,
    country: Option<String>,
    orders_count: u32,
    orders_paid: u32,
    orders_total: i64,
    last_order_at: Option<i64>,
    groups: String,
}

impl Row {
    fn end(&self) -> Cursor {
        Cursor {
            key: self.sort_key.clone().unwrap_or_default(),
            seq: self.seq,
        }
    }

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
            failing: self.failing == 1,
            created_at: self.created_at,
            country: self.country,
            groups: stored("groups", &self.groups)?,
            orders: OrderFigures {
                count: self.orders_count,
                paid: self.orders_paid,
                total: self.orders_total,
                last_at: self.last_order_at,
            },
        })
    }
}

fn empty() -> Page<CustomerRow> {
    Page {
        items: Vec::new(),
        next: None,
        total: Some(0),
        partial: false,
    }
}
