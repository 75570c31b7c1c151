//! A part of a screen that comes and goes, of one type whatever it shows: the wasm holds its machinery once.

use crate::reactive::{Shown, shown};
use leptos::prelude::*;

/// Draws something or nothing, and again when what it reads changes.
pub fn part<View: IntoAny>(mut draw: impl FnMut() -> Option<View> + Send + 'static) -> Shown {
    shown(move || draw().map(IntoAny::into_any))
}
