//! What is kept, completed and asked about, by example.

use super::card::lines;
use super::*;
use crate::id::Id;

fn lilas() -> Address {
    Address {
        line1: "12 rue des Lilas".into(),
        line2: None,
        postcode: Some("75011".into()),
        city: "Paris".into(),
        region: None,
        country: "FR".into(),
    }
}

fn halles() -> Address {
    Address {
        line1: "3 quai des Halles".into(),
        postcode: Some("44000".into()),
        city: "Nantes".into(),
        ..lilas()
    }
}

fn entry(seed: u8, address: Address) -> SavedAddress {
    SavedAddress {
        id: Id::new(1, [seed; 10]),
        address,
    }
}

fn zoe() -> Profile {
    Profile {
        version: 1,
        first_name: "Zoé".into(),
        last_name: "Martin".into(),
        email: "zoe@example.com".into(),
        phone: Some("+33639981234".into()),
        organisation: None,
        locale: None,
        billing: None,
        addresses: vec![entry(1, lilas()), entry(2, halles())],
    }
}

fn company() -> Billing {
    Billing {
        organisation: "Atelier Martin".into(),
        vat_id: None,
        siren: Some("732829320".into()),
        address: None,
    }
}

/// A fresh form: only the shop's country stands in it.
fn fresh() -> ContactForm {
    ContactForm {
        address: AddressForm {
            country: "FR".into(),
            ..AddressForm::default()
        },
        ..ContactForm::default()
    }
}

#[test]
fn an_empty_form_is_filled_and_nothing_is_asked() {
    let record = Profile {
        billing: Some(company()),
        ..zoe()
    };
    let found = compare(&fresh(), &record);
    assert_eq!(found.form, saved(&record, record.addresses.first()));
    assert_eq!(found.form.phone.as_deref(), Some("+33 6 39 98 12 34"));
    assert_eq!((found.differing, found.typed_email), (vec![], None));
    assert_eq!(found.entry, Some(record.addresses[0].id.clone()));
    assert_eq!(
        found.form.billing.unwrap().address,
        None,
        "an invoice without an address of its own goes to the contact's"
    );
}

#[test]
fn what_was_typed_stays_and_the_rest_is_completed() {
    let typed = ContactForm {
        first_name: "Zoe".into(),
        email: "Other@example.com ".into(),
        ..fresh()
    };
    let found = compare(&typed, &zoe());
    assert_eq!(found.form.first_name, "Zoe");
    assert_eq!(found.form.last_name, "Martin");
    assert_eq!(found.form.email, "zoe@example.com");
    assert_eq!(found.typed_email.as_deref(), Some("Other@example.com"));
    assert_eq!(found.differing, [Block::Identity]);
}

#[test]
fn the_same_in_other_words_is_no_difference() {
    let typed = ContactForm {
        first_name: " Zoé ".into(),
        phone: Some("+33 6 39 98 12 34".into()),
        organisation: Some("New here".into()),
        email: "ZOE@example.com".into(),
        address: AddressForm {
            line1: "3  quai des Halles".into(),
            postcode: Some("44 000".into()),
            ..fresh().address
        },
        ..fresh()
    };
    let found = compare(&typed, &zoe());
    assert_eq!((found.differing, found.typed_email), (vec![], None));
    assert_eq!(found.entry, Some(zoe().addresses[1].id.clone()));
    assert_eq!(
        found.form.address.city, "Nantes",
        "completed from its entry"
    );
    assert_eq!(found.form.organisation.as_deref(), Some("New here"));
}

#[test]
fn an_address_is_never_mixed_from_two() {
    let typed = ContactForm {
        address: AddressForm {
            line1: "5 place Viarme".into(),
            ..fresh().address
        },
        ..fresh()
    };
    let found = compare(&typed, &zoe());
    assert_eq!(found.differing, [Block::Address]);
    assert_eq!((&found.form.address, found.entry), (&typed.address, None));
    let nobody = Profile {
        addresses: vec![],
        ..zoe()
    };
    assert_eq!(compare(&typed, &nobody).differing, []);
}

#[test]
fn another_invoice_is_asked_about_and_an_empty_one_is_filled() {
    let record = Profile {
        billing: Some(company()),
        ..zoe()
    };
    let ticked = |organisation: &str| ContactForm {
        billing: Some(BillingForm {
            organisation: organisation.into(),
            address: Some(fresh().address),
            ..BillingForm::default()
        }),
        ..fresh()
    };
    assert_eq!(
        compare(&ticked("Other"), &record).differing,
        [Block::Billing]
    );
    assert_eq!(compare(&ticked("Other"), &zoe()).differing, []);
    let found = compare(&ticked(""), &record);
    assert_eq!(found.differing, []);
    assert_eq!(found.form.billing.unwrap().organisation, "Atelier Martin");
}

