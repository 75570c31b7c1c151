//! The account: what lets somebody sign in.

use crate::contact::{Address, Billing, Contact, ContactForm};
use crate::id::{AccountId, AddressId};
use crate::locale::Locale;
use crate::pending::{Details, DetailsField};
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// What an account may do. Staff roles include the ones before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Customer,
    Support,
    Manager,
    Owner,
}

impl Role {
    /// True for everybody who works in the shop.
    pub fn is_staff(self) -> bool {
        self >= Role::Support
    }

    pub fn code(self) -> &'static str {
        match self {
            Role::Customer => "customer",
            Role::Support => "support",
            Role::Manager => "manager",
            Role::Owner => "owner",
        }
    }

    pub fn parse(code: &str) -> Option<Role> {
        match code {
            "customer" => Some(Role::Customer),
            "support" => Some(Role::Support),
            "manager" => Some(Role::Manager),
            "owner" => Some(Role::Owner),
            _ => None,
        }
    }
}

/// The signed-in account, as its own browser sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub role: Role,
    /// False for an account that was only ever entered by codes.
    pub has_password: bool,
    /// True until the password that staff gave was replaced: nothing else is allowed before.
    pub must_change: bool,
}

/// A customer's own record, as the signed-in customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// Grows with each change; sent back with an edit.
    pub version: u32,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// E.164.
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub locale: Option<Locale>,
    pub billing: Option<Billing>,
    /// The address book, the one used last first.
    pub addresses: Vec<SavedAddress>,
}

/// What the record becomes by what its own customer left at a checkout, signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedBack {
    pub details: Details,
    pub locale: Option<Locale>,
    /// The entry of the book that the address changes; none where the address joins the book, or is in it already.
    pub entry: Option<AddressId>,
    /// What changed, in the order of the form.
    pub fields: Vec<DetailsField>,
    /// Whether the record differs at all from what it was: also by its language, or by which saved address is used.
    pub changed: bool,
}

impl Profile {
    /// The record's details, with the address used last.
    pub fn details(&self) -> Details {
        Details {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone: self.phone.clone(),
            organisation: self.organisation.clone(),
            address: self.addresses.first().map(|entry| entry.address.clone()),
            billing: self.billing.clone(),
        }
    }

    /// What was left at a checkout, saved back to the record (rule 4). A key that was left out leaves what stands there,
    /// an empty text clears it; the mailbox is the same by then.
    ///
    /// Errors: `address_id: unknown` for an entry of nobody's, or of somebody else's book.
    pub fn save_back(
        &self,
        typed: &ContactForm,
        contact: &Contact,
    ) -> Result<SavedBack, FieldError> {
        let record = self.details();
        let named = match &typed.address_id {
            Some(id) => {
                let entry = self.addresses.iter().find(|entry| entry.id == *id);
                Some(entry.ok_or_else(|| FieldError::new("address_id", "unknown"))?)
            }
            None => None,
        };
        let entry = named.filter(|entry| entry.address != contact.address);
        let known = |address: &Address| self.addresses.iter().any(|own| own.address == *address);
        let new_address = match named {
            Some(_) => entry.is_some(),
            None => !known(&contact.address),
        };
        let kept = |given: &Option<String>, new: &Option<String>, old: &Option<String>| {
            if given.is_some() { new } else { old }.clone()
        };
        let details = Details {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone: kept(&typed.phone, &contact.phone, &record.phone),
            organisation: kept(
                &typed.organisation,
                &contact.organisation,
                &record.organisation,
            ),
            address: Some(contact.address.clone()),
            billing: contact.billing.clone().or_else(|| record.billing.clone()),
        };
        let fields: Vec<DetailsField> = DetailsField::ALL
            .into_iter()
            .filter(|field| match field {
                DetailsField::FirstName => details.first_name != record.first_name,
                DetailsField::LastName => details.last_name != record.last_name,
                DetailsField::Phone => details.phone != record.phone,
                DetailsField::Organisation => details.organisation != record.organisation,
                DetailsField::Address => new_address,
                DetailsField::Billing => details.billing != record.billing,
            })
            .collect();
        let locale = contact.locale.or(self.locale);
        Ok(SavedBack {
            changed: !fields.is_empty()
                || locale != self.locale
                || details.address != record.address,
            entry: entry.map(|entry| entry.id.clone()),
            details,
            locale,
            fields,
        })
    }
}

/// Entries an address book keeps; the one that was not used for longest gives way.
pub const BOOK_MAX: u32 = 50;

