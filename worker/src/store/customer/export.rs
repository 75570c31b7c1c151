//! Customers as an export reads them: page after page by their numbers, which no change moves, so that nobody is left out or
//! told twice while the shop goes on.

use super::conditions::{Bound, condition};
use crate::db::{Db, Refused, Sql, sql, stored};
use crate::store::journal;
use domain::account::Account;
use domain::api::export::ExportQuery;
use domain::customer::export::is_of_address;
use domain::customer::{AccountState, Filter, Stage};
use domain::import::Column;
use domain::journal::Act;
use domain::page::NEWEST;
use domain::search;
use serde::Deserialize;

/// Customers read in one trip.
const READ: u32 = 1_000;

/// What is stored in the chosen columns, a row a customer.
pub struct Read {
    pub rows: Vec<Vec<Option<String>>>,
    /// Where the next ones begin; none at the end.
    pub next: Option<i64>,
}

/// The customers before a number, newest first.
pub async fn read(
    db: &Db,
    query: &ExportQuery,
    columns: &[Column],
    before: i64,
) -> Result<Read, Refused> {
    #[derive(Deserialize)]
    struct Row {
        seq: i64,
        cells: String,
    }
    let Some(page) = page(query, columns, before)? else {
        let rows = Vec::new();
        return Ok(Read { rows, next: None });
    };
    let found: Vec<Row> = db.run(page).await?.all()?;
    let full = found.len() == READ as usize;
    let next = found.last().filter(|_| full).map(|row| row.seq);
    let rows = found.iter().map(|row| stored("cells", &row.cells));
    Ok(Read {
        rows: rows.collect::<Result<_, _>>()?,
        next,
    })
}

