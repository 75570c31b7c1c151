//! What the shop sells.

use crate::id::ProductId;
use crate::problem::FieldError;
use crate::text;
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

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Service, Kind::Access, Kind::Download];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Service => "service",
            Kind::Access => "access",
            Kind::Download => "download",
        }
    }

    /// True for what is delivered at once: its right of withdrawal may be waived (directive 2011/83/EU article 16 m).
    pub fn is_digital(self) -> bool {
        self != Kind::Service
    }
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

/// A product as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductRecord {
    pub id: ProductId,
    /// Grows with each change; sent back with an edit.
    pub version: u32,
    pub kind: Kind,
    pub name_en: String,
    pub name_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    /// Minor units, VAT included.
    pub price: i64,
    /// Hundredths of a percent.
    pub vat_rate: u32,
    pub validity_days: Option<u32>,
    /// False: no longer sold; what was sold stays.
    pub listed: bool,
}

/// A product as typed by staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductForm {
    /// The version that was seen; for edits only: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Fixed once the product is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub name_en: String,
    #[serde(default)]
    pub name_fr: String,
    #[serde(default)]
    pub summary_en: String,
    #[serde(default)]
    pub summary_fr: String,
    /// Minor units, VAT included.
    #[serde(default)]
    pub price: Option<i64>,
    /// Hundredths of a percent.
    #[serde(default)]
    pub vat_rate: Option<u32>,
    /// Required for an access, absent for other kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity_days: Option<u32>,
    #[serde(default)]
    pub listed: bool,
}

/// A product that keeps every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    pub kind: Kind,
    pub name_en: String,
    pub name_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    pub price: i64,
    pub vat_rate: u32,
    pub validity_days: Option<u32>,
    pub listed: bool,
}

/// Dearest price, in minor units: one million.
pub const PRICE_MAX: i64 = 100_000_000;
const NAME_MAX: u32 = 120;
const SUMMARY_MAX: u32 = 300;

impl ProductForm {
    /// Proves what was typed, or tells everything that is wrong.
    pub fn prove(&self) -> Result<Proved, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = |field: &'static str, typed: &str, errors: &mut Vec<FieldError>| {
            let line = text::line(typed, NAME_MAX)
                .and_then(|line| line.ok_or_else(|| FieldError::new("", "required")));
            line.map_err(|error| errors.push(error.within(field)))
                .unwrap_or_default()
        };
        let name_en = name("name_en", &self.name_en, &mut errors);
        let name_fr = name("name_fr", &self.name_fr, &mut errors);
        let summary = |field: &'static str, typed: &str, errors: &mut Vec<FieldError>| {
            text::line(typed, SUMMARY_MAX)
                .map_err(|error| errors.push(error.within(field)))
                .ok()
                .flatten()
                .unwrap_or_default()
        };
        let summary_en = summary("summary_en", &self.summary_en, &mut errors);
        let summary_fr = summary("summary_fr", &self.summary_fr, &mut errors);
        let mut missing = |field: &'static str| errors.push(FieldError::new(field, "required"));
        if self.kind.is_none() {
            missing("kind");
        }
        if self.price.is_none() {
            missing("price");
        }
        if self.vat_rate.is_none() {
            missing("vat_rate");
        }
        let price = self.price.unwrap_or_default();
        if !(0..=PRICE_MAX).contains(&price) {
            errors.push(out_of_range("price", 0, PRICE_MAX as u32));
        }
        let vat_rate = self.vat_rate.unwrap_or_default();
        if vat_rate > 10_000 {
            errors.push(out_of_range("vat_rate", 0, 10_000));
        }
        match (self.kind, self.validity_days) {
            (Some(Kind::Access), None) => {
                errors.push(FieldError::new("validity_days", "required"));
            }
            (Some(Kind::Access), Some(days)) if !(1..=36_500).contains(&days) => {
                errors.push(out_of_range("validity_days", 1, 36_500));
            }
            (Some(Kind::Service | Kind::Download), Some(_)) => {
                errors.push(FieldError::new("validity_days", "unknown"));
            }
            _ => {}
        }
        match self.kind {
            Some(kind) if errors.is_empty() => Ok(Proved {
                kind,
                name_en,
                name_fr,
                summary_en,
                summary_fr,
                price,
                vat_rate,
                validity_days: self.validity_days,
                listed: self.listed,
            }),
            _ => Err(errors),
        }
    }
}

fn out_of_range(field: &'static str, min: u32, max: u32) -> FieldError {
    FieldError {
        min: Some(min),
        max: Some(max),
        ..FieldError::new(field, "out_of_range")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ProductForm {
        ProductForm {
            kind: Some(Kind::Access),
            name_en: "Pass".into(),
            name_fr: "Accès".into(),
            price: Some(14_500),
            vat_rate: Some(2_000),
            validity_days: Some(365),
            listed: true,
            ..ProductForm::default()
        }
    }

    #[test]
    fn a_right_form_is_proved_and_each_slip_is_named() {
        assert!(form().prove().is_ok());
        let slips: [(ProductForm, &str, &str); 5] = [
            (
                ProductForm {
                    price: Some(-1),
                    ..form()
                },
                "price",
                "out_of_range",
            ),
            (
                ProductForm {
                    vat_rate: None,
                    ..form()
                },
                "vat_rate",
                "required",
            ),
            (
                ProductForm {
                    name_fr: " ".into(),
                    ..form()
                },
                "name_fr",
                "required",
            ),
            (
                ProductForm {
                    validity_days: None,
                    ..form()
                },
                "validity_days",
                "required",
            ),
            (
                ProductForm {
                    kind: Some(Kind::Service),
                    ..form()
                },
                "validity_days",
                "unknown",
            ),
        ];
        for (form, field, reason) in slips {
            let errors = form.prove().unwrap_err();
            let told: Vec<_> = errors.iter().map(|e| (&*e.field, &*e.reason)).collect();
            assert_eq!(told, [(field, reason)]);
        }
    }
}
