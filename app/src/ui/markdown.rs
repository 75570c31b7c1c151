//! Markdown's tree as elements. Every word of it stands in a text node, every address was allowed by `domain::markdown`.

use domain::markdown::{Block, Inline};
use leptos::prelude::*;

/// Draws a text; its first level of headings is `h{top}`, so that it goes on where the page's own headings stop.
pub fn markdown(blocks: Vec<Block>, top: u8) -> AnyView {
    view! { <div class="markdown">{flow(blocks, top)}</div> }.into_any()
}

fn flow(blocks: Vec<Block>, top: u8) -> AnyView {
    blocks
        .into_iter()
        .map(|part| block(part, top))
        .collect_view()
        .into_any()
}

fn block(block: Block, top: u8) -> AnyView {
    match block {
        Block::Heading { level, text } => heading(top + level - 1, inline(text)),
        Block::Paragraph(text) => view! { <p>{inline(text)}</p> }.into_any(),
        Block::List { first, items } => {
            let items: Vec<AnyView> = items
                .into_iter()
                .map(|item| view! { <li>{flow(item, top)}</li> }.into_any())
                .collect();
            match first {
                Some(first) => view! { <ol start=first.to_string()>{items}</ol> }.into_any(),
                None => view! { <ul>{items}</ul> }.into_any(),
            }
        }
        Block::Quote(within) => view! { <blockquote>{flow(within, top)}</blockquote> }.into_any(),
        // By keyboard too it can be scrolled.
        Block::Code(lines) => view! { <pre tabindex="0"><code>{lines}</code></pre> }.into_any(),
        Block::Rule => view! { <hr/> }.into_any(),
    }
}

/// Past `h6` there is none.
fn heading(level: u8, text: AnyView) -> AnyView {
    match level {
        ..=2 => view! { <h2>{text}</h2> }.into_any(),
        3 => view! { <h3>{text}</h3> }.into_any(),
        4 => view! { <h4>{text}</h4> }.into_any(),
        5 => view! { <h5>{text}</h5> }.into_any(),
        _ => view! { <h6>{text}</h6> }.into_any(),
    }
}

fn inline(inlines: Vec<Inline>) -> AnyView {
    inlines
        .into_iter()
        .map(|part| match part {
            Inline::Text(text) => text.into_any(),
            Inline::Break => view! { <br/> }.into_any(),
            Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
            Inline::Strong(within) => view! { <strong>{inline(within)}</strong> }.into_any(),
            Inline::Emphasis(within) => view! { <em>{inline(within)}</em> }.into_any(),
            Inline::Link { to, text } => link(to, inline(text)),
            // Only mails have pictures.
            Inline::Image { alt, .. } => alt.into_any(),
        })
        .collect_view()
        .into_any()
}

/// What leads out of the shop is told nothing of where it was found.
fn link(to: String, text: AnyView) -> AnyView {
    let rel = (!to.starts_with('/')).then_some("noopener noreferrer");
    view! {
        <a href=to rel=rel>
            {text}
        </a>
    }
    .into_any()
}
