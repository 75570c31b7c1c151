//! The back office's products.

use crate::call::{Call, Visit};
use crate::db::{REPEATED, Refused, STALE};
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::product;
use domain::api::product::{
    CreateProduct, EditProduct, GetProductRecord, ListProductRecords, ProductRecords,
};
use domain::id::ProductId;
use domain::problem::{FieldError, Problem};
use domain::product::{ProductForm, ProductRecord};

/// `GET /api/admin/products`
pub async fn list(call: Call<ListProductRecords>) -> Done<ListProductRecords> {
    let items = product::list(&call.visit.db).await?;
    Ok(Reply::new(ProductRecords { items }))
}

/// `GET /api/admin/products/{id}`
pub async fn get(call: Call<GetProductRecord>) -> Done<GetProductRecord> {
    Ok(Reply::new(found(&call.visit, &call.params).await?))
}

/// `POST /api/admin/products`
pub async fn create(call: Call<CreateProduct>) -> Done<CreateProduct> {
    let visit = &call.visit;
    let proved = call.body.prove()?;
    let id = random::id(visit.now)?;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("products:{}", by.id), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    match product::create(&visit.db, &id, &proved, key.as_ref(), by, visit.now).await {
        Ok(()) => Ok(Reply::new(found(visit, &id).await?)),
        Err(Refused::Guard(REPEATED)) => {
            let made = made_before(visit, claim.as_ref()).await?;
            let id = made.ok_or_else(|| Problem::new(409, "full"))?;
            Ok(Reply::new(found(visit, &id).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// `PUT /api/admin/products/{id}`
pub async fn edit(call: Call<EditProduct>) -> Done<EditProduct> {
    let visit = &call.visit;
    let before = found(visit, &call.params).await?;
    let version = call
        .body
        .version
        .ok_or_else(|| FieldError::new("version", "required"))?;
    // What it is was decided when it was made: purchases hang on it.
    let form = ProductForm {
        kind: Some(before.kind),
        ..call.body.clone()
    };
    let proved = form.prove()?;
    let edited = product::edit(
        &visit.db,
        &call.params,
        version,
        &proved,
        call.staff()?,
        visit.now,
    )
    .await;
    let now = found(visit, &call.params).await?;
    match edited {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &now)),
        Err(other) => Err(other.into()),
    }
}

async fn found(visit: &Visit, id: &ProductId) -> Result<ProductRecord, Fail> {
    product::find(&visit.db, id)
        .await?
        .ok_or_else(Fail::not_found)
}
