//! The back office's lookalikes: found, and told apart.

use crate::call::{Call, Visit};
use crate::reply::{Done, Fail, Reply};
use crate::store::{duplicate, merge};
use domain::account::Account;
use domain::api::duplicate::{FindAgain, GetDuplicates, ListDuplicates, TellApart};
use domain::id::CustomerId;

/// `GET /api/admin/duplicates`
pub async fn list(call: Call<ListDuplicates>) -> Done<ListDuplicates> {
    let cursor = call.query.cursor.as_ref();
    Ok(Reply::new(duplicate::list(&call.visit.db, cursor).await?))
}

/// `GET /api/admin/customers/{id}/duplicates`
pub async fn of(call: Call<GetDuplicates>) -> Done<GetDuplicates> {
    let found = merge::duplicates(&call.visit.db, &call.params, call.visit.now).await?;
    Ok(Reply::new(found.ok_or_else(Fail::not_found)?))
}

/// `DELETE /api/admin/customers/{id}/duplicates/{other}`
pub async fn tell_apart(call: Call<TellApart>) -> Done<TellApart> {
    set(&call.visit, &call.params, true, call.staff()?).await?;
    Ok(Reply::new(()))
}

/// `PUT /api/admin/customers/{id}/duplicates/{other}`
pub async fn find_again(call: Call<FindAgain>) -> Done<FindAgain> {
    set(&call.visit, &call.params, false, call.staff()?).await?;
    Ok(Reply::new(()))
}

async fn set(
    visit: &Visit,
    (one, other): &(CustomerId, CustomerId),
    apart: bool,
    by: &Account,
) -> Result<(), Fail> {
    if one == other {
        return Err(Fail::field("other", "same"));
    }
    Ok(duplicate::tell_apart(&visit.db, (one, other), apart, by, visit.now).await?)
}
