//! The form's fields, by the paths of the wire: reading them as the wire's form, and filling them from it.

use crate::checkout::address;
use crate::dom;
use crate::text;
use domain::contact::{BillingForm, ContactForm};

/// The text fields, in no order that matters: the page's order is the country's.
pub const PATHS: [&str; 17] = [
    "email",
    "first_name",
    "last_name",
    "phone",
    "organisation",
    "address.country",
    "address.line1",
    "address.line2",
    "address.postcode",
    "address.city",
    "billing.organisation",
    "billing.vat_id",
    "billing.address.country",
    "billing.address.line1",
    "billing.address.line2",
    "billing.address.postcode",
    "billing.address.city",
];

/// What stands in a field; nothing where there is no such field now.
pub fn value(path: &str) -> String {
    dom::find(path)
        .and_then(|field| dom::property(&field, "value"))
        .unwrap_or_default()
}

/// The same, if it is anything but spaces.
pub fn value_if_any(path: &str) -> Option<String> {
    Some(value(path)).filter(|value| !value.trim().is_empty())
}

/// Fills a field.
pub fn set(path: &str, value: &str) {
    if let Some(field) = dom::find(path) {
        dom::set_property(&field, "value", &value.into());
    }
}

/// Whether a box is ticked.
pub fn ticked(id: &str) -> bool {
    dom::query(&format!("#{id}:checked")).is_some()
}

/// Ticks a box or not.
pub fn tick(id: &str, on: bool) {
    if let Some(field) = dom::find(id) {
        dom::set_property(&field, "checked", &on.into());
    }
}

/// Shows the billing identity while its box is ticked; what was typed there stays.
pub fn show_billing() {
    let open = ticked("billing");
    if let Some(details) = dom::find("billing-details") {
        dom::show(&details, open);
    }
    if let Some(billing) = dom::find("billing") {
        dom::attribute(
            &billing,
            "aria-expanded",
            Some(if open { "true" } else { "false" }),
        );
    }
}

/// What is typed, as the wire carries it: what the country does not ask for stays here.
pub fn typed() -> ContactForm {
    ContactForm {
        first_name: value("first_name"),
        last_name: value("last_name"),
        email: value("email"),
        phone: value_if_any("phone"),
        organisation: value_if_any("organisation"),
        address: address::typed(""),
        billing: ticked("billing").then(|| BillingForm {
            organisation: value("billing.organisation"),
            vat_id: value_if_any("billing.vat_id"),
            siren: None,
            address: Some(address::typed("billing.")),
        }),
        locale: Some(text::locale().code().to_owned()),
        marketing_consent: Some(ticked("marketing_consent")),
        address_id: None,
    }
}

/// Empties the form: nothing of what stood there is kept.
pub fn empty() {
    for path in PATHS {
        set(path, "");
    }
    address::set_regions(Default::default());
    tick("billing", false);
    tick("marketing_consent", false);
    show_billing();
}

/// Fills the form with what this browser left before, unless something is typed already.
pub fn fill_unless_typed(left: &ContactForm) {
    let blank = |path: &str| path.ends_with("country") || value(path).is_empty();
    if PATHS.into_iter().all(blank) {
        // Where the caret stands somebody is about to type.
        let here = dom::document().active_element().map(|field| field.id());
        let kept = here.map(|id| (value(&id), id));
        fill(left);
        tick("marketing_consent", left.marketing_consent.unwrap_or(false));
        if let Some((value, id)) = kept.filter(|(_, id)| PATHS.contains(&id.as_str())) {
            set(&id, &value);
        }
    }
}

/// Fills the form. What was typed of a billing identity stays while there is none.
pub fn fill(left: &ContactForm) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    set("email", &left.email);
    set("first_name", &left.first_name);
    set("last_name", &left.last_name);
    set("phone", &text(&left.phone));
    set("organisation", &text(&left.organisation));
    address::fill("", &left.address);
    tick("billing", left.billing.is_some());
    if let Some(billing) = &left.billing {
        set("billing.organisation", &billing.organisation);
        set("billing.vat_id", &text(&billing.vat_id));
        // One without an address goes to the contact's, which the form then shows twice.
        address::fill(
            "billing.",
            billing.address.as_ref().unwrap_or(&left.address),
        );
    }
    show_billing();
}
