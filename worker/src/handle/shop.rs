//! The shop itself: health, the contract, settings and products.

use crate::call::Call;
use crate::reply::{Done, Fail, Reply};
use crate::store::settings;
use domain::api::shop::{GetHealth, GetOpenApi, GetShop, Health, ListProducts, Products};

/// `GET /api/health`
pub async fn health(_: Call<GetHealth>) -> Done<GetHealth> {
    Ok(Reply::new(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}

/// `GET /api/openapi.json`
pub async fn openapi(_: Call<GetOpenApi>) -> Done<GetOpenApi> {
    let document = serde_json::from_str(include_str!("../../openapi.json"));
    Ok(Reply::new(
        document.map_err(|error| Fail::cause("openapi.json", error))?,
    ))
}

/// `GET /api/shop`
pub async fn shop(call: Call<GetShop>) -> Done<GetShop> {
    Ok(Reply::new(settings::shop(&call.visit.db).await?))
}

/// `GET /api/products`
pub async fn products(call: Call<ListProducts>) -> Done<ListProducts> {
    let (_, items) = settings::shop_and_products(&call.visit.db, call.query.locale).await?;
    Ok(Reply::new(Products { items }))
}
