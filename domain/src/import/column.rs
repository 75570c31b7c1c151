//! What a column of a file may hold of a customer. The codes are the headers of our own export, so that it reads back.

use serde::{Deserialize, Serialize};

/// What a file's column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Email,
    LastName,
    FirstName,
    /// Both names in one: “Zoé Martin”, “MARTIN Zoé”, “Martin, Zoé”.
    FullName,
    Phone,
    Organisation,
    /// The customer's language.
    Locale,
    Line1,
    Line2,
    Postcode,
    City,
    Region,
    /// A code or a name, in English or French.
    Country,
    BillingOrganisation,
    BillingVatId,
    BillingSiren,
    BillingLine1,
    BillingLine2,
    BillingPostcode,
    BillingCity,
    BillingRegion,
    BillingCountry,
    /// Codes or names of groups, `|` between them.
    Groups,
    Note,
    /// Yes or no to news and offers; heard only where the import is told to take consents over.
    Consent,
    /// From here on known, and left alone: they are what the shop itself keeps.
    Id,
    Verified,
    Stage,
    Account,
    CreatedAt,
    OrdersCount,
    OrdersPaid,
    OrdersTotal,
    LastOrderAt,
}

impl Column {
    /// Every column, in the order of an export.
    pub const ALL: [Column; 34] = [
        Column::Email,
        Column::LastName,
        Column::FirstName,
        Column::FullName,
        Column::Phone,
        Column::Organisation,
        Column::Locale,
        Column::Line1,
        Column::Line2,
        Column::Postcode,
        Column::City,
        Column::Region,
        Column::Country,
        Column::BillingOrganisation,
        Column::BillingVatId,
        Column::BillingSiren,
        Column::BillingLine1,
        Column::BillingLine2,
        Column::BillingPostcode,
        Column::BillingCity,
        Column::BillingRegion,
        Column::BillingCountry,
        Column::Groups,
        Column::Note,
        Column::Consent,
        Column::Id,
        Column::Verified,
        Column::Stage,
        Column::Account,
        Column::CreatedAt,
        Column::OrdersCount,
        Column::OrdersPaid,
        Column::OrdersTotal,
        Column::LastOrderAt,
    ];

    /// As stored and sent, and the header under which an export writes it.
    pub fn code(self) -> &'static str {
        match self {
            Column::Email => "email",
            Column::LastName => "last_name",
            Column::FirstName => "first_name",
            Column::FullName => "full_name",
            Column::Phone => "phone",
            Column::Organisation => "organisation",
            Column::Locale => "locale",
            Column::Line1 => "line1",
            Column::Line2 => "line2",
            Column::Postcode => "postcode",
            Column::City => "city",
            Column::Region => "region",
            Column::Country => "country",
            Column::BillingOrganisation => "billing_organisation",
            Column::BillingVatId => "billing_vat_id",
            Column::BillingSiren => "billing_siren",
            Column::BillingLine1 => "billing_line1",
            Column::BillingLine2 => "billing_line2",
            Column::BillingPostcode => "billing_postcode",
            Column::BillingCity => "billing_city",
            Column::BillingRegion => "billing_region",
            Column::BillingCountry => "billing_country",
            Column::Groups => "groups",
            Column::Note => "note",
            Column::Consent => "consent",
            Column::Id => "id",
            Column::Verified => "verified",
            Column::Stage => "stage",
            Column::Account => "account",
            Column::CreatedAt => "created_at",
            Column::OrdersCount => "orders_count",
            Column::OrdersPaid => "orders_paid",
            Column::OrdersTotal => "orders_total",
            Column::LastOrderAt => "last_order_at",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.code() == code)
    }

    /// Whether an import takes it into the record; the others it only knows.
    pub fn is_taken(self) -> bool {
        !matches!(
            self,
            Column::Id
                | Column::Verified
                | Column::Stage
                | Column::Account
                | Column::CreatedAt
                | Column::OrdersCount
                | Column::OrdersPaid
                | Column::OrdersTotal
                | Column::LastOrderAt
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_is_sent_and_reads_back() {
        for column in Column::ALL {
            let sent = serde_json::to_string(&column).unwrap();
            assert_eq!(sent, format!("\"{}\"", column.code()));
            assert_eq!(Column::parse(column.code()), Some(column));
        }
    }
}
