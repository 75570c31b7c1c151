//! A few choices side by side, each a card with its own line of explanation.

use leptos::prelude::*;

/// One card: its value, its name, and what choosing it means.
#[derive(Clone)]
pub struct Card {
    pub value: &'static str,
    pub name: Signal<String>,
    pub meaning: Option<Signal<String>>,
}

/// A group named by `legend`; `chosen` is the value of the chosen card.
#[component]
pub fn RadioCards(
    name: &'static str,
    #[prop(into)] legend: Signal<String>,
    chosen: RwSignal<String>,
    cards: Vec<Card>,
) -> AnyView {
    let cards = cards
        .into_iter()
        .map(|Card { value, name: title, meaning }| {
            view! {
                <label class="card-choice">
                    <input
                        class="radio-dot"
                        type="radio"
                        name=name
                        value=value
                        prop:checked=Signal::derive(move || chosen.get() == value)
                        on:change=move |_| chosen.set(value.to_owned())
                    />
                    <span class="card-choice-text">
                        <span class="card-choice-name">{title}</span>
                        {meaning.map(|meaning| view! { <span class="card-choice-meaning">{meaning}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="cards-choice">
            <legend class="field-label">{legend}</legend>
            {cards}
        </fieldset>
    }
    .into_any()
}
