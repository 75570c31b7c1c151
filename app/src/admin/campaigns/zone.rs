//! The shop's clock in the browser: which moment a date and a time are there, and how a moment is read there.

use crate::admin::campaigns::words;
use crate::text::{Key, locale};
use domain::locale::Locale;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The moment, in Unix milliseconds, at which the zone's clock shows a date (`2026-11-12`) and a time (`09:00`); else what is
/// wrong with them. Of an hour that comes twice it is the first.
#[allow(clippy::cast_possible_truncation)] // a date is far below 2^53
pub fn moment(zone: &str, date: &str, time: &str) -> Result<i64, Key> {
    if date.is_empty() {
        return Err(words::DATE_REQUIRED);
    }
    if time.is_empty() {
        return Err(words::TIME_REQUIRED);
    }
    let wall = Date::parse(&format!("{date}T{time}Z"));
    if wall.is_nan() {
        return Err(words::DATE_REQUIRED);
    }
    let wall = wall as i64;
    // A day covers every change of the clock on either side.
    let guesses = [wall - DAY, wall + DAY].map(|near| wall - ahead(zone, near));
    guesses
        .into_iter()
        .find(|guess| guess + ahead(zone, *guess) == wall)
        .ok_or(words::TIME_MISSING)
}

const DAY: i64 = 86_400_000;

/// Milliseconds that the zone's clock is ahead of UTC at a moment.
#[allow(clippy::cast_possible_truncation)] // a date is far below 2^53
fn ahead(zone: &str, at: i64) -> i64 {
    let parts = ["year", "month", "day", "hour", "minute", "second"];
    let mut options: Vec<(&str, &str)> = parts.map(|part| (part, "2-digit")).to_vec();
    options.extend([("year", "numeric"), ("hourCycle", "h23")]);
    // `2026-11-12, 14:05:00`
    let said = format("sv-SE", zone, &options, at).unwrap_or_default();
    let iso = said.replace(", ", "T").replace(' ', "T");
    let wall = Date::parse(&format!("{iso}Z"));
    if wall.is_nan() {
        0
    } else {
        wall as i64 - at / 1000 * 1000
    }
}

/// A moment by the zone's clock: `12 Nov 2026, 09:00`.
pub fn said(zone: &str, at: i64) -> String {
    let tag = match locale() {
        Locale::En => "en-GB",
        Locale::Fr => "fr-FR",
    };
    let options = [("dateStyle", "medium"), ("timeStyle", "short")];
    format(tag, zone, &options, at).unwrap_or_default()
}

/// Whether the browser knows it.
pub fn is_known(zone: &str) -> bool {
    format("en-GB", zone, &[("dateStyle", "medium")], 0).is_some()
}

/// The reader's own.
pub fn own() -> String {
    let made = formatter("en-GB", &Object::new());
    let resolved = made.and_then(|made| {
        let resolve: Function = get(&made, "resolvedOptions")?.dyn_into().ok()?;
        let options = resolve.call0(&made).ok()?;
        get(&options, "timeZone")?.as_string()
    });
    resolved.unwrap_or_else(|| "UTC".to_owned())
}

#[allow(clippy::cast_precision_loss)] // a date is far below 2^53
fn format(tag: &str, zone: &str, options: &[(&str, &str)], at: i64) -> Option<String> {
    let all = Object::new();
    for (name, value) in options.iter().chain(&[("timeZone", zone)]) {
        Reflect::set(&all, &(*name).into(), &(*value).into()).ok()?;
    }
    let made = formatter(tag, &all)?;
    let format: Function = get(&made, "format")?.dyn_into().ok()?;
    format
        .call1(&JsValue::UNDEFINED, &(at as f64).into())
        .ok()?
        .as_string()
}

/// None for a zone that the browser does not know.
fn formatter(tag: &str, options: &Object) -> Option<JsValue> {
    let class: Function = get(&get(&js_sys::global(), "Intl")?, "DateTimeFormat")?
        .dyn_into()
        .ok()?;
    let arguments = Array::of2(&tag.into(), options);
    Reflect::construct(&class, &arguments).ok()
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}