/// An entry of the address book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedAddress {
    pub id: AddressId,
    #[serde(flatten)]
    pub address: Address,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::AddressForm;

    fn id(seed: u8) -> AddressId {
        AddressId::new(1, [seed; 10])
    }

    fn entry(seed: u8, line1: &str) -> SavedAddress {
        let form = AddressForm {
            line1: line1.into(),
            postcode: Some("75011".into()),
            city: "Paris".into(),
            country: "FR".into(),
            ..AddressForm::default()
        };
        SavedAddress {
            id: id(seed),
            address: form.prove_alone("address", &mut Vec::new()).unwrap(),
        }
    }

    fn zoe() -> Profile {
        Profile {
            version: 1,
            first_name: "Zoé".into(),
            last_name: "Martin".into(),
            email: "zoe@example.com".into(),
            phone: Some("+33639981234".into()),
            organisation: Some("Atelier Zoé".into()),
            locale: Some(Locale::Fr),
            billing: None,
            addresses: vec![entry(1, "12 rue des Lilas"), entry(2, "3 quai du Port")],
        }
    }

    /// What the form of a customer says who changes nothing.
    fn same(line1: &str) -> ContactForm {
        ContactForm {
            first_name: "Zoé".into(),
            last_name: "Martin".into(),
            email: "zoe@example.com".into(),
            address: AddressForm {
                line1: line1.into(),
                postcode: Some("75011".into()),
                city: "Paris".into(),
                country: "FR".into(),
                ..AddressForm::default()
            },
            ..ContactForm::default()
        }
    }

    fn saved(typed: &ContactForm) -> SavedBack {
        zoe().save_back(typed, &typed.prove().unwrap()).unwrap()
    }

    #[test]
    fn what_was_left_out_stays_and_what_was_emptied_goes() {
        let mut typed = same("12 rue des Lilas");
        let nothing = saved(&typed);
        assert_eq!(
            (&nothing.details, nothing.changed),
            (&zoe().details(), false)
        );
        assert_eq!(nothing.fields, []);
        typed.phone = Some("06 39 98 12 34".into());
        assert!(
            !saved(&typed).changed,
            "another spelling of the same number"
        );
        typed.phone = Some(String::new());
        typed.organisation = Some(" ".into());
        typed.last_name = "Durand".into();
        let emptied = saved(&typed);
        assert_eq!(
            emptied.fields,
            [
                DetailsField::LastName,
                DetailsField::Phone,
                DetailsField::Organisation
            ]
        );
        assert_eq!(
            (emptied.details.phone, emptied.details.organisation),
            (None, None)
        );
    }

    #[test]
    fn an_address_joins_the_book_changes_an_entry_or_is_used_again() {
        let again = saved(&same("3 quai du Port"));
        assert_eq!(
            (again.fields, again.entry, again.changed),
            (vec![], None, true)
        );
        let mut typed = same("8 place Neuve");
        let joined = saved(&typed);
        assert_eq!(
            (&joined.fields[..], &joined.entry),
            (&[DetailsField::Address][..], &None)
        );
        typed.address_id = Some(id(2));
        let moved = saved(&typed);
        assert_eq!(
            (&moved.fields[..], &moved.entry),
            (&[DetailsField::Address][..], &Some(id(2)))
        );
        let mut typed = same("12 rue des Lilas");
        typed.address_id = Some(id(1));
        assert!(!saved(&typed).changed);
    }

    #[test]
    fn t29_an_entry_of_another_book_is_unknown() {
        let mut typed = same("8 place Neuve");
        typed.address_id = Some(id(9));
        let refused = zoe()
            .save_back(&typed, &typed.prove().unwrap())
            .unwrap_err();
        assert_eq!(
            (&*refused.field, &*refused.reason),
            ("address_id", "unknown")
        );
    }

    #[test]
    fn another_language_is_a_change_without_a_field() {
        let mut typed = same("12 rue des Lilas");
        typed.locale = Some("en".into());
        let saved = saved(&typed);
        assert_eq!(
            (saved.fields, saved.locale, saved.changed),
            (vec![], Some(Locale::En), true)
        );
    }

    #[test]
    fn staff_roles_are_ordered_and_customers_are_no_staff() {
        assert!(Role::Owner > Role::Manager && Role::Manager > Role::Support);
        assert!(Role::Support.is_staff() && !Role::Customer.is_staff());
        for role in [Role::Customer, Role::Support, Role::Manager, Role::Owner] {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
    }
}
