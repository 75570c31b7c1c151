//! The back office's customers: the list, one record, its history, and what to do with pending details.

use crate::call::Call;
use crate::db::{Refused, STALE};
use crate::handle::record::seen;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{customer, pending};
use domain::account::Account;
use domain::api::customer::{
    Apply, ApplyPending, DismissPending, GetCustomer, ListCustomers, ListHistory,
};
use domain::customer::Keys;
use domain::id::{CustomerId, PendingId};
use domain::pending::apply as take_over;
use domain::problem::FieldError;

/// `GET /api/admin/customers`
pub async fn list(call: Call<ListCustomers>) -> Done<ListCustomers> {
    let place = call.query.place()?;
    let page = customer::list(&call.visit.db, &call.query, place.as_ref()).await?;
    Ok(Reply::new(page))
}

/// `GET /api/admin/customers/{id}`
pub async fn get(call: Call<GetCustomer>) -> Done<GetCustomer> {
    Ok(Reply::new(seen(&call.visit, &call.params).await?))
}

/// `GET /api/admin/customers/{id}/history`
pub async fn history(call: Call<ListHistory>) -> Done<ListHistory> {
    let reader = call.account().map(|account| &account.id);
    let visit = &call.visit;
    let page = customer::history(&visit.db, &call.params, &call.query, reader, visit.now).await?;
    Ok(Reply::new(page.ok_or_else(Fail::not_found)?))
}

/// `PUT /api/admin/customers/{id}/pending/{pid}`
pub async fn apply(call: Call<ApplyPending>) -> Done<ApplyPending> {
    let (id, pending_id) = &call.params;
    let db = &call.visit.db;
    let version = asked_fields(&call.body)?;
    let record = seen(&call.visit, id).await?;
    if record.version != version {
        return Err(Fail::conflict("stale", &record));
    }
    let waiting = record
        .pending
        .iter()
        .find(|pending| pending.id == *pending_id)
        .ok_or_else(Fail::not_found)?;
    let applied = take_over(&record.details(), &waiting.details, &call.body.fields);
    let keys = Keys::of(&applied, &record.email);
    let decision = decision(&call.params, call.account());
    let change = pending::Change {
        version,
        address: (applied.address != record.address)
            .then_some(applied.address.as_ref())
            .flatten(),
        address_id: random::id(call.visit.now)?,
        details: &applied,
        keys: &keys,
        fields: &call.body.fields,
    };
    let saved = pending::apply(db, &decision, &change, call.visit.now).await;
    // A lost race is answered by reading what the winner wrote.
    let now = seen(&call.visit, id).await?;
    match saved {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &now)),
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/customers/{id}/pending/{pid}`
pub async fn dismiss(call: Call<DismissPending>) -> Done<DismissPending> {
    let decision = decision(&call.params, call.account());
    pending::dismiss(&call.visit.db, &decision, call.visit.now).await?;
    Ok(Reply::new(()))
}

/// Which pending details are decided about, and by whom.
fn decision<'a>(
    (customer, pending): &'a (CustomerId, PendingId),
    by: Option<&'a Account>,
) -> pending::Decision<'a> {
    pending::Decision {
        customer,
        pending,
        by: by.map(|account| &account.id),
    }
}

/// Rule 17: an edit says which version it saw; and taking details over says which.
pub fn asked_fields(asked: &Apply) -> Result<u32, Fail> {
    let mut errors = Vec::new();
    if asked.version.is_none() {
        errors.push(FieldError::new("version", "required"));
    }
    if asked.fields.is_empty() {
        errors.push(FieldError::new("fields", "required"));
    }
    match asked.version {
        Some(version) if errors.is_empty() => Ok(version),
        _ => Err(errors.into()),
    }
}
