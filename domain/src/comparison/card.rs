//! One block of the form in lines, as a card shows it beside another.

use super::{Block, blank_address, line, phone_number, plain_address};
use crate::contact::{AddressForm, ContactForm};
use crate::country::{self, Country, Layout, Region};

/// What a line of a card says. The country's line holds its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Name,
    Phone,
    Organisation,
    VatId,
    Line1,
    Line2,
    Locality,
    Region,
    Country,
}

/// A line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kind: Kind,
    pub text: String,
    /// The other card says something else here, or nothing.
    pub differs: bool,
}

/// One block of `form` in lines, as its country writes them, without empty ones; marked where `other` differs.
pub fn lines(block: Block, form: &ContactForm, other: &ContactForm) -> Vec<Line> {
    let theirs = block_lines(block, other);
    let mut lines = block_lines(block, form);
    for own in &mut lines {
        let same =
            |line: &&Line| line.kind == own.kind && compared(line, other) == compared(own, form);
        own.differs = !theirs.iter().any(|line| same(&line));
    }
    lines
}

fn compared(line: &Line, form: &ContactForm) -> String {
    match line.kind {
        Kind::Phone => phone_number(&line.text, &form.address.country),
        _ => line.text.clone(),
    }
}

fn block_lines(block: Block, form: &ContactForm) -> Vec<Line> {
    let text = |of: &Option<String>| of.clone().unwrap_or_default();
    let lines = match block {
        Block::Identity => vec![
            (
                Kind::Name,
                format!("{} {}", form.first_name, form.last_name),
            ),
            (Kind::Phone, text(&form.phone)),
            (Kind::Organisation, text(&form.organisation)),
        ],
        Block::Address => address_lines(&form.address),
        Block::Billing => match &form.billing {
            None => Vec::new(),
            Some(own) => {
                let mut lines = vec![
                    (Kind::Organisation, own.organisation.clone()),
                    (Kind::VatId, text(&own.vat_id)),
                ];
                lines.extend(own.address.as_ref().map(address_lines).unwrap_or_default());
                lines
            }
        },
    };
    lines
        .into_iter()
        .map(|(kind, text)| Line {
            kind,
            text: line(&text),
            differs: false,
        })
        .filter(|line| !line.text.is_empty())
        .collect()
}

/// The lines of an address in its country's order; the country's own line is its code.
fn address_lines(address: &AddressForm) -> Vec<(Kind, String)> {
    let plain = plain_address(address);
    if blank_address(&plain) {
        return Vec::new();
    }
    let home = country::find(&plain.country);
    let postcode = plain.postcode.unwrap_or_default();
    let region = plain.region.unwrap_or_default();
    let city = plain.city;
    let mut lines = vec![
        (Kind::Line1, plain.line1),
        (Kind::Line2, plain.line2.unwrap_or_default()),
    ];
    match home.map(|home| home.layout) {
        Some(Layout::CityRegionPostcode) => {
            lines.push((Kind::Locality, format!("{city} {region} {postcode}")));
        }
        Some(Layout::CityPostcode) => {
            lines.push((Kind::Locality, city));
            lines.push((Kind::Region, postcode));
        }
        _ => {
            lines.push((Kind::Locality, format!("{postcode} {city}")));
            lines.push((Kind::Region, region_name(home, region)));
        }
    }
    lines.push((Kind::Country, plain.country));
    lines
}

fn region_name(home: Option<&Country>, code: String) -> String {
    let Some(Region::Listed(regions)) = home.map(|home| home.region) else {
        return code;
    };
    let name = regions.iter().find(|(listed, _)| *listed == code);
    name.map_or(code, |(_, name)| (*name).to_owned())
}
