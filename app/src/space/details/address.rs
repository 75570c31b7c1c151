//! The fields of an address, in the order of its country. Postcode and region are asked for where the country has them.

use crate::form::{Field, Form};
use crate::reactive::{either, shown};
use crate::space::details::words;
use crate::text::{self, Key, checkout};
use crate::ui::field::TextField;
use crate::ui::select_field::SelectField;
use domain::contact::{Address, AddressForm};
use domain::country::{self, Country, Layout, Postcode, Region};
use leptos::prelude::*;

/// The fields of one address in a form.
#[derive(Clone, Copy)]
pub struct AddressFields {
    country: Field,
    pub line1: Field,
    line2: Field,
    postcode: Field,
    city: Field,
    region: Field,
}

/// Of an entry of the book.
pub fn of_book(form: Form) -> AddressFields {
    AddressFields {
        country: form.field("address.country"),
        line1: form.field("address.line1"),
        line2: form.field("address.line2"),
        postcode: form.field("address.postcode"),
        city: form.field("address.city"),
        region: form.field("address.region"),
    }
}

/// Of the invoice.
pub fn of_invoice(form: Form) -> AddressFields {
    AddressFields {
        country: form.field("billing.address.country"),
        line1: form.field("billing.address.line1"),
        line2: form.field("billing.address.line2"),
        postcode: form.field("billing.address.postcode"),
        city: form.field("billing.address.city"),
        region: form.field("billing.address.region"),
    }
}

impl AddressFields {
    /// Puts an address into the fields; for none, an empty one in `home`.
    pub fn fill(self, address: Option<&Address>, home: &str) {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let text = |read: fn(&Address) -> &String| address.map(read).cloned().unwrap_or_default();
        let country = address.map_or_else(|| home.to_owned(), |own| own.country.clone());
        self.country.value.set(country);
        self.line1.value.set(text(|own| &own.line1));
        self.city.value.set(text(|own| &own.city));
        let optional = |read: fn(&Address) -> &Option<String>| {
            address.map(|own| given(read(own))).unwrap_or_default()
        };
        self.line2.value.set(optional(|own| &own.line2));
        self.postcode.value.set(optional(|own| &own.postcode));
        self.region.value.set(optional(|own| &own.region));
    }

    /// What is typed.
    pub fn read(self) -> AddressForm {
        let filled = |field: Field| Some(field.text()).filter(|text| !text.trim().is_empty());
        AddressForm {
            line1: self.line1.text(),
            line2: filled(self.line2),
            postcode: filled(self.postcode),
            city: self.city.text(),
            region: filled(self.region),
            country: self.country.text(),
        }
    }

    /// The inputs; `section` goes before each token of autofill: `billing `, or nothing.
    pub fn inputs(self, section: &'static str) -> AnyView {
        let all = Signal::derive(countries);
        let chosen = Memo::new(move |_| {
            let found = self.country.value.with(|code| country::find(code));
            found.map(|country| country.code)
        });
        view! {
            <SelectField
                field=self.country
                label=checkout::COUNTRY_LABEL
                options=all
                none=words::CHOOSE
                autocomplete=format!("{section}country")
            />
            {line(self.line1, checkout::LINE1_LABEL, false, format!("{section}address-line1"))}
            {line(self.line2, checkout::LINE2_LABEL, true, format!("{section}address-line2"))}
            {either(move || self.locality(chosen.get().and_then(country::find), section))}
        }
        .into_any()
    }

    /// Town, postcode and region, as the country writes them.
    fn locality(self, country: Option<&'static Country>, section: &'static str) -> AnyView {
        let asks = country.map_or(Postcode::Optional, |country| country.postcode);
        let american = country.is_some_and(|country| country.code == "US");
        let label = if american {
            checkout::ZIP_LABEL
        } else {
            checkout::POSTCODE_LABEL
        };
        let optional = !matches!(asks, Postcode::Required { .. });
        let postcode = (asks != Postcode::None).then(|| {
            line(
                self.postcode,
                label,
                optional,
                format!("{section}postal-code"),
            )
        });
        let city = line(
            self.city,
            checkout::CITY_LABEL,
            false,
            format!("{section}address-level2"),
        );
        let region = shown(move || self.region_input(country?, section));
        match country.map(|country| country.layout) {
            Some(Layout::CityRegionPostcode) => view! {
                {city}
                <div class="pair">{region} {postcode}</div>
            }
            .into_any(),
            Some(Layout::CityPostcode) => view! {
                <div class="pair">{city} {postcode}</div>
                {region}
            }
            .into_any(),
            _ => view! {
                <div class="pair">{postcode} {city}</div>
                {region}
            }
            .into_any(),
        }
    }

    fn region_input(self, country: &'static Country, section: &'static str) -> Option<AnyView> {
        let label = match country.code {
            "US" | "AU" => checkout::STATE_LABEL,
            "CA" | "IT" | "ES" => checkout::PROVINCE_LABEL,
            _ => checkout::REGION_LABEL,
        };
        let token = format!("{section}address-level1");
        match country.region {
            Region::None => None,
            Region::Optional => Some(line(self.region, label, true, token)),
            Region::Listed(regions) => {
                let options: Vec<(String, String)> = regions
                    .iter()
                    .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
                    .collect();
                Some(
                    view! {
                        <SelectField
                            field=self.region
                            label
                            options=Signal::stored(options)
                            none=words::CHOOSE
                            autocomplete=token
                        />
                    }
                    .into_any(),
                )
            }
        }
    }
}

fn line(field: Field, label: Key, optional: bool, autocomplete: String) -> AnyView {
    view! { <TextField field label optional autocomplete autocapitalize="words"/> }.into_any()
}

/// The countries that forms know, by their names in the language in use.
fn countries() -> Vec<(String, String)> {
    let mut named: Vec<(String, String)> = country::all()
        .iter()
        .map(|country| (country.code.to_owned(), text::country(country.code)))
        .collect();
    named.sort_by_cached_key(|(_, name)| domain::text::fold(name));
    named
}
