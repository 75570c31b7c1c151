//! Links that the shop chose, under a title and a text of its own.

use crate::reactive::either;
use crate::text;
use crate::ui::markdown::markdown;
use domain::locale::Locale;
use domain::space::{Shown, ShownContent, ShownLink};
use leptos::prelude::*;

/// Draws a block of them.
pub fn block(block: Shown) -> AnyView {
    let content = block.content;
    either(move || match &content {
        Some(content) => links(content, text::locale()),
        None => ().into_any(),
    })
    .into_any()
}

fn links(content: &ShownContent, reader: Locale) -> AnyView {
    let Some((locale, said)) = content.said(reader) else {
        return ().into_any();
    };
    let text = (!said.text.is_empty()).then(|| markdown(said.text.clone(), 3));
    let links: Vec<AnyView> = content
        .links
        .iter()
        .filter_map(|shown| link(shown, reader))
        .collect();
    view! {
        <section class="card block" lang=locale.code()>
            <h2 class="subheading">{said.title.clone()}</h2>
            {text}
            <ul class="block-links">{links}</ul>
        </section>
    }
    .into_any()
}

/// What leads out of the shop is told nothing of where it was found.
fn link(shown: &ShownLink, reader: Locale) -> Option<AnyView> {
    let (locale, words) = shown.words(reader)?;
    let rel = (!shown.to.starts_with('/')).then_some("noopener noreferrer");
    let view = view! {
        <li>
            <a href=shown.to.clone() rel=rel lang=locale.code()>
                {words.to_owned()}
            </a>
        </li>
    };
    Some(view.into_any())
}
