//! Postal addresses: as typed, and as proved by their country's rules.

use crate::country::{self, Country, Region};
use crate::problem::FieldError;
use crate::{postcode, text};
use serde::{Deserialize, Serialize};

/// An address as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddressForm {
    #[serde(default)]
    pub line1: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    /// Required only where the country has postcodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    #[serde(default)]
    pub city: String,
    /// Only where the country's addresses name one; elsewhere it is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: String,
}

/// An address that keeps its country's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Address {
    pub line1: String,
    pub line2: Option<String>,
    pub postcode: Option<String>,
    pub city: String,
    /// A code where the country's list is known, else as typed.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// Longest address line, town and region, in characters.
pub const LINE_MAX: u32 = 120;

impl AddressForm {
    /// Proves an address that stands by itself.
    pub fn prove_alone(&self, path: &str, errors: &mut Vec<FieldError>) -> Option<Address> {
        let mut own = Errors::default();
        let address = self.prove(path, &mut own);
        errors.extend(own.list);
        address
    }

    pub(crate) fn prove(&self, path: &str, errors: &mut Errors) -> Option<Address> {
        let mut own = Errors::default();
        let home = own.take("country", country(&self.country));
        let line1 = own.take("line1", required(&self.line1, LINE_MAX));
        let line2 = own.take("line2", text::line(typed(&self.line2), LINE_MAX));
        let postcode = home
            .and_then(|home| own.take("postcode", postcode::parse(typed(&self.postcode), home)));
        let city = own.take("city", required(&self.city, LINE_MAX));
        let region = home.and_then(|home| own.take("region", region(typed(&self.region), home)));
        let right = own.list.is_empty();
        errors
            .list
            .extend(own.list.into_iter().map(|error| error.within(path)));
        if !right {
            return None;
        }
        Some(Address {
            line1: line1?,
            line2: line2?,
            postcode: postcode?,
            city: city?,
            region: region?,
            country: home?.code.to_owned(),
        })
    }
}

fn country(code: &str) -> Result<&'static Country, FieldError> {
    if code.is_empty() {
        return Err(FieldError::new("", "required"));
    }
    country::find(code).ok_or_else(|| FieldError::new("", "unknown"))
}

fn region(typed: &str, home: &Country) -> Result<Option<String>, FieldError> {
    let listed = match home.region {
        Region::None => return Ok(None),
        Region::Optional => return text::line(typed, LINE_MAX),
        Region::Listed(listed) => listed,
    };
    let Some(line) = text::line(typed, LINE_MAX)? else {
        return Err(FieldError::new("", "required"));
    };
    listed
        .iter()
        .find(|(code, name)| line.eq_ignore_ascii_case(code) || line.eq_ignore_ascii_case(name))
        .map(|(code, _)| Some((*code).to_owned()))
        .ok_or_else(|| FieldError::new("", "unknown"))
}

/// Collects what is wrong while the rest is still read.
#[derive(Default)]
pub(crate) struct Errors {
    pub(crate) list: Vec<FieldError>,
}

impl Errors {
    pub(crate) fn take<T>(&mut self, field: &str, read: Result<T, FieldError>) -> Option<T> {
        read.map_err(|error| self.list.push(error.within(field)))
            .ok()
    }
}

/// What was typed, empty where nothing was.
pub(crate) fn typed(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// A line that may not be empty.
pub(crate) fn required(text: &str, max: u32) -> Result<String, FieldError> {
    text::line(text, max)?.ok_or_else(|| FieldError::new("", "required"))
}
