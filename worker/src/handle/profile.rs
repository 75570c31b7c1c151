//! What customers change of their own record: details, the address book, and what waits on it.

use crate::call::{Call, Visit};
use crate::db::{Refused, STALE};
use crate::handle::account::own;
use crate::handle::book::{added, edited, proved, standing};
use crate::handle::customer::asked_fields;
use crate::handle::record::asked_version;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::book::{Entry, keep_book};
use crate::store::{customer, pending, record, settings};
use domain::account::Profile;
use domain::api::account::{
    AddOwnAddress, ApplyOwnPending, DismissOwnPending, EditOwnAddress, EditProfile, ListOwnPending,
    OwnPending, RemoveOwnAddress,
};
use domain::customer::{Customer, Keys};
use domain::id::CustomerId;
use domain::pending::apply as take_over;

/// `PUT /api/account`
pub async fn edit(call: Call<EditProfile>) -> Done<EditProfile> {
    let (visit, (_, customer)) = (&call.visit, call.own()?);
    let before = own(visit, customer).await?;
    let shop = settings::shop(&visit.db).await?;
    let edited = call.body.edit(&before, &shop.country);
    let version = asked_version(call.body.version, edited.as_ref().err())?;
    let edited = edited?;
    if before.version != version {
        return Err(Fail::conflict("stale", &before));
    }
    if edited.fields.is_empty() {
        return Ok(Reply::new(before));
    }
    let correction = record::Correction {
        id: customer,
        version,
        before: &before.details(),
        email: &before.email,
        edited: &edited,
        keys: &Keys::of(&edited.details, &before.email),
        by: None,
        moved_from: None,
    };
    let saved = record::edit(&visit.db, &correction, visit.now).await;
    Ok(Reply::new(now(visit, customer, saved).await?))
}

/// `POST /api/account/addresses`
pub async fn add_address(call: Call<AddOwnAddress>) -> Done<AddOwnAddress> {
    let (visit, (_, customer)) = (&call.visit, call.own()?);
    let before = own(visit, customer).await?;
    let (version, address) = proved(&call.body, true)?;
    if before.version != version {
        return Err(Fail::conflict("stale", &before));
    }
    let address = address.ok_or_else(Fail::not_found)?;
    let fresh = random::id(visit.now)?;
    let Some(entry) = added(&before.addresses, &address, &fresh) else {
        return Ok(Reply::new(before));
    };
    Ok(Reply::new(
        keep(visit, customer, Some(version), &entry).await?,
    ))
}

/// `PUT /api/account/addresses/{id}`
pub async fn edit_address(call: Call<EditOwnAddress>) -> Done<EditOwnAddress> {
    let (visit, (_, customer)) = (&call.visit, call.own()?);
    let before = own(visit, customer).await?;
    let stands = standing(&before.addresses, &call.params)?;
    let default = call.body.default == Some(true);
    let (version, address) = proved(&call.body, !default)?;
    if before.version != version {
        return Err(Fail::conflict("stale", &before));
    }
    let first = before.addresses.first() == Some(stands);
    let Some(entry) = edited(stands, first, address.as_ref(), default) else {
        return Ok(Reply::new(before));
    };
    Ok(Reply::new(
        keep(visit, customer, Some(version), &entry).await?,
    ))
}

/// `DELETE /api/account/addresses/{id}`
pub async fn remove_address(call: Call<RemoveOwnAddress>) -> Done<RemoveOwnAddress> {
    let (_, customer) = call.own()?;
    let entry = Entry::Remove(&call.params);
    Ok(Reply::new(keep(&call.visit, customer, None, &entry).await?))
}

/// Changes the own book, and gives the record as it is then.
async fn keep(
    visit: &Visit,
    customer: &CustomerId,
    version: Option<u32>,
    entry: &Entry<'_>,
) -> Result<Profile, Fail> {
    let kept = keep_book(&visit.db, customer, version, entry, None, visit.now).await;
    now(visit, customer, kept).await
}

/// The record after a change; a lost race is answered by reading what the winner wrote.
async fn now(
    visit: &Visit,
    customer: &CustomerId,
    saved: Result<(), Refused>,
) -> Result<Profile, Fail> {
    match saved {
        Ok(()) => own(visit, customer).await,
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &own(visit, customer).await?)),
        Err(other) => Err(other.into()),
    }
}

/// `GET /api/account/pending`
pub async fn waiting(call: Call<ListOwnPending>) -> Done<ListOwnPending> {
    let (_, customer) = call.own()?;
    let record = record(&call.visit, customer).await?;
    Ok(Reply::new(OwnPending {
        version: record.version,
        items: record.pending,
    }))
}

/// `PUT /api/account/pending/{id}`
pub async fn apply(call: Call<ApplyOwnPending>) -> Done<ApplyOwnPending> {
    let (visit, (_, customer)) = (&call.visit, call.own()?);
    let version = asked_fields(&call.body)?;
    let record = record(visit, customer).await?;
    let waiting = record.pending.iter().find(|own| own.id == call.params);
    let waiting = waiting.ok_or_else(Fail::not_found)?;
    if record.version != version {
        return Err(Fail::conflict("stale", &own(visit, customer).await?));
    }
    let applied = take_over(&record.details(), &waiting.details, &call.body.fields);
    let change = pending::Change {
        version,
        address: (applied.address != record.address)
            .then_some(applied.address.as_ref())
            .flatten(),
        address_id: random::id(visit.now)?,
        details: &applied,
        keys: &Keys::of(&applied, &record.email),
        fields: &call.body.fields,
    };
    let decision = pending::Decision {
        customer,
        pending: &call.params,
        by: None,
    };
    let saved = pending::apply(&visit.db, &decision, &change, visit.now).await;
    Ok(Reply::new(now(visit, customer, saved).await?))
}

/// `DELETE /api/account/pending/{id}`
pub async fn dismiss(call: Call<DismissOwnPending>) -> Done<DismissOwnPending> {
    let (_, customer) = call.own()?;
    let decision = pending::Decision {
        customer,
        pending: &call.params,
        by: None,
    };
    pending::dismiss(&call.visit.db, &decision, call.visit.now).await?;
    Ok(Reply::new(()))
}

async fn record(visit: &Visit, id: &CustomerId) -> Result<Customer, Fail> {
    let found = customer::find(&visit.db, id, visit.now).await?;
    found.ok_or_else(Fail::not_found)
}
