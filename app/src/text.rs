//! Words: the two languages' texts as constants, the language in use, and what the browser's `Intl` says of figures, dates and countries.

mod intl;

pub use intl::{country, date, date_time, day, exact, money, month, number, percent, size};

use domain::locale::Locale;
use domain::problem::FieldError;
use std::cell::Cell;

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
            ("line", &figure(fault.line)),
            ("column", &figure(fault.column)),
            // Last: what was found may hold braces of its own.
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