/// How many there are.
pub async fn count(db: &Db, query: &ExportQuery) -> Result<u32, Refused> {
    #[derive(Deserialize)]
    struct Count {
        n: u32,
    }
    let list = &query.list;
    let kept = |filter: &Filter| matches!(filter, Filter::Stage | Filter::Account);
    let plain = search::query(&list.q) == search::Query::All && query.customers.is_none();
    let count = if plain && list.filters().iter().all(kept) {
        // the counts that triggers keep
        sql("select coalesce(sum(n), 0) as n from customer_counts
            where (?1 is null or stage = ?1) and (?2 is null or account = ?2)")
        .bind(list.stage.map(Stage::code))
        .bind(list.account.map(AccountState::code))
    } else {
        let mut bound = Bound::default();
        let Some(chosen) = chosen(query, NEWEST, &mut bound)? else {
            return Ok(0);
        };
        let Chosen { from, wanted, .. } = chosen;
        bound.into_sql(format!("select count(*) as n from {from} where {wanted}"))
    };
    let counted: Option<Count> = db.run(count).await?.first()?;
    Ok(counted.map_or(0, |count| count.n))
}

/// Tells that so many customers left the shop, and by which filters.
pub async fn tell(
    db: &Db,
    query: &ExportQuery,
    rows: u32,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let rows = rows.to_string();
    let mut fields = vec![rows.as_str()];
    fields.extend(query.narrowed_by());
    let told = journal::tell(by, Act::CustomersExported, None, &fields, now);
    db.run(told).await.map(|_| ())
}

/// Where customers are read from, which of them, and the number they are ordered by.
struct Chosen {
    from: &'static str,
    wanted: String,
    seq: &'static str,
}

/// `None` where nothing stored can match.
fn chosen(query: &ExportQuery, before: i64, bound: &mut Bound) -> Result<Option<Chosen>, Refused> {
    let list = &query.list;
    let mut followed = None;
    let (from, seq, mut wanted) = match (search::query(&list.q), &list.group) {
        (search::Query::Nothing, _) => return Ok(None),
        (search::Query::Match(words), _) => (
            "customers_search s cross join customers c on c.seq = s.rowid",
            "s.rowid",
            vec![format!("customers_search match {}", bound.put(words))],
        ),
        (search::Query::All, Some(group)) => {
            followed = Some(Filter::Group);
            (
                "memberships m cross join customers c on c.seq = m.customer_seq",
                "m.customer_seq",
                vec![format!("m.group_id = {}", bound.put(group))],
            )
        }
        (search::Query::All, None) => ("customers c", "c.seq", Vec::new()),
    };
    if let Some(customers) = &query.customers {
        let ids = serde_json::to_string(customers)
            .map_err(|error| Refused::Cause(format!("ids: {error}")))?;
        let ids = bound.put(ids);
        wanted.push(format!("c.id in (select value from json_each({ids}))"));
    }
    for filter in list.filters() {
        if Some(filter) != followed {
            wanted.push(by_number(&condition(filter, list, bound)));
        }
    }
    wanted.push(format!("{seq} < {}", bound.put(before)));
    Ok(Some(Chosen {
        from,
        wanted: wanted.join(" and "),
        seq,
    }))
}

/// A moment's index has another order: by it all would be read and sorted anew for each page.
fn by_number(condition: &str) -> String {
    condition
        .replace("c.created_at", "+c.created_at")
        .replace("c.last_order_at", "+c.last_order_at")
}

fn page(query: &ExportQuery, columns: &[Column], before: i64) -> Result<Option<Sql>, Refused> {
    let mut bound = Bound::default();
    let Some(chosen) = chosen(query, before, &mut bound)? else {
        return Ok(None);
    };
    let Chosen { from, wanted, seq } = chosen;
    let address = match columns.iter().any(|column| is_of_address(*column)) {
        true => LAST_ADDRESS,
        false => "",
    };
    let cells: Vec<&str> = columns.iter().map(|column| cell(*column)).collect();
    let cells = cells.join(", ");
    let limit = bound.put(READ);
    Ok(Some(bound.into_sql(format!(
        "select c.seq, json_array({cells}) as cells from {from}{address}
        where {wanted} order by {seq} desc limit {limit}"
    ))))
}

/// The address used last is the record's own.
const LAST_ADDRESS: &str = " left join addresses a on a.id = ( \
    select b.id from addresses b where b.customer_id = c.id order by b.used_at desc, b.id desc limit 1)";

/// What is stored of the customer `c` in a column, as text.
fn cell(column: Column) -> &'static str {
    match column {
        Column::Email => "c.email",
        Column::FirstName => "c.first_name",
        Column::LastName => "c.last_name",
        Column::Phone => "c.phone",
        Column::Organisation => "c.organisation",
        Column::Line1 => "a.line1",
        Column::Line2 => "a.line2",
        Column::Postcode => "a.postcode",
        Column::City => "a.city",
        Column::Region => "a.region",
        Column::Country => "a.country",
        Column::BillingOrganisation => "c.billing ->> '$.organisation'",
        Column::BillingVatId => "c.billing ->> '$.vat_id'",
        Column::BillingSiren => "c.billing ->> '$.siren'",
        Column::BillingLine1 => "c.billing ->> '$.address.line1'",
        Column::BillingLine2 => "c.billing ->> '$.address.line2'",
        Column::BillingPostcode => "c.billing ->> '$.address.postcode'",
        Column::BillingCity => "c.billing ->> '$.address.city'",
        Column::BillingRegion => "c.billing ->> '$.address.region'",
        Column::BillingCountry => "c.billing ->> '$.address.country'",
        Column::Locale => "c.locale",
        // between two codes a sign that none has
        Column::Groups => {
            "(select group_concat(code, '|') from ( \
                select g.code from memberships n join groups g on g.id = n.group_id \
                where n.customer_seq = c.seq order by g.code_key))"
        }
        Column::Id => "c.id",
        Column::Stage => "c.stage",
        Column::Account => "c.account",
        Column::Verified => "iif(c.verified_at is null, 'no', 'yes')",
        Column::Consent => "iif(c.consent = 1, 'yes', 'no')",
        Column::CreatedAt => "cast(c.created_at as text)",
        Column::OrdersCount => "cast(c.orders_count as text)",
        Column::OrdersPaid => "cast(c.orders_paid as text)",
        Column::OrdersTotal => "cast(c.orders_total as text)",
        Column::LastOrderAt => "cast(c.last_order_at as text)",
        // of no export: two names in one, and notes, which are many
        Column::FullName | Column::Note => "null",
    }
}
