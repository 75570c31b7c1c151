//! The contact details between the record and the texts of their form.

use crate::admin::customer::address_inputs::{BILLING, Place};
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::words;
use crate::admin::fields::{Fields, TICKED, Values};
use crate::admin::words as general;
use crate::text::Key;
use domain::contact::{Billing, BillingForm};
use domain::customer::{Customer, CustomerForm};
use domain::phone;
use domain::problem::FieldError;

pub const LAST_NAME: &str = "last_name";
pub const FIRST_NAME: &str = "first_name";
pub const EMAIL: &str = "email";
pub const PHONE: &str = "phone";
pub const ORGANISATION: &str = "organisation";
pub const LOCALE: &str = "locale";
/// Ticked: the invoice goes to another name or address.
pub const INVOICED: &str = "invoiced";
pub const BILLED: &str = "billing.organisation";
pub const VAT_ID: &str = "billing.vat_id";
pub const SIREN: &str = "billing.siren";
/// Ticked: the invoice has an address of its own.
pub const ELSEWHERE: &str = "billing.elsewhere";

/// The form's fields, in the order of the page.
pub const PATHS: [&str; 17] = [
    LAST_NAME,
    FIRST_NAME,
    EMAIL,
    PHONE,
    ORGANISATION,
    LOCALE,
    INVOICED,
    BILLED,
    VAT_ID,
    SIREN,
    ELSEWHERE,
    BILLING.country,
    BILLING.line1,
    BILLING.line2,
    BILLING.postcode,
    BILLING.city,
    BILLING.region,
];

/// The fields' texts for a record. `home` is the country of an address that is still to be typed.
pub fn values(customer: &Customer, home: &str) -> Values {
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let ticked = |yes: bool| if yes { TICKED } else { "" }.to_owned();
    let billing = customer.billing.as_ref();
    let address = billing.and_then(|billing| billing.address.as_ref());
    let own = customer.address.as_ref();
    let mut values = vec![
        (LAST_NAME, customer.last_name.clone()),
        (FIRST_NAME, customer.first_name.clone()),
        (EMAIL, customer.email.clone()),
        (
            PHONE,
            customer
                .phone
                .as_deref()
                .map(phone::shown)
                .unwrap_or_default(),
        ),
        (ORGANISATION, given(&customer.organisation)),
        (
            LOCALE,
            customer
                .locale
                .map(|locale| locale.code().to_owned())
                .unwrap_or_default(),
        ),
        (INVOICED, ticked(billing.is_some())),
        (
            BILLED,
            billing.map(|b| b.organisation.clone()).unwrap_or_default(),
        ),
        (
            VAT_ID,
            billing.map(|b| given(&b.vat_id)).unwrap_or_default(),
        ),
        (SIREN, billing.map(|b| given(&b.siren)).unwrap_or_default()),
        (ELSEWHERE, ticked(address.is_some())),
    ];
    values.extend(BILLING.values(address, own.map_or(home, |own| &own.country)));
    values
}

/// What is asked of the Worker: what is typed otherwise than it was seen, over the version that was seen.
pub fn asked(fields: Fields, seen: &Customer) -> CustomerForm {
    let changed = fields.changed();
    let line = |path: &str| changed.contains(&path).then(|| fields.text(path));
    let billed = changed
        .iter()
        .any(|path| *path == INVOICED || path.starts_with("billing."));
    CustomerForm {
        version: Some(seen.version),
        first_name: line(FIRST_NAME),
        last_name: line(LAST_NAME),
        email: line(EMAIL),
        phone: line(PHONE),
        organisation: line(ORGANISATION),
        locale: line(LOCALE),
        billing: billed.then(|| billing(fields)),
        groups: None,
        account: None,
    }
}

/// The billing identity as typed; an empty one where the box is not ticked.
fn billing(fields: Fields) -> BillingForm {
    if fields.text(INVOICED) != TICKED {
        return BillingForm::default();
    }
    let filled = |path| Some(fields.text(path)).filter(|text| !text.trim().is_empty());
    let elsewhere = fields.text(ELSEWHERE) == TICKED;
    BillingForm {
        organisation: fields.text(BILLED),
        vat_id: filled(VAT_ID),
        siren: filled(SIREN),
        address: elsewhere.then(|| BILLING.read(fields)),
    }
}

/// What is wrong with what is typed. `home` is the shop's country.
pub fn faults(fields: Fields, seen: &Customer, home: &str) -> Vec<FieldError> {
    let form = asked(fields, seen);
    let mut faults = form.edit(seen, home).err().unwrap_or_default();
    // a ticked box with nothing behind it would clear what stands there
    let nothing = form.billing.as_ref() == Some(&BillingForm::default());
    if fields.text(INVOICED) == TICKED && nothing {
        faults.push(FieldError::new(BILLED, "required"));
    }
    for_staff(faults)
}

/// The form that puts a record back as it stood, over the version that took its place.
pub fn back(before: &Customer, version: u32) -> CustomerForm {
    let given = |text: &Option<String>| Some(text.clone().unwrap_or_default());
    CustomerForm {
        version: Some(version),
        first_name: Some(before.first_name.clone()),
        last_name: Some(before.last_name.clone()),
        email: None,
        phone: given(&before.phone),
        organisation: given(&before.organisation),
        locale: Some(
            before
                .locale
                .map(|locale| locale.code().to_owned())
                .unwrap_or_default(),
        ),
        billing: Some(
            before
                .billing
                .as_ref()
                .map(billing_form)
                .unwrap_or_default(),
        ),
        groups: None,
        account: None,
    }
}

fn billing_form(billing: &Billing) -> BillingForm {
    let billing = billing.clone();
    BillingForm {
        organisation: billing.organisation,
        vat_id: billing.vat_id,
        siren: billing.siren,
        address: billing.address.map(|address| domain::contact::AddressForm {
            line1: address.line1,
            line2: address.line2,
            postcode: address.postcode,
            city: address.city,
            region: address.region,
            country: address.country,
        }),
    }
}

/// The label of a field.
pub fn label(path: &str) -> Key {
    match path {
        LAST_NAME => general::FIELD_LAST_NAME,
        FIRST_NAME => general::FIELD_FIRST_NAME,
        EMAIL => general::EMAIL,
        PHONE => general::FIELD_PHONE,
        ORGANISATION => general::FIELD_ORGANISATION,
        LOCALE => general::LANGUAGE,
        INVOICED => general::FIELD_BILLING,
        BILLED => words::BILLED,
        VAT_ID => words::VAT_ID,
        SIREN => words::SIREN,
        ELSEWHERE => words::ELSEWHERE,
        _ => Place::label(path).unwrap_or(general::FIELD_ADDRESS),
    }
}
