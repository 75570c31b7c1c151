//! What the shop sells.

use crate::id::ProductId;
use serde::{Deserialize, Serialize};

/// How a product is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Done by people; completed by hand.
    Service,
    /// A right with a validity.
    Access,
    /// A file.
    Download,
}

/// A product as the shop shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Product {
    pub id: ProductId,
    /// In the language asked for.
    pub name: String,
    /// One sentence, in the language asked for.
    pub summary: String,
    pub kind: Kind,
    /// Minor units of the shop's currency, VAT included.
    pub price: i64,
    /// In hundredths of a percent: 2000 is 20 %.
    pub vat_rate: u32,
    /// Days an access is valid; none for other kinds.
    pub validity_days: Option<u32>,
}
