//! The lines of an address in its country's order, the country's name last.

use crate::text;
use domain::contact::Address;
use domain::country::{self, Layout, Region};

/// Lines as they are written on an envelope, without empty ones.
pub fn lines(address: &Address) -> Vec<String> {
    let country = country::find(&address.country);
    let city = address.city.as_str();
    let postcode = address.postcode.as_deref().unwrap_or_default();
    let region = address.region.as_deref().unwrap_or_default();
    let locality = match country.map(|country| country.layout) {
        // the region's code belongs to the postal line: San Francisco CA 94103
        Some(Layout::CityRegionPostcode) => vec![format!("{city} {region} {postcode}")],
        Some(Layout::CityPostcode) => vec![city.to_owned(), postcode.to_owned()],
        _ => vec![
            format!("{postcode} {city}"),
            region_name(country, region).to_owned(),
        ],
    };
    [
        address.line1.clone(),
        address.line2.clone().unwrap_or_default(),
    ]
    .into_iter()
    .chain(locality)
    .chain([text::country(&address.country)])
    .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
    .filter(|line| !line.is_empty())
    .collect()
}

fn region_name<'a>(country: Option<&country::Country>, code: &'a str) -> &'a str {
    let Some(Region::Listed(regions)) = country.map(|country| country.region) else {
        return code;
    };
    regions
        .iter()
        .find(|(listed, _)| *listed == code)
        .map_or(code, |(_, name)| name)
}

/// Nine figures of a register in groups of three, kept on one line.
pub fn in_threes(figures: &str) -> String {
    let figures: Vec<char> = figures.chars().collect();
    let groups: Vec<String> = figures
        .chunks(3)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("\u{a0}")
}
