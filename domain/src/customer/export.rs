//! Customers as a file: which columns it may have, how each is written, what the file is called.

use crate::import::Column;
use crate::locale::Locale;
use crate::{csv, money, text, time};
use std::borrow::Cow;

/// Every column the file may have, in its order. Their [`codes`](Column::code) are its heads, in every language: an import
/// knows them again by that.
pub const COLUMNS: [Column; 32] = [
    Column::Email,
    Column::LastName,
    Column::FirstName,
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

/// What a file has where nobody chose: who they are, where they live, their groups.
pub const USUAL: [Column; 13] = [
    Column::Email,
    Column::LastName,
    Column::FirstName,
    Column::Phone,
    Column::Organisation,
    Column::Locale,
    Column::Line1,
    Column::Line2,
    Column::Postcode,
    Column::City,
    Column::Region,
    Column::Country,
    Column::Groups,
];

/// Reads the code of a column the file may have.
pub fn column(code: &str) -> Option<Column> {
    COLUMNS.into_iter().find(|column| column.code() == code)
}

/// Whether a column stands in the address book.
pub fn is_of_address(column: Column) -> bool {
    use Column::{City, Country, Line1, Line2, Postcode, Region};
    matches!(column, Line1 | Line2 | Postcode | City | Region | Country)
}

/// What stands in the file for what is stored: times as ISO 8601 in UTC, amounts as the language writes them, for spreadsheets to
/// sum, and whatever people typed as text that no spreadsheet reckons with.
fn cell<'a>(column: Column, stored: &'a str, format: &Format) -> Cow<'a, str> {
    let number = || stored.parse::<i64>().ok();
    match column {
        Column::CreatedAt | Column::LastOrderAt => {
            number().map_or(Cow::Borrowed(""), |at| Cow::Owned(time::utc(at)))
        }
        Column::OrdersTotal => number().map_or(Cow::Borrowed(""), |minor| {
            Cow::Owned(money::typed_amount(minor, &format.currency, format.locale))
        }),
        Column::OrdersCount | Column::OrdersPaid => Cow::Borrowed(stored),
        _ => csv::safe(stored),
    }
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    pub columns: Vec<Column>,
    pub separator: csv::Separator,
    /// How amounts are written.
    pub locale: Locale,
    /// ISO 4217.
    pub currency: String,
}

impl Format {
    /// What the file begins with: the byte order mark and the line of heads.
    pub fn head(&self) -> String {
        let mut head = csv::BOM.to_owned();
        for (place, column) in self.columns.iter().enumerate() {
            csv::push(&mut head, place, column.code(), self.separator);
        }
        head.push_str(csv::END);
        head
    }

    /// Writes a customer's line: what is stored in each of the columns, none where nothing is.
    pub fn write(&self, file: &mut String, stored: &[Option<String>]) {
        for (place, column) in self.columns.iter().enumerate() {
            let stored = stored.get(place).and_then(Option::as_deref);
            let cell = cell(*column, stored.unwrap_or_default(), self);
            csv::push(file, place, &cell, self.separator);
        }
        file.push_str(csv::END);
    }
}

/// `customers-maison-lemoine-2026-11-22.csv`: for the shop of this name, on this day.
pub fn file_name(shop: &str, day: &str, locale: Locale) -> String {
    let mut name = match locale {
        Locale::En => "customers",
        Locale::Fr => "clients",
    }
    .to_owned();
    let folded = text::fold(shop);
    let words = folded.split(|sign: char| !sign.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()).take(8) {
        name.push('-');
        name.push_str(word);
    }
    format!("{name}-{day}.csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(columns: &[Column], separator: csv::Separator, locale: Locale) -> Format {
        Format {
            columns: columns.to_vec(),
            separator,
            locale,
            currency: "EUR".to_owned(),
        }
    }

    fn line(format: &Format, stored: &[&str]) -> String {
        let stored: Vec<Option<String>> = stored
            .iter()
            .map(|cell| (!cell.is_empty()).then(|| (*cell).to_owned()))
            .collect();
        let mut file = String::new();
        format.write(&mut file, &stored);
        file
    }

    #[test]
    fn each_column_reads_back_and_d1_can_be_asked_for_all() {
        for one in COLUMNS {
            assert_eq!(column(one.code()), Some(one));
        }
        // What D1 lets one call of a function have.
        assert!(COLUMNS.len() <= 32);
        assert!(
            USUAL
                .iter()
                .all(|one| COLUMNS.contains(one) && one.is_taken())
        );
        assert_eq!(column("note"), None);
    }

    #[test]
    fn a_line_holds_times_amounts_and_text() {
        use Column::{CreatedAt, LastName, OrdersCount, OrdersTotal, Phone};
        let columns = [LastName, Phone, OrdersCount, OrdersTotal, CreatedAt];
        let stored = [
            "O\"Neil; Zoé",
            "+33639981234",
            "3",
            "14500",
            "1763805600000",
        ];
        let fr = format(&columns, csv::Separator::Semicolon, Locale::Fr);
        assert_eq!(
            line(&fr, &stored),
            "\"O\"\"Neil; Zoé\";'+33639981234;3;145,00;2025-11-22T10:00Z\r\n"
        );
        let en = format(&columns, csv::Separator::Comma, Locale::En);
        assert_eq!(
            line(&en, &stored),
            "\"O\"\"Neil; Zoé\",'+33639981234,3,145.00,2025-11-22T10:00Z\r\n"
        );
        assert_eq!(line(&en, &["=1", "", "0", "0"]), "'=1,,0,0.00,\r\n");
        assert_eq!(
            en.head(),
            "\u{FEFF}last_name,phone,orders_count,orders_total,created_at\r\n"
        );
    }

    #[test]
    fn a_file_is_called_by_its_shop_and_day() {
        assert_eq!(
            file_name("Maison Lémoine & Cie", "2026-11-22", Locale::Fr),
            "clients-maison-lemoine-cie-2026-11-22.csv"
        );
        assert_eq!(
            file_name("…", "2026-11-22", Locale::En),
            "customers-2026-11-22.csv"
        );
        let odd = file_name("../a\r\nb\"c", "2026-11-22", Locale::En);
        assert_eq!(odd, "customers-a-b-c-2026-11-22.csv");
    }
}
