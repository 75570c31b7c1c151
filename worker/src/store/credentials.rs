//! "Informations d'identification": the account of a customer, as staff see it.

use crate::db::{Refused, Rows, Sql, sql};
use domain::credentials::Credentials;
use domain::id::CustomerId;
use serde::Deserialize;

/// Asks for a customer's credentials; [`read`] takes the answer.
pub fn of(customer: &CustomerId, now: i64) -> Sql {
    sql(
        "select a.can_sign_in, a.paused, a.password_hash is not null as has_password, a.must_change,
            a.verified_at, a.invited_at, a.invited_until, a.signed_in_at, a.switched_at,
            coalesce(s.name, s.email) as switched_by,
            (select count(*) from sessions o where o.account_id = a.id and o.idle_at > ?2 and o.ends_at > ?2) as sessions
        from accounts a left join accounts s on s.id = a.switched_by
        where a.customer_id = ?1",
    )
    .bind(customer)
    .bind(now)
}

/// Reads what [`of`] asked for; `None` without an account. Whether sign-ins are slowed is the throttle's to tell.
pub fn read(rows: &Rows) -> Result<Option<Credentials>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        can_sign_in: u8,
        paused: u8,
        has_password: u8,
        must_change: u8,
        verified_at: Option<i64>,
        invited_at: Option<i64>,
        invited_until: Option<i64>,
        signed_in_at: Option<i64>,
        switched_at: Option<i64>,
        switched_by: Option<String>,
        sessions: u32,
    }
    Ok(rows.first::<Row>()?.map(|row| Credentials {
        can_sign_in: row.can_sign_in == 1,
        enabled: row.paused == 0,
        has_password: row.has_password == 1,
        must_change: row.must_change == 1,
        verified: row.verified_at.is_some(),
        invited_at: row.invited_at,
        invited_until: row.invited_until,
        signed_in_at: row.signed_in_at,
        sessions: row.sessions,
        switched_at: row.switched_at,
        switched_by: row.switched_by,
        slowed_until: None,
    }))
}
