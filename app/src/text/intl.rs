//! Figures, dates and countries as the browser's `Intl` says them in the language in use.

use crate::text::locale;
use domain::locale::Locale;
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// A whole number with the language's own separators.
pub fn number(n: f64) -> String {
    figure(n, &[])
}

/// An amount in minor units: `14500` and `EUR` give `145,00 €` or `€145.00`.
pub fn money(minor: i64, currency: &str) -> String {
    let options = [("style", "currency"), ("currency", currency)];
    #[allow(clippy::cast_precision_loss)] // amounts stay far below 2^53
    figure(minor as f64 / 100.0, &options)
}

/// A VAT rate in basis points: `2000` gives `20 %` or `20%`.
pub fn percent(basis_points: u32) -> String {
    let options = object(&[("style", "percent")]);
    let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &2.into());
    let format = Intl::NumberFormat::new(&tags(), &options);
    formatted(&format.format(), f64::from(basis_points) / 10_000.0)
}

/// A file's size from its bytes: `48 kB` or `48 ko`, `1.2 MB` or `1,2 Mo`.
pub fn size(bytes: u32) -> String {
    let kilobytes = (f64::from(bytes) / 1000.0).round().max(1.0);
    let (figure_of, unit) = if kilobytes < 1000.0 {
        (kilobytes, "kilobyte")
    } else {
        ((kilobytes / 100.0).round() / 10.0, "megabyte")
    };
    figure(figure_of, &[("style", "unit"), ("unit", unit)])
}

/// A day, by the reader's clock: `12 nov. 2026`, `12 Nov 2026`. Takes Unix milliseconds.
pub fn date(millis: i64) -> String {
    when(millis, &[("dateStyle", "medium")])
}

/// A day and a time, by the reader's clock. Takes Unix milliseconds.
pub fn date_time(millis: i64) -> String {
    when(millis, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// A moment with its clock named, for what must be exact: `12 Nov 2026, 14:05 CET`.
pub fn exact(millis: i64) -> String {
    let options = [
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ];
    when(millis, &options)
}

/// A day of the calendar, which is the same in every time zone: takes `2026-11-12`.
pub fn day(iso: &str) -> String {
    let midnight = js_sys::Date::new(&iso.into()).get_time();
    let options = object(&[("dateStyle", "medium"), ("timeZone", "UTC")]);
    let format = Intl::DateTimeFormat::new(&tags(), &options);
    formatted(&format.format(), midnight)
}

/// A month of the calendar in words: `November 2026`. Takes `2026-11`.
pub fn month(iso: &str) -> String {
    let first = js_sys::Date::new(&format!("{iso}-01").into()).get_time();
    if first.is_nan() {
        return iso.to_owned();
    }
    let options = object(&[("month", "long"), ("year", "numeric"), ("timeZone", "UTC")]);
    let format = Intl::DateTimeFormat::new(&tags(), &options);
    formatted(&format.format(), first)
}

/// A country's name in the language in use, from its ISO code.
pub fn country(code: &str) -> String {
    Countries::new().name(code)
}

/// The browser's country names; made once per list, for it is slow to make.
struct Countries {
    names: JsValue,
    of: Option<Function>,
}

impl Countries {
    fn new() -> Countries {
        let class = Reflect::get(&js_sys::global(), &"Intl".into())
            .and_then(|intl| Reflect::get(&intl, &"DisplayNames".into()))
            .ok()
            .and_then(|class| class.dyn_into::<Function>().ok());
        let arguments = Array::of2(&tags(), &object(&[("type", "region")]));
        let names = class
            .and_then(|class| Reflect::construct(&class, &arguments).ok())
            .unwrap_or_default();
        let of = Reflect::get(&names, &"of".into())
            .ok()
            .and_then(|of| of.dyn_into().ok());
        Countries { names, of }
    }

    fn name(&self, code: &str) -> String {
        self.of
            .as_ref()
            .and_then(|of| of.call1(&self.names, &code.into()).ok())
            .and_then(|name| name.as_string())
            .unwrap_or_else(|| code.to_owned())
    }
}

fn when(millis: i64, options: &[(&str, &str)]) -> String {
    let make = || Intl::DateTimeFormat::new(&tags(), &object(options)).format();
    #[allow(clippy::cast_precision_loss)] // a date is far below 2^53
    formatted(&kept("date", options, make), millis as f64)
}

fn figure(n: f64, options: &[(&str, &str)]) -> String {
    let make = || Intl::NumberFormat::new(&tags(), &object(options)).format();
    formatted(&kept("figure", options, make), n)
}

thread_local! {
    // A format is slow to make: a list of fifty rows would make hundreds. There are a few dozen in all.
    static KEPT: RefCell<Vec<(String, Function)>> = const { RefCell::new(Vec::new()) };
}

/// The format of these options in the language in use, made once.
fn kept(kind: &str, options: &[(&str, &str)], make: impl FnOnce() -> Function) -> Function {
    let mut name = format!("{kind} {}", locale().code());
    for (option, value) in options {
        name.extend([" ", option, " ", value]);
    }
    let found = KEPT.with_borrow(|kept| {
        let found = kept.iter().find(|(other, _)| *other == name);
        found.map(|(_, format)| format.clone())
    });
    found.unwrap_or_else(|| {
        let format = make();
        KEPT.with_borrow_mut(|kept| kept.push((name, format.clone())));
        format
    })
}

fn formatted(format: &Function, value: f64) -> String {
    format
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// English is the British one here: `12 Nov 2026`.
fn tags() -> Array {
    let tag = match locale() {
        Locale::En => "en-GB",
        Locale::Fr => "fr-FR",
    };
    Array::of1(&tag.into())
}

fn object(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}
