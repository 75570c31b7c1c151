//! What a customer typed at the contact step before signing in, against their record: what is kept, what is completed, and the
//! blocks about which they are asked. What was typed always stays in the form until they choose otherwise.

pub mod card;

use crate::account::{Profile, SavedAddress};
use crate::contact::{Address, AddressForm, Billing, BillingForm, ContactForm};
use crate::country;
use crate::id::AddressId;
use crate::pending::DetailsField;
use crate::{phone, postcode};

/// A part of the form that is chosen as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// Names, phone and organisation.
    Identity,
    Address,
    Billing,
}

impl Block {
    /// Every block, in the order of the form.
    pub const ALL: [Block; 3] = [Block::Identity, Block::Address, Block::Billing];
}

/// The form after signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What was typed, completed from the record where nothing was typed or both say the same.
    pub form: ContactForm,
    /// The blocks that hold what was typed although the record has something else.
    pub differing: Vec<Block>,
    /// The entry of the address book that stands in the form.
    pub entry: Option<AddressId>,
    /// The other address of mail that was typed; the form holds the account's.
    pub typed_email: Option<String>,
}

/// Compares what was typed with the record, block by block.
pub fn compare(typed: &ContactForm, record: &Profile) -> Comparison {
    let saved = saved(record, record.addresses.first());
    let mut form = typed.clone();
    let mut differing = Vec::new();
    let typed_email = Some(line(&typed.email))
        .filter(|at| !at.is_empty() && !at.eq_ignore_ascii_case(&record.email));
    form.email.clone_from(&record.email);

    if contradicts_identity(typed, &saved) {
        differing.push(Block::Identity);
    }
    complete_identity(&mut form, &saved);

    let agreeing = record.addresses.iter().find(|entry| {
        blank_address(&typed.address) || part_of(&typed.address, &form_of(&entry.address))
    });
    if let Some(entry) = agreeing {
        form.address = form_of(&entry.address);
    } else if !record.addresses.is_empty() {
        differing.push(Block::Address);
    }

    let typed_billing = typed.billing.as_ref().filter(|own| !blank_billing(own));
    match (typed_billing, &saved.billing) {
        (Some(own), Some(kept)) if !billing_part_of(own, kept, &typed.address) => {
            differing.push(Block::Billing)
        }
        (_, Some(_)) => take(&mut form, &saved, Block::Billing),
        (_, None) => {}
    }
    Comparison {
        form,
        differing,
        entry: agreeing.map(|entry| entry.id.clone()),
        typed_email,
    }
}

/// The record as the form shows it, with one entry of its address book.
pub fn saved(record: &Profile, entry: Option<&SavedAddress>) -> ContactForm {
    let address = entry.map(|entry| form_of(&entry.address));
    ContactForm {
        first_name: record.first_name.clone(),
        last_name: record.last_name.clone(),
        email: record.email.clone(),
        phone: record.phone.as_deref().map(phone::shown),
        organisation: record.organisation.clone(),
        billing: record.billing.as_ref().map(billing_form),
        address: address.unwrap_or_default(),
        ..ContactForm::default()
    }
}

/// Puts one block of `from` into `form`. Nothing to invoice elsewhere is taken over too.
pub fn take(form: &mut ContactForm, from: &ContactForm, block: Block) {
    match block {
        Block::Identity => {
            form.first_name.clone_from(&from.first_name);
            form.last_name.clone_from(&from.last_name);
            form.phone.clone_from(&from.phone);
            form.organisation.clone_from(&from.organisation);
        }
        Block::Address => form.address.clone_from(&from.address),
        Block::Billing => form.billing.clone_from(&from.billing),
    }
}

/// The form as it is sent for somebody signed in: with what the record knows and no field of the form asks for, so that saving it
/// back loses nothing; what was emptied is said to be empty, for what is left out stays. A company keeps its SIREN as long as it keeps its name, and an invoice that followed the contact address
/// goes on following it.
pub fn completed(form: &ContactForm, record: &Profile) -> ContactForm {
    let mut whole = form.clone();
    whole.phone.get_or_insert_default();
    whole.organisation.get_or_insert_default();
    let (Some(own), Some(kept)) = (&mut whole.billing, &record.billing) else {
        return whole;
    };
    if own.siren.is_none() && line(&own.organisation) == line(&kept.organisation) {
        own.siren.clone_from(&kept.siren);
    }
    if kept.address.is_none() && own.address.as_ref() == Some(&form.address) {
        own.address = None;
    }
    whole
}

/// Whether the invoice goes along with the contact address, which changed: it did so before, by the record and in the form.
pub fn invoice_follows(before: &ContactForm, now: &ContactForm, record: &Profile) -> bool {
    fn own(form: &ContactForm) -> Option<&AddressForm> {
        form.billing.as_ref().and_then(|own| own.address.as_ref())
    }
    let kept = record.billing.as_ref();
    kept.is_some_and(|kept| kept.address.is_none())
        && own(before) == Some(&before.address)
        && own(now) == own(before)
        && now.address != before.address
}

