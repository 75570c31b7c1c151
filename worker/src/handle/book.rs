//! The address book of a customer, as staff keep it. Each change makes the record another version.

use crate::call::{Call, Visit};
use crate::db::{Refused, STALE};
use crate::handle::record::{asked_version, seen};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::book::{Entry, keep_book};
use domain::api::record::{AddAddress, EditAddress, RemoveAddress};
use domain::contact::Address;
use domain::customer::{BookForm, Customer};
use domain::id::{AccountId, CustomerId};
use domain::problem::FieldError;

/// `POST /api/admin/customers/{id}/addresses`
pub async fn add(call: Call<AddAddress>) -> Done<AddAddress> {
    let (visit, id) = (&call.visit, &call.params);
    let record = seen(visit, id).await?;
    let (version, address) = proved(&call.body, true)?;
    if record.version != version {
        return Err(Fail::conflict("stale", &record));
    }
    let by = &call.staff()?.id;
    let address = address.ok_or_else(Fail::not_found)?;
    let known = |own: &&domain::account::SavedAddress| own.address == address;
    let fresh = random::id(visit.now)?;
    let entry = match record.addresses.iter().find(known) {
        Some(_) if record.address.as_ref() == Some(&address) => return Ok(Reply::new(record)),
        Some(same) => Entry::Use(&same.id),
        None => Entry::Add(&fresh, &address),
    };
    Ok(Reply::new(
        keep(visit, id, Some(version), &entry, by).await?,
    ))
}

/// `PUT /api/admin/customers/{id}/addresses/{aid}`
pub async fn edit(call: Call<EditAddress>) -> Done<EditAddress> {
    let (visit, (id, entry_id)) = (&call.visit, &call.params);
    let record = seen(visit, id).await?;
    let stands = record.addresses.iter().find(|own| own.id == *entry_id);
    let stands = stands.ok_or_else(Fail::not_found)?;
    let first = record.addresses.first() == Some(stands);
    let default = call.body.default == Some(true);
    let (version, address) = proved(&call.body, !default)?;
    if record.version != version {
        return Err(Fail::conflict("stale", &record));
    }
    let by = &call.staff()?.id;
    let entry = match &address {
        Some(address) if *address != stands.address => Entry::Change(entry_id, address, default),
        _ if default && !first => Entry::Use(entry_id),
        _ => return Ok(Reply::new(record)),
    };
    Ok(Reply::new(
        keep(visit, id, Some(version), &entry, by).await?,
    ))
}

/// `DELETE /api/admin/customers/{id}/addresses/{aid}`
pub async fn remove(call: Call<RemoveAddress>) -> Done<RemoveAddress> {
    let (visit, (id, entry_id)) = (&call.visit, &call.params);
    let by = &call.staff()?.id;
    let entry = Entry::Remove(entry_id);
    match keep_book(&visit.db, id, None, &entry, by, visit.now).await {
        Err(Refused::Guard(STALE)) => Err(Fail::not_found()),
        other => {
            other?;
            Ok(Reply::new(seen(visit, id).await?))
        }
    }
}

/// Reads the form: the version it was made from, and the address where one was typed or has to be.
fn proved(form: &BookForm, needed: bool) -> Result<(u32, Option<Address>), Fail> {
    let mut errors = Vec::new();
    let address = match &form.address {
        Some(typed) => typed.prove_alone("address", &mut errors),
        None => {
            if needed {
                errors.push(FieldError::new("address", "required"));
            }
            None
        }
    };
    let wrong = Some(&errors).filter(|errors| !errors.is_empty());
    Ok((asked_version(form.version, wrong)?, address))
}

/// Changes the book, and gives the record as it is then.
async fn keep(
    visit: &Visit,
    customer: &CustomerId,
    version: Option<u32>,
    entry: &Entry<'_>,
    by: &AccountId,
) -> Result<Customer, Fail> {
    match keep_book(&visit.db, customer, version, entry, by, visit.now).await {
        Ok(()) => seen(visit, customer).await,
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &seen(visit, customer).await?)),
        Err(other) => Err(other.into()),
    }
}
