//! The ways to a page of the list, as SQL. Every text below is fixed; what people type is bound.

use super::super::conditions::{Bound, condition};
use super::{GATHERED, WINDOW};
use crate::db::Sql;
use domain::customer::{CustomerQuery, Filter, Order, Place, PlaceKey};
use domain::page::NEWEST;

/// How a page is found.
pub enum Way {
    /// Along one index, of a filter or of the order alone: every row is wanted.
    Index(Option<Filter>),
    /// Along one index through a window, for the other filters to choose from.
    Window(Option<Filter>),
    /// All that a filter leaves, chosen from by the others and sorted.
    Gather(Filter),
    /// The search's matches, newest first; filters choose within a window.
    Matches(String),
}

/// A page's statement, and the one that tells where its window ended: no row where it did not.
pub struct Statements {
    pub rows: Sql,
    pub window_end: Option<Sql>,
}

/// Whether an index holds what the filter leaves in the order that is asked for.
pub fn is_native(filter: Filter, query: &CustomerQuery) -> bool {
    match (filter, query.order().0) {
        (Filter::Stage | Filter::Account, Order::Age | Order::Name)
        | (Filter::Country | Filter::Consent | Filter::Group, Order::Age)
        | (Filter::Created, Order::Created)
        | (Filter::Ordered, Order::LastOrder) => true,
        (Filter::Pending | Filter::Failing, Order::Age) => drives(filter, query),
        _ => false,
    }
}

/// The cheapest way for several filters, or one whose index has another order, by how many each leaves.
pub fn cheapest(filters: &[Filter], query: &CustomerQuery, counts: &[u32]) -> Way {
    let counted = || filters.iter().copied().zip(counts.iter().copied());
    let least = counted()
        .filter(|(filter, _)| drives(*filter, query))
        .min_by_key(|(_, count)| *count);
    if let Some((filter, count)) = least
        && count <= GATHERED
    {
        return Way::Gather(filter);
    }
    let native = counted().filter(|(filter, _)| is_native(*filter, query));
    Way::Window(
        native
            .min_by_key(|(_, count)| *count)
            .map(|(filter, _)| filter),
    )
}

/// Whether an index gives just what the filter leaves.
fn drives(filter: Filter, query: &CustomerQuery) -> bool {
    match filter {
        Filter::Pending => query.pending == Some(true),
        Filter::Failing => query.failing == Some(true),
        _ => true,
    }
}

/// The numbers of all that one filter leaves.
fn left_by(filter: Filter, query: &CustomerQuery, bound: &mut Bound) -> String {
    match (filter, &query.group) {
        (Filter::Group, Some(group)) => {
            let group = bound.put(group);
            format!("select m.customer_seq as seq from memberships m where m.group_id = {group}")
        }
        _ => format!(
            "select c.seq from customers c where {}",
            condition(filter, query, bound)
        ),
    }
}

/// How many a filter leaves, counted up to `most`; nothing is counted where no index tells.
pub fn count(filter: Filter, query: &CustomerQuery, most: u32) -> Sql {
    let mut bound = Bound::default();
    if !drives(filter, query) {
        let most = bound.put(most);
        return bound.into_sql(format!("select {most} as n"));
    }
    let left = left_by(filter, query, &mut bound);
    let most = bound.put(most);
    bound.into_sql(format!(
        "select count(*) as n from (select 1 from ({left}) limit {most})"
    ))
}

/// How many a filter leaves, or nothing beyond `most`.
pub fn count_within(filter: Filter, query: &CustomerQuery, most: u32) -> Sql {
    let mut bound = Bound::default();
    let left = left_by(filter, query, &mut bound);
    let most = bound.put(most);
    bound.into_sql(format!(
        "select case when n <= {most} then n end as n from (
            select count(*) as n from (select 1 from ({left}) limit {most} + 1))"
    ))
}

/// Of the customer `c`.
const COLUMNS: &str = "c.seq, c.id, c.email, c.verified_at, c.first_name, c.last_name, c.organisation, \
    c.stage, c.account, c.created_at, c.waits, c.failing, c.country, \
    c.orders_count, c.orders_paid, c.orders_total, c.last_order_at, \
    (select json_group_array(json_object('id', id, 'code', code, 'name', name)) from ( \
        select g.id, g.code, g.name from memberships m join groups g on g.id = m.group_id \
        where m.customer_seq = c.seq order by g.name_key, g.id)) as groups";

