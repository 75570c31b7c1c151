//! A radio card: one block of the form in lines, those that differ from the other card in bold.

use crate::reactive::either;
use crate::text::{self, Key, t};
use domain::comparison::card::{Kind, Line};
use leptos::prelude::*;

/// Chosen while `chosen` is true; `pick` chooses it.
#[component]
pub fn Card(
    /// Of the radio group.
    name: &'static str,
    id: String,
    #[prop(optional_no_strip)] title: Option<Key>,
    #[prop(into)] lines: Signal<Vec<Line>>,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] pick: UnsyncCallback<()>,
) -> AnyView {
    let title = title.map(|title| view! { <span class="choice-title">{t(title)}</span> });
    let drawn = either(move || lines.get().into_iter().map(draw).collect_view().into_any());
    view! {
        <label class="choice">
            <input
                class="radio"
                type="radio"
                name=name
                id=id
                prop:checked=chosen
                on:change=move |_| pick.run(())
            />
            <span class="choice-text">{title} {drawn}</span>
        </label>
    }
    .into_any()
}

fn draw(line: Line) -> AnyView {
    let text = match line.kind {
        Kind::Country => text::country(&line.text),
        // A number stays on one line.
        Kind::Phone => line.text.replace(' ', "\u{a0}"),
        _ => line.text,
    };
    if line.differs {
        view! { <strong class="choice-line">{text}</strong> }.into_any()
    } else {
        view! { <span class="choice-line">{text}</span> }.into_any()
    }
}
