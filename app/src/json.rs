//! JSON by the browser's own parser, read into types by `domain::json`: the wasm brings no parser along.

use domain::json::{Broken, Json, typed};
use js_sys::{Array, JSON, JsString, Object};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// Reads what a page or a store kept, or was sent: only whether it could be read matters.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    of(&parse(text)?)
}

/// What a text says; none where it is no JSON.
pub fn parse(text: &str) -> Option<Json> {
    Some(tree(&JSON::parse(text).ok()?))
}

/// Reads a part of what came.
pub fn of<T: DeserializeOwned>(json: &Json) -> Option<T> {
    typed::<T, Broken>(json).ok()
}

fn tree(value: &JsValue) -> Json {
    if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(number) = value.as_f64() {
        figure(number)
    } else if let Some(yes) = value.as_bool() {
        Json::Bool(yes)
    } else if Array::is_array(value) {
        let items: &Array = value.unchecked_ref();
        Json::List(
            (0..items.length())
                .map(|place| tree(&items.get(place)))
                .collect(),
        )
    } else if value.is_object() {
        let object: &Object = value.unchecked_ref();
        let (keys, values) = (Object::keys(object), Object::values(object));
        let name = |place| keys.get(place).unchecked_into::<JsString>().into();
        let pair = |place| (name(place), tree(&values.get(place)));
        Json::Object((0..keys.length()).map(pair).collect())
    } else {
        Json::Null
    }
}

/// A whole number where it is one that JavaScript keeps whole.
fn figure(number: f64) -> Json {
    const WHOLE: f64 = 9_007_199_254_740_991.0;
    #[allow(clippy::cast_possible_truncation)] // it has no fraction and 53 bits at most
    if number.fract() == 0.0 && number.abs() <= WHOLE {
        Json::Whole(number as i64)
    } else {
        Json::Fraction(number)
    }
}
