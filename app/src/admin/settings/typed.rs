//! The settings between what is saved and the texts of the form's fields.

use crate::admin::fields::{Fields, Values, whole};
use crate::admin::settings::words;
use crate::text::{self, Key, t};
use domain::contact::AddressForm;
use domain::country;
use domain::iban;
use domain::locale::Locale;
use domain::settings::{Settings, SettingsForm};

/// The form's fields, in the order of the page.
pub const PATHS: [&str; 28] = [
    "name",
    "country",
    "locale",
    "seller_name",
    "seller_form",
    "seller_capital",
    "seller_address.country",
    "seller_address.line1",
    "seller_address.line2",
    "seller_address.postcode",
    "seller_address.city",
    "seller_address.region",
    "siren",
    "rcs",
    "vat_id",
    "time_zone",
    "iban",
    "bic",
    "reminder_days",
    "cancel_days",
    "terms_fr",
    "terms_en",
    "privacy_fr",
    "privacy_en",
    COUNTRIES,
    "retention_months",
    "contact_email",
    "mails_per_minute",
];

/// The codes of the countries served, with commas between; empty for all.
pub const COUNTRIES: &str = "countries";

/// What is typed, as the Worker takes it. An address of which nothing but the country is there is none.
pub fn read(fields: Fields, version: u32) -> SettingsForm {
    let text = |path: &str| fields.text(path);
    let filled = |path: &str| Some(text(path)).filter(|text| !text.trim().is_empty());
    let address = AddressForm {
        line1: text("seller_address.line1"),
        line2: filled("seller_address.line2"),
        postcode: filled("seller_address.postcode"),
        city: text("seller_address.city"),
        region: filled("seller_address.region"),
        country: text("seller_address.country"),
    };
    let nowhere = address.line1.trim().is_empty()
        && address.city.trim().is_empty()
        && address.line2.is_none()
        && address.postcode.is_none();
    SettingsForm {
        version: Some(version),
        name: text("name"),
        country: text("country"),
        locale: text("locale"),
        retention_months: whole(&text("retention_months")),
        contact_email: text("contact_email"),
        countries: codes(&text(COUNTRIES)),
        seller_name: text("seller_name"),
        seller_form: text("seller_form"),
        seller_capital: text("seller_capital"),
        seller_address: (!nowhere).then_some(address),
        siren: text("siren"),
        rcs: text("rcs"),
        vat_id: text("vat_id"),
        time_zone: text("time_zone"),
        iban: text("iban"),
        bic: text("bic"),
        reminder_days: whole(&text("reminder_days")),
        cancel_days: whole(&text("cancel_days")),
        mails_per_minute: whole(&text("mails_per_minute")),
        terms_en: text("terms_en"),
        terms_fr: text("terms_fr"),
        privacy_en: text("privacy_en"),
        privacy_fr: text("privacy_fr"),
    }
}

