//! A product between its record and the texts of its form's fields.

use crate::admin::fields::{Fields, Values, whole};
use crate::admin::products::{kind_word, words};
use crate::text::{self, Key, t};
use domain::money;
use domain::problem::FieldError;
use domain::product::{Kind, ProductForm, ProductRecord};

/// The form's fields, in the order of the page.
pub const PATHS: [&str; 10] = [
    NAME_FR,
    NAME_EN,
    SUMMARY_FR,
    SUMMARY_EN,
    KIND,
    VALIDITY_DAYS,
    PRICE,
    VAT_CHOICE,
    VAT_RATE,
    LISTED,
];
pub const NAME_FR: &str = "name_fr";
pub const NAME_EN: &str = "name_en";
pub const SUMMARY_FR: &str = "summary_fr";
pub const SUMMARY_EN: &str = "summary_en";
pub const KIND: &str = "kind";
pub const VALIDITY_DAYS: &str = "validity_days";
pub const PRICE: &str = "price";
/// One of [`RATES`], or [`OTHER`]. The contract knows the rate alone.
pub const VAT_CHOICE: &str = "vat_choice";
pub const VAT_RATE: &str = "vat_rate";
pub const LISTED: &str = "listed";

/// The rates of mainland France, in hundredths of a percent.
pub const RATES: [u32; 5] = [2000, 1000, 550, 210, 0];
/// The choice of a rate that is typed.
pub const OTHER: &str = "other";

/// What is typed, as the Worker takes it; and what cannot be read.
pub fn read(
    fields: Fields,
    kind: Option<Kind>,
    version: Option<u32>,
    currency: &str,
) -> (ProductForm, Vec<FieldError>) {
    let mut errors = Vec::new();
    let price = money::parse_amount(&fields.text(PRICE), currency)
        .map_err(|error| errors.push(error.within(PRICE)))
        .ok()
        .flatten();
    let choice = fields.text(VAT_CHOICE);
    let vat_rate = if choice == OTHER {
        money::parse_percent(&fields.text(VAT_RATE))
            .map_err(|error| errors.push(error.within(VAT_RATE)))
            .ok()
            .flatten()
    } else {
        choice.parse().ok()
    };
    let kind = kind.or_else(|| {
        let chosen = fields.text(KIND);
        Kind::ALL.into_iter().find(|kind| kind.code() == chosen)
    });
    let days = (kind == Some(Kind::Access)).then(|| fields.text(VALIDITY_DAYS));
    let form = ProductForm {
        version,
        kind,
        name_en: fields.text(NAME_EN),
        name_fr: fields.text(NAME_FR),
        summary_en: fields.text(SUMMARY_EN),
        summary_fr: fields.text(SUMMARY_FR),
        price,
        vat_rate,
        validity_days: days.and_then(|days| whole(&days)),
        listed: !fields.text(LISTED).is_empty(),
    };
    (form, errors)
}

/// Everything that is wrong with what is typed.
pub fn faults((form, mut errors): (ProductForm, Vec<FieldError>)) -> Vec<FieldError> {
    let unread: Vec<_> = errors.iter().map(|error| error.field.clone()).collect();
    // what could not be read is not missing
    let proved = form.prove().err().unwrap_or_default();
    errors.extend(
        proved
            .into_iter()
            .filter(|error| !unread.contains(&error.field)),
    );
    errors
}

/// The fields' texts for a product.
pub fn values(form: &ProductForm, currency: &str) -> Values {
    let locale = text::locale_now();
    let rate = form.vat_rate.unwrap_or(RATES[0]);
    let listed_rate = RATES.contains(&rate);
    let price = form
        .price
        .map(|price| money::typed_amount(price, currency, locale));
    let days = form.validity_days.map(|days| days.to_string());
    vec![
        (NAME_FR, form.name_fr.clone()),
        (NAME_EN, form.name_en.clone()),
        (SUMMARY_FR, form.summary_fr.clone()),
        (SUMMARY_EN, form.summary_en.clone()),
        (
            KIND,
            form.kind.map(Kind::code).unwrap_or_default().to_owned(),
        ),
        (VALIDITY_DAYS, days.unwrap_or_default()),
        (PRICE, price.unwrap_or_default()),
        (
            VAT_CHOICE,
            if listed_rate {
                rate.to_string()
            } else {
                OTHER.to_owned()
            },
        ),
        (
            VAT_RATE,
            if listed_rate {
                String::new()
            } else {
                money::typed_percent(rate, locale)
            },
        ),
        (LISTED, if form.listed { "true" } else { "" }.to_owned()),
    ]
}

/// A record as its form holds it.
pub fn form_of(record: &ProductRecord) -> ProductForm {
    ProductForm {
        version: Some(record.version),
        kind: Some(record.kind),
        name_en: record.name_en.clone(),
        name_fr: record.name_fr.clone(),
        summary_en: record.summary_en.clone(),
        summary_fr: record.summary_fr.clone(),
        price: Some(record.price),
        vat_rate: Some(record.vat_rate),
        validity_days: record.validity_days,
        listed: record.listed,
    }
}

/// The label of a field.
pub fn label(path: &str) -> Key {
    match path {
        NAME_FR => words::NAME_FR,
        NAME_EN => words::NAME_EN,
        SUMMARY_FR => words::SUMMARY_FR,
        SUMMARY_EN => words::SUMMARY_EN,
        VALIDITY_DAYS => words::VALIDITY_DAYS,
        PRICE => words::PRICE,
        VAT_CHOICE => words::VAT_CHOICE,
        VAT_RATE => words::VAT_RATE,
        LISTED => words::LISTED,
        _ => words::KIND,
    }
}

/// A field's text in words.
pub fn shown(path: &str, value: &str) -> String {
    match path {
        VAT_CHOICE => match value.parse() {
            Ok(rate) => text::percent(rate),
            Err(_) => t(words::VAT_OTHER)().to_owned(),
        },
        LISTED if value.is_empty() => t(words::LISTED_NO)().to_owned(),
        LISTED => t(words::LISTED_YES)().to_owned(),
        KIND => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.code() == value);
            kind.map(|kind| t(kind_word(kind))().to_owned())
                .unwrap_or_default()
        }
        _ => value.to_owned(),
    }
}
