//! The back office's groups: made, renamed, deleted; joined and left by one customer.

use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, STALE};
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{customer, group};
use domain::api::group::{
    CreateGroup, DeleteGroup, GetGroup, Groups, JoinGroup, LeaveGroup, ListGroups, RenameGroup,
};
use domain::customer::Customer;
use domain::group::Group;
use domain::id::{CustomerId, GroupId};
use domain::problem::FieldError;

/// `GET /api/admin/groups`
pub async fn list(call: Call<ListGroups>) -> Done<ListGroups> {
    let items = group::list(&call.visit.db).await?;
    Ok(Reply::new(Groups { items }))
}

/// `GET /api/admin/groups/{id}`
pub async fn get(call: Call<GetGroup>) -> Done<GetGroup> {
    Ok(Reply::new(found(&call.visit, &call.params).await?))
}

/// `POST /api/admin/groups`
pub async fn create(call: Call<CreateGroup>) -> Done<CreateGroup> {
    let visit = &call.visit;
    let (code, name) = call.body.prove_new()?;
    let id = random::id(visit.now)?;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("groups:{}", by.id), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    let new = group::New {
        id: &id,
        code: &code,
        name: &name,
    };
    match group::create(&visit.db, &new, key.as_ref(), by, visit.now).await {
        Ok(()) => Ok(Reply::new(found(visit, &id).await?)),
        Err(Refused::Guard(REPEATED)) => {
            let made = made_before(visit, claim.as_ref()).await?;
            let id = made.ok_or_else(Fail::not_found)?;
            Ok(Reply::new(found(visit, &id).await?))
        }
        // A lost race is answered by reading what the winner wrote.
        Err(Refused::Guard(MOVED)) => match group::find_code(&visit.db, &code).await? {
            Some(taken) => Err(Fail::conflict("group_code_taken", &taken)),
            None => Err(Fail::field("groups", "full")),
        },
        Err(other) => Err(other.into()),
    }
}

/// `PUT /api/admin/groups/{id}`
pub async fn rename(call: Call<RenameGroup>) -> Done<RenameGroup> {
    let visit = &call.visit;
    let before = found(visit, &call.params).await?;
    let form = &call.body;
    let name = form.prove_name();
    let mut wrong: Vec<FieldError> = name.as_ref().err().cloned().into_iter().collect();
    if form.version.is_none() {
        wrong.push(FieldError::new("version", "required"));
    }
    // Sent back as it was read it does no harm; another one is no edit there is.
    if form.code.as_ref().is_some_and(|code| *code != before.code) {
        wrong.push(FieldError::new("code", "unknown_key"));
    }
    let (Ok(name), Some(version), true) = (name, form.version, wrong.is_empty()) else {
        return Err(wrong.into());
    };
    let renamed = group::rename(
        &visit.db,
        &call.params,
        version,
        &name,
        call.staff()?,
        visit.now,
    )
    .await;
    let now = found(visit, &call.params).await?;
    match renamed {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &now)),
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/groups/{id}`
pub async fn delete(call: Call<DeleteGroup>) -> Done<DeleteGroup> {
    group::delete(&call.visit.db, &call.params, call.staff()?, call.visit.now).await?;
    Ok(Reply::new(()))
}

/// `PUT /api/admin/customers/{id}/groups/{group}`
pub async fn join(call: Call<JoinGroup>) -> Done<JoinGroup> {
    let (visit, (customer, group)) = (&call.visit, &call.params);
    let known = group::join(&visit.db, customer, group, call.staff()?, visit.now).await?;
    Ok(Reply::new(member(visit, customer, known).await?))
}

/// `DELETE /api/admin/customers/{id}/groups/{group}`
pub async fn leave(call: Call<LeaveGroup>) -> Done<LeaveGroup> {
    let (visit, (customer, group)) = (&call.visit, &call.params);
    let known = group::leave(&visit.db, customer, group, call.staff()?, visit.now).await?;
    Ok(Reply::new(member(visit, customer, known).await?))
}

/// The customer whose membership was asked for, where there is such a customer and group.
async fn member(visit: &Visit, id: &CustomerId, known: bool) -> Result<Customer, Fail> {
    if !known {
        return Err(Fail::not_found());
    }
    customer::find(&visit.db, id, visit.now)
        .await?
        .ok_or_else(Fail::not_found)
}

async fn found(visit: &Visit, id: &GroupId) -> Result<Group, Fail> {
    group::find(&visit.db, id)
        .await?
        .ok_or_else(Fail::not_found)
}
