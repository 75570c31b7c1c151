//! What staff type of a customer: a new one, and corrections.

use crate::address::Errors;
use crate::contact::{BillingForm, name, organisation};
use crate::credentials::AccountForm;
use crate::customer::Customer;
use crate::email::Email;
use crate::id::GroupId;
use crate::locale::Locale;
use crate::pending::{Details, DetailsField};
use crate::problem::FieldError;
use crate::{country, phone};
use serde::{Deserialize, Serialize};

/// A customer as typed by staff. For a new one last name, first name and e-mail are required; of one there is already a
/// left-out field stays and an empty text clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerForm {
    /// The version that was seen; for edits only: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// `en` or `fr`; empty: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// All of it empty: the invoice goes to the contact's own name and address again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<BillingForm>,
    /// For a new customer only: the groups to join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GroupId>>,
    /// For a new customer only; asks for the right to give sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountForm>,
}

/// A new customer that keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomer {
    pub email: Email,
    pub details: Details,
    pub locale: Option<Locale>,
}

/// A record as staff want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub details: Details,
    pub locale: Option<Locale>,
    /// The new e-mail, where it is another mailbox or another spelling.
    pub email: Option<Email>,
    /// What changed, as in the contact body, in the order of the form.
    pub fields: Vec<&'static str>,
}

impl CustomerForm {
    /// A new customer, or everything that is wrong. The country of a bare phone number is the shop's.
    pub fn prove_new(&self, shop_country: &str) -> Result<NewCustomer, Vec<FieldError>> {
        let mut errors = Errors::default();
        let text = |typed: &Option<String>| typed.clone().unwrap_or_default();
        let last_name = errors.take("last_name", name(&text(&self.last_name)));
        let first_name = errors.take("first_name", name(&text(&self.first_name)));
        let email = errors.take("email", Email::parse(&text(&self.email)));
        let rest = self.optional(shop_country, shop_country, &mut errors);
        match (email, first_name, last_name) {
            (Some(email), Some(first_name), Some(last_name)) if errors.list.is_empty() => {
                let details = Details {
                    first_name,
                    last_name,
                    phone: rest.phone.flatten(),
                    organisation: rest.organisation.flatten(),
                    address: None,
                    billing: rest.billing.flatten(),
                };
                Ok(NewCustomer {
                    email,
                    details,
                    locale: rest.locale.flatten(),
                })
            }
            _ => Err(errors.list),
        }
    }

    /// The record with these corrections, or everything that is wrong with them.
    pub fn edit(&self, record: &Customer, shop_country: &str) -> Result<Edited, Vec<FieldError>> {
        self.edit_details(record.details(), record.locale, &record.email, shop_country)
    }

    /// The same for a record of which only this is known.
    pub(crate) fn edit_details(
        &self,
        before: Details,
        own_locale: Option<Locale>,
        own_email: &str,
        shop_country: &str,
    ) -> Result<Edited, Vec<FieldError>> {
        let mut errors = Errors::default();
        let given = |typed: &Option<String>, field, errors: &mut Errors| {
            typed
                .as_deref()
                .and_then(|typed| errors.take(field, name(typed)))
        };
        let last_name = given(&self.last_name, "last_name", &mut errors);
        let first_name = given(&self.first_name, "first_name", &mut errors);
        let email = self
            .email
            .as_deref()
            .and_then(|typed| errors.take("email", Email::parse(typed)));
        let own = before
            .address
            .as_ref()
            .map(|address| address.country.as_str());
        let rest = self.optional(own.unwrap_or(shop_country), own.unwrap_or(""), &mut errors);
        for (field, given) in [
            ("groups", self.groups.is_some()),
            ("account", self.account.is_some()),
        ] {
            if given {
                errors.list.push(FieldError::new(field, "unknown_key"));
            }
        }
        if !errors.list.is_empty() {
            return Err(errors.list);
        }
        let details = Details {
            first_name: first_name.unwrap_or_else(|| before.first_name.clone()),
            last_name: last_name.unwrap_or_else(|| before.last_name.clone()),
            phone: rest.phone.unwrap_or_else(|| before.phone.clone()),
            organisation: rest
                .organisation
                .unwrap_or_else(|| before.organisation.clone()),
            address: before.address.clone(),
            billing: rest.billing.unwrap_or_else(|| before.billing.clone()),
        };
        let locale = rest.locale.unwrap_or(own_locale);
        let email = email.filter(|email| email.as_str() != own_email);
        let changed = [
            ("email", email.is_some()),
            (
                DetailsField::FirstName.code(),
                details.first_name != before.first_name,
            ),
            (
                DetailsField::LastName.code(),
                details.last_name != before.last_name,
            ),
            (DetailsField::Phone.code(), details.phone != before.phone),
            (
                DetailsField::Organisation.code(),
                details.organisation != before.organisation,
            ),
            (
                DetailsField::Billing.code(),
                details.billing != before.billing,
            ),
            ("locale", locale != own_locale),
        ];
        let fields = changed
            .into_iter()
            .filter_map(|(field, is)| is.then_some(field))
            .collect();
        Ok(Edited {
            details,
            locale,
            email,
            fields,
        })
    }

