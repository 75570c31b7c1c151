//! A message's text as it was written: every sign is shown, line breaks too, and secure addresses can be followed.

use domain::conversation::{Piece, pieces};
use leptos::prelude::*;

/// The text. Nothing in it is ever read as HTML.
pub fn linked(text: &str) -> AnyView {
    let pieces: Vec<AnyView> = pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Link(to) => {
                let (to, shown) = (to.to_owned(), to.to_owned());
                view! {
                    <a href=to rel="noopener noreferrer nofollow" target="_blank">
                        {shown}
                    </a>
                }
                .into_any()
            }
        })
        .collect();
    view! {
        <div class="message-text" dir="auto">
            {pieces}
        </div>
    }
    .into_any()
}
