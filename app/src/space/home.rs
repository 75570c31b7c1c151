//! `/account`: what there is to do, then the page of blocks as the shop arranged it. One block that cannot be loaded never
//! empties the others.

use crate::reactive::either;
use crate::space::arranged::Arranged;
use crate::space::own::Own;
use crate::space::{blocks, to_do, words};
use crate::text;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::account::Profile;
use domain::space::{Shown, ToDo};
use leptos::prelude::*;

pub fn page() -> AnyView {
    let profile = Own::record();
    let space = Arranged::space();
    // Whoever comes back did something meanwhile: what is here stays until the news is.
    if untrack(|| space.value().is_some()) {
        space.again();
    }
    let hello = crate::reactive::words(move || match profile.value() {
        Some(Profile { first_name, .. }) => {
            text::fill(words::HELLO, &[("name", first_name.trim())])
        }
        None => text::word(words::TITLE).to_owned(),
    });
    // Drawn anew only when they differ: a block that is drawn asks for what it shows.
    let arranged = Memo::new(move |_| space.with(|space| Some(space?.blocks.clone())));
    let things = Memo::new(move |_| space.with(|space| Some(space?.to_do.clone())));
    let inside = either(move || match (arranged.get(), space.refusal()) {
        (Some(blocks), _) => page_of(things, blocks),
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::SPACE_FAILED)
                refusal=Some(refusal)
                retry=move |()| space.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=6/> }.into_any(),
    });
    view! {
        <div class="stack stack-wide">
            <Heading text=hello title=text::said(words::TITLE)/>
            {inside}
        </div>
    }
    .into_any()
}

fn page_of(things: Memo<Option<Vec<ToDo>>>, blocks: Vec<Shown>) -> AnyView {
    let to_do = either(move || to_do::to_do(things.get().unwrap_or_default()).into_any());
    let blocks: Vec<AnyView> = blocks.into_iter().map(blocks::draw).collect();
    view! { <div class="blocks">{to_do} {blocks}</div> }.into_any()
}
