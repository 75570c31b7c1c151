//! The fields of an address, in the order of its country. Postcode and region are asked for where the country has them.

use crate::admin::customer::words;
use crate::admin::fields::{Fields, SelectField};
use crate::admin::part::part;
use crate::reactive::either;
use crate::text::{self, Key};
use crate::ui::field::TextField;
use domain::contact::{Address, AddressForm};
use domain::country::{self, Country, Layout, Postcode, Region};
use leptos::prelude::*;

/// Where the fields of one address stand in a form.
#[derive(Clone, Copy)]
pub struct Place {
    pub country: &'static str,
    pub line1: &'static str,
    pub line2: &'static str,
    pub postcode: &'static str,
    pub city: &'static str,
    pub region: &'static str,
}

/// The address of an entry of the book.
pub const BOOK: Place = Place {
    country: "address.country",
    line1: "address.line1",
    line2: "address.line2",
    postcode: "address.postcode",
    city: "address.city",
    region: "address.region",
};

/// The address of a billing identity.
pub const BILLING: Place = Place {
    country: "billing.address.country",
    line1: "billing.address.line1",
    line2: "billing.address.line2",
    postcode: "billing.address.postcode",
    city: "billing.address.city",
    region: "billing.address.region",
};

impl Place {
    /// What is typed there.
    pub fn read(self, fields: Fields) -> AddressForm {
        let filled = |path| Some(fields.text(path)).filter(|text| !text.trim().is_empty());
        AddressForm {
            line1: fields.text(self.line1),
            line2: filled(self.line2),
            postcode: filled(self.postcode),
            city: fields.text(self.city),
            region: filled(self.region),
            country: fields.text(self.country),
        }
    }

    /// The fields' texts for an address; for none, those of an empty one in `home`.
    pub fn values(self, address: Option<&Address>, home: &str) -> [(&'static str, String); 6] {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let Some(address) = address else {
            let mut empty = [
                self.country,
                self.line1,
                self.line2,
                self.postcode,
                self.city,
                self.region,
            ]
            .map(|path| (path, String::new()));
            empty[0].1 = home.to_owned();
            return empty;
        };
        [
            (self.country, address.country.clone()),
            (self.line1, address.line1.clone()),
            (self.line2, given(&address.line2)),
            (self.postcode, given(&address.postcode)),
            (self.city, address.city.clone()),
            (self.region, given(&address.region)),
        ]
    }

    /// The label of one of these fields.
    pub fn label(path: &str) -> Option<Key> {
        Some(match path.rsplit('.').next()? {
            "country" => words::COUNTRY,
            "line1" => words::LINE1,
            "line2" => words::LINE2,
            "postcode" => words::POSTCODE,
            "city" => words::CITY,
            "region" => words::REGION,
            _ => return None,
        })
    }
}

/// The fields of the address at `place`.
pub fn address_inputs(fields: Fields, place: Place) -> AnyView {
    let all = Signal::derive(countries);
    let home = Memo::new(move |_| {
        fields
            .at(place.country)
            .value
            .with(|code| country::find(code).map(|country| country.code))
    });
    view! {
        <SelectField
            field=fields.at(place.country)
            label=words::COUNTRY
            options=all
            none=words::CHOOSE
        />
        {line(fields, place.line1, false, "")}
        {line(fields, place.line2, true, "")}
        {either(move || {
            locality(fields, place, home.get().and_then(country::find))
        })}
    }
    .into_any()
}

/// Town, postcode and region, as the country writes them.
fn locality(fields: Fields, place: Place, country: Option<&'static Country>) -> AnyView {
    let asks = country.map_or(Postcode::Optional, |country| country.postcode);
    let postcode = move || match asks {
        Postcode::None => None,
        Postcode::Optional => Some(line(fields, place.postcode, true, "locality-code")),
        Postcode::Required { .. } => Some(line(fields, place.postcode, false, "locality-code")),
    };
    let city = line(fields, place.city, false, "locality-city");
    let region = part(move || region(fields, place, country?.region));
    let (class, inside) = match country.map(|country| country.layout) {
        Some(Layout::CityRegionPostcode) => (
            "locality locality-region-code",
            view! { {city} {region} {postcode()} }.into_any(),
        ),
        Some(Layout::CityPostcode) => (
            "locality locality-lines",
            view! { {city} {postcode()} {region} }.into_any(),
        ),
        _ if asks == Postcode::None => ("locality", view! { {city} {region} }.into_any()),
        _ => (
            "locality locality-code-city",
            view! { {postcode()} {city} {region} }.into_any(),
        ),
    };
    view! { <div class=class>{inside}</div> }.into_any()
}

fn region(fields: Fields, place: Place, region: Region) -> Option<AnyView> {
    match region {
        Region::None => None,
        Region::Optional => Some(line(fields, place.region, true, "locality-region")),
        Region::Listed(regions) => {
            let options = regions
                .iter()
                .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
                .collect::<Vec<_>>();
            Some(
                view! {
                    <SelectField
                        field=fields.at(place.region)
                        label=words::REGION
                        options=Signal::stored(options)
                        none=words::CHOOSE
                    />
                }
                .into_any(),
            )
        }
    }
}

fn line(fields: Fields, path: &'static str, optional: bool, class: &'static str) -> AnyView {
    let label = Place::label(path).unwrap_or(words::LINE1);
    view! {
        <TextField
            field=fields.at(path)
            label
            optional
            class
            autocomplete="off"
            autocapitalize="words"
        />
    }
    .into_any()
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
