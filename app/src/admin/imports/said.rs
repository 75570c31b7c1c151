//! What an import is in words: its state, how it is read, what becomes of its rows.

use crate::admin::exports::columns::separator_word;
use crate::admin::imports::words;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use domain::csv::Separator;
use domain::import::{Counts, Encoding, Import, ImportState, Source};
use leptos::prelude::*;

/// A state with its shape.
pub fn badge(state: ImportState) -> AnyView {
    let (hue, shape, word) = match state {
        ImportState::Draft => (Hue::Plain, "○", words::STATE_DRAFT),
        ImportState::Checking => (Hue::Accent, "◐", words::STATE_CHECKING),
        ImportState::Checked => (Hue::Brass, "⚑", words::STATE_CHECKED),
        ImportState::Importing => (Hue::Accent, "◐", words::STATE_IMPORTING),
        ImportState::Paused => (Hue::Brass, "⊘", words::STATE_PAUSED),
        ImportState::Finished => (Hue::Plain, "●", words::STATE_FINISHED),
    };
    view! {
        <Badge hue shape>
            {t(word)}
        </Badge>
    }
    .into_any()
}

pub fn encoding_word(encoding: Encoding) -> Key {
    match encoding {
        Encoding::Utf8 => words::ENCODING_UTF8,
        Encoding::Latin => words::ENCODING_LATIN,
    }
}

/// `UTF-8 · Semicolon`.
pub fn shape(encoding: Encoding, separator: Separator) -> String {
    let (letters, between) = (encoding_word(encoding), separator_word(separator));
    format!("{} · {}", t(letters)(), t(between)())
}

/// A shop's name, which is the same in every language.
pub fn source(source: Source) -> &'static str {
    match source {
        Source::Comptoir => "Comptoir",
        Source::Sylius => "Sylius",
        Source::Shopify => "Shopify",
        Source::PrestaShop => "PrestaShop",
        Source::WooCommerce => "WooCommerce",
        Source::Magento => "Magento",
        Source::Bagisto => "Bagisto",
    }
}

/// `97 912 created · 88 updated · 1 as before · 2 000 with errors`: what is not there is not said, but for the first.
pub fn done(counts: &Counts, faults: u32) -> String {
    let unchanged = (words::UNCHANGED_ONE, words::UNCHANGED_OTHER);
    joined(
        (counts.create, words::CREATED_ONE, words::CREATED_OTHER),
        [
            (counts.update, words::UPDATED_ONE, words::UPDATED_OTHER),
            (counts.unchanged, unchanged.0, unchanged.1),
            (faults, words::FAULTY_ONE, words::FAULTY_OTHER),
        ],
    )
}

/// `97 912 to create · 88 to update · 2 000 with errors`.
pub fn found(counts: &Counts, faults: u32) -> String {
    let unchanged = (words::UNCHANGED_ONE, words::UNCHANGED_OTHER);
    joined(
        (counts.create, words::TO_CREATE_ONE, words::TO_CREATE_OTHER),
        [
            (counts.update, words::TO_UPDATE_ONE, words::TO_UPDATE_OTHER),
            (counts.unchanged, unchanged.0, unchanged.1),
            (faults, words::FAULTY_ONE, words::FAULTY_OTHER),
        ],
    )
}

/// A number with what it says of one, and of more.
type Counted = (u32, Key, Key);

fn joined((n, one, other): Counted, others: [Counted; 3]) -> String {
    let mut said = vec![text::plural(n, one, other)];
    let others = others.into_iter().filter(|(n, ..)| *n > 0);
    said.extend(others.map(|(n, one, other)| text::plural(n, one, other)));
    said.join(" · ")
}

/// What is known of an import's rows, for the list.
pub fn outcome(import: &Import) -> String {
    match import.state {
        ImportState::Draft => shape(import.encoding, import.separator),
        ImportState::Finished => done(&import.done, import.faults),
        ImportState::Checked => found(&import.found, import.faults),
        _ => text::percent(import.progress() * 10),
    }
}
