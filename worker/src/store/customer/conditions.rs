//! What a list's filters ask of a customer `c`, as SQL with its values: for the list, and for the bulk change over all
//! that match. Every text is fixed; what came with the request is bound.

use crate::db::{Sql, Value, sql};
use domain::customer::{CustomerQuery, Filter};
use domain::search;

/// A statement that grows, with the values its parameters stand for.
#[derive(Clone, Default)]
pub struct Bound {
    values: Vec<Value>,
}

impl Bound {
    /// The parameter that stands for a value: `?1`, then `?2`, …
    pub fn put(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// The statement with the values put so far.
    pub fn into_sql(self, text: String) -> Sql {
        let bind = |sql: Sql, value| sql.bind(value);
        self.values.into_iter().fold(sql(text), bind)
    }
}

/// What one filter asks of `c`.
pub fn condition(filter: Filter, query: &CustomerQuery, bound: &mut Bound) -> String {
    let mut all = Vec::new();
    match filter {
        Filter::Stage => all.extend(
            query
                .stage
                .map(|stage| format!("c.stage = {}", bound.put(stage.code()))),
        ),
        Filter::Account => all.extend(
            query
                .account
                .map(|state| format!("c.account = {}", bound.put(state.code()))),
        ),
        Filter::Group => all.extend(query.group.as_ref().map(|group| {
            let group = bound.put(group);
            format!("exists (select 1 from memberships m where m.group_id = {group} and m.customer_seq = c.seq)")
        })),
        Filter::Country => all.extend(
            query
                .country
                .as_ref()
                .map(|code| format!("c.country = {}", bound.put(code))),
        ),
        Filter::Consent => all.extend(
            query
                .consent
                .map(|yes| format!("c.consent = {}", bound.put(yes))),
        ),
        // Said as the partial index says it.
        Filter::Pending => all.extend(
            query
                .pending
                .map(|yes| if yes { "c.waits = 1" } else { "c.waits = 0" }.to_owned()),
        ),
        Filter::Failing => all.extend(
            query
                .failing
                .map(|yes| if yes { "c.failing = 1" } else { "c.failing = 0" }.to_owned()),
        ),
        Filter::Created => {
            let from = query.created_from;
            all.extend(from.map(|at| format!("c.created_at >= {}", bound.put(at))));
            let to = query.created_to;
            all.extend(to.map(|at| format!("c.created_at < {}", bound.put(at))));
        }
        Filter::Ordered => {
            let from = query.ordered_from;
            all.extend(from.map(|at| format!("c.last_order_at >= {}", bound.put(at))));
            let to = query.ordered_to;
            all.extend(to.map(|at| format!("c.last_order_at < {}", bound.put(at))));
        }
    }
    all.join(" and ")
}

/// The ids of all customers who match a query, at most `limit`, as a `select`; `None` where nothing stored can match.
pub fn matching(query: &CustomerQuery, bound: &mut Bound, limit: u32) -> Option<String> {
    let mut conditions: Vec<String> = query
        .filters()
        .into_iter()
        .map(|filter| match (filter, &query.group) {
            // From the group to its members: the other way round every customer would be asked.
            (Filter::Group, Some(group)) => {
                let group = bound.put(group);
                format!(
                    "c.seq in (select m.customer_seq from memberships m where m.group_id = {group})"
                )
            }
            _ => condition(filter, query, bound),
        })
        .collect();
    match search::query(&query.q) {
        search::Query::Nothing => return None,
        search::Query::All => {}
        search::Query::Match(words) => {
            let words = bound.put(words);
            conditions.push(format!(
                "c.seq in (select rowid from customers_search where customers_search match {words})"
            ));
        }
    }
    let conditions = match conditions.is_empty() {
        true => "true".to_owned(),
        false => conditions.join(" and "),
    };
    let limit = bound.put(limit);
    Some(format!(
        "select c.id from customers c where {conditions} limit {limit}"
    ))
}
