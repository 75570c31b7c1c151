//! Buttons. One primary per view; a busy one keeps its width, says so and ignores presses.

use crate::reactive::{flag, words};
use crate::text::{Key, t};
use leptos::prelude::*;

/// How a button looks, by what it means.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The one act of the view.
    Primary,
    #[default]
    Secondary,
    /// Underlined text.
    Quiet,
    /// Does harm: only inside its confirmation.
    Danger,
}

impl Weight {
    /// The classes of a button, or of a link that looks like one.
    pub fn class(self) -> &'static str {
        match self {
            Weight::Primary => "button button-primary",
            Weight::Secondary => "button",
            Weight::Quiet => "button-quiet",
            Weight::Danger => "button button-danger",
        }
    }
}

/// A button named by `label`. Without `press` it is a form's submit button; the form's handler then asks whether it is busy.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<Key>,
    #[prop(optional)] weight: Weight,
    #[prop(optional, into)] press: Option<UnsyncCallback<()>>,
    #[prop(optional, into)] busy: Signal<bool>,
    /// What it says while busy.
    #[prop(optional, into)]
    busy_label: Option<Key>,
    /// Tells buttons with the same word apart; starts with that word.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    #[prop(optional)] id: Option<&'static str>,
) -> AnyView {
    let submits = press.is_none();
    let off = move |hidden: Signal<bool>| {
        Signal::derive(move || {
            if hidden.get() {
                "button-label button-label-off"
            } else {
                "button-label"
            }
        })
    };
    let two = busy_label.is_some();
    let label = words(move || t(label.get())().to_owned());
    view! {
        <button
            class=weight.class()
            id=id
            type=if submits { "submit" } else { "button" }
            aria-label=name
            aria-disabled=flag(move || busy.get())
            on:click=move |_| {
                if let Some(press) = &press && !busy.get_untracked() {
                    press.run(());
                }
            }
        >
            <span class=off(Signal::derive(move || two && busy.get()))>{label}</span>
            {busy_label
                .map(|word| {
                    view! { <span class=off(Signal::derive(move || !busy.get()))>{t(word)}</span> }
                })}
        </button>
    }
    .into_any()
}
