//! What staff type of an entry of a customer's address book.

use crate::address::AddressForm;
use serde::{Deserialize, Serialize};

/// An entry of the address book as typed by staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BookForm {
    /// The customer's version as it was seen: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Left out with `default`: the entry stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressForm>,
    /// Makes it the record's own address. A new entry is so anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
}
