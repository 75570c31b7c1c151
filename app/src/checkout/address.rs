//! An address as its country writes it: the country decides order, labels, keypad, and what is asked at all.
//! Inputs are moved, never made anew: autofill may be at work on them. Only the region comes and goes.

use crate::checkout::fields::{self, value, value_if_any};
use crate::dom;
use crate::text::{Key, checkout, common, word};
use domain::contact::AddressForm;
use domain::country::{self, Country, Layout, Postcode, Region};
use domain::settings::Shop;
use std::cell::RefCell;
use web_sys::Element;

thread_local! {
    /// The regions typed, of the contact and the billing address: kept while no country asks for them.
    static REGIONS: RefCell<[String; 2]> = const { RefCell::new([String::new(), String::new()]) };
}

/// The two addresses, by what stands before `address.` in their paths.
const KINDS: [&str; 2] = ["", "billing."];

/// What is typed in one address.
pub fn typed(kind: &str) -> AddressForm {
    let path = |name: &str| format!("{kind}address.{name}");
    let country = value(&path("country"));
    let rules = country::find(&country);
    let has_postcode = rules.is_none_or(|rules| rules.postcode != Postcode::None);
    AddressForm {
        line1: value(&path("line1")),
        line2: value_if_any(&path("line2")),
        postcode: value_if_any(&path("postcode")).filter(|_| has_postcode),
        city: value(&path("city")),
        region: value_if_any(&path("region")),
        country,
    }
}

/// Fills one address.
pub fn fill(kind: &str, left: &AddressForm) {
    let set = |name: &str, value: &str| fields::set(&format!("{kind}address.{name}"), value);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    set("country", &left.country);
    set("line1", &left.line1);
    set("line2", &text(&left.line2));
    set("postcode", &text(&left.postcode));
    set("city", &left.city);
    set_region(kind, text(&left.region));
    follow(kind);
}

/// The regions, for the draft.
pub fn regions() -> [String; 2] {
    KINDS.map(|kind| {
        remember_region(kind);
        REGIONS.with_borrow(|regions| regions[place(kind)].clone())
    })
}

/// Puts a region back; it is shown once a country asks for it.
pub fn set_regions(regions: [String; 2]) {
    REGIONS.set(regions);
}

/// Arranges both addresses for the countries chosen now.
pub fn follow_countries() {
    for kind in KINDS {
        follow(kind);
    }
}

/// Offers the countries the shop serves; an invoice may go anywhere. One that was chosen before stays chosen, see [`unserved`].
pub fn offer(shop: &Shop) {
    let Some(select) = dom::find("address.country") else {
        return;
    };
    let options = select.children();
    for place in 0..options.length() {
        if let Some(option) = options.item(place) {
            let code = dom::property(&option, "value").unwrap_or_default();
            let off = (!shop.serves(&code)).then_some("");
            // Hidden, not removed: a saved address may be in one of them.
            dom::attribute(&option, "hidden", off);
            dom::attribute(&option, "disabled", off);
        }
    }
}

/// The country chosen is not one the shop serves.
pub fn unserved() -> bool {
    dom::query("[id='address.country'] option:checked:disabled").is_some()
}

/// Another country was chosen in this field.
pub fn follow_country(path: &str) {
    let kind = path.strip_suffix("address.country").unwrap_or_default();
    remember_region(kind);
    follow(kind);
    for name in ["postcode", "region"] {
        crate::checkout::faults::recheck_shown(&format!("{kind}address.{name}"));
    }
}

/// Shows the second line and goes there. `press` names the button: `line2` or `billing.line2`.
pub fn open_line2(press: &str) {
    let kind = press.strip_suffix("line2").unwrap_or_default();
    show_line2(kind, true);
    dom::focus(&format!("{kind}address.line2"));
}

fn set_region(kind: &str, region: String) {
    REGIONS.with_borrow_mut(|regions| regions[place(kind)] = region);
}

fn remember_region(kind: &str) {
    let path = format!("{kind}address.region");
    if dom::find(&path).is_some() {
        set_region(kind, value(&path));
    }
}

fn place(kind: &str) -> usize {
    usize::from(!kind.is_empty())
}