    /// The fields nobody has to fill. The outer `None` is left out, the inner one cleared.
    fn optional(
        &self,
        phone_country: &str,
        billing_country: &str,
        errors: &mut Errors,
    ) -> Optional {
        let home = country::find(phone_country).or_else(|| country::find("FR"));
        let phone = match (&self.phone, home) {
            (Some(typed), Some(home)) => errors.take("phone", phone::parse(typed, home)),
            _ => None,
        };
        let organisation = self
            .organisation
            .as_deref()
            .and_then(|typed| errors.take("organisation", organisation(typed)));
        let locale = match self.locale.as_deref() {
            None => None,
            Some("") => Some(None),
            Some(code) => {
                let known = Locale::parse(code).ok_or_else(|| FieldError::new("", "unknown"));
                errors.take("locale", known).map(Some)
            }
        };
        let billing = self.billing.as_ref().and_then(|typed| {
            if *typed == BillingForm::default() || typed.is_blank() {
                return Some(None);
            }
            typed.prove(billing_country, errors).map(Some)
        });
        Optional {
            phone,
            organisation,
            locale,
            billing,
        }
    }
}

struct Optional {
    phone: Option<Option<String>>,
    organisation: Option<Option<String>>,
    locale: Option<Option<Locale>>,
    billing: Option<Option<crate::contact::Billing>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::{AccountState, OrderFigures, Stage};
    use crate::id::CustomerId;

    fn zoe() -> Customer {
        Customer {
            id: CustomerId::new(1, [1; 10]),
            version: 3,
            first_name: "Zoé".into(),
            last_name: "Martin".into(),
            email: "zoe@example.com".into(),
            verified: true,
            phone: Some("+33639981234".into()),
            organisation: Some("Atelier Zoé".into()),
            locale: Some(Locale::Fr),
            address: None,
            billing: None,
            stage: Stage::Buyer,
            account: AccountState::Enabled,
            created_at: 1,
            pending: vec![],
            addresses: vec![],
            credentials: None,
            groups: vec![],
            consents: vec![],
            suppressed: None,
            orders: OrderFigures::default(),
        }
    }

    fn told(errors: Vec<FieldError>) -> Vec<(String, String)> {
        errors
            .into_iter()
            .map(|e| (e.field.into_owned(), e.reason.into_owned()))
            .collect()
    }

    #[test]
    fn a_new_customer_needs_last_name_first_name_and_email_only() {
        let missing = told(CustomerForm::default().prove_new("FR").unwrap_err());
        let required = |field: &str| (field.to_owned(), "required".to_owned());
        assert_eq!(
            missing,
            [
                required("last_name"),
                required("first_name"),
                required("email")
            ]
        );
        let form = CustomerForm {
            last_name: Some("N’Guyen-Ünal".into()),
            first_name: Some("Jean".into()),
            email: Some("jean@example.com".into()),
            ..CustomerForm::default()
        };
        let proved = form.prove_new("FR").unwrap();
        assert_eq!((proved.details.phone, proved.locale), (None, None));
        let national = CustomerForm {
            phone: Some("06 39 98 12 34".into()),
            ..form
        };
        assert_eq!(
            national.prove_new("FR").unwrap().details.phone.as_deref(),
            Some("+33639981234")
        );
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_emptied_goes() {
        let nothing = CustomerForm::default().edit(&zoe(), "FR").unwrap();
        assert_eq!((nothing.details, nothing.fields), (zoe().details(), vec![]));
        let form = CustomerForm {
            phone: Some(String::new()),
            email: Some("Zoe@example.com".into()),
            locale: Some(String::new()),
            ..CustomerForm::default()
        };
        let edited = form.edit(&zoe(), "FR").unwrap();
        assert_eq!(edited.fields, ["email", "phone", "locale"]);
        assert_eq!((edited.details.phone, edited.locale), (None, None));
        let emptied = CustomerForm {
            first_name: Some(" ".into()),
            ..CustomerForm::default()
        };
        assert_eq!(
            told(emptied.edit(&zoe(), "FR").unwrap_err()),
            [("first_name".to_owned(), "required".to_owned())]
        );
    }

    #[test]
    fn a_billing_identity_can_be_given_and_cleared() {
        let billing = BillingForm {
            organisation: "Atelier Zoé SARL".into(),
            ..BillingForm::default()
        };
        let form = CustomerForm {
            billing: Some(billing),
            ..CustomerForm::default()
        };
        let edited = form.edit(&zoe(), "FR").unwrap();
        assert_eq!(edited.fields, ["billing"]);
        let invoiced = Customer {
            billing: edited.details.billing,
            ..zoe()
        };
        let clear = CustomerForm {
            billing: Some(BillingForm::default()),
            ..CustomerForm::default()
        };
        let cleared = clear.edit(&invoiced, "FR").unwrap();
        assert_eq!(
            (cleared.fields, cleared.details.billing),
            (vec!["billing"], None)
        );
    }

    #[test]
    fn t27_an_edit_gives_no_sign_in_and_joins_no_group() {
        let form = CustomerForm {
            groups: Some(vec![]),
            account: Some(AccountForm::default()),
            ..CustomerForm::default()
        };
        let unknown = |field: &str| (field.to_owned(), "unknown_key".to_owned());
        assert_eq!(
            told(form.edit(&zoe(), "FR").unwrap_err()),
            [unknown("groups"), unknown("account")]
        );
    }
}
