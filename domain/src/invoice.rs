//! Invoices and credit notes: what is frozen when one is made, and how its number reads.

use crate::checkout::{Line, VatShare};
use crate::id::{InvoiceId, OrderId};
use crate::order::{Buyer, Numbered};
use crate::settings::Seller;
use serde::{Deserialize, Serialize};

/// Which of the two, each in a series of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Invoice,
    /// Takes a whole invoice back.
    CreditNote,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Invoice => "invoice",
            Kind::CreditNote => "credit_note",
        }
    }

    /// What its numbers begin with.
    pub fn series(self) -> &'static str {
        match self {
            Kind::Invoice => "F",
            Kind::CreditNote => "A",
        }
    }

    /// The counter its numbers are taken from: gapless within the year (CGI annexe II article 242 nonies A).
    pub fn counter(self, year: i64) -> String {
        format!("{}:{year}", self.code())
    }
}

/// `F-2026-0042`.
pub fn number(series: &str, year: i64, number: u32) -> String {
    format!("{series}-{year}-{number:04}")
}

/// Everything a legal document says, as it was on its day. Amounts of a credit note are those of its invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    pub seller: Seller,
    pub buyer: Buyer,
    pub order: u32,
    /// Unix milliseconds.
    pub ordered_at: i64,
    pub lines: Vec<Line>,
    pub total: i64,
    pub vat: Vec<VatShare>,
    pub currency: String,
    /// The invoice that a credit note takes back.
    pub credits: Option<Numbered>,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// An invoice: they are issued when the money is there.
    Paid,
    /// An invoice that a credit note takes back.
    Credited,
    /// A credit note.
    PaidBack,
}

impl InvoiceState {
    /// Of a document whose order has a credit note, or has none.
    pub fn of(kind: Kind, credited: bool) -> InvoiceState {
        match kind {
            Kind::CreditNote => InvoiceState::PaidBack,
            Kind::Invoice if credited => InvoiceState::Credited,
            Kind::Invoice => InvoiceState::Paid,
        }
    }
}

/// A document as a row of its customer's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceSummary {
    pub id: InvoiceId,
    pub kind: Kind,
    /// As printed: `F-2026-0042`, `A-2026-0003`.
    pub number: String,
    /// `2026-11-22`, in the shop's time zone.
    pub issued_on: String,
    /// Minor units, VAT included; what a credit note pays back is told as it was paid.
    pub total: i64,
    /// ISO 4217.
    pub currency: String,
    pub state: InvoiceState,
    pub order: OrderId,
    /// As people say it: 1042.
    pub order_number: u32,
    /// Bytes of its PDF, once it was made.
    pub size: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_printed_and_each_series_counts_by_itself() {
        assert_eq!(number(Kind::Invoice.series(), 2026, 42), "F-2026-0042");
        assert_eq!(
            number(Kind::CreditNote.series(), 2026, 12_345),
            "A-2026-12345"
        );
        assert_ne!(Kind::Invoice.counter(2026), Kind::CreditNote.counter(2026));
        assert_ne!(Kind::Invoice.counter(2026), Kind::Invoice.counter(2027));
    }
}
