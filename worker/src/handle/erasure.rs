//! Deleting a customer (rule 7): told first, then confirmed and done.

use crate::call::Call;
use crate::db::{MOVED, Refused};
use crate::handle::record::{mailbox, seen};
use crate::reply::{Done, Fail, Reply};
use crate::store::erasure;
use domain::api::record::{EraseCustomer, PreviewErasure};

/// `GET /api/admin/customers/{id}/erasure`
pub async fn preview(call: Call<PreviewErasure>) -> Done<PreviewErasure> {
    let found = erasure::preview(&call.visit.db, &call.params).await?;
    Ok(Reply::new(found.ok_or_else(Fail::not_found)?))
}

/// How often the confirmation is looked at anew because an order came or went meanwhile.
const RACES: u32 = 4;

/// `DELETE /api/admin/customers/{id}`
pub async fn erase(call: Call<EraseCustomer>) -> Done<EraseCustomer> {
    let (visit, id) = (&call.visit, &call.params);
    let by = call.staff()?;
    for _ in 0..RACES {
        let customer = seen(visit, id).await?;
        let found = erasure::preview(&visit.db, id).await?;
        let found = found.ok_or_else(Fail::not_found)?;
        if !found.undelivered.is_empty() {
            return Err(Fail::conflict("undelivered", &found));
        }
        call.body.confirm(&customer.email, &found)?;
        let mailbox = mailbox(&customer.email);
        match erasure::erase(&visit.db, id, &found, &mailbox, by, visit.now).await {
            Err(Refused::Guard(MOVED)) => {}
            other => {
                other?;
                return Ok(Reply::new(()));
            }
        }
    }
    Err(Fail::conflict("stale", &seen(visit, id).await?))
}
