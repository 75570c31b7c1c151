//! The back office's products.

use crate::call::{Call, Visit};
use crate::db::{REPEATED, Refused, STALE};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::idempotency::{self, Key};
use crate::store::product;
use domain::account::Account;
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
    let scope = scope(call.account.as_ref());
    let body_hash = random::digest(&body(&call.body)?);
    let key = visit.idempotency_key()?.map(|key| Key {
        scope: &scope,
        key,
        body_hash: &body_hash,
    });
    match product::create(&visit.db, &id, &proved, key.as_ref(), visit.now).await {
        Ok(()) => Ok(Reply::new(found(visit, &id).await?)),
        Err(Refused::Guard(REPEATED)) => {
            let Some(Key { key, .. }) = key else {
                return Err(Problem::new(409, "full").into());
            };
            let made = idempotency::find(&visit.db, &scope, key)
                .await?
                .ok_or_else(|| Problem::new(409, "full"))?;
            if made.body_hash != body_hash {
                return Err(Fail::field("idempotency_key", "reused"));
            }
            let id = ProductId::parse(&made.made).ok_or_else(Fail::not_found)?;
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
        ..call.body
    };
    let proved = form.prove()?;
    let edited = product::edit(&visit.db, &call.params, version, &proved).await;
    let now = found(visit, &call.params).await?;
    match edited {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Problem {
            current: serde_json::to_value(now).ok(),
            ..Problem::new(409, "stale")
        }
        .into()),
        Err(other) => Err(other.into()),
    }
}

async fn found(visit: &Visit, id: &ProductId) -> Result<ProductRecord, Fail> {
    product::find(&visit.db, id)
        .await?
        .ok_or_else(Fail::not_found)
}

fn scope(account: Option<&Account>) -> String {
    let id = account.map_or("", |account| account.id.as_str());
    format!("products:{id}")
}

fn body(form: &ProductForm) -> Result<String, Fail> {
    serde_json::to_string(form).map_err(|error| Fail::cause("json", error))
}