/// The codes of a list of countries.
pub fn codes(list: &str) -> Vec<String> {
    list.split(',')
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What is saved, as its form holds it.
pub fn form_of(settings: &Settings) -> SettingsForm {
    let Settings {
        version,
        shop,
        sale,
        mailing,
        ..
    } = settings.clone();
    let seller = sale.seller;
    let address = seller.address.map(|address| AddressForm {
        line1: address.line1,
        line2: address.line2,
        postcode: address.postcode,
        city: address.city,
        region: address.region,
        country: address.country,
    });
    SettingsForm {
        version: Some(version),
        name: shop.name,
        country: shop.country,
        locale: shop.locale.code().to_owned(),
        retention_months: Some(shop.retention_months),
        contact_email: shop.contact_email,
        countries: shop.countries,
        seller_name: seller.name,
        seller_form: seller.form,
        seller_capital: seller.capital,
        seller_address: address,
        siren: seller.siren,
        rcs: seller.rcs,
        vat_id: seller.vat_id.unwrap_or_default(),
        time_zone: seller.time_zone,
        iban: sale.transfer.iban,
        bic: sale.transfer.bic,
        reminder_days: Some(sale.transfer.reminder_days),
        cancel_days: Some(sale.transfer.cancel_days),
        mails_per_minute: Some(mailing.mails_per_minute),
        terms_en: sale.terms.en,
        terms_fr: sale.terms.fr,
        privacy_en: sale.privacy.en,
        privacy_fr: sale.privacy.fr,
    }
}

/// The fields' texts. Figures that people set apart are spelled one way, so that a space is no change.
pub fn values(form: &SettingsForm) -> Values {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let address = form.seller_address.clone().unwrap_or(AddressForm {
        country: form.country.clone(),
        ..AddressForm::default()
    });
    let given = |text: Option<String>| text.unwrap_or_default();
    vec![
        ("name", form.name.clone()),
        ("country", form.country.clone()),
        ("locale", form.locale.clone()),
        ("seller_name", form.seller_name.clone()),
        ("seller_form", form.seller_form.clone()),
        ("seller_capital", form.seller_capital.clone()),
        ("seller_address.country", address.country),
        ("seller_address.line1", address.line1),
        ("seller_address.line2", given(address.line2)),
        ("seller_address.postcode", given(address.postcode)),
        ("seller_address.city", address.city),
        ("seller_address.region", given(address.region)),
        ("siren", bare(&form.siren)),
        ("rcs", form.rcs.clone()),
        ("vat_id", bare(&form.vat_id)),
        ("time_zone", form.time_zone.clone()),
        (
            "iban",
            iban::grouped(&bare(&form.iban).to_ascii_uppercase()),
        ),
        ("bic", bare(&form.bic).to_ascii_uppercase()),
        ("reminder_days", number(form.reminder_days)),
        ("cancel_days", number(form.cancel_days)),
        ("terms_fr", form.terms_fr.clone()),
        ("terms_en", form.terms_en.clone()),
        ("privacy_fr", form.privacy_fr.clone()),
        ("privacy_en", form.privacy_en.clone()),
        (COUNTRIES, form.countries.join(",")),
        ("retention_months", number(form.retention_months)),
        ("contact_email", form.contact_email.clone()),
        ("mails_per_minute", number(form.mails_per_minute)),
    ]
}

/// The label of a field.
pub fn label(path: &str) -> Key {
    match path {
        "name" => words::NAME,
        "country" => words::COUNTRY,
        "locale" => words::LOCALE,
        "contact_email" => words::CONTACT_EMAIL,
        "retention_months" => words::RETENTION_MONTHS,
        "seller_name" => words::SELLER_NAME,
        "seller_form" => words::SELLER_FORM,
        "seller_capital" => words::SELLER_CAPITAL,
        "seller_address.country" => words::ADDRESS_COUNTRY,
        "seller_address.line1" => words::ADDRESS_LINE1,
        "seller_address.line2" => words::ADDRESS_LINE2,
        "seller_address.postcode" => words::ADDRESS_POSTCODE,
        "seller_address.city" => words::ADDRESS_CITY,
        "seller_address.region" => words::ADDRESS_REGION,
        "siren" => words::SIREN,
        "rcs" => words::RCS,
        "vat_id" => words::VAT_ID,
        "time_zone" => words::TIME_ZONE,
        "iban" => words::IBAN,
        "bic" => words::BIC,
        "reminder_days" => words::REMINDER_DAYS,
        "cancel_days" => words::CANCEL_DAYS,
        "mails_per_minute" => words::MAILS_PER_MINUTE,
        "terms_fr" => words::TERMS_FR,
        "terms_en" => words::TERMS_EN,
        "privacy_fr" => words::PRIVACY_FR,
        "privacy_en" => words::PRIVACY_EN,
        _ => words::COUNTRIES,
    }
}

/// A field's text in words.
pub fn shown(path: &str, value: &str) -> String {
    match path {
        "country" | "seller_address.country" => text::country(value),
        "locale" => match Locale::parse(value) {
            Some(Locale::En) => t(text::common::LANGUAGE_EN)().to_owned(),
            Some(Locale::Fr) => t(text::common::LANGUAGE_FR)().to_owned(),
            None => value.to_owned(),
        },
        COUNTRIES if value.is_empty() => t(words::COUNTRIES_ALL)().to_owned(),
        COUNTRIES => codes(value)
            .iter()
            .map(|code| text::country(code))
            .collect::<Vec<_>>()
            .join(", "),
        _ => value.to_owned(),
    }
}

/// The countries that forms know, by their names in the language in use.
pub fn countries() -> Vec<(String, String)> {
    let mut named: Vec<(String, String)> = country::all()
        .iter()
        .map(|country| (country.code.to_owned(), text::country(country.code)))
        .collect();
    named.sort_by_cached_key(|(_, name)| domain::text::fold(name));
    named
}
