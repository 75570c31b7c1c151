//! Which columns the table has, and how close its rows stand: kept in this browser.

use crate::admin::customers::words;
use crate::admin::words as admin;
use crate::storage::{self, Shelf};
use crate::text::Key;
use leptos::prelude::*;

const SHOWN: &str = "customers-columns";
const DENSITY: &str = "customers-density";
const COMPACT: &str = "compact";

/// A column that may be left out; the name always stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Email,
    Stage,
    Account,
    Groups,
    Orders,
    Total,
    Last,
    Country,
    Created,
}

impl Column {
    /// From left to right.
    pub const ALL: [Column; 9] = [
        Column::Email,
        Column::Stage,
        Column::Account,
        Column::Groups,
        Column::Orders,
        Column::Total,
        Column::Last,
        Column::Country,
        Column::Created,
    ];

    /// Its name in what is kept, and the end of its class.
    pub fn code(self) -> &'static str {
        match self {
            Column::Email => "email",
            Column::Stage => "stage",
            Column::Account => "account",
            Column::Groups => "groups",
            Column::Orders => "orders",
            Column::Total => "total",
            Column::Last => "last",
            Column::Country => "country",
            Column::Created => "created",
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Column::Email => "customers-email",
            Column::Stage => "customers-stage",
            Column::Account => "customers-account",
            Column::Groups => "customers-groups",
            Column::Orders => "customers-orders",
            Column::Total => "customers-total",
            Column::Last => "customers-last-order",
            Column::Country => "customers-country",
            Column::Created => "customers-created",
        }
    }

    pub fn label(self) -> Key {
        match self {
            Column::Email => admin::COLUMN_EMAIL,
            Column::Stage => admin::COLUMN_STAGE,
            Column::Account => admin::COLUMN_ACCOUNT,
            Column::Groups => words::COLUMN_GROUPS,
            Column::Orders => words::COLUMN_ORDERS,
            Column::Total => words::COLUMN_TOTAL,
            Column::Last => words::COLUMN_LAST,
            Column::Country => words::COLUMN_COUNTRY,
            Column::Created => admin::COLUMN_CREATED,
        }
    }

    fn usual(self) -> bool {
        !matches!(self, Column::Country | Column::Created)
    }
}

/// A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Columns {
    shown: RwSignal<[bool; Column::ALL.len()]>,
    compact: RwSignal<bool>,
}

impl Columns {
    pub fn new() -> Columns {
        let kept = storage::get(Shelf::Browser, SHOWN);
        let shown = Column::ALL.map(|column| match &kept {
            Some(kept) => kept.split(',').any(|code| code == column.code()),
            None => column.usual(),
        });
        let compact = storage::get(Shelf::Browser, DENSITY).as_deref() == Some(COMPACT);
        Columns {
            shown: RwSignal::new(shown),
            compact: RwSignal::new(compact),
        }
    }

    /// For each of [`Column::ALL`] whether it is shown.
    pub fn shown(self) -> [bool; Column::ALL.len()] {
        self.shown.get()
    }

    pub fn has(self, column: Column) -> bool {
        self.shown.with(|shown| has(shown, column))
    }

    pub fn set(self, column: Column, on: bool) {
        self.shown.update(|shown| {
            for (slot, other) in shown.iter_mut().zip(Column::ALL) {
                if other == column {
                    *slot = on;
                }
            }
        });
        let shown = self.shown.get_untracked();
        let codes: Vec<&str> = Column::ALL
            .into_iter()
            .filter(|column| has(&shown, *column))
            .map(Column::code)
            .collect();
        storage::set(Shelf::Browser, SHOWN, &codes.join(","));
    }

    pub fn compact(self) -> bool {
        self.compact.get()
    }

    pub fn set_compact(self, compact: bool) {
        self.compact.set(compact);
        if compact {
            storage::set(Shelf::Browser, DENSITY, COMPACT);
        } else {
            storage::remove(Shelf::Browser, DENSITY);
        }
    }
}

/// Whether a column is among those shown.
pub fn has(shown: &[bool; Column::ALL.len()], column: Column) -> bool {
    let place = Column::ALL.iter().position(|other| *other == column);
    place.is_some_and(|place| shown.get(place) == Some(&true))
}
