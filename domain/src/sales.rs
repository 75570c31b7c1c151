//! The month's sales for the accountant: invoices and credit notes with their VAT per rate, as CSV (RFC 4180).

use crate::checkout::Line;
use crate::csv;
use crate::invoice::{Invoice, Kind};
use crate::locale::Locale;
use crate::money;

/// Documents that one file holds: a shop with more in a month is asked to cut its year otherwise.
pub const DOCUMENTS_MAX: usize = 5_000;

/// A month of the shop's own calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
}

impl Month {
    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        let digits =
            |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let month = Month {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
        };
        (2000..=2999)
            .contains(&month.year)
            .then_some(month)
            .filter(|m| (1..=12).contains(&m.month))
    }

    /// `2026-11`: what the days of its documents begin with.
    pub fn text(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }
}

/// An invoice or a credit note, as it was issued.
pub struct Document {
    pub kind: Kind,
    pub number: String,
    /// `2026-11-22`.
    pub issued_on: String,
    pub data: Invoice,
}

/// What one rate came to in a document: minor units, negative in a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Share {
    /// Hundredths of a percent.
    rate: u32,
    net: i64,
    vat: i64,
    gross: i64,
}

fn shares(lines: &[Line], sign: i64) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for line in lines {
        let (gross, vat) = (sign * line.amount, sign * line.vat);
        let net = gross - vat;
        match shares.iter_mut().find(|share| share.rate == line.vat_rate) {
            Some(share) => {
                share.net += net;
                share.vat += vat;
                share.gross += gross;
            }
            None => shares.push(Share {
                rate: line.vat_rate,
                net,
                vat,
                gross,
            }),
        }
    }
    shares.sort_by_key(|share| share.rate);
    shares
}

/// The file: a line for each document and rate, and one of totals for each rate. With a byte order mark, so that
/// spreadsheets read it as UTF-8; semicolons and decimal commas in French, as theirs expect; cells that a spreadsheet
/// would take for a formula begin with an apostrophe (CWE-1236).
pub fn csv(documents: &[Document], locale: Locale) -> String {
    let mut text = String::from("\u{FEFF}");
    let mut row = |cells: &[String]| text.push_str(&csv::line(cells, locale));
    row(&head(locale));
    let mut totals: Vec<Share> = Vec::new();
    for document in documents {
        let sign = match document.kind {
            Kind::Invoice => 1,
            Kind::CreditNote => -1,
        };
        let data = &document.data;
        let amount = |minor: i64| money::typed_amount(minor, &data.currency, locale);
        let buyer = &data.buyer;
        let name = buyer.billing.as_ref().map_or_else(
            || format!("{} {}", buyer.first_name, buyer.last_name),
            |billing| billing.organisation.clone(),
        );
        let country = buyer
            .billing
            .as_ref()
            .and_then(|billing| billing.address.as_ref())
            .unwrap_or(&buyer.address)
            .country
            .clone();
        let vat_id = buyer
            .billing
            .as_ref()
            .and_then(|billing| billing.vat_id.clone());
        for share in shares(&data.lines, sign) {
            row(&[
                document.number.clone(),
                word(document.kind, locale).to_owned(),
                document.issued_on.clone(),
                data.order.to_string(),
                name.clone(),
                vat_id.clone().unwrap_or_default(),
                country.clone(),
                money::typed_percent(share.rate, locale),
                amount(share.net),
                amount(share.vat),
                amount(share.gross),
                data.currency.clone(),
                data.credits
                    .as_ref()
                    .map(|credits| credits.number.clone())
                    .unwrap_or_default(),
            ]);
            match totals.iter_mut().find(|total| total.rate == share.rate) {
                Some(total) => {
                    total.net += share.net;
                    total.vat += share.vat;
                    total.gross += share.gross;
                }
                None => totals.push(share),
            }
        }
    }
    totals.sort_by_key(|share| share.rate);
    let currency = documents
        .first()
        .map_or("EUR", |document| document.data.currency.as_str());
    for total in totals {
        let amount = |minor: i64| money::typed_amount(minor, currency, locale);
        let mut cells = vec![String::new(); 13];
        for (place, cell) in [
            (0, "Total".to_owned()),
            (7, money::typed_percent(total.rate, locale)),
            (8, amount(total.net)),
            (9, amount(total.vat)),
            (10, amount(total.gross)),
            (11, currency.to_owned()),
        ] {
            if let Some(own) = cells.get_mut(place) {
                *own = cell;
            }
        }
        row(&cells);
    }
    text
}

