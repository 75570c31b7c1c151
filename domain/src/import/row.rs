//! A row of a file, proved by the rules of the customer's own form: what it says of a customer, or all that is wrong with it.

use super::{Column, Encoding, Source, cell};
use crate::address::AddressForm;
use crate::contact::BillingForm;
use crate::country::names;
use crate::customer::{CustomerForm, NewCustomer};
use crate::email::Email;
use crate::group;
use crate::locale::Locale;
use crate::note::NoteForm;
use crate::pending::Details;
use crate::problem::FieldError;
use crate::text::{self, fold};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Groups one customer may be put into by a file.
pub const GROUPS_MAX: u32 = 20;

/// What a good row says. Staged between check and import as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub email: String,
    pub details: Details,
    pub locale: Option<Locale>,
    /// As the file writes them.
    pub groups: Vec<String>,
    pub note: Option<String>,
    /// True where the column says yes.
    pub consent: bool,
}

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file's column, where one is at fault.
    pub place: Option<usize>,
    /// What stands there, shortened.
    pub value: Option<String>,
    pub error: FieldError,
}

/// How rows are read.
#[derive(Debug, Clone)]
pub struct Reading {
    pub columns: Vec<Option<Column>>,
    pub encoding: Encoding,
    pub source: Option<Source>,
    /// Of a row that names none.
    pub country: String,
}

/// The cells of one row, by what they hold.
struct Cells<'a> {
    reading: &'a Reading,
    texts: Vec<Option<String>>,
}

impl Cells<'_> {
    fn place(&self, column: Column) -> Option<usize> {
        let columns = &self.reading.columns;
        columns.iter().position(|own| *own == Some(column))
    }

    /// The value of a column; empty where the file has none.
    fn get(&self, column: Column) -> &str {
        let text = self.place(column).and_then(|place| self.texts.get(place));
        text.and_then(Option::as_deref).map_or("", cell::value)
    }

    fn given(&self, column: Column) -> Option<String> {
        Some(self.get(column).to_owned()).filter(|text| !text.is_empty())
    }

    fn any(&self, columns: &[Column]) -> bool {
        columns.iter().any(|column| !self.get(*column).is_empty())
    }

    /// A fault, at the column it is about.
    fn wrong(&self, error: FieldError) -> Wrong {
        let place = self.at_fault(&error.field);
        let value = place.and_then(|place| self.texts.get(place).cloned().flatten());
        Wrong {
            place,
            value: value.map(|text| cell::shown(&text)),
            error,
        }
    }

    /// The file's column that a field of the form comes from.
    fn at_fault(&self, field: &str) -> Option<usize> {
        let code = field
            .strip_prefix("address.")
            .map(str::to_owned)
            .unwrap_or_else(|| {
                field
                    .replace("billing.address.", "billing_")
                    .replace('.', "_")
            });
        let full = || match code.as_str() {
            "first_name" | "last_name" => self.place(Column::FullName),
            // Another name for the invoice may be the organisation's own.
            "billing_organisation" => self.place(Column::Organisation),
            _ => None,
        };
        Column::parse(&code)
            .and_then(|column| self.place(column))
            .or_else(full)
    }
}

const ADDRESS: [Column; 4] = [Column::Line1, Column::Line2, Column::Postcode, Column::City];
const BILLING_ADDRESS: [Column; 4] = [
    Column::BillingLine1,
    Column::BillingLine2,
    Column::BillingPostcode,
    Column::BillingCity,
];
const BILLING: [Column; 3] = [
    Column::BillingOrganisation,
    Column::BillingVatId,
    Column::BillingSiren,
];

