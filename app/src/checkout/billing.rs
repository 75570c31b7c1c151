//! Another name or address for the invoice: opens in place under its checkbox, and keeps what was typed when closed.

use crate::checkout::address::AddressFields;
use crate::checkout::contact::Contact;
use crate::reactive::shown;
use crate::text::{checkout, t};
use crate::ui::field::TextField;
use leptos::prelude::*;

/// The fields while the checkbox is ticked; focus stays on the checkbox.
#[component]
pub fn BillingFields(contact: Contact) -> impl IntoView {
    let fields = shown(move || contact.billing_open.get().then(|| fieldset(contact)));
    view! { <div id="billing-details">{fields}</div> }
}

fn fieldset(contact: Contact) -> AnyView {
    view! {
        <fieldset class="contact-billing">
            <legend>{t(checkout::BILLING_LEGEND)}</legend>
            <TextField
                field=contact.billing_organisation
                label=checkout::BILLING_ORGANISATION_LABEL
                autocomplete="billing organization"
                autocapitalize="words"
            />
            <TextField
                field=contact.billing_vat_id
                label=checkout::VAT_ID_LABEL
                hint=checkout::VAT_ID_HINT
                optional=true
                autocomplete="off"
                autocapitalize="characters"
            />
            <AddressFields address=contact.billing_address/>
        </fieldset>
    }
    .into_any()
}