/// The column that orders the list.
fn column(order: Order) -> &'static str {
    match order {
        Order::Age => "null",
        Order::Created => "c.created_at",
        Order::Name => "c.name_key",
        Order::LastOrder => "c.last_order_at",
        Order::Orders => "c.orders_count",
        Order::Total => "c.orders_total",
    }
}

impl Way {
    /// The statements of a page.
    pub fn statements(&self, query: &CustomerQuery, place: Option<&Place>) -> Statements {
        match self {
            Way::Index(filter) => {
                let mut bound = Bound::default();
                let limit = bound.put(query.limit() + 1);
                let seen = along(*filter, query, place, &limit, &mut bound);
                Statements {
                    rows: bound.into_sql(page(&seen, "true", &limit)),
                    window_end: None,
                }
            }
            Way::Window(filter) => within(query, *filter, |bound, window| {
                along(*filter, query, place, window, bound)
            }),
            Way::Matches(words) if query.filters().is_empty() => {
                let mut bound = Bound::default();
                let limit = bound.put(query.limit() + 1);
                let seen = matches(words, place, &limit, &mut bound);
                Statements {
                    rows: bound.into_sql(page(&seen, "true", &limit)),
                    window_end: None,
                }
            }
            Way::Matches(words) => within(query, None, |bound, window| {
                matches(words, place, window, bound)
            }),
            Way::Gather(filter) => gather(*filter, query, place),
        }
    }
}

/// A page of those `seen`, in their order. The order is not asked for again: SQLite would then read them all before it
/// gives the first, and a subquery with a limit keeps its own.
fn page(seen: &str, wanted: &str, limit: &str) -> String {
    format!(
        "select {COLUMNS}, s.sort_key, null as total from ({seen}) s
            cross join customers c on c.seq = s.seq
        where {wanted} limit {limit}"
    )
}

/// A page chosen by the filters (all but the one whose index is followed) among a window of rows.
fn within(
    query: &CustomerQuery,
    followed: Option<Filter>,
    seen: impl Fn(&mut Bound, &str) -> String,
) -> Statements {
    let mut bound = Bound::default();
    let window = bound.put(WINDOW);
    let looked_at = seen(&mut bound, &window);
    let mut end = bound.clone();
    let skipped = end.put(WINDOW - 1);
    let window_end = end.into_sql(format!(
        "select seq, sort_key from ({looked_at}) limit 1 offset {skipped}"
    ));
    let others = query.filters().into_iter();
    let wanted: Vec<String> = others
        .filter(|filter| Some(*filter) != followed)
        .map(|filter| condition(filter, query, &mut bound))
        .collect();
    let limit = bound.put(query.limit() + 1);
    Statements {
        rows: bound.into_sql(page(&looked_at, &wanted.join(" and "), &limit)),
        window_end: Some(window_end),
    }
}

/// The rows of an index, in its order, from the place on.
fn along(
    filter: Option<Filter>,
    query: &CustomerQuery,
    place: Option<&Place>,
    limit: &str,
    bound: &mut Bound,
) -> String {
    let (order, down) = query.order();
    let direction = direction(down);
    if let (Some(Filter::Group), Some(group)) = (filter, &query.group) {
        let mut wanted = vec![format!("m.group_id = {}", bound.put(group))];
        if let Some(place) = place {
            let sign = sign(down);
            wanted.push(format!("m.customer_seq {sign} {}", bound.put(place.seq)));
        }
        return format!(
            "select m.customer_seq as seq, null as sort_key from memberships m
            where {} order by m.customer_seq {direction} limit {limit}",
            wanted.join(" and ")
        );
    }
    let column = column(order);
    let by = match order {
        Order::Age => format!("c.seq {direction}"),
        _ => format!("{column} {direction}, c.seq {direction}"),
    };
    let wanted = filter.map(|filter| condition(filter, query, bound));
    let parts: Vec<String> = ranges(order, down, place, bound)
        .into_iter()
        .map(|range| {
            let all: Vec<&str> = [wanted.as_deref(), range.as_deref()]
                .into_iter()
                .flatten()
                .collect();
            let wher = match all.is_empty() {
                true => String::new(),
                false => format!("where {}", all.join(" and ")),
            };
            format!(
                "select * from (select c.seq, cast({column} as text) as sort_key from customers c {wher}
                order by {by} limit {limit})"
            )
        })
        .collect();
    match parts.as_slice() {
        [one] => one.clone(),
        _ => format!(
            "select * from ({}) limit {limit}",
            parts.join(" union all ")
        ),
    }
}

