//! An announcement: what the shop wrote in Markdown, in the reader's language or in the one it was written in.

use crate::reactive::either;
use crate::text;
use crate::ui::markdown::markdown;
use domain::space::{Said, Shown};
use leptos::prelude::*;

/// Draws one; several stand apart by what they say.
pub fn block(block: Shown) -> AnyView {
    let content = block.content;
    either(move || {
        let said = content.as_ref().and_then(|content| {
            let (locale, said) = content.said(text::locale())?;
            Some((locale, said.clone()))
        });
        let Some((locale, Said { title, text })) = said else {
            return ().into_any();
        };
        view! {
            <article class="card block block-wide announcement" lang=locale.code()>
                <h2 class="subheading">{title}</h2>
                {markdown(text, 3)}
            </article>
        }
        .into_any()
    })
    .into_any()
}
