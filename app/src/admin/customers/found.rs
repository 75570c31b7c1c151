//! The part of a text that a search found, marked.

use domain::found::found;
use leptos::prelude::*;

/// The text with its found parts in `<mark>`.
pub fn marked(text: &str, parts: &[String]) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut at = 0;
    for found in found(text, parts) {
        pieces.push(
            text.get(at..found.start)
                .unwrap_or_default()
                .to_owned()
                .into_any(),
        );
        let piece = text.get(found.clone()).unwrap_or_default().to_owned();
        pieces.push(view! { <mark>{piece}</mark> }.into_any());
        at = found.end;
    }
    pieces.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    pieces.into_any()
}
