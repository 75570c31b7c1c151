//! What customers change of their own record in the space: the staff's rules, without the e-mail and everything that is
//! not theirs to say.

use crate::account::Profile;
use crate::contact::BillingForm;
use crate::customer::{CustomerForm, Edited};
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// A customer's own details as typed. A left-out field stays, an empty text clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileForm {
    /// The version that was seen: missing 422, stale 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// `en` or `fr`; empty: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// All of it empty: the invoice goes to the own name and address again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<BillingForm>,
}

impl ProfileForm {
    /// The record with these changes, or everything that is wrong with them. The country of a bare phone number is that of
    /// the own address, else the shop's.
    pub fn edit(&self, own: &Profile, shop_country: &str) -> Result<Edited, Vec<FieldError>> {
        let form = CustomerForm {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone: self.phone.clone(),
            organisation: self.organisation.clone(),
            locale: self.locale.clone(),
            billing: self.billing.clone(),
            ..CustomerForm::default()
        };
        form.edit_details(own.details(), own.locale, &own.email, shop_country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn zoe() -> Profile {
        Profile {
            version: 2,
            first_name: "Zoé".into(),
            last_name: "Martin".into(),
            email: "zoe@example.com".into(),
            phone: Some("+33639981234".into()),
            organisation: None,
            locale: Some(Locale::Fr),
            billing: None,
            addresses: vec![],
        }
    }

    #[test]
    fn a_profile_keeps_what_is_left_out_and_clears_what_is_emptied() {
        let same = ProfileForm::default().edit(&zoe(), "FR").unwrap();
        assert!(same.fields.is_empty());
        let form = ProfileForm {
            phone: Some(String::new()),
            locale: Some("en".into()),
            ..ProfileForm::default()
        };
        let edited = form.edit(&zoe(), "FR").unwrap();
        assert_eq!(edited.fields, ["phone", "locale"]);
        assert_eq!((edited.details.phone, edited.email), (None, None));
    }

    #[test]
    fn t27_a_profile_names_no_email_and_nothing_of_the_account() {
        for key in [
            "email", "id", "stage", "groups", "account", "verified", "address", "role",
        ] {
            let body = format!("{{\"version\":1,\"{key}\":null}}");
            assert!(serde_json::from_str::<ProfileForm>(&body).is_err(), "{key}");
        }
    }

    #[test]
    fn a_name_is_proved_as_staff_prove_it() {
        let form = ProfileForm {
            first_name: Some("https://example.com".into()),
            last_name: Some(" ".into()),
            ..ProfileForm::default()
        };
        let wrong = form.edit(&zoe(), "FR").unwrap_err();
        let told: Vec<String> = wrong
            .iter()
            .map(|e| format!("{}.{}", e.field, e.reason))
            .collect();
        assert_eq!(told, ["last_name.required", "first_name.url"]);
    }
}
