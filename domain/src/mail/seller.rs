//! The seller's legal mentions as lines (code de commerce R. 123-237; CGI, annexe II, 242 nonies A).

use crate::contact::Address;
use crate::settings::Seller;
use crate::words::Words;

/// Name, form and capital, address, register, VAT; none while the owner has not said who sells.
pub(crate) fn mentions(words: &Words, seller: &Seller) -> Vec<String> {
    if seller.name.is_empty() {
        return Vec::new();
    }
    let form = if seller.capital.is_empty() {
        seller.form.clone()
    } else {
        let values = [("form", seller.form.as_str()), ("capital", &seller.capital)];
        words.fill("seller.capital", &values)
    };
    let siren = by_threes(&seller.siren);
    let register = match (seller.siren.is_empty(), seller.rcs.is_empty()) {
        (true, _) => seller.rcs.clone(),
        (false, true) => words.fill("seller.siren", &[("siren", &siren)]),
        (false, false) => format!("{} {siren}", seller.rcs),
    };
    let vat = match &seller.vat_id {
        Some(vat_id) => words.fill("seller.vat_id", &[("vat_id", vat_id)]),
        None => words.fill("seller.without_vat", &[]),
    };
    let address = seller.address.as_ref().map(on_one_line).unwrap_or_default();
    [seller.name.clone(), form, address, register, vat]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

/// Name and address, where the customer may write to.
pub(super) fn addressee(seller: &Seller) -> String {
    let address = seller.address.as_ref().map(on_one_line);
    [Some(seller.name.clone()), address]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn on_one_line(address: &Address) -> String {
    let mut line = address.line1.clone();
    if let Some(second) = &address.line2 {
        line.push_str(", ");
        line.push_str(second);
    }
    line.push_str(", ");
    if let Some(postcode) = &address.postcode {
        line.push_str(postcode);
        line.push(' ');
    }
    line.push_str(&address.city);
    if address.country != "FR" {
        line.push_str(", ");
        line.push_str(&address.country);
    }
    line
}

pub(crate) fn by_threes(siren: &str) -> String {
    let mut grouped = String::with_capacity(siren.len() + 4);
    for (place, figure) in siren.chars().enumerate() {
        if place > 0 && place.is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(figure);
    }
    grouped
}
