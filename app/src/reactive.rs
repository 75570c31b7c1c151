//! Reactive pieces by one type each. Leptos compiles its machinery anew for every closure it is given; boxed, the wasm holds it once.

use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// A part of a view that is drawn anew when what it reads changes.
pub type Shown = Box<dyn FnMut() -> Option<AnyView> + Send>;

/// Draws a part of a view, or nothing, and again when what it reads changes.
pub fn shown(draw: impl FnMut() -> Option<AnyView> + Send + 'static) -> Shown {
    Box::new(draw)
}

/// Draws one view or another, and again when what it reads changes.
pub fn either(mut draw: impl FnMut() -> AnyView + Send + 'static) -> Shown {
    Box::new(move || Some(draw()))
}

/// Runs now, and again when what it reads changes.
pub fn follow(run: impl Fn() + 'static) {
    let run: Box<dyn Fn()> = Box::new(run);
    Effect::new(run);
}

/// Runs to its end beside the page.
pub fn go(run: impl Future<Output = ()> + 'static) {
    let run: Pin<Box<dyn Future<Output = ()>>> = Box::pin(run);
    leptos::task::spawn_local(run);
}

/// A sentence that follows what it reads.
pub fn words(say: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(say)
}

/// An attribute that stands while what it reads says so, as ARIA's states do.
pub fn flag(on: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<&'static str>> {
    Signal::derive(move || on().then_some("true"))
}
