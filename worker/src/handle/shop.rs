//! The shop itself: health, the contract, settings and products.

use crate::asset;
use crate::call::Call;
use crate::db::stored;
use crate::reply::{Done, Reply};
use crate::store::settings;
use domain::api::shop::{
    GetHealth, GetLegal, GetOpenApi, GetShop, Health, Legal, ListProducts, Products,
};

/// `GET /api/health`
pub async fn health(_: Call<GetHealth>) -> Done<GetHealth> {
    Ok(Reply::new(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}

/// `GET /api/openapi.json`
pub async fn openapi(call: Call<GetOpenApi>) -> Done<GetOpenApi> {
    let document = asset::read(call.visit.env(), "openapi.json").await?;
    Ok(Reply::new(stored("openapi.json", &document)?))
}

/// `GET /api/shop`
pub async fn shop(call: Call<GetShop>) -> Done<GetShop> {
    Ok(Reply::new(settings::shop(&call.visit.db).await?))
}

/// `GET /api/legal`
pub async fn legal(call: Call<GetLegal>) -> Done<GetLegal> {
    let settings = settings::settings(&call.visit.db).await?;
    let locale = call.query.locale.unwrap_or(settings.shop.locale);
    let sale = settings.sale;
    Ok(Reply::new(Legal {
        terms_version: sale.terms.version,
        terms: sale.terms.text(locale).to_owned(),
        privacy_version: sale.privacy.version,
        privacy: sale.privacy.text(locale).to_owned(),
        seller: sale.seller,
    }))
}

/// `GET /api/products`
pub async fn products(call: Call<ListProducts>) -> Done<ListProducts> {
    let (_, items) = settings::settings_and_products(&call.visit.db, call.query.locale).await?;
    Ok(Reply::new(Products { items }))
}
