//! Deleting a customer (rule 7): told first, then confirmed and done; by staff, or by the customer.

use crate::call::{Call, Visit};
use crate::db::{MOVED, Refused};
use crate::handle::account::{own, prove};
use crate::handle::record::{mailbox, seen};
use crate::handle::session::note;
use crate::password::Seat;
use crate::reply::{Done, Fail, Reply};
use crate::store::erasure::{self, By};
use crate::store::session;
use domain::api::record::{EraseCustomer, PreviewErasure};
use domain::api::rights::{EraseOwn, PreviewOwnErasure};
use domain::customer::Erasure;
use domain::id::CustomerId;
use domain::problem::{FieldError, Problem};
use domain::session::{BROWSER_COOKIE, COOKIE, DEVICE_COOKIE};

/// `GET /api/admin/customers/{id}/erasure`
pub async fn preview(call: Call<PreviewErasure>) -> Done<PreviewErasure> {
    Ok(Reply::new(previewed(&call.visit, &call.params).await?))
}

async fn previewed(visit: &Visit, id: &CustomerId) -> Result<Erasure, Fail> {
    let found = erasure::preview(&visit.db, id).await?;
    found.ok_or_else(Fail::not_found)
}

/// How often the confirmation is looked at anew because an order came or went meanwhile.
const RACES: u32 = 4;

/// `DELETE /api/admin/customers/{id}`
pub async fn erase(call: Call<EraseCustomer>) -> Done<EraseCustomer> {
    let (visit, id) = (&call.visit, &call.params);
    let by = By::Staff(call.staff()?);
    for _ in 0..RACES {
        let customer = seen(visit, id).await?;
        let found = previewed(visit, id).await?;
        if !found.undelivered.is_empty() {
            return Err(Fail::conflict("undelivered", &found));
        }
        call.body.confirm(&customer.email, &found)?;
        let mailbox = mailbox(&customer.email);
        match erasure::erase(&visit.db, id, &found, &mailbox, &by, visit.now).await {
            Err(Refused::Guard(MOVED)) => {}
            other => {
                other?;
                return Ok(Reply::new(()));
            }
        }
    }
    Err(Fail::conflict("stale", &seen(visit, id).await?))
}

/// `GET /api/account/erasure`
pub async fn preview_own(call: Call<PreviewOwnErasure>) -> Done<PreviewOwnErasure> {
    let (_, customer) = call.own()?;
    Ok(Reply::new(previewed(&call.visit, customer).await?))
}

/// `POST /api/account/erasure`
pub async fn erase_own(call: Call<EraseOwn>) -> Done<EraseOwn> {
    let (visit, (session, customer)) = (&call.visit, call.own()?);
    let typed = &call.body.password;
    let seat = Seat::take(&visit.db)?;
    let found = session::find_own(&visit.db, &session.account.id)
        .await?
        .ok_or_else(|| Problem::new(401, "session"))?;
    if found.password_hash.is_some() {
        let count = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
        if typed.is_empty() {
            return Err(FieldError::new("password", "required").into());
        }
        if count > domain::password::MAX {
            return Err(FieldError::new("password", "wrong").into());
        }
    }
    prove(visit, &seat, session, &found, typed, "password").await?;
    drop(seat);
    // A record is its mailbox's: whoever was let in by a password that staff typed proves it first.
    if !session.verified {
        return Err(Problem::new(403, "proof").into());
    }
    for _ in 0..RACES {
        let record = own(visit, customer).await?;
        let seen = previewed(visit, customer).await?;
        if !seen.undelivered.is_empty() {
            return Err(Fail::conflict("undelivered", &seen));
        }
        let mailbox = mailbox(&record.email);
        match erasure::erase(&visit.db, customer, &seen, &mailbox, &By::Owner, visit.now).await {
            Err(Refused::Guard(MOVED)) => {}
            other => {
                other?;
                visit.nudge();
                note("erase_own", "accepted", &visit.trace);
                return Ok(Reply::new(())
                    .cookie(COOKIE, "", 0)
                    .cookie(BROWSER_COOKIE, "", 0)
                    .cookie(DEVICE_COOKIE, "", 0));
            }
        }
    }
    Err(Fail::Later(Problem::new(503, "busy"), 1))
}