fn head(locale: Locale) -> [String; 13] {
    match locale {
        Locale::En => [
            "Number",
            "Kind",
            "Date",
            "Order",
            "Customer",
            "VAT number",
            "Country",
            "VAT rate (%)",
            "Net",
            "VAT",
            "Gross",
            "Currency",
            "Credits",
        ],
        Locale::Fr => [
            "Numéro",
            "Nature",
            "Date",
            "Commande",
            "Client",
            "N° de TVA",
            "Pays",
            "Taux de TVA (%)",
            "HT",
            "TVA",
            "TTC",
            "Devise",
            "Annule",
        ],
    }
    .map(str::to_owned)
}

fn word(kind: Kind, locale: Locale) -> &'static str {
    match (kind, locale) {
        (Kind::Invoice, Locale::En) => "Invoice",
        (Kind::Invoice, Locale::Fr) => "Facture",
        (Kind::CreditNote, Locale::En) => "Credit note",
        (Kind::CreditNote, Locale::Fr) => "Avoir",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::id::Id;
    use crate::order::{Buyer, Numbered};
    use crate::product::Kind as ProductKind;
    use crate::settings::Seller;

    fn line(rate: u32, amount: i64, vat: i64) -> Line {
        Line {
            product: Id::new(1, [1; 10]),
            name: "p".into(),
            kind: ProductKind::Access,
            validity_days: None,
            quantity: 1,
            price: amount,
            vat_rate: rate,
            amount,
            vat,
        }
    }

    fn document(kind: Kind, last_name: &str) -> Document {
        let lines = vec![
            line(2000, 1200, 200),
            line(550, 1055, 55),
            line(2000, 600, 100),
        ];
        Document {
            kind,
            number: "F-2026-0042".into(),
            issued_on: "2026-11-22".into(),
            data: Invoice {
                seller: Seller::default(),
                buyer: Buyer {
                    first_name: "Zoé".into(),
                    last_name: last_name.into(),
                    email: "zoe@example.com".into(),
                    phone: None,
                    organisation: None,
                    address: Address {
                        line1: "12 rue des Lilas".into(),
                        line2: None,
                        postcode: Some("75011".into()),
                        city: "Paris".into(),
                        region: None,
                        country: "FR".into(),
                    },
                    billing: None,
                },
                order: 1042,
                ordered_at: 1,
                total: 2855,
                vat: vec![],
                lines,
                currency: "EUR".into(),
                credits: (kind == Kind::CreditNote).then(|| Numbered {
                    number: "F-2026-0041".into(),
                    issued_on: "2026-11-20".into(),
                }),
            },
        }
    }

    #[test]
    fn a_document_has_a_line_per_rate_and_the_rates_are_summed() {
        let text = csv(
            &[
                document(Kind::Invoice, "Martin"),
                document(Kind::CreditNote, "Martin"),
            ],
            Locale::Fr,
        );
        let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(
            lines[1..],
            [
                "F-2026-0042;Facture;2026-11-22;1042;Zoé Martin;;FR;5,50;10,00;0,55;10,55;EUR;",
                "F-2026-0042;Facture;2026-11-22;1042;Zoé Martin;;FR;20,00;15,00;3,00;18,00;EUR;",
                "F-2026-0042;Avoir;2026-11-22;1042;Zoé Martin;;FR;5,50;-10,00;-0,55;-10,55;EUR;F-2026-0041",
                "F-2026-0042;Avoir;2026-11-22;1042;Zoé Martin;;FR;20,00;-15,00;-3,00;-18,00;EUR;F-2026-0041",
                "Total;;;;;;;5,50;0,00;0,00;0,00;EUR;",
                "Total;;;;;;;20,00;0,00;0,00;0,00;EUR;"
            ]
        );
        assert!(text.starts_with('\u{FEFF}') && text.contains("\r\n"));
    }

    #[test]
    fn t31_no_cell_is_a_formula_or_leaves_its_place() {
        for (last_name, cell) in [("=1+1", "Zoé =1+1"), ("a\"b,c", "\"Zoé a\"\"b,c\"")] {
            let text = csv(&[document(Kind::Invoice, last_name)], Locale::En);
            assert!(text.contains(&format!(",{cell},")), "{text}");
        }
    }

    #[test]
    fn t32_a_month_is_four_digits_and_two() {
        assert_eq!(
            Month::parse("2026-11").map(Month::text).as_deref(),
            Some("2026-11")
        );
        for wrong in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "2026-1",
            "1999-01",
            "2026-11-01",
            "2026-+1",
            "2026-11' or",
        ] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }
}
