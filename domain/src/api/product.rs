//! The back office's products.

use super::{Access, Endpoint, Method};
use crate::id::ProductId;
use crate::permission::Right;
use crate::product::{ProductForm, ProductRecord};
use serde::{Deserialize, Serialize};

/// `GET /api/admin/products`
pub struct ListProductRecords;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductRecords {
    pub items: Vec<ProductRecord>,
}

impl Endpoint for ListProductRecords {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/products";
    const ACCESS: Access = Access::Staff(Right::ReadProducts);
    const SUMMARY: &'static str = "Every product, listed or not, in the shop's order; at most 500.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = ProductRecords;
}

/// `POST /api/admin/products`
pub struct CreateProduct;

impl Endpoint for CreateProduct {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/products";
    const ACCESS: Access = Access::Staff(Right::EditProducts);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Makes a product.";
    type Params = ();
    type Query = ();
    type Request = ProductForm;
    type Response = ProductRecord;
}

/// `GET /api/admin/products/{id}`
pub struct GetProductRecord;

impl Endpoint for GetProductRecord {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/products/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadProducts);
    const SUMMARY: &'static str = "A product as staff see it.";
    type Params = ProductId;
    type Query = ();
    type Request = ();
    type Response = ProductRecord;
}

/// `PUT /api/admin/products/{id}`
pub struct EditProduct;

impl Endpoint for EditProduct {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/products/{id}";
    const ACCESS: Access = Access::Staff(Right::EditProducts);
    const SUMMARY: &'static str = "Changes a product for those who buy from now on.";
    type Params = ProductId;
    type Query = ();
    type Request = ProductForm;
    type Response = ProductRecord;
}
