//! What a browser typed for a mailbox before it proved to read it becomes the record's, without asking (rule 2).

use crate::call::Visit;
use crate::db::{GONE, Refused, STALE};
use crate::random;
use crate::reply::Fail;
use crate::store::{customer, pending};
use domain::customer::Keys;
use domain::id::CustomerId;
use domain::pending::{KEPT, apply as apply_to};

/// Rounds at most: each takes one over, or loses a race to another edit of the record.
const ROUNDS: u32 = KEPT + 3;

/// Takes over what this browser typed, oldest first. The mailbox is proved by then and its owner signed in: what
/// fails here is logged, and goes on waiting on the record.
pub async fn take_over(visit: &Visit, customer: &CustomerId, browser_hash: &str) {
    for _ in 0..ROUNDS {
        match take_over_one(visit, customer, browser_hash).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(fail) => {
                let line = serde_json::json!({
                    "event": "take_over", "trace": visit.trace, "cause": format!("{fail:?}")
                });
                worker::console_error!("{line}");
                return;
            }
        }
    }
}

/// Takes over the oldest; false when nothing of this browser waits.
async fn take_over_one(
    visit: &Visit,
    customer: &CustomerId,
    browser_hash: &str,
) -> Result<bool, Fail> {
    let db = &visit.db;
    let Some(oldest) = pending::typed_in(db, customer, browser_hash).await? else {
        return Ok(false);
    };
    let Some(record) = customer::find(db, customer, visit.now).await? else {
        return Ok(false);
    };
    let Some(waiting) = record.pending.iter().find(|waiting| waiting.id == oldest) else {
        return Ok(true);
    };
    let decision = pending::Decision {
        customer,
        pending: &waiting.id,
        by: None,
    };
    if waiting.differing.is_empty() {
        pending::drop(db, &decision).await?;
        return Ok(true);
    }
    let applied = apply_to(&record.details(), &waiting.details, &waiting.differing);
    let keys = Keys::of(&applied, &record.email);
    let change = pending::Change {
        version: record.version,
        address: (applied.address != record.address)
            .then_some(applied.address.as_ref())
            .flatten(),
        address_id: random::id(visit.now)?,
        details: &applied,
        keys: &keys,
        fields: &waiting.differing,
    };
    match pending::apply(db, &decision, &change, visit.now).await {
        // Somebody else was quicker: look again.
        Ok(()) | Err(Refused::Guard(STALE | GONE)) => Ok(true),
        Err(other) => Err(other.into()),
    }
}
