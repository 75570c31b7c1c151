//! Telephone numbers as people read them: French ones in pairs, as dialled at home where home is France.

use domain::country;

/// Between figures that belong together: no line breaks there.
const GAP: char = '\u{a0}';

/// `+33639981234` is `06 39 98 12 34` to a shop in France and `+33 6 39 98 12 34` to others; `+447700900123` is `+44 7700 900123`.
pub fn readable(e164: &str, home: &str) -> String {
    let Some(number) = e164.strip_prefix('+') else {
        return e164.to_owned();
    };
    if let Some(rest) = number.strip_prefix("33").filter(|rest| rest.len() == 9) {
        let (first, pairs) = rest.split_at(1);
        let pairs = grouped(pairs, 2);
        return if home == "FR" {
            format!("0{first}{GAP}{pairs}")
        } else {
            format!("+33{GAP}{first}{GAP}{pairs}")
        };
    }
    if let Some(mobile) = number.strip_prefix("447").filter(|rest| rest.len() == 9) {
        let (operator, rest) = mobile.split_at(3);
        return format!("+44{GAP}7{operator}{GAP}{rest}");
    }
    let calling = country::all()
        .iter()
        .map(|country| country.calling)
        .filter(|calling| number.starts_with(calling))
        .max_by_key(|calling| calling.len())
        .unwrap_or_default();
    let (calling, rest) = number.split_at(calling.len());
    let rest = grouped(rest, 3);
    if calling.is_empty() {
        format!("+{rest}")
    } else {
        format!("+{calling}{GAP}{rest}")
    }
}

/// Groups from the left; what would stand alone at the end joins the group before it.
fn grouped(digits: &str, size: usize) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if place > 0 && place % size == 0 && (left > 1 || size == 2) {
            text.push(GAP);
        }
        text.push(digit);
    }
    text
}
