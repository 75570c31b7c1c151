//! Pending details: what an unproved visitor typed for a known mailbox. They wait on the record and change nothing.

use crate::contact::{Address, Billing, Contact};
use crate::id::{CheckoutId, PendingId};
use crate::order::Buyer;
use serde::{Deserialize, Serialize};

/// How many wait on one customer; the oldest gives way.
pub const KEPT: u32 = 5;
/// Days until pending details are dropped.
pub const KEPT_DAYS: i64 = 90;

/// The part of contact details that may differ from a record. The mailbox is the same by definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Details {
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub address: Option<Address>,
    pub billing: Option<Billing>,
}

/// Details that wait, as staff see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pending {
    pub id: PendingId,
    /// The checkout they were typed at; none once that checkout was swept.
    pub checkout: Option<CheckoutId>,
    /// Unix milliseconds, UTC.
    pub typed_at: i64,
    pub details: Details,
    /// Which of them differ from the record as it is now.
    pub differing: Vec<DetailsField>,
}

/// A part of the details that is taken over or left as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DetailsField {
    FirstName,
    LastName,
    Phone,
    Organisation,
    Address,
    Billing,
}

impl DetailsField {
    /// Every field, in the order of the form.
    pub const ALL: [DetailsField; 6] = [
        DetailsField::FirstName,
        DetailsField::LastName,
        DetailsField::Phone,
        DetailsField::Organisation,
        DetailsField::Address,
        DetailsField::Billing,
    ];

    /// As stored in history and sent.
    pub fn code(self) -> &'static str {
        match self {
            DetailsField::FirstName => "first_name",
            DetailsField::LastName => "last_name",
            DetailsField::Phone => "phone",
            DetailsField::Organisation => "organisation",
            DetailsField::Address => "address",
            DetailsField::Billing => "billing",
        }
    }
}

impl From<&Contact> for Details {
    fn from(contact: &Contact) -> Details {
        Details {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone: contact.phone.clone(),
            organisation: contact.organisation.clone(),
            address: Some(contact.address.clone()),
            billing: contact.billing.clone(),
        }
    }
}

impl From<&Buyer> for Details {
    fn from(buyer: &Buyer) -> Details {
        Details {
            first_name: buyer.first_name.clone(),
            last_name: buyer.last_name.clone(),
            phone: buyer.phone.clone(),
            organisation: buyer.organisation.clone(),
            address: Some(buyer.address.clone()),
            billing: buyer.billing.clone(),
        }
    }
}

/// Which fields of `typed` differ from `record`. A detail left out is no difference: a visitor who gives no
/// phone number does not ask for it to be forgotten.
pub fn differing(record: &Details, typed: &Details) -> Vec<DetailsField> {
    fn other<T: PartialEq>(record: &Option<T>, typed: &Option<T>) -> bool {
        typed.is_some() && typed != record
    }
    DetailsField::ALL
        .into_iter()
        .filter(|field| match field {
            DetailsField::FirstName => typed.first_name != record.first_name,
            DetailsField::LastName => typed.last_name != record.last_name,
            DetailsField::Phone => other(&record.phone, &typed.phone),
            DetailsField::Organisation => other(&record.organisation, &typed.organisation),
            DetailsField::Address => other(&record.address, &typed.address),
            DetailsField::Billing => other(&record.billing, &typed.billing),
        })
        .collect()
}

/// The record after the chosen fields of `typed` were taken over.
pub fn apply(record: &Details, typed: &Details, fields: &[DetailsField]) -> Details {
    let mut applied = record.clone();
    for field in fields {
        match field {
            DetailsField::FirstName => applied.first_name.clone_from(&typed.first_name),
            DetailsField::LastName => applied.last_name.clone_from(&typed.last_name),
            DetailsField::Phone => applied.phone.clone_from(&typed.phone),
            DetailsField::Organisation => applied.organisation.clone_from(&typed.organisation),
            DetailsField::Address => applied.address.clone_from(&typed.address),
            DetailsField::Billing => applied.billing.clone_from(&typed.billing),
        }
    }
    applied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(first_name: &str, phone: Option<&str>) -> Details {
        Details {
            first_name: first_name.into(),
            last_name: "Martin".into(),
            phone: phone.map(str::to_owned),
            organisation: None,
            address: None,
            billing: None,
        }
    }

    #[test]
    fn only_what_was_typed_can_differ() {
        let record = details("Zoé", Some("+33639981234"));
        assert_eq!(differing(&record, &details("Zoé", None)), []);
        assert_eq!(
            differing(&record, &details("Zoe", Some("+33639985678"))),
            [DetailsField::FirstName, DetailsField::Phone]
        );
    }

    #[test]
    fn only_the_chosen_fields_are_taken_over() {
        let record = details("Zoé", Some("+33639981234"));
        let typed = details("Zoe", Some("+33639985678"));
        let applied = apply(&record, &typed, &[DetailsField::Phone]);
        assert_eq!(applied, details("Zoé", Some("+33639985678")));
    }
}