#[test]
fn what_the_form_does_not_ask_for_is_not_lost() {
    let record = Profile {
        billing: Some(company()),
        ..zoe()
    };
    let mut form = compare(&fresh(), &record).form;
    let billing = form.billing.as_mut().unwrap();
    (billing.siren, billing.address) = (None, Some(form.address.clone()));
    let sent = completed(&form, &record);
    let billing = sent.prove().unwrap().billing;
    assert_eq!(billing, record.billing, "saving it back changes nothing");
    form.billing.as_mut().unwrap().organisation = "Other".into();
    assert_eq!(completed(&form, &record).billing.unwrap().siren, None);
}

#[test]
fn what_was_emptied_is_emptied_on_the_record_and_comes_back() {
    let record = zoe();
    let mut form = compare(&fresh(), &record).form;
    form.phone = None;
    let saved_back = |form: &ContactForm, record: &Profile| {
        let sent = completed(form, record);
        record.save_back(&sent, &sent.prove().unwrap()).unwrap()
    };
    let emptied = saved_back(&form, &record);
    assert_eq!(emptied.fields, [DetailsField::Phone]);
    assert_eq!(emptied.details.phone, None);
    let after = Profile {
        phone: None,
        ..zoe()
    };
    form.phone = Some("0639985678".into());
    let back = before(&form, &after, &[DetailsField::Phone]);
    let there = Profile {
        phone: Some("+33639985678".into()),
        ..zoe()
    };
    assert_eq!(saved_back(&back, &there).details.phone, None);
}

#[test]
fn an_invoice_follows_the_contact_address_until_it_is_typed_over() {
    let record = Profile {
        billing: Some(company()),
        ..zoe()
    };
    let at = |contact: Address, invoice: Address| ContactForm {
        address: form_of(&contact),
        billing: Some(BillingForm {
            address: Some(form_of(&invoice)),
            ..BillingForm::default()
        }),
        ..fresh()
    };
    let before = at(lilas(), lilas());
    assert!(invoice_follows(&before, &at(halles(), lilas()), &record));
    assert!(!invoice_follows(&before, &at(lilas(), halles()), &record));
    assert!(!invoice_follows(
        &at(lilas(), halles()),
        &at(halles(), halles()),
        &record
    ));
    assert!(!invoice_follows(&before, &at(halles(), lilas()), &zoe()));
}

#[test]
fn going_back_restores_what_was_replaced_and_no_more() {
    let record = zoe();
    let sent = ContactForm {
        first_name: "Zoe".into(),
        phone: Some("0639985678".into()),
        address: form_of(&Address {
            line1: "4 quai des Halles".into(),
            ..halles()
        }),
        address_id: Some(record.addresses[1].id.clone()),
        ..saved(&record, None)
    };
    let fields = [DetailsField::Phone, DetailsField::Address];
    let back = before(&sent, &record, &fields);
    assert_eq!(back.first_name, "Zoe");
    assert_eq!(back.phone.as_deref(), Some("+33 6 39 98 12 34"));
    assert_eq!(back.address, form_of(&halles()));
    assert_eq!(back.address_id, sent.address_id);
    assert_eq!(
        before(&sent, &record, &[DetailsField::Phone]).address,
        sent.address
    );
}

#[test]
fn cards_mark_the_lines_that_differ() {
    let typed = ContactForm {
        first_name: "Zoe".into(),
        last_name: "Martin".into(),
        phone: Some("0639981234".into()),
        address: form_of(&halles()),
        ..ContactForm::default()
    };
    let saved = saved(&zoe(), zoe().addresses.first());
    let marks = |block| -> Vec<(String, bool)> {
        lines(block, &typed, &saved)
            .into_iter()
            .map(|line| (line.text, line.differs))
            .collect()
    };
    assert_eq!(
        marks(Block::Identity),
        [("Zoe Martin".into(), true), ("0639981234".into(), false)]
    );
    assert_eq!(
        marks(Block::Address),
        [
            ("3 quai des Halles".into(), true),
            ("44000 Nantes".into(), true),
            ("FR".into(), false)
        ]
    );
    assert_eq!(marks(Block::Billing), []);
}
