//! The seller, the terms and the privacy notice in the language in use, asked for by the pages that show them.

use crate::client;
use crate::loaded::Loaded;
use crate::text;
use domain::api::shop::{GetLegal, InLocale, Legal};
use leptos::prelude::*;

/// Asks now, and again when the language changes.
pub fn load() -> Loaded<Legal> {
    Loaded::new(|| {
        let query = InLocale {
            locale: Some(text::locale()),
        };
        Box::pin(async move { client::call::<GetLegal>(&(), &query, &()).await })
    })
}

/// A legal text as its paragraphs: an empty line ends one, lines within it stay lines.
pub fn paragraphs(text: &str) -> AnyView {
    text.replace("\r\n", "\n")
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| view! { <p class="legal-text">{paragraph.to_owned()}</p> })
        .collect_view()
        .into_any()
}
