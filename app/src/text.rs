//! Words: the two languages' texts as constants, the language in use, and what the browser's `Intl` says of figures, dates and countries.

use domain::locale::Locale;
use domain::problem::FieldError;
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};

pub mod common {
    //! Buttons, header, footer, notices.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/common.rs"));
}
pub mod shop {
    //! The shop's page and the basket.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}
pub mod checkout {
    //! The contact step and what follows.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/checkout.rs"));
}
pub mod returning {
    //! The returning customer at the contact step.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/returning.rs"));
}
pub mod payment {
    //! The last step before an order: how to pay, what is agreed to.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/payment.rs"));
}
pub mod order {
    //! An order's own page.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/order.rs"));
}
pub mod account {
    //! The customer's own account.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/account.rs"));
}
pub mod session {
    //! Signing in, choosing a password.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/session.rs"));
}
pub mod privacy {
    //! The page "Your data".
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/privacy.rs"));
}
pub mod error {
    //! What is wrong and what to do, by reason code.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/error.rs"));
}

/// One text in both languages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key {
    pub en: &'static str,
    pub fr: &'static str,
}

impl Key {
    /// The text in a given language.
    pub fn of(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Fr => self.fr,
        }
    }
}

thread_local! {
    // Not a context: event handlers and code after an `.await` have no owner to look contexts up in.
    static SPOKEN: Cell<Locale> = const { Cell::new(Locale::En) };
    // The checkout speaks one language for as long as its page stands and loads no reactive code;
    // the rest of the app puts a reader here that follows.
    static READER: Cell<fn() -> Locale> = const { Cell::new(locale_now) };
}

/// The language in use, followed by whatever is reading. Event handlers may ask too: nothing follows there.
pub fn locale() -> Locale {
    READER.get()()
}

/// The language in use now, for code that reads it once.
pub fn locale_now() -> Locale {
    SPOKEN.get()
}

/// Speaks a language from now on.
pub fn speak(locale: Locale) {
    SPOKEN.set(locale);
    crate::dom::root("lang", locale.code());
}

/// Reads the language by `reader` from now on.
pub fn read_by(reader: fn() -> Locale) {
    READER.set(reader);
}

/// A text for a view: follows the language.
pub fn t(key: Key) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || key.of(locale())
}

/// A text for a component that takes a sentence: follows the language.
pub fn said(key: Key) -> leptos::prelude::Signal<String> {
    leptos::prelude::Signal::derive(move || key.of(locale()).to_owned())
}

/// A text now.
pub fn word(key: Key) -> &'static str {
    key.of(locale())
}

/// What stands before and after a placeholder, for one that is shown in a way of its own.
pub fn around(key: Key, placeholder: &str) -> (&'static str, &'static str) {
    let text = key.of(locale());
    text.split_once(&format!("{{{placeholder}}}"))
        .unwrap_or((text, ""))
}

/// A text with its `{placeholders}` filled.
pub fn fill(key: Key, values: &[(&str, &str)]) -> String {
    let mut text = key.of(locale()).to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// A fault as a sentence that says what to do.
pub fn sentence(fault: &FieldError) -> String {
    let key = error::lookup(&fault.field, &fault.reason).unwrap_or(error::UNKNOWN);
    let figure = |n: Option<u32>| n.map(|n| number(n.into())).unwrap_or_default();
    let home = fault.country.as_deref().map(country);
    fill(
        key,
        &[
            ("min", &figure(fault.min)),
            ("max", &figure(fault.max)),
            ("count", &figure(fault.count)),
            ("example", fault.example.as_deref().unwrap_or_default()),
            ("country", home.as_deref().unwrap_or_default()),
            ("found", fault.found.as_deref().unwrap_or_default()),
        ],
    )
}

/// One text or the other by the number: French counts zero as singular, English does not. Fills `{n}`.
pub fn plural(n: u32, one: Key, other: Key) -> String {
    let singular = match locale() {
        Locale::En => n == 1,
        Locale::Fr => n < 2,
    };
    fill(
        if singular { one } else { other },
        &[("n", &number(n.into()))],
    )
}

/// A whole number with the language's own separators.
pub fn number(n: f64) -> String {
    let format = Intl::NumberFormat::new(&tags(), &Object::new());
    formatted(&format.format(), n)
}

/// An amount in minor units: `14500` and `EUR` give `145,00 €` or `€145.00`.
pub fn money(minor: i64, currency: &str) -> String {
    let options = object(&[("style", "currency"), ("currency", currency)]);
    let format = Intl::NumberFormat::new(&tags(), &options);
    #[allow(clippy::cast_precision_loss)] // amounts stay far below 2^53
    formatted(&format.format(), minor as f64 / 100.0)
}

/// A VAT rate in basis points: `2000` gives `20 %` or `20%`.
pub fn percent(basis_points: u32) -> String {
    let options = object(&[("style", "percent")]);
    let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &2.into());
    let format = Intl::NumberFormat::new(&tags(), &options);
    formatted(&format.format(), f64::from(basis_points) / 10_000.0)
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
    let format = Intl::DateTimeFormat::new(&tags(), &object(options));
    #[allow(clippy::cast_precision_loss)] // a date is far below 2^53
    formatted(&format.format(), millis as f64)
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