/// What puts the record back after `saved` fields of it were replaced by `sent`.
pub fn before(sent: &ContactForm, record: &Profile, saved: &[DetailsField]) -> ContactForm {
    let changed = sent.address_id.as_ref();
    let entry = record
        .addresses
        .iter()
        .find(|entry| changed == Some(&entry.id))
        .or(record.addresses.first());
    let old = self::saved(record, entry);
    let mut before = sent.clone();
    before.address_id = None;
    for field in saved {
        match field {
            DetailsField::FirstName => before.first_name.clone_from(&old.first_name),
            DetailsField::LastName => before.last_name.clone_from(&old.last_name),
            DetailsField::Phone => before.phone.clone_from(&old.phone),
            DetailsField::Organisation => before.organisation.clone_from(&old.organisation),
            DetailsField::Address if entry.is_some() => {
                before.address.clone_from(&old.address);
                before.address_id.clone_from(&sent.address_id);
            }
            DetailsField::Address => {}
            DetailsField::Billing => before.billing.clone_from(&old.billing),
        }
    }
    completed(&before, record)
}

/// Whether what is typed is this saved address.
pub fn same_address(typed: &AddressForm, saved: &Address) -> bool {
    plain_address(typed) == plain_address(&form_of(saved))
}

/// Whether names, phone or organisation say something else in both. What only one of them says is no contradiction.
fn contradicts_identity(typed: &ContactForm, saved: &ContactForm) -> bool {
    let number = |form: &ContactForm| phone_number(some(&form.phone), &form.address.country);
    other(&typed.first_name, &saved.first_name)
        || other(&typed.last_name, &saved.last_name)
        || other(&number(typed), &number(saved))
        || other(some(&typed.organisation), some(&saved.organisation))
}

fn complete_identity(form: &mut ContactForm, saved: &ContactForm) {
    let blank = |text: &Option<String>| line(some(text)).is_empty();
    if line(&form.first_name).is_empty() {
        form.first_name.clone_from(&saved.first_name);
    }
    if line(&form.last_name).is_empty() {
        form.last_name.clone_from(&saved.last_name);
    }
    if blank(&form.phone) {
        form.phone.clone_from(&saved.phone);
    }
    if blank(&form.organisation) {
        form.organisation.clone_from(&saved.organisation);
    }
}

/// Whether both say something, and not the same.
fn other(typed: &str, saved: &str) -> bool {
    let (typed, saved) = (line(typed), line(saved));
    !typed.is_empty() && !saved.is_empty() && typed != saved
}

/// Nothing but a country, which stands in a fresh form by itself.
fn blank_address(address: &AddressForm) -> bool {
    let empty = |text: &Option<String>| line(some(text)).is_empty();
    line(&address.line1).is_empty()
        && line(&address.city).is_empty()
        && empty(&address.line2)
        && empty(&address.postcode)
        && empty(&address.region)
}

/// Whether all that was typed of an address stands in the saved one.
fn part_of(typed: &AddressForm, saved: &AddressForm) -> bool {
    let (typed, saved) = (plain_address(typed), plain_address(saved));
    let within = |typed: &str, saved: &str| typed.is_empty() || typed == saved;
    typed.country == saved.country
        && within(&typed.line1, &saved.line1)
        && within(&typed.city, &saved.city)
        && within(some(&typed.line2), some(&saved.line2))
        && within(some(&typed.postcode), some(&saved.postcode))
        && within(some(&typed.region), some(&saved.region))
}

fn blank_billing(own: &BillingForm) -> bool {
    line(&own.organisation).is_empty()
        && line(some(&own.vat_id)).is_empty()
        && own.address.as_ref().is_none_or(blank_address)
}

fn billing_part_of(typed: &BillingForm, saved: &BillingForm, contact: &AddressForm) -> bool {
    let tight = |text: &Option<String>| some(text).replace(' ', "").to_ascii_uppercase();
    let address = match (&typed.address, &saved.address) {
        (Some(typed), Some(saved)) => blank_address(typed) || part_of(typed, saved),
        // One without an address of its own goes to the contact's.
        (Some(typed), None) => blank_address(typed) || typed == contact,
        (None, _) => true,
    };
    let organisation = line(&typed.organisation);
    let vat_id = tight(&typed.vat_id);
    address
        && (organisation.is_empty() || organisation == line(&saved.organisation))
        && (vat_id.is_empty() || vat_id == tight(&saved.vat_id))
}

fn form_of(address: &Address) -> AddressForm {
    AddressForm {
        line1: address.line1.clone(),
        line2: address.line2.clone(),
        postcode: address.postcode.clone(),
        city: address.city.clone(),
        region: address.region.clone(),
        country: address.country.clone(),
    }
}

fn billing_form(billing: &Billing) -> BillingForm {
    BillingForm {
        organisation: billing.organisation.clone(),
        vat_id: billing.vat_id.clone(),
        siren: billing.siren.clone(),
        address: billing.address.as_ref().map(form_of),
    }
}

/// An address as its country's rules would keep it; what they would refuse stays as typed.
fn plain_address(address: &AddressForm) -> AddressForm {
    let home = country::find(&address.country);
    let kept = |text: &Option<String>| Some(line(some(text))).filter(|text| !text.is_empty());
    let code = kept(&address.postcode).map(|typed| {
        let proved = home.and_then(|home| postcode::parse(&typed, home).ok().flatten());
        proved.unwrap_or(typed)
    });
    AddressForm {
        line1: line(&address.line1),
        line2: kept(&address.line2),
        postcode: code,
        city: line(&address.city),
        region: kept(&address.region),
        country: address.country.clone(),
    }
}

/// A number as it is kept; one that cannot be read stays as typed.
fn phone_number(typed: &str, country: &str) -> String {
    let home = country::find(country).or_else(|| country::find("FR"));
    home.and_then(|home| phone::parse(typed, home).ok().flatten())
        .unwrap_or_else(|| line(typed))
}

/// A text by its words: how they are spaced makes no difference.
fn line(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn some(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests;
