//! A badge: a shape and a word, never a colour alone.

use leptos::prelude::*;

/// The family of a badge.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Hue {
    #[default]
    Plain,
    Accent,
    Brass,
}

impl Hue {
    fn class(self) -> &'static str {
        match self {
            Hue::Plain => "badge",
            Hue::Accent => "badge badge-accent",
            Hue::Brass => "badge badge-brass",
        }
    }
}

/// `shape` is one of ○ ◐ ● ⊘ ⚑ ✓, hidden from screen readers; `children` are the word.
#[component]
pub fn Badge(#[prop(optional)] hue: Hue, shape: &'static str, children: Children) -> AnyView {
    view! {
        <span class=hue.class()>
            <span class="badge-shape" aria-hidden="true">
                {shape}
            </span>
            {children()}
        </span>
    }
    .into_any()
}
