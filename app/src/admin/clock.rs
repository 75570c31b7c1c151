//! Times of the day, and times for machines.

use crate::reactive::words as say;
use crate::text;
use domain::locale::Locale;
use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Now, in Unix milliseconds.
#[allow(clippy::cast_possible_truncation)] // a date is far below 2^53
pub fn now() -> i64 {
    Date::now() as i64
}

/// The time of day by the reader's clock: `14:02`.
pub fn time(millis: i64) -> String {
    let tag = match text::locale() {
        Locale::En => "en-GB",
        Locale::Fr => "fr-FR",
    };
    let options = Object::new();
    let _ = Reflect::set(&options, &"timeStyle".into(), &"short".into());
    let format = Intl::DateTimeFormat::new(&Array::of1(&tag.into()), &options);
    format
        .format()
        .call1(&JsValue::UNDEFINED, &at(millis))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// For `<time datetime>`.
pub fn iso(millis: i64) -> String {
    Date::new(&at(millis)).to_iso_string().into()
}

#[allow(clippy::cast_precision_loss)] // a date is far below 2^53
fn at(millis: i64) -> JsValue {
    (millis as f64).into()
}

/// A moment as people read it, with the time for machines beside it.
pub fn moment(millis: i64, said: fn(i64) -> String) -> AnyView {
    view! { <time datetime=iso(millis)>{say(move || said(millis))}</time> }.into_any()
}

/// A day of the shop's calendar, `2026-11-22`, as people read it; as it is where it is none.
pub fn civil(day: &str) -> String {
    let mut parts = day.split('-').map(str::parse::<u32>);
    let date = (|| {
        let year = i64::from(parts.next()?.ok()?);
        let month = u8::try_from(parts.next()?.ok()?).ok()?;
        let day = u8::try_from(parts.next()?.ok()?).ok()?;
        Some(domain::time::Date { year, month, day })
    })();
    date.map_or_else(|| day.to_owned(), |date| date.text(text::locale()))
}
