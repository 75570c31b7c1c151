//! What a row changes of a customer there is already: what it says and what differs, and nothing else. Asked by the check, and
//! again at the moment of writing.

use super::row::Row;
use crate::address::Address;
use crate::contact::Billing;
use crate::locale::Locale;
use crate::pending::Details;
use crate::text::fold;
use serde::Deserialize;

/// What the shop knows of a customer whose mailbox is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// With the address used last.
    pub details: Details,
    pub locale: Option<Locale>,
    pub book: Vec<Address>,
    pub groups: Vec<KnownGroup>,
    /// Texts.
    pub notes: Vec<String>,
}

/// A group somebody is in, as names find it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KnownGroup {
    /// The code in lower case, and the folded name.
    pub code_key: String,
    pub name_key: String,
}

impl KnownGroup {
    /// Whether a file means it by this text.
    pub fn is(&self, text: &str) -> bool {
        let key = fold(text);
        self.code_key == key || self.name_key == key
    }
}

/// What a row changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record as it is to be.
    pub details: Details,
    pub locale: Option<Locale>,
    /// What changes of the record itself, as in the contact body, in the order of the form; the address included.
    pub fields: Vec<&'static str>,
    /// An address that joins the book.
    pub address: Option<Address>,
    /// Groups to join.
    pub groups: Vec<String>,
    pub note: Option<String>,
}

impl Change {
    /// What a row makes of a customer there was not.
    pub fn new(row: &Row) -> Change {
        Change {
            details: row.details.clone(),
            locale: row.locale,
            fields: Vec::new(),
            address: row.details.address.clone(),
            groups: row.groups.clone(),
            note: row.note.clone(),
        }
    }

    /// What a row changes of a customer; none where all of it is so already. What a row leaves empty stays.
    pub fn of(row: &Row, known: &Known) -> Option<Change> {
        let (said, before) = (&row.details, &known.details);
        let address = said
            .address
            .clone()
            .filter(|address| !known.book.contains(address));
        let details = Details {
            first_name: said.first_name.clone(),
            last_name: said.last_name.clone(),
            phone: said.phone.clone().or_else(|| before.phone.clone()),
            organisation: said
                .organisation
                .clone()
                .or_else(|| before.organisation.clone()),
            address: address.clone().or_else(|| before.address.clone()),
            billing: billing(said.billing.as_ref(), before.billing.as_ref()),
        };
        let locale = row.locale.or(known.locale);
        let changed = [
            ("first_name", details.first_name != before.first_name),
            ("last_name", details.last_name != before.last_name),
            ("phone", details.phone != before.phone),
            ("organisation", details.organisation != before.organisation),
            ("address", address.is_some()),
            ("billing", details.billing != before.billing),
            ("locale", locale != known.locale),
        ];
        let fields = changed.into_iter();
        let change = Change {
            fields: fields
                .filter_map(|(field, is)| is.then_some(field))
                .collect(),
            groups: row
                .groups
                .iter()
                .filter(|name| !known.groups.iter().any(|group| group.is(name)))
                .cloned()
                .collect(),
            note: row.note.clone().filter(|note| !known.notes.contains(note)),
            details,
            locale,
            address,
        };
        let nothing = change.fields.is_empty() && change.groups.is_empty() && change.note.is_none();
        (!nothing).then_some(change)
    }
}

/// A billing identity with what a row leaves empty as it was.
fn billing(said: Option<&Billing>, before: Option<&Billing>) -> Option<Billing> {
    let Some(said) = said else {
        return before.cloned();
    };
    let kept = before;
    Some(Billing {
        organisation: said.organisation.clone(),
        vat_id: said
            .vat_id
            .clone()
            .or_else(|| kept.and_then(|kept| kept.vat_id.clone())),
        siren: said
            .siren
            .clone()
            .or_else(|| kept.and_then(|kept| kept.siren.clone())),
        address: said
            .address
            .clone()
            .or_else(|| kept.and_then(|kept| kept.address.clone())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(line1: &str) -> Address {
        Address {
            line1: line1.into(),
            line2: None,
            postcode: Some("75011".into()),
            city: "Paris".into(),
            region: None,
            country: "FR".into(),
        }
    }

    fn details() -> Details {
        Details {
            first_name: "Zoé".into(),
            last_name: "Martin".into(),
            phone: Some("+33639981234".into()),
            organisation: None,
            address: Some(address("1 rue X")),
            billing: Some(Billing {
                organisation: "Atelier".into(),
                vat_id: Some("FR40303265045".into()),
                siren: None,
                address: None,
            }),
        }
    }

    fn known() -> Known {
        Known {
            details: details(),
            locale: Some(Locale::Fr),
            book: vec![address("1 rue X"), address("2 rue X")],
            groups: vec![KnownGroup {
                code_key: "vip".into(),
                name_key: "tres bons clients".into(),
            }],
            notes: vec!["Rappeler".into()],
        }
    }

    fn row(details: Details) -> Row {
        Row {
            email: "zoe@example.com".into(),
            details,
            locale: None,
            groups: vec!["VIP".into(), "Très bons clients".into()],
            note: Some("Rappeler".into()),
            consent: false,
        }
    }

    #[test]
    fn what_is_so_already_or_left_empty_changes_nothing() {
        assert_eq!(Change::of(&row(details()), &known()), None);
        let bare = Details {
            phone: None,
            address: Some(address("2 rue X")),
            billing: None,
            ..details()
        };
        assert_eq!(
            Change::of(&row(bare), &known()),
            None,
            "an address of the book"
        );
    }

    #[test]
    fn what_differs_is_named_and_the_rest_stays() {
        let other = Details {
            last_name: "Durand".into(),
            phone: None,
            organisation: Some("Atelier".into()),
            address: Some(address("3 rue X")),
            billing: Some(Billing {
                organisation: "Atelier Zoé".into(),
                vat_id: None,
                siren: None,
                address: None,
            }),
            ..details()
        };
        let mut row = row(other);
        row.groups = vec!["Paris".into(), "vip".into()];
        row.note = None;
        let change = Change::of(&row, &known()).unwrap();
        assert_eq!(
            change.fields,
            ["last_name", "organisation", "address", "billing"]
        );
        assert_eq!(change.details.phone, details().phone);
        let billing = change.details.billing.unwrap();
        assert_eq!(billing.vat_id.as_deref(), Some("FR40303265045"));
        assert_eq!(
            (change.groups, change.note),
            (vec!["Paris".to_owned()], None)
        );
        assert_eq!(change.locale, Some(Locale::Fr));
    }
}