impl Reading {
    /// Reads a row: the customer it tells of and the key of the mailbox, or everything that is wrong.
    pub fn read(&self, cells: &[Cow<'_, [u8]>]) -> Result<(String, Row), Vec<Wrong>> {
        let blank = |cell: &Cow<'_, [u8]>| cell.iter().all(u8::is_ascii_whitespace);
        let width = self.columns.len();
        let count = match cells.get(width..) {
            // Separators behind the last cell are no cells.
            Some(more) if more.iter().all(blank) => width,
            _ => cells.len(),
        };
        if count != width {
            return Err(vec![Wrong {
                place: None,
                value: cells.first().map(|cell| self.shown(cell)),
                error: FieldError {
                    max: u32::try_from(width).ok(),
                    count: u32::try_from(count).ok(),
                    ..FieldError::new("line", "columns")
                },
            }]);
        }
        let (texts, unread) = self.texts(cells);
        if !unread.is_empty() {
            return Err(unread);
        }
        let cells = Cells {
            reading: self,
            texts,
        };
        self.prove(&cells)
            .map_err(|wrong| wrong.into_iter().map(|error| cells.wrong(error)).collect())
    }

    /// A value of a row that could not be read, as far as it can be shown.
    pub fn shown(&self, bytes: &[u8]) -> String {
        let head = bytes.get(..400).unwrap_or(bytes);
        let text = cell::decoded(head, self.encoding);
        cell::shown(&text.unwrap_or_else(|| String::from_utf8_lossy(head).into_owned()))
    }

    /// The cells that go somewhere, as text.
    fn texts(&self, cells: &[Cow<'_, [u8]>]) -> (Vec<Option<String>>, Vec<Wrong>) {
        let mut texts = Vec::with_capacity(self.columns.len());
        let mut unread = Vec::new();
        for (place, (cell, column)) in cells.iter().zip(&self.columns).enumerate() {
            let taken = column.is_some_and(Column::is_taken);
            let text = taken.then(|| cell::decoded(cell, self.encoding));
            if text == Some(None) {
                unread.push(Wrong {
                    place: Some(place),
                    value: Some(self.shown(cell)),
                    error: FieldError::new(column.map_or("", Column::code), "encoding"),
                });
            }
            texts.push(text.flatten());
        }
        (texts, unread)
    }

    fn prove(&self, cells: &Cells<'_>) -> Result<(String, Row), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let country = self.country(cells, Column::Country, &self.country, "address.country");
        let country = country.map_err(|error| wrong.push(error));
        // An unknown country is told once; the rest is then read as the shop's own.
        let home = country.as_deref().unwrap_or(&self.country);
        let form = self.form(cells, home, &mut wrong);
        let customer = form.prove_new(home).map_err(|more| wrong.extend(more));
        let address = match cells.any(&ADDRESS) && country.is_ok() {
            true => self.address(cells, home).prove_alone("address", &mut wrong),
            false => None,
        };
        let groups = self.groups(cells).map_err(|error| wrong.push(error));
        let note = match cells.given(Column::Note) {
            Some(text) => NoteForm { text }.prove().map(Some).map_err(|error| {
                wrong.push(FieldError {
                    field: "note".into(),
                    ..error
                })
            }),
            None => Ok(None),
        };
        match (customer, groups, note) {
            (Ok(customer), Ok(groups), Ok(note)) if wrong.is_empty() => {
                let NewCustomer {
                    email,
                    details,
                    locale,
                } = customer;
                let row = Row {
                    details: Details { address, ..details },
                    locale,
                    groups,
                    note,
                    consent: yes(cells.get(Column::Consent)),
                    email: email.as_str().to_owned(),
                };
                Ok((email.key(), row))
            }
            _ => Err(wrong),
        }
    }

    fn form(&self, cells: &Cells<'_>, home: &str, wrong: &mut Vec<FieldError>) -> CustomerForm {
        let (mut first, mut last) = (
            cells.given(Column::FirstName),
            cells.given(Column::LastName),
        );
        if let (None, None, Some(both)) = (&first, &last, cells.given(Column::FullName)) {
            (first, last) = split(&both);
        }
        let organisation = cells.given(Column::Organisation);
        let invoiced = cells.any(&BILLING) || cells.any(&BILLING_ADDRESS);
        let billing = invoiced.then(|| BillingForm {
            organisation: cells
                .given(Column::BillingOrganisation)
                .or_else(|| organisation.clone())
                .unwrap_or_default(),
            vat_id: cells.given(Column::BillingVatId),
            siren: cells.given(Column::BillingSiren).map(siren),
            address: cells.any(&BILLING_ADDRESS).then(|| AddressForm {
                line1: cells.get(Column::BillingLine1).to_owned(),
                line2: cells.given(Column::BillingLine2),
                postcode: cells.given(Column::BillingPostcode),
                city: cells.get(Column::BillingCity).to_owned(),
                region: cells.given(Column::BillingRegion),
                country: self
                    .country(
                        cells,
                        Column::BillingCountry,
                        home,
                        "billing.address.country",
                    )
                    .map_err(|error| wrong.push(error))
                    .unwrap_or_else(|()| home.to_owned()),
            }),
        });
        CustomerForm {
            email: cells.given(Column::Email),
            first_name: first,
            last_name: last,
            phone: cells.given(Column::Phone),
            organisation,
            locale: locale(cells.get(Column::Locale)).map(|locale| locale.code().to_owned()),
            billing,
            ..CustomerForm::default()
        }
    }

    fn address(&self, cells: &Cells<'_>, country: &str) -> AddressForm {
        // Magento writes both lines of a street into one cell.
        let street = cells.get(Column::Line1);
        let (line1, rest) = street.split_once('\n').unwrap_or((street, ""));
        let rest = Some(rest.trim().replace('\n', ", ")).filter(|rest| !rest.is_empty());
        AddressForm {
            line1: line1.trim().to_owned(),
            line2: cells.given(Column::Line2).or(rest),
            postcode: cells.given(Column::Postcode),
            city: cells.get(Column::City).to_owned(),
            region: cells.given(Column::Region),
            country: country.to_owned(),
        }
    }

    /// A country's code; `home` where the row names none.
    fn country(
        &self,
        cells: &Cells<'_>,
        column: Column,
        home: &str,
        field: &'static str,
    ) -> Result<String, FieldError> {
        match cells.get(column) {
            "" => Ok(home.to_owned()),
            text => names::find(text)
                .map(str::to_owned)
                .ok_or_else(|| FieldError::new(field, "unknown")),
        }
    }

    fn groups(&self, cells: &Cells<'_>) -> Result<Vec<String>, FieldError> {
        let between = |c: char| c == '|' || (c == ',' && self.source == Some(Source::Shopify));
        let mut groups: Vec<String> = Vec::new();
        for name in cells.get(Column::Groups).split(between) {
            let line = text::line(name, group::NAME_MAX).map_err(|error| error.within("groups"))?;
            if let Some(name) = line
                && !groups.iter().any(|known| fold(known) == fold(&name))
            {
                groups.push(name);
            }
        }
        if groups.len() > GROUPS_MAX as usize {
            return Err(FieldError {
                max: Some(GROUPS_MAX),
                ..FieldError::new("groups", "too_many")
            });
        }
        Ok(groups)
    }

    /// The mailbox a row is about, also where something else of it is wrong.
    pub fn mailbox(&self, cells: &[Cow<'_, [u8]>]) -> Option<String> {
        let place = self
            .columns
            .iter()
            .position(|own| *own == Some(Column::Email))?;
        let text = cell::decoded(cells.get(place)?, self.encoding)?;
        Email::parse(cell::value(&text))
            .ok()
            .map(|email| email.key())
    }
}

/// First and last name of both in one: “Martin, Zoé”; capitals are a last name wherever they stand; else the first word is the
/// first name. One word alone is a last name.
fn split(both: &str) -> (Option<String>, Option<String>) {
    let text = |words: &[&str]| Some(words.join(" ")).filter(|text| !text.is_empty());
    if let Some((last, first)) = both.split_once(',') {
        return (text(&[first.trim()]), text(&[last.trim()]));
    }
    let words: Vec<&str> = both.split_whitespace().collect();
    let is_loud = |word: &&str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let (loud, quiet): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_loud(word));
    if !loud.is_empty() && !quiet.is_empty() {
        return (text(&quiet), text(&loud));
    }
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() => (text(&[first]), text(rest)),
        _ => (None, text(&words)),
    }
}

/// A SIRET names an establishment of the company that its first nine digits name.
fn siren(typed: String) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        14 => digits.chars().take(9).collect(),
        _ => typed,
    }
}

/// A language we speak, by code or name; any other is as good as none.
fn locale(text: &str) -> Option<Locale> {
    let text = fold(text);
    let is = |codes: &[&str]| codes.iter().any(|code| text == *code);
    let code = text.split(['-', '_']).next().unwrap_or_default();
    match code {
        "fr" | "en" => Locale::parse(code),
        _ if is(&["french", "francais"]) => Some(Locale::Fr),
        _ if is(&["english", "anglais"]) => Some(Locale::En),
        _ => None,
    }
}

/// Whether a cell says yes.
fn yes(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "1" | "yes" | "y" | "true" | "oui" | "o" | "vrai" | "x" | "subscribed" | "given"
    )
}

#[cfg(test)]
mod tests;
