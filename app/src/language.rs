//! The language as a signal: views follow it, so that the switch needs no reload.

use crate::text;
use domain::locale::Locale;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use std::cell::OnceCell;

thread_local! {
    static LOCALE: OnceCell<RwSignal<Locale>> = const { OnceCell::new() };
}

/// Lets views follow the language. Called once, by the app's root, which owns the signal.
pub fn provide() {
    LOCALE.with(|cell| {
        let _ = cell.set(RwSignal::new(text::locale_now()));
    });
    text::read_by(followed);
}

/// Speaks another language from now on.
pub fn speak(locale: Locale) {
    text::speak(locale);
    LOCALE.with(|cell| {
        if let Some(signal) = cell.get() {
            signal.set(locale);
        }
    });
}

fn followed() -> Locale {
    LOCALE.with(|cell| {
        let Some(signal) = cell.get() else {
            return text::locale_now();
        };
        if Observer::get().is_some() {
            signal.track();
        }
        signal.get_untracked()
    })
}
