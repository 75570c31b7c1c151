//! What two customers have in common, in words.

use crate::admin::duplicates::words;
use crate::text::t;
use crate::ui::badge::{Badge, Hue};
use domain::duplicate::Likeness;
use leptos::prelude::*;

/// A badge each.
pub fn why(all: &[Likeness]) -> AnyView {
    let badges = all.iter().map(|likeness| {
        let word = match likeness {
            Likeness::Phone => words::WHY_PHONE,
            Likeness::Name => words::WHY_NAME,
            Likeness::Email => words::WHY_EMAIL,
        };
        view! {
            <Badge hue=Hue::Plain shape="=">
                {t(word)}
            </Badge>
        }
    });
    view! { <span class="rows-badges">{badges.collect_view()}</span> }.into_any()
}
