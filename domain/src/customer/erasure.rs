//! Deleting a customer: what goes and what stays, told first, and what confirms it (rule 7).

use crate::email::Email;
use crate::order::OrderSummary;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// What deleting a customer takes away and what the law keeps, told before it is done (rule 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erasure {
    /// True where orders stay: the person is erased, the books are kept.
    pub keeps_books: bool,
    /// Orders that stay, without the person where there is no invoice.
    pub orders: u32,
    /// Invoices and credit notes that stay as they are.
    pub invoices: u32,
    /// The last year the law keeps them for (code de commerce L.123-22: ten years).
    pub kept_until: Option<u32>,
    pub purchases: u32,
    pub addresses: u32,
    pub notes: u32,
    pub groups: u32,
    pub has_account: bool,
    /// Unpaid orders: cancelled with it.
    pub cancelled: u32,
    /// Paid and not delivered: deliver or refund these first, then erase.
    pub undelivered: Vec<OrderSummary>,
}

/// Years the books are kept.
pub const BOOKS_YEARS: u32 = 10;

/// Confirms an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureForm {
    /// Where books are kept: the customer's e-mail, typed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl ErasureForm {
    /// Whether the person meant is the one erased, whose e-mail is `own`. Errors: `email: required`, `email: other`.
    pub fn confirm(&self, own: &str, erasure: &Erasure) -> Result<(), FieldError> {
        if !erasure.keeps_books {
            return Ok(());
        }
        let typed = self.email.as_deref().unwrap_or_default();
        if typed.trim().is_empty() {
            return Err(FieldError::new("email", "required"));
        }
        let own = Email::parse(own).map(|email| email.key());
        let same = Email::parse(typed).is_ok_and(|typed| own.is_ok_and(|own| own == typed.key()));
        if same {
            Ok(())
        } else {
            Err(FieldError::new("email", "other"))
        }
    }
}

/// Confirms that one erases oneself.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnErasureForm {
    /// The password once more. May be empty where the account has none and a code opened this session within the hour.
    #[serde(default)]
    pub password: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn an_erasure_that_keeps_books_is_confirmed_by_the_email() {
        let mut erasure = Erasure {
            keeps_books: true,
            orders: 1,
            invoices: 1,
            kept_until: Some(2036),
            purchases: 0,
            addresses: 0,
            notes: 0,
            groups: 0,
            has_account: false,
            cancelled: 0,
            undelivered: vec![],
        };
        let confirm = |email: Option<&str>, erasure: &Erasure| {
            let form = ErasureForm {
                email: email.map(str::to_owned),
            };
            form.confirm("zoe@example.com", erasure)
                .map_err(|e| e.reason.into_owned())
        };
        assert_eq!(confirm(None, &erasure), Err("required".to_owned()));
        assert_eq!(
            confirm(Some("other@example.com"), &erasure),
            Err("other".to_owned())
        );
        assert_eq!(confirm(Some(" Zoe@Example.com "), &erasure), Ok(()));
        erasure.keeps_books = false;
        assert_eq!(confirm(None, &erasure), Ok(()));
    }
}
