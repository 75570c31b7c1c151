//! The team.

use crate::call::{Call, Visit};
use crate::db::{GONE, LAST_OWNER, REPEATED, Refused, STALE, TAKEN, THROTTLED};
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{staff, throttle};
use domain::account::Account;
use domain::api::staff::{EditStaff, InviteStaff, InviteStaffAgain, ListStaff, RemoveStaff};
use domain::id::AccountId;
use domain::problem::Problem;
use domain::staff::{StaffMember, Team};
use domain::throttle::STAFF_MAIL;

/// Times an edit is made again where another came between.
const RACES: u32 = 5;

/// `GET /api/admin/staff`
pub async fn list(call: Call<ListStaff>) -> Done<ListStaff> {
    let visit = &call.visit;
    let items = staff::list(&visit.db, &call.staff()?.id, visit.now).await?;
    Ok(Reply::new(Team { items }))
}

/// `POST /api/admin/staff`
pub async fn invite(call: Call<InviteStaff>) -> Done<InviteStaff> {
    let visit = &call.visit;
    let invited = call.body.prove()?;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("staff:{}", by.id), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    let (id, mail) = (random::id(visit.now)?, random::id(visit.now)?);
    let (db, now) = (&visit.db, visit.now);
    let made = match staff::invite(db, &id, &invited, key.as_ref(), &mail, by, now).await {
        Ok(()) => id,
        Err(Refused::Guard(TAKEN)) => return Err(Fail::field("email", "taken")),
        Err(Refused::Guard(REPEATED)) => {
            let made = made_before(visit, claim.as_ref()).await?;
            made.ok_or_else(Fail::not_found)?
        }
        Err(other) => return Err(other.into()),
    };
    visit.nudge();
    Ok(Reply::new(found(visit, &made, by).await?))
}

/// `PUT /api/admin/staff/{id}`
pub async fn edit(call: Call<EditStaff>) -> Done<EditStaff> {
    let (visit, id, by) = (&call.visit, &call.params, call.staff()?);
    let (name, role) = call.body.prove()?;
    for _ in 0..RACES {
        let before = found(visit, id, by).await?;
        let edited = before.edited(name.clone(), role, call.body.enabled);
        if edited.acts.is_empty() {
            return Ok(Reply::new(before));
        }
        match staff::edit(&visit.db, &before, &edited, by, visit.now).await {
            Ok(()) => return Ok(Reply::new(found(visit, id, by).await?)),
            Err(Refused::Guard(STALE)) => {}
            Err(Refused::Guard(LAST_OWNER)) => return Err(last_owner(visit, id, by).await?),
            Err(other) => return Err(other.into()),
        }
    }
    Err(Fail::Later(Problem::new(503, "busy"), 1))
}

/// `POST /api/admin/staff/{id}/invitation`
pub async fn invite_again(call: Call<InviteStaffAgain>) -> Done<InviteStaffAgain> {
    let (visit, id, by) = (&call.visit, &call.params, call.staff()?);
    let mail = random::id(visit.now)?;
    let invited = staff::invite_again(&visit.db, id, &mail, by, visit.now).await;
    match invited {
        Ok(()) => {
            visit.nudge();
            Ok(Reply::new(found(visit, id, by).await?))
        }
        Err(Refused::Guard(GONE)) => {
            let now = found(visit, id, by).await?;
            let code = if now.invited { "disabled" } else { "taken_up" };
            Err(Fail::conflict(code, &now))
        }
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&STAFF_MAIL, id.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            Err(Fail::throttled(seconds))
        }
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/staff/{id}`
pub async fn remove(call: Call<RemoveStaff>) -> Done<RemoveStaff> {
    let (visit, id, by) = (&call.visit, &call.params, call.staff()?);
    match staff::remove(&visit.db, id, by, visit.now).await {
        Ok(()) => Ok(Reply::new(())),
        Err(Refused::Guard(LAST_OWNER)) => Err(last_owner(visit, id, by).await?),
        Err(other) => Err(other.into()),
    }
}

/// 409 for what would leave the shop without an owner.
async fn last_owner(visit: &Visit, id: &AccountId, by: &Account) -> Result<Fail, Fail> {
    let now = found(visit, id, by).await?;
    Ok(Fail::conflict("last_owner", &now))
}

async fn found(visit: &Visit, id: &AccountId, reader: &Account) -> Result<StaffMember, Fail> {
    staff::find(&visit.db, id, &reader.id, visit.now)
        .await?
        .ok_or_else(Fail::not_found)
}
