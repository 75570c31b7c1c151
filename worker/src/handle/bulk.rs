//! The back office's bulk changes: frozen, started, stopped, watched, taken back.

use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, STALE};
use crate::idempotency::Claim;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::bulk;
use domain::api::bulk::{
    GetBulk, ListBulkFailures, ListBulks, PrepareBulk, SetBulkState, UndoBulk,
};
use domain::bulk::{Bulk, BulkState, Bulks, TOTAL_MAX};
use domain::id::BulkId;
use domain::problem::FieldError;

/// `GET /api/admin/bulks`
pub async fn list(call: Call<ListBulks>) -> Done<ListBulks> {
    let items = bulk::list(&call.visit.db).await?;
    if items.iter().any(|bulk| bulk.state == BulkState::Running) {
        call.visit.nudge_bulks();
    }
    Ok(Reply::new(Bulks { items }))
}

/// `GET /api/admin/bulks/{id}`
pub async fn get(call: Call<GetBulk>) -> Done<GetBulk> {
    let found = found(&call.visit, &call.params).await?;
    // Whoever watches keeps it going, should its worker have died.
    if found.state == BulkState::Running {
        call.visit.nudge_bulks();
    }
    Ok(Reply::new(found))
}

/// `POST /api/admin/bulks`
pub async fn prepare(call: Call<PrepareBulk>) -> Done<PrepareBulk> {
    let visit = &call.visit;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("bulks:{}", by.id), &call.body)?
        .ok_or_else(|| FieldError::new("idempotency_key", "required"))?;
    let wanted = call.body.prove()?;
    let id = random::id(visit.now)?;
    match bulk::prepare(&visit.db, &id, &wanted, &claim.key(), by, visit.now).await {
        Ok(()) => Ok(Reply::new(found(visit, &id).await?)),
        Err(Refused::Guard(REPEATED)) => {
            let made = claim.made(visit).await?.ok_or_else(Fail::not_found)?;
            Ok(Reply::new(found(visit, &made).await?))
        }
        Err(Refused::Guard(STALE)) => Err(Fail::field("group", "unknown")),
        Err(Refused::Guard(MOVED)) => Err(FieldError {
            max: Some(TOTAL_MAX),
            ..FieldError::new("customers", "too_many")
        }
        .into()),
        Err(other) => Err(other.into()),
    }
}

/// `PUT /api/admin/bulks/{id}/state`
pub async fn set_state(call: Call<SetBulkState>) -> Done<SetBulkState> {
    let visit = &call.visit;
    let wanted = call
        .body
        .state
        .ok_or_else(|| FieldError::new("state", "required"))?;
    let before = found(visit, &call.params).await?;
    if !before.state.may_become(wanted) {
        return Err(Fail::conflict("state", &before));
    }
    let changed = match wanted {
        _ if before.state == wanted => Ok(()),
        BulkState::Stopped => bulk::stop(&visit.db, &call.params, call.staff()?, visit.now).await,
        _ => bulk::start(&visit.db, &call.params, call.staff()?, visit.now).await,
    };
    let now = found(visit, &call.params).await?;
    if now.state == BulkState::Running {
        visit.nudge_bulks();
    }
    match changed {
        Ok(()) => Ok(Reply::new(now)),
        // Somebody else did the same first.
        Err(Refused::Guard(STALE)) if now.state == wanted => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("state", &now)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /api/admin/bulks/{id}/undo`
pub async fn undo(call: Call<UndoBulk>) -> Done<UndoBulk> {
    let visit = &call.visit;
    let before = found(visit, &call.params).await?;
    let id = random::id(visit.now)?;
    let undone = bulk::undo(&visit.db, &id, &before, call.staff()?, visit.now).await;
    visit.nudge_bulks();
    match undone {
        Ok(()) => Ok(Reply::new(found(visit, &id).await?)),
        Err(Refused::Guard(STALE)) => match bulk::find_undo(&visit.db, &before.id).await? {
            Some(undo) => Ok(Reply::new(undo)),
            None => Err(Fail::conflict("state", &before)),
        },
        Err(other) => Err(other.into()),
    }
}

/// `GET /api/admin/bulks/{id}/failures`
pub async fn failures(call: Call<ListBulkFailures>) -> Done<ListBulkFailures> {
    let bulk = found(&call.visit, &call.params).await?;
    let cursor = call.query.cursor.as_ref();
    Ok(Reply::new(
        bulk::failures(&call.visit.db, &bulk, cursor).await?,
    ))
}

async fn found(visit: &Visit, id: &BulkId) -> Result<Bulk, Fail> {
    bulk::find(&visit.db, id).await?.ok_or_else(Fail::not_found)
}
