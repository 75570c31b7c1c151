//! The account: what lets somebody sign in.

use crate::contact::{Address, Billing};
use crate::id::{AccountId, AddressId};
use crate::locale::Locale;
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

    #[test]
    fn staff_roles_are_ordered_and_customers_are_no_staff() {
        assert!(Role::Owner > Role::Manager && Role::Manager > Role::Support);
        assert!(Role::Support.is_staff() && !Role::Customer.is_staff());
        for role in [Role::Customer, Role::Support, Role::Manager, Role::Owner] {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
    }
}
