//! The shop itself: health, contract, what everybody may see.

use super::{Access, Endpoint, Method, Query};
use crate::locale::Locale;
use crate::problem::FieldError;
use crate::product::Product;
use crate::settings::{Seller, Shop};
use serde::{Deserialize, Serialize};

/// `GET /api/health`
pub struct GetHealth;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    /// `ok`
    pub status: String,
    pub version: String,
}

impl Endpoint for GetHealth {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/health";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "Answers when the shop serves; touches no data.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Health;
}

/// `GET /api/openapi.json`
pub struct GetOpenApi;

impl Endpoint for GetOpenApi {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/openapi.json";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "This document.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = serde_json::Value;
}

/// `GET /api/shop`
pub struct GetShop;

impl Endpoint for GetShop {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/shop";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "The shop's name and what its forms need to know.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Shop;
}

/// `GET /api/legal`
pub struct GetLegal;

/// Who sells, and on what terms, in the language asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Legal {
    pub seller: Seller,
    /// 0 while there are none.
    pub terms_version: u32,
    pub terms: String,
    pub privacy_version: u32,
    pub privacy: String,
}

impl Endpoint for GetLegal {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/legal";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "The seller, the terms and the privacy notice.";
    type Params = ();
    type Query = InLocale;
    type Request = ();
    type Response = Legal;
}

/// `GET /api/products`
pub struct ListProducts;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Products {
    pub items: Vec<Product>,
}

/// The language names are wanted in; without it, the shop's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InLocale {
    pub locale: Option<Locale>,
}

impl Query for InLocale {
    const KEYS: &'static [&'static str] = &["locale"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        if key != "locale" {
            return Err(FieldError::new(key.to_owned(), "unknown_key"));
        }
        let locale = Locale::parse(value).ok_or_else(|| FieldError::new("locale", "unknown"))?;
        self.locale = Some(locale);
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let pair = |locale: Locale| ("locale", locale.code().to_owned());
        self.locale.map(pair).into_iter().collect()
    }
}

impl Endpoint for ListProducts {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/products";
    const ACCESS: Access = Access::Public;
    const SUMMARY: &'static str = "What the shop sells, with VAT in its prices.";
    type Params = ();
    type Query = InLocale;
    type Request = ();
    type Response = Products;
}