fn follow(kind: &str) {
    let Some(locality) = dom::find(&format!("{kind}locality")) else {
        return;
    };
    let rules = country::find(&value(&format!("{kind}address.country")));
    let (order, class) = match rules.map_or(Layout::PostcodeCity, |rules| rules.layout) {
        Layout::PostcodeCity => (["code", "city", "region"], "locality locality-code-city"),
        Layout::CityRegionPostcode => (["city", "region", "code"], "locality locality-region-code"),
        Layout::CityPostcode => (["city", "code", "region"], "locality locality-lines"),
    };
    let has_code = rules.is_none_or(|rules| rules.postcode != Postcode::None);
    locality.set_class_name(if has_code {
        class
    } else {
        "locality locality-lines"
    });
    draw_region(kind, &locality, rules);
    for part in order {
        let found = locality.query_selector(&format!(".locality-{part}"));
        if let Some(field) = found.ok().flatten() {
            let _ = locality.append_child(&field);
        }
    }
    if let Some(code) = locality.query_selector(".locality-code").ok().flatten() {
        dom::show(&code, has_code);
        label_postcode(kind, &code, rules);
    }
    show_line2(kind, !value(&format!("{kind}address.line2")).is_empty());
}

fn label_postcode(kind: &str, field: &Element, rules: Option<&Country>) {
    let label = match rules.map(|rules| rules.code) {
        Some("US") => checkout::ZIP_LABEL,
        _ => checkout::POSTCODE_LABEL,
    };
    let optional = rules.is_some_and(|rules| rules.postcode == Postcode::Optional);
    if let Some(old) = field.query_selector("label").ok().flatten() {
        old.set_inner_html(&label_inside(label, optional));
    }
    let Some(input) = dom::find(&format!("{kind}address.postcode")) else {
        return;
    };
    let digits = rules.is_some_and(Country::digits_only);
    dom::attribute(&input, "inputmode", digits.then_some("numeric"));
    let capitals = if digits { "off" } else { "characters" };
    dom::attribute(&input, "autocapitalize", Some(capitals));
    dom::attribute(&input, "aria-required", (!optional).then_some("true"));
}

/// A list where the country's regions are known, a line of text where they are free, nothing where it has none.
fn draw_region(kind: &str, locality: &Element, rules: Option<&Country>) {
    if let Some(old) = locality.query_selector(".locality-region").ok().flatten() {
        old.remove();
    }
    let Some(rules) = rules.filter(|rules| rules.region != Region::None) else {
        return;
    };
    let path = format!("{kind}address.region");
    let token = if kind.is_empty() { "" } else { "billing " };
    let listed = match rules.region {
        Region::Listed(listed) => listed,
        _ => &[],
    };
    let label = match rules.code {
        "US" | "AU" | "BR" => checkout::STATE_LABEL,
        "CA" | "IT" | "ES" => checkout::PROVINCE_LABEL,
        _ => checkout::REGION_LABEL,
    };
    let shared = format!(r#"id="{path}" name="{path}" autocomplete="{token}address-level1""#);
    // Names of the lists and our own words: nothing here was typed by anybody.
    let control = if listed.is_empty() {
        format!(
            r#"<input class="input" {shared} autocapitalize="words" enterkeyhint="next" spellcheck="false">"#
        )
    } else {
        let mut options = format!(
            r#"<option value="">{}</option>"#,
            word(checkout::REGION_CHOOSE)
        );
        for (code, name) in listed {
            options.push_str(&format!(r#"<option value="{code}">{name}</option>"#));
        }
        format!(
            r#"<div class="select-box"><select class="input select" {shared} aria-required="true">{options}</select></div>"#
        )
    };
    let field = dom::element("div", "field locality-region", "");
    let inside = label_inside(label, listed.is_empty());
    field.set_inner_html(&format!(
        r#"<label class="field-label" for="{path}">{inside}</label>{control}"#
    ));
    let _ = locality.append_child(&field);
    REGIONS.with_borrow(|regions| fields::set(&path, &regions[place(kind)]));
}

fn label_inside(label: Key, optional: bool) -> String {
    let mark = if optional {
        format!(
            r#"<span class="field-optional">{}</span>"#,
            word(common::OPTIONAL)
        )
    } else {
        r#"<span class="field-mark" aria-hidden="true">*</span>"#.to_owned()
    };
    format!("{} {mark}", word(label))
}

/// Opens the second line; it opens by itself when autofill gave it a value, and never closes again.
fn show_line2(kind: &str, open: bool) {
    let path = format!("{kind}address.line2");
    let Some(input) = dom::find(&path).filter(|_| open) else {
        return;
    };
    dom::attribute(&input, "tabindex", None);
    if let Some(tucked) = input.closest(".tucked").ok().flatten() {
        tucked.set_class_name("");
        dom::attribute(&tucked, "aria-hidden", None);
    }
    if let Some(button) = dom::query(&format!("[data-press=\"{kind}line2\"]")) {
        dom::show(&button, false);
    }
}

/// A value came into a second line, from autofill perhaps.
pub fn line2_typed(path: &str) {
    if let Some(kind) = path.strip_suffix("address.line2") {
        show_line2(kind, !value(path).is_empty());
    }
}
