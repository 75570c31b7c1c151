//! The address book of a customer, as staff keep it. Each change makes the record another version.

use crate::call::{Call, Visit};
use crate::db::{Refused, STALE};
use crate::handle::record::{asked_version, seen};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::book::{Entry, keep_book};
use domain::account::SavedAddress;
use domain::api::record::{AddAddress, EditAddress, RemoveAddress};
use domain::contact::Address;
use domain::customer::{BookForm, Customer};
use domain::id::{AccountId, AddressId, CustomerId};
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
    let fresh = random::id(visit.now)?;
    let Some(entry) = added(&record.addresses, &address, &fresh) else {
        return Ok(Reply::new(record));
    };
    Ok(Reply::new(
        keep(visit, id, Some(version), &entry, by).await?,
    ))
}

/// `PUT /api/admin/customers/{id}/addresses/{aid}`
pub async fn edit(call: Call<EditAddress>) -> Done<EditAddress> {
    let (visit, (id, entry_id)) = (&call.visit, &call.params);
    let record = seen(visit, id).await?;
    let stands = standing(&record.addresses, entry_id)?;
    let default = call.body.default == Some(true);
    let (version, address) = proved(&call.body, !default)?;
    if record.version != version {
        return Err(Fail::conflict("stale", &record));
    }
    let by = &call.staff()?.id;
    let first = record.addresses.first() == Some(stands);
    let Some(entry) = edited(stands, first, address.as_ref(), default) else {
        return Ok(Reply::new(record));
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
    match keep_book(&visit.db, id, None, &entry, Some(by), visit.now).await {
        Err(Refused::Guard(STALE)) => Err(Fail::not_found()),
        other => {
            other?;
            Ok(Reply::new(seen(visit, id).await?))
        }
    }
}

/// What an address that is added does to a book: it joins as the one used last, or an entry that says the same is used
/// again; none where that is the one used last already.
pub fn added<'a>(
    book: &'a [SavedAddress],
    address: &'a Address,
    fresh: &'a AddressId,
) -> Option<Entry<'a>> {
    match book.iter().position(|own| own.address == *address) {
        Some(0) => None,
        Some(place) => book.get(place).map(|same| Entry::Use(&same.id)),
        None => Some(Entry::Add(fresh, address)),
    }
}

/// The entry that is meant; 404 for one of another's book.
pub fn standing<'a>(book: &'a [SavedAddress], id: &AddressId) -> Result<&'a SavedAddress, Fail> {
    let entry = book.iter().find(|own| own.id == *id);
    entry.ok_or_else(Fail::not_found)
}

/// What an edit of an entry comes to; none where it says what stands there.
pub fn edited<'a>(
    stands: &'a SavedAddress,
    first: bool,
    address: Option<&'a Address>,
    default: bool,
) -> Option<Entry<'a>> {
    match address {
        Some(address) if *address != stands.address => {
            Some(Entry::Change(&stands.id, address, default))
        }
        _ if default && !first => Some(Entry::Use(&stands.id)),
        _ => None,
    }
}

/// Reads the form: the version it was made from, and the address where one was typed or has to be.
pub fn proved(form: &BookForm, needed: bool) -> Result<(u32, Option<Address>), Fail> {
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
    match keep_book(&visit.db, customer, version, entry, Some(by), visit.now).await {
        Ok(()) => seen(visit, customer).await,
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &seen(visit, customer).await?)),
        Err(other) => Err(other.into()),
    }
}