/// What comes after a place, as ranges of an index in their order. (A row value would read all namesakes: SQLite does
/// not match the row's number inside one.)
fn ranges(
    order: Order,
    down: bool,
    place: Option<&Place>,
    bound: &mut Bound,
) -> Vec<Option<String>> {
    let (column, sign) = (column(order), sign(down));
    let Some(place) = place else {
        // The table's own order is an index too, once it is searched.
        let all = match (order, down) {
            (Order::Age, true) => Some(bound.put(NEWEST)),
            (Order::Age, false) => Some(bound.put(0_i64)),
            _ => None,
        };
        return vec![all.map(|end| format!("c.seq {sign} {end}"))];
    };
    let seq = bound.put(place.seq);
    let key = match &place.key {
        PlaceKey::Age => return vec![Some(format!("c.seq {sign} {seq}"))],
        PlaceKey::Name(name) => Some(bound.put(name)),
        PlaceKey::Number(number) => Some(bound.put(*number)),
        PlaceKey::Nothing => None,
    };
    let nothing = format!("{column} is null");
    let ranges = match (key, down) {
        (Some(key), _) => {
            let mut ranges = vec![
                format!("{column} = {key} and c.seq {sign} {seq}"),
                format!("{column} {sign} {key}"),
            ];
            if down && order == Order::LastOrder {
                ranges.push(nothing);
            }
            ranges
        }
        (None, true) => vec![format!("{nothing} and c.seq < {seq}")],
        (None, false) => vec![
            format!("{nothing} and c.seq > {seq}"),
            format!("{column} > -1"),
        ],
    };
    ranges.into_iter().map(Some).collect()
}

/// The search's matches, newest first.
fn matches(words: &str, place: Option<&Place>, limit: &str, bound: &mut Bound) -> String {
    let newest = place.map_or(NEWEST, |place| place.seq);
    let (words, newest) = (bound.put(words), bound.put(newest));
    format!(
        "select rowid as seq, null as sort_key from customers_search
        where customers_search match {words} and rowid < {newest} order by rowid desc limit {limit}"
    )
}

/// All that a filter leaves and the others let through, counted, sorted, and cut where the page begins.
fn gather(filter: Filter, query: &CustomerQuery, place: Option<&Place>) -> Statements {
    let mut bound = Bound::default();
    let (order, down) = query.order();
    let direction = direction(down);
    let left = left_by(filter, query, &mut bound);
    let mut wanted: Vec<String> = query
        .filters()
        .into_iter()
        .filter(|other| *other != filter)
        .map(|other| condition(other, query, &mut bound))
        .collect();
    wanted.push("true".to_owned());
    let column = column(order);
    // The same words as of an index, over what was gathered.
    let after: Vec<String> = ranges(order, down, place, &mut bound)
        .into_iter()
        .flatten()
        .map(|range| format!("({})", range.replace(column, "c.sort_by")))
        .collect();
    let after = match after.is_empty() {
        true => "true".to_owned(),
        false => after.join(" or "),
    };
    let limit = bound.put(query.limit() + 1);
    let gathered = format!(
        "select c.seq, {column} as sort_by, count(*) over () as total
        from ({left}) d cross join customers c on c.seq = d.seq where {}",
        wanted.join(" and ")
    );
    let rows = format!(
        "select {COLUMNS}, s.sort_key, s.total from (
            select c.seq, cast(c.sort_by as text) as sort_key, c.total from ({gathered}) c
            where {after} order by c.sort_by {direction}, c.seq {direction} limit {limit}) s
            cross join customers c on c.seq = s.seq"
    );
    Statements {
        rows: bound.into_sql(rows),
        window_end: None,
    }
}

fn sign(down: bool) -> &'static str {
    if down { "<" } else { ">" }
}

fn direction(down: bool) -> &'static str {
    if down { "desc" } else { "asc" }
}
