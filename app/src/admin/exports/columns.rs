//! The columns of a file of customers, in words and in the parts they belong to; and those that are written, as this device last
//! had them.

use crate::admin::exports::words;
use crate::storage::{self, Shelf};
use crate::text::{self, Key};
use domain::csv::Separator;
use domain::customer::export::{COLUMNS, USUAL, column};
use domain::import::Column;
use leptos::prelude::*;

const CHOSEN: &str = "export-columns";
const SEPARATOR: &str = "export-separator";

/// What a column is called.
pub fn label(column: Column) -> Key {
    match column {
        Column::Email => words::COLUMN_EMAIL,
        Column::LastName => words::COLUMN_LAST_NAME,
        Column::FirstName => words::COLUMN_FIRST_NAME,
        Column::FullName => words::COLUMN_FULL_NAME,
        Column::Phone => words::COLUMN_PHONE,
        Column::Organisation => words::COLUMN_ORGANISATION,
        Column::Locale => words::COLUMN_LOCALE,
        Column::Line1 => words::COLUMN_LINE1,
        Column::Line2 => words::COLUMN_LINE2,
        Column::Postcode => words::COLUMN_POSTCODE,
        Column::City => words::COLUMN_CITY,
        Column::Region => words::COLUMN_REGION,
        Column::Country => words::COLUMN_COUNTRY,
        Column::BillingOrganisation => words::COLUMN_BILLING_ORGANISATION,
        Column::BillingVatId => words::COLUMN_BILLING_VAT_ID,
        Column::BillingSiren => words::COLUMN_BILLING_SIREN,
        Column::BillingLine1 => words::COLUMN_BILLING_LINE1,
        Column::BillingLine2 => words::COLUMN_BILLING_LINE2,
        Column::BillingPostcode => words::COLUMN_BILLING_POSTCODE,
        Column::BillingCity => words::COLUMN_BILLING_CITY,
        Column::BillingRegion => words::COLUMN_BILLING_REGION,
        Column::BillingCountry => words::COLUMN_BILLING_COUNTRY,
        Column::Groups => words::COLUMN_GROUPS,
        Column::Note => words::COLUMN_NOTE,
        Column::Consent => words::COLUMN_CONSENT,
        Column::Id => words::COLUMN_ID,
        Column::Verified => words::COLUMN_VERIFIED,
        Column::Stage => words::COLUMN_STAGE,
        Column::Account => words::COLUMN_ACCOUNT,
        Column::CreatedAt => words::COLUMN_CREATED_AT,
        Column::OrdersCount => words::COLUMN_ORDERS_COUNT,
        Column::OrdersPaid => words::COLUMN_ORDERS_PAID,
        Column::OrdersTotal => words::COLUMN_ORDERS_TOTAL,
        Column::LastOrderAt => words::COLUMN_LAST_ORDER_AT,
    }
}

/// The parts of a record that columns belong to, each with its first column.
const PARTS: [(Key, Column); 4] = [
    (words::PART_PERSON, Column::Email),
    (words::PART_ADDRESS, Column::Line1),
    (words::PART_BILLING, Column::BillingOrganisation),
    (words::PART_SHOP, Column::Groups),
];

/// Columns in their parts.
pub fn in_parts(columns: &[Column]) -> Vec<(Key, Vec<Column>)> {
    let mut parts: Vec<(Key, Vec<Column>)> = Vec::new();
    for column in columns {
        let begins = PARTS.iter().find(|(_, first)| first == column);
        if let Some((name, _)) = begins {
            parts.push((*name, Vec::new()));
        }
        if let Some((_, part)) = parts.last_mut() {
            part.push(*column);
        }
    }
    parts
}

/// A separator as people say it.
pub fn separator_word(separator: Separator) -> Key {
    match separator {
        Separator::Comma => words::SEPARATOR_COMMA,
        Separator::Semicolon => words::SEPARATOR_SEMICOLON,
        Separator::Tab => words::SEPARATOR_TAB,
    }
}

/// How the file is to be written. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Shape {
    columns: RwSignal<Vec<Column>>,
    separator: RwSignal<Option<Separator>>,
}

impl Shape {
    /// As this device last had it.
    pub fn kept() -> Shape {
        let kept = storage::get(Shelf::Browser, CHOSEN);
        let kept: Vec<Column> = match &kept {
            Some(kept) => kept.split(',').filter_map(column).collect(),
            None => USUAL.to_vec(),
        };
        let separator = storage::get(Shelf::Browser, SEPARATOR);
        Shape {
            columns: RwSignal::new(kept),
            separator: RwSignal::new(separator.as_deref().and_then(Separator::parse)),
        }
    }

    /// In the order of the file.
    pub fn columns(self) -> Vec<Column> {
        self.columns.get()
    }

    pub fn has(self, column: Column) -> bool {
        self.columns.with(|columns| columns.contains(&column))
    }

    /// The one that was chosen, else the language's own.
    pub fn separator(self) -> Separator {
        let own = Separator::of(text::locale());
        self.separator.get().unwrap_or(own)
    }

    pub fn set(self, column: Column, on: bool) {
        let chosen = |one: &Column| if *one == column { on } else { self.has(*one) };
        let columns: Vec<Column> = untrack(|| COLUMNS.into_iter().filter(chosen).collect());
        self.set_all(&columns);
    }

    pub fn set_all(self, columns: &[Column]) {
        let codes: Vec<&str> = columns.iter().map(|column| column.code()).collect();
        storage::set(Shelf::Browser, CHOSEN, &codes.join(","));
        self.columns.set(columns.to_vec());
    }

    pub fn set_separator(self, code: &str) {
        storage::set(Shelf::Browser, SEPARATOR, code);
        self.separator.set(Separator::parse(code));
    }
}
