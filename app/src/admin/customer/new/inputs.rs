//! The fields of a new customer, and what is asked of the Worker with them.

use crate::admin::customer::credentials::password::{MUST_CHANGE, PASSWORD};
use crate::admin::customer::credentials::way_in::{self, ENABLED, INVITE, WAY};
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::{typed, words};
use crate::admin::fields::{Fields, TICKED};
use crate::text::Key;
use domain::credentials::AccountForm;
use domain::customer::CustomerForm;
use domain::id::GroupId;
use domain::problem::FieldError;

/// Ticked: a way in is given along.
pub const CAN_SIGN_IN: &str = "can_sign_in";

pub const PATHS: [&str; 11] = [
    typed::LAST_NAME,
    typed::FIRST_NAME,
    typed::EMAIL,
    typed::PHONE,
    typed::ORGANISATION,
    typed::LOCALE,
    CAN_SIGN_IN,
    WAY,
    PASSWORD,
    MUST_CHANGE,
    ENABLED,
];

/// The fields' texts before anything is typed.
pub fn values() -> Vec<(&'static str, String)> {
    let empty = PATHS[..7].iter().map(|path| (*path, String::new()));
    empty.chain(way_in::values(INVITE)).collect()
}

/// What is asked of the Worker; `invites` where the button said so.
pub fn asked(fields: Fields, groups: Vec<GroupId>, invites: bool) -> CustomerForm {
    let filled = |path: &str| Some(fields.text(path)).filter(|text| !text.trim().is_empty());
    let account = if fields.text(CAN_SIGN_IN) == TICKED {
        Some(way_in::asked(fields))
    } else {
        invites.then(|| AccountForm {
            can_sign_in: Some(true),
            invite: Some(true),
            ..AccountForm::default()
        })
    };
    CustomerForm {
        version: None,
        last_name: Some(fields.text(typed::LAST_NAME)),
        first_name: Some(fields.text(typed::FIRST_NAME)),
        email: Some(fields.text(typed::EMAIL)),
        phone: filled(typed::PHONE),
        organisation: filled(typed::ORGANISATION),
        locale: filled(typed::LOCALE),
        billing: None,
        groups: (!groups.is_empty()).then_some(groups),
        account,
    }
}

/// Everything that is wrong, by the rules the Worker has. `country` and `shop` are the shop's.
pub fn faults(fields: Fields, country: &str, shop: &str) -> Vec<FieldError> {
    let form = asked(fields, Vec::new(), false);
    let mut faults = form.prove_new(country).err().unwrap_or_default();
    if fields.text(CAN_SIGN_IN) == TICKED {
        faults.extend(way_in::faults(fields, &fields.text(typed::EMAIL), shop));
    }
    for_staff(faults)
}

/// The Worker's faults at the fields of this form.
pub fn told(faults: Vec<FieldError>) -> Vec<FieldError> {
    let mut faults = for_staff(faults);
    for fault in &mut faults {
        if let Some(own) = fault.field.strip_prefix("account.") {
            fault.field = own.to_owned().into();
        }
    }
    faults
}

/// The label of a field.
pub fn label(path: &str) -> Key {
    match path {
        CAN_SIGN_IN => words::CAN_SIGN_IN,
        WAY | PASSWORD | MUST_CHANGE | ENABLED => way_in::label(path),
        other => typed::label(other),
    }
}
